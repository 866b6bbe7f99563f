"""Parquet files as Apache Arrow writes them: several row groups, nested columns, both page versions.

Run: python test/golden/arrow-parquet.py
"""

import os

import pyarrow as pa
import pyarrow.parquet as pq

ROWS = 2000
folder = os.path.dirname(os.path.abspath(__file__))

table = pa.table(
    {
        "id": pa.array([i * 7919 % ROWS for i in range(ROWS)], pa.int64()),
        "share": [i / 7 for i in range(ROWS)],
        "nested": [{"a": i, "b": [i, None, i + 1]} if i % 5 else None for i in range(ROWS)],
        "word": [None if i % 11 == 0 else f"word {i % 40}" for i in range(ROWS)],
        "tags": [{f"t{j}": j for j in range(i % 3)} for i in range(ROWS)],
        "few": pa.array([i % 7 for i in range(ROWS)], pa.int32()),
        "day": pa.array([i % 400 for i in range(ROWS)], pa.date32()),
    },
    schema=None,
)
meta = {"made by": f"pyarrow {pa.__version__}"}
table = table.replace_schema_metadata(meta)
pq.write_table(
    table,
    os.path.join(folder, "arrow-1.parquet"),
    row_group_size=500,
    version="1.0",
    data_page_version="1.0",
    compression="snappy",
    store_schema=False,
)
pq.write_table(
    table,
    os.path.join(folder, "arrow-2.parquet"),
    row_group_size=700,
    version="2.6",
    data_page_version="2.0",
    compression="zstd",
    use_dictionary=["word"],
    column_encoding={"id": "DELTA_BINARY_PACKED", "share": "BYTE_STREAM_SPLIT"},
    write_page_index=True,
    data_page_size=1024,
    store_schema=False,
)

"""Labels of a bundle into PostgreSQL with pandas.to_sql, as a notebook has it. Prints one JSON line.

python publish.py postgres://user@host:port/database BUNDLE     (PGPASSWORD holds the password)
"""

import json
import resource
import sys
import time

import pandas as pd
import sqlalchemy

address, bundle = sys.argv[1:]
engine = sqlalchemy.create_engine(address.replace("postgres://", "postgresql+psycopg2://", 1))
started = time.perf_counter()
labels = pd.read_parquet(f"{bundle}/assignments.parquet")
labels.insert(0, "run_id", "run")
labels.insert(1, "valid_from", pd.Timestamp("2024-01-01"))
with engine.begin() as connection:
    connection.execute(sqlalchemy.text("DROP TABLE IF EXISTS pandas_labels"))
    labels.to_sql("pandas_labels", connection, index=False, chunksize=10_000)
print(
    json.dumps(
        {
            "whole": time.perf_counter() - started,
            "peakMB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        }
    )
)

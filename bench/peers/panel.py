"""A panel of users × days with pandas, as notebooks make it. Prints one JSON line.

python panel.py FILE.parquet | FILE.csv
"""

import json
import resource
import sys
import time

import pandas as pd

path = sys.argv[1]
start = time.perf_counter()
rows = pd.read_parquet(path) if path.endswith(".parquet") else pd.read_csv(path, parse_dates=["date"])
panel = rows.pivot_table(values="usage", index="uid", columns="date", aggfunc="sum", fill_value=0)
seconds = time.perf_counter() - start
used = resource.getrusage(resource.RUSAGE_SELF)
print(
    json.dumps(
        {
            "pandas": pd.__version__,
            "seconds": seconds,
            "cpu": used.ru_utime + used.ru_stime,
            "peakMB": used.ru_maxrss / 1024,
            "shape": list(panel.shape),
            "total": float(panel.to_numpy().sum()),
        }
    )
)

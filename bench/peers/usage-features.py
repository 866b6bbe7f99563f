"""Seven usage features with pandas, in two ways. Prints one JSON line.

python usage-features.py FILE.parquet vectorized
python usage-features.py FILE.parquet lambdas SHARE     (of the entities; the caller scales up)
"""

import json
import resource
import sys
import time

import numpy as np
import pandas as pd


def lambdas(events):
    """One Python function per feature and entity, as notebooks have it."""

    def scaled(x):
        low, high = x.min(), x.max()
        return 1 if low == high else (x - low) / (high - low)

    def mean_run(days):
        return (days.diff().dt.days != 1).cumsum().value_counts().mean()

    return events.groupby(["user_id", "type"]).agg(
        use_days=("api_count", len),
        use_duration=("dt", lambda x: (max(x) - min(x)).days),
        avg_cont_use=("dt", mean_run),
        total_calls_log10=("api_count", lambda x: np.log10(sum(x))),
        usage_range=("api_count", lambda x: max(x) - min(x)),
        mean_usage_scaled=("api_count", lambda x: np.mean(scaled(x))),
        sd_usage_scaled=("api_count", lambda x: np.std(scaled(x))),
    )


def vectorized(events):
    """No Python per entity: codes once, then built-in aggregations only. Trusts one row per day, in day order."""
    events["type"] = events["type"].astype("category")
    keys = events.groupby(["user_id", "type"], observed=True, sort=False)
    entity = keys.ngroup().to_numpy()
    day = events["dt"].to_numpy().astype("datetime64[D]").astype(np.int64)
    frame = pd.DataFrame({"entity": entity, "day": day, "use": events["api_count"].to_numpy()})
    by = frame.groupby("entity", sort=False)
    frame["starts"] = by["day"].diff().to_numpy() != 1
    out = by.agg(
        use_days=("use", "size"),
        first=("day", "first"),
        last=("day", "last"),
        runs=("starts", "sum"),
        total=("use", "sum"),
        low=("use", "min"),
        high=("use", "max"),
        mean=("use", "mean"),
    )
    spread = (out["high"] - out["low"]).to_numpy()
    single = spread == 0
    divisor = np.where(single, 1, spread)
    deviation = by["use"].std(ddof=0).reindex(out.index).to_numpy()
    return pd.DataFrame(
        {
            "use_days": out["use_days"],
            "use_duration": out["last"] - out["first"],
            "avg_cont_use": out["use_days"] / out["runs"],
            "total_calls_log10": np.log10(out["total"]),
            "usage_range": spread,
            "mean_usage_scaled": np.where(single, 1, (out["mean"] - out["low"]) / divisor),
            "sd_usage_scaled": np.where(single, 0, deviation / divisor),
        }
    )


path, way = sys.argv[1:3]
start = time.perf_counter()
used = time.process_time()
events = pd.read_parquet(path)
if way == "lambdas":
    share = float(sys.argv[3])
    users = events["user_id"].unique()
    events = events[events["user_id"].isin(users[: int(len(users) * share)])]
    start = time.perf_counter()
    used = time.process_time()
    result = lambdas(events.assign(dt=pd.to_datetime(events["dt"])))
else:
    result = vectorized(events)
print(
    json.dumps(
        {
            "seconds": time.perf_counter() - start,
            "cpu": time.process_time() - used,
            "peakMB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            "rows": len(result),
            "checksum": float(result.sum().sum()),
            "version": f"pandas {pd.__version__}",
        }
    )
)

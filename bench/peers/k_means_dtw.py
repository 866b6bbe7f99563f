"""tslearn's TimeSeriesKMeans under dtw, from given starts: one line of JSON in, one out. See bench/k-means-dtw.js."""

import json
import sys
import time
import warnings

import numpy as np
import tslearn
from tslearn.clustering import TimeSeriesKMeans

warnings.filterwarnings("ignore")
print(json.dumps({"tslearn": tslearn.__version__, "numpy": np.__version__}), flush=True)
for line in sys.stdin:
    ask = json.loads(line)
    x = np.fromfile(ask["file"], dtype=np.float32).reshape(ask["rows"], ask["steps"], 1).astype(np.float64)
    k = len(ask["start"])
    rules = {}
    if ask["window"] < 1:
        radius = int(ask["window"] * ask["steps"])
        rules = dict(metric_params=dict(global_constraint="sakoe_chiba", sakoe_chiba_radius=radius))
    # Five averages per iteration, as ours.
    make = lambda rounds, init: TimeSeriesKMeans(
        k, metric="dtw", init=init, max_iter=rounds, tol=1e-9, max_iter_barycenter=5, n_init=1, n_jobs=2, **rules
    )
    # Compiling is not measured.
    make(1, x[:k].copy()).fit(x[: 4 * k])
    start, spent = time.perf_counter(), time.process_time()
    m = make(ask["iterations"], x[ask["start"]].copy()).fit(x)
    ms, cpu = (time.perf_counter() - start) * 1000, (time.process_time() - spent) * 1000
    print(
        json.dumps(
            {
                "ms": ms, "cpu": cpu, "inertia": float(m.inertia_), "iterations": int(m.n_iter_),
                "sizes": sorted(np.bincount(m.labels_).tolist(), reverse=True),
            }
        ),
        flush=True,
    )

"""fast_hdbscan's and scikit-learn's HDBSCAN: one line of JSON in, one out. See bench/hdbscan.js."""

import json
import sys
import time
import warnings
from importlib.metadata import version

import fast_hdbscan
import numpy as np
from sklearn.cluster import HDBSCAN

warnings.simplefilter("ignore")
fast_hdbscan.HDBSCAN(min_cluster_size=10).fit(np.random.default_rng(0).normal(size=(2000, 10)))
print(json.dumps({name: version(name) for name in ("fast_hdbscan", "numba", "scikit-learn")}), flush=True)
for line in sys.stdin:
    ask = json.loads(line)
    x = np.fromfile(ask["file"], dtype=np.float32).reshape(ask["rows"], ask["cols"])
    size = ask["minClusterSize"]
    if ask["which"] == "fast_hdbscan":
        estimator = fast_hdbscan.HDBSCAN(min_cluster_size=size)
    else:
        estimator = HDBSCAN(min_cluster_size=size, copy=True, n_jobs=2)
        x = x.astype(np.float64)
    start = time.perf_counter()
    labels = estimator.fit(x).labels_
    ms = (time.perf_counter() - start) * 1000
    print(json.dumps({"ms": ms, "clusters": int(labels.max()) + 1, "noise": int((labels < 0).sum())}), flush=True)

"""scikit-learn's DBSCAN: one line of JSON in, one out. See bench/dbscan.js."""

import json
import sys
import time

import numpy as np
import sklearn
from sklearn.cluster import DBSCAN

print(json.dumps({"scikit-learn": sklearn.__version__, "numpy": np.__version__}), flush=True)
for line in sys.stdin:
    ask = json.loads(line)
    x = np.fromfile(ask["file"], dtype=np.float32).reshape(ask["rows"], ask["cols"]).astype(np.float64)
    start = time.perf_counter()
    labels = DBSCAN(eps=ask["eps"], min_samples=ask["minSamples"], n_jobs=ask["jobs"]).fit(x).labels_
    ms = (time.perf_counter() - start) * 1000
    print(json.dumps({"ms": ms, "clusters": int(labels.max()) + 1, "noise": int((labels < 0).sum())}), flush=True)

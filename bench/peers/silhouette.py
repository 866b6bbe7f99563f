"""scikit-learn's silhouette_score: one line of JSON in, one out. See bench/silhouette.js."""

import json
import sys
import time

import numpy as np
import sklearn
from sklearn.metrics import silhouette_score

print(json.dumps({"scikit-learn": sklearn.__version__, "numpy": np.__version__}), flush=True)
for line in sys.stdin:
    ask = json.loads(line)
    x = np.fromfile(ask["file"], dtype=np.float32).reshape(ask["rows"], ask["cols"]).astype(ask["type"])
    labels = np.arange(ask["rows"]) % ask["groups"]
    start = time.perf_counter()
    mean = silhouette_score(x, labels, n_jobs=ask["jobs"])
    ms = (time.perf_counter() - start) * 1000
    print(json.dumps({"ms": ms, "mean": float(mean)}), flush=True)

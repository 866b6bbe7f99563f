"""scikit-learn's AgglomerativeClustering: one line of JSON in, one out. See bench/agglomerative.js."""

import json
import sys
import time

import numpy as np
import sklearn
from sklearn.cluster import AgglomerativeClustering

print(json.dumps({"scikit-learn": sklearn.__version__, "numpy": np.__version__}), flush=True)
for line in sys.stdin:
    ask = json.loads(line)
    x = np.fromfile(ask["file"], dtype=np.float32).reshape(ask["rows"], ask["cols"]).astype(np.float64)
    start = time.perf_counter()
    labels = AgglomerativeClustering(ask["clusters"], linkage=ask["linkage"]).fit(x).labels_
    ms = (time.perf_counter() - start) * 1000
    print(json.dumps({"ms": ms, "sizes": sorted(np.bincount(labels).tolist(), reverse=True)}), flush=True)

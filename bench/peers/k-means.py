"""scikit-learn's KMeans from given centres: one line of JSON in, one out. See bench/k-means.js."""

import json
import sys
import time
import warnings

import numpy as np
import sklearn
from sklearn.cluster import KMeans

warnings.filterwarnings("ignore")
print(json.dumps({"scikit-learn": sklearn.__version__, "numpy": np.__version__}), flush=True)
for line in sys.stdin:
    ask = json.loads(line)
    shape = (ask["rows"], ask["cols"])
    x = np.fromfile(ask["file"], dtype=np.float32).reshape(shape).astype(ask["dtype"])
    start = x[ask["start"]]
    wall, processor = time.perf_counter(), time.process_time()
    m = KMeans(len(start), init=start, n_init=1, algorithm=ask["algorithm"], max_iter=ask["iterations"]).fit(x)
    wall, processor = time.perf_counter() - wall, time.process_time() - processor
    # float32 inertia is added in float32 by the peer: compared in float64.
    gap = x.astype(np.float64) - m.cluster_centers_.astype(np.float64)[m.labels_]
    inertia = float(np.einsum("ij,ij->", gap, gap))
    answer = {"ms": wall * 1000, "cpu": processor * 1000, "inertia": inertia, "iterations": int(m.n_iter_)}
    print(json.dumps(answer), flush=True)

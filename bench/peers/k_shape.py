"""tslearn's KShape, from given starts: one line of JSON in, one out. See bench/k-shape.js."""

import json
import sys
import time
import warnings

import numpy as np
import tslearn
from tslearn.clustering import KShape
from tslearn.preprocessing import TimeSeriesScalerMeanVariance

warnings.filterwarnings("ignore")
print(json.dumps({"tslearn": tslearn.__version__, "numpy": np.__version__}), flush=True)
for line in sys.stdin:
    ask = json.loads(line)
    x = np.fromfile(ask["file"], dtype=np.float32).reshape(ask["rows"], ask["steps"], 1).astype(np.float64)
    # Compiling is not measured.
    KShape(2, max_iter=2).fit(TimeSeriesScalerMeanVariance().fit_transform(x[:20]))
    start, spent = time.perf_counter(), time.process_time()
    z = TimeSeriesScalerMeanVariance().fit_transform(x)
    m = KShape(ask["clusters"], init=z[ask["start"]].copy(), max_iter=100).fit(z)
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

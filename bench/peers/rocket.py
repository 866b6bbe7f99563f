"""aeon's MiniRocket, fit and transform: one line of JSON in, one out. See bench/rocket.js."""

import json
import sys
import time

import aeon
import numba
import numpy as np
from aeon.transformations.collection.convolution_based import MiniRocket

print(json.dumps({"aeon": aeon.__version__, "numba": numba.__version__}), flush=True)
for line in sys.stdin:
    ask = json.loads(line)
    x = np.fromfile(ask["file"], dtype=np.float32).reshape(ask["rows"], 1, ask["steps"])
    options = dict(n_kernels=ask["features"], random_state=0, n_jobs=ask["threads"])
    # Compiling is not measured.
    MiniRocket(**options).fit_transform(x[:10])
    start, spent = time.perf_counter(), time.process_time()
    found = MiniRocket(**options).fit_transform(x)
    ms, cpu = (time.perf_counter() - start) * 1000, (time.process_time() - spent) * 1000
    print(json.dumps({"ms": ms, "cpu": cpu, "mean": float(np.mean(found))}), flush=True)

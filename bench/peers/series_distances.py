"""aeon's pairwise distances on two jobs: one line of JSON in, one out. See bench/series-distances.js."""

import json
import sys
import time
import warnings

import aeon
import numba
import numpy as np
from aeon.distances import (
    dtw_pairwise_distance,
    erp_pairwise_distance,
    msm_pairwise_distance,
    sbd_pairwise_distance,
    twe_pairwise_distance,
)

warnings.filterwarnings("ignore")
measures = dict(
    dtw=dtw_pairwise_distance,
    msm=msm_pairwise_distance,
    erp=erp_pairwise_distance,
    twe=twe_pairwise_distance,
    sbd=sbd_pairwise_distance,
)
print(json.dumps({"aeon": aeon.__version__, "numba": numba.__version__}), flush=True)
for line in sys.stdin:
    ask = json.loads(line)
    x = np.fromfile(ask["file"], dtype=np.float32).reshape(ask["rows"], 1, ask["steps"]).astype(np.float64)
    measure = measures[ask["measure"]]
    options = dict(n_jobs=ask["threads"])
    if ask["window"] < 1:
        options["window"] = ask["window"]
    # Compiling is not measured.
    measure(x[:4], **options)
    start, spent = time.perf_counter(), time.process_time()
    found = measure(x, **options)
    ms, cpu = (time.perf_counter() - start) * 1000, (time.process_time() - spent) * 1000
    print(json.dumps({"ms": ms, "cpu": cpu, "sample": found[0, -1]}), flush=True)

"""openTSNE with its FFT: one line of JSON in, one out. See bench/tsne.js."""

import json
import sys
import time
import warnings

import numpy as np
import openTSNE

warnings.filterwarnings("ignore")
print(json.dumps({"openTSNE": openTSNE.__version__, "numpy": np.__version__}), flush=True)
for line in sys.stdin:
    ask = json.loads(line)
    x = np.fromfile(ask["file"], dtype=np.float32).reshape(ask["rows"], ask["cols"])
    wall, processor = time.perf_counter(), time.process_time()
    affinities = openTSNE.affinity.PerplexityBasedNN(x, perplexity=30, n_jobs=ask["threads"], random_state=0)
    found = time.perf_counter() - wall
    start = openTSNE.initialization.pca(x, random_state=0)
    maker = openTSNE.TSNE(n_jobs=ask["threads"], random_state=0, negative_gradient_method="fft")
    made = maker.fit(affinities=affinities, initialization=start)
    wall, processor = time.perf_counter() - wall, time.process_time() - processor
    answer = {"ms": wall * 1000, "cpu": processor * 1000, "neighborsMs": found * 1000, "divergence": float(made.kl_divergence)}
    print(json.dumps(answer), flush=True)

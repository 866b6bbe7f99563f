"""umap-learn and hdbscan: one line of JSON in, one out. See bench/umap.js."""

import json
import os
import sys
import time
import warnings
from importlib.metadata import version

import hdbscan
import numpy as np
import umap

warnings.simplefilter("ignore")
print(json.dumps({name: version(name) for name in ("umap-learn", "pynndescent", "numba", "hdbscan")}), flush=True)


def recall(x, found, count=256):
    """The share of true neighbours that umap-learn compares rows with, by a sample."""
    sample = np.arange(count) * len(x) // count
    right = 0
    for row in sample:
        square = ((x - x[row]) ** 2).sum(axis=1)
        square[row] = np.inf
        reach = np.partition(square, found.shape[1] - 2)[found.shape[1] - 2]
        others = found[row][found[row] != row]
        right += (square[others] <= reach * (1 + 1e-6)).sum()
    return right / (count * (found.shape[1] - 1))


for line in sys.stdin:
    ask = json.loads(line)
    x = np.fromfile(ask["file"], dtype=np.float32).reshape(ask["rows"], ask["cols"])
    if ask.get("recall"):
        indices, _, _ = umap.umap_.nearest_neighbors(x, 15, "euclidean", {}, False, np.random.RandomState(0))
        print(json.dumps({"recall": float(recall(x, indices))}), flush=True)
        continue
    start, spent = time.perf_counter(), time.process_time()
    places = umap.UMAP(random_state=ask["seed"]).fit_transform(x)
    ms = (time.perf_counter() - start) * 1000
    cpu = (time.process_time() - spent) * 1000
    out = os.path.join(os.path.dirname(ask["file"]), "umap-learn.f32")
    places.astype(np.float32).tofile(out)
    labels = hdbscan.HDBSCAN(min_cluster_size=int(ask["minClusterSize"]), min_samples=ask["minSamples"]).fit(places).labels_
    print(json.dumps({"ms": ms, "cpu": cpu, "map": out, "labels": labels.tolist()}), flush=True)

"""Golden numbers for UMAP: curve parameters, memberships and the fuzzy graph, by umap-learn.

  python umap.py > umap.json
"""

import json
import sys
from importlib.metadata import version

# The script's own folder comes first, and its name is that of the package.
sys.path.pop(0)
import numpy as np  # noqa: E402
import umap.umap_ as umap  # noqa: E402
from sklearn.neighbors import NearestNeighbors  # noqa: E402

curves = [(0.1, 1.0), (0.0, 1.0), (0.5, 1.0), (0.99, 1.0), (0.25, 2.0), (0.001, 0.5)]
random = np.random.default_rng(3)
tables = []
for rows, cols, neighbors, local, mix in [(40, 4, 15, 1.0, 1.0), (30, 3, 5, 2.5, 0.4), (25, 2, 24, 1.0, 0.0)]:
    x = np.concatenate([random.normal(size=(rows // 2, cols)), 3 + 0.2 * random.normal(size=(rows - rows // 2, cols))])
    x = x.astype(np.float32)
    distances, indices = NearestNeighbors(n_neighbors=neighbors, algorithm="brute").fit(x.astype(np.float64)).kneighbors()
    # umap-learn lists the row itself first.
    indices = np.concatenate([np.arange(rows)[:, None], indices[:, : neighbors - 1]], axis=1)
    distances = np.concatenate([np.zeros((rows, 1)), distances[:, : neighbors - 1]], axis=1)
    sigmas, rhos = umap.smooth_knn_dist(distances.astype(np.float32), float(neighbors), local_connectivity=local)
    graph, _, _ = umap.fuzzy_simplicial_set(
        x, neighbors, None, "euclidean", knn_indices=indices, knn_dists=distances, set_op_mix_ratio=mix, local_connectivity=local
    )
    graph = graph.tocsr()
    graph.sort_indices()
    tables.append(
        {
            "x": [[float(v) for v in row] for row in x],
            "neighbors": neighbors,
            "localConnectivity": local,
            "setOpMixRatio": mix,
            "sigmas": [float(v) for v in sigmas],
            "rhos": [float(v) for v in rhos],
            "offsets": graph.indptr.tolist(),
            "targets": graph.indices.tolist(),
            "weights": [float(v) for v in graph.data],
        }
    )
json.dump(
    {
        "versions": {name: version(name) for name in ("umap-learn", "scikit-learn", "numpy")},
        "curves": [dict(minDist=m, spread=s, a=float(a), b=float(b)) for m, s in curves for a, b in [umap.find_ab_params(s, m)]],
        "tables": tables,
    },
    sys.stdout,
)

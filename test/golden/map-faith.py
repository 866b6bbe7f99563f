"""Golden numbers for trustworthiness and continuity, by scikit-learn.

  python map-faith.py > map-faith.json
"""

import json
import sys
from importlib.metadata import version

import numpy as np
from sklearn.manifold import trustworthiness

random = np.random.default_rng(5)
tables = []
for rows, cols, noise, neighbors in [(40, 4, 0.1, 5), (60, 6, 1.0, 15), (30, 3, 10.0, 14)]:
    x = random.normal(size=(rows, cols)).astype(np.float32)
    z = (x[:, :2] + noise * random.normal(size=(rows, 2))).astype(np.float32)
    tables.append(
        {
            "x": [[float(v) for v in row] for row in x],
            "z": [[float(v) for v in row] for row in z],
            "neighbors": neighbors,
            "trustworthiness": float(trustworthiness(x, z, n_neighbors=neighbors)),
            "continuity": float(trustworthiness(z, x, n_neighbors=neighbors)),
        }
    )
json.dump({"versions": {name: version(name) for name in ("scikit-learn", "numpy")}, "tables": tables}, sys.stdout)

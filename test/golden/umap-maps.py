"""How trustworthy umap-learn's maps are on generated data, mean over three seeds.

  python umap-maps.py > umap-maps.json
"""

import json
import sys
from importlib.metadata import version

# The script's own folder comes first, and umap.py beside it has the name of the package.
sys.path.pop(0)
import numpy as np  # noqa: E402
import umap  # noqa: E402
from sklearn.datasets import make_swiss_roll  # noqa: E402
from sklearn.manifold import trustworthiness  # noqa: E402

random = np.random.default_rng(11)


def blobs():
    middles = random.normal(size=(6, 8)) * 6
    return np.concatenate([middle + random.normal(size=(70, 8)) * scale for middle, scale in zip(middles, (0.5, 1, 1, 2, 2, 3))])


def roll():
    return np.concatenate([make_swiss_roll(400, noise=0.3, random_state=2)[0], random.normal(size=(400, 2))], axis=1)


tables = []
for name, x in (("groups of different widths", blobs()), ("a rolled sheet", roll())):
    x = np.round(x, 3).astype(np.float32)
    found = [trustworthiness(x, umap.UMAP(random_state=seed).fit_transform(x), n_neighbors=15) for seed in range(3)]
    tables.append({"name": name, "x": [[round(float(v), 3) for v in row] for row in x], "trustworthiness": [float(v) for v in found]})
json.dump({"versions": {name: version(name) for name in ("umap-learn", "scikit-learn", "numpy")}, "tables": tables}, sys.stdout)

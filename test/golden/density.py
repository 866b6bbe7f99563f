"""Golden labels for DBSCAN and HDBSCAN: python test/golden/density.py > test/golden/density.json

Made by scikit-learn on generated shapes; numbers are rounded to four places and read as 32-bit floats,
as clade stores them. With `suite DIR` it prints density-suite.json instead: cluster counts, sizes and
noise for shapes of the clustering suite, named only.
"""

import gzip
import json
import sys

import numpy as np
import sklearn
from scipy.optimize import linear_sum_assignment
from sklearn.cluster import DBSCAN, HDBSCAN
from sklearn.cluster._hdbscan._linkage import MST_edge_dtype, make_single_linkage
from sklearn.cluster._hdbscan._tree import tree_to_labels
from sklearn.datasets import make_blobs, make_circles, make_moons

VERSIONS = {
    "python": sys.version.split()[0],
    "numpy": np.__version__,
    "scikit-learn": sklearn.__version__,
}


def stored(x):
    return np.asarray(x, dtype=np.float64).round(4).astype(np.float32)


def shapes():
    rng = np.random.default_rng(7)
    yield "blobs", make_blobs(240, 2, centers=4, cluster_std=0.8, random_state=3)[0], 0.6, 5
    yield "moons", make_moons(200, noise=0.06, random_state=4)[0], 0.2, 5
    yield "rings", make_circles(220, noise=0.04, factor=0.5, random_state=5)[0], 0.18, 4
    varied = [rng.normal(c, s, (n, 2)) for c, s, n in (((0, 0), 0.2, 80), ((4, 0), 1.0, 80), ((0, 8), 2.0, 80))]
    yield "varied density", np.vstack(varied), 0.7, 6
    lattice = rng.integers(0, 6, (200, 2)) + np.repeat([[0, 0], [20, 0]], 100, axis=0)
    yield "duplicates on a lattice", lattice, 1.0, 8
    yield "one crowd in a haze", np.vstack([rng.normal(0, 0.3, (120, 2)), rng.uniform(-5, 5, (100, 2))]), 0.5, 7
    yield "five columns", make_blobs(200, 5, centers=5, cluster_std=1.5, random_state=8)[0], 2.5, 6
    yield "thirty columns", make_blobs(150, 30, centers=3, cluster_std=2.0, random_state=9)[0], 14.0, 5
    yield "one column", make_blobs(150, 1, centers=3, cluster_std=0.7, random_state=10)[0], 0.15, 6


def ordered_labels(x, options):
    """scikit-learn's hierarchy and selection on a spanning tree whose ties are taken as clade takes them:
    by mutual reachability, then distance, then the lower row, then the other."""
    samples = options.get("min_samples") or options["min_cluster_size"]
    distance = np.sqrt(((x[:, None] - x[None]) ** 2).sum(axis=2))
    core = np.sort(distance, axis=1)[:, samples - 1]
    low, high = np.triu_indices(len(x), 1)
    reach = np.maximum(distance[low, high], np.maximum(core[low], core[high]))
    parents = np.arange(len(x))

    def find(row):
        while parents[row] != row:
            row = parents[row]
        return row

    edges = []
    for e in np.lexsort((high, low, distance[low, high], reach)):
        a, b = find(low[e]), find(high[e])
        if a != b:
            parents[max(a, b)] = min(a, b)
            edges.append((low[e], high[e], reach[e]))
    tree = make_single_linkage(np.array(edges, dtype=MST_edge_dtype))
    return tree_to_labels(
        tree,
        options["min_cluster_size"],
        options.get("cluster_selection_method", "eom"),
        options.get("allow_single_cluster", False),
        options.get("cluster_selection_epsilon", 0.0),
        options.get("max_cluster_size"),
    )


def differing(labels, again):
    """Rows that are not where `labels` has them, clusters being matched one to one by common rows."""
    differs = (labels < 0) != (again < 0)
    both = (labels >= 0) & (again >= 0)
    common = np.zeros((labels.max() + 2, again.max() + 2), dtype=int)
    np.add.at(common, (labels[both], again[both]), 1)
    names = dict(zip(*linear_sum_assignment(-common)))
    differs |= both & (np.array([names.get(label, -2) for label in labels]) != again)
    return differs


def hdbscan(x, **options):
    """Labels as HDBSCAN gives them, and as it gives them when ties are taken in clade's order. Rows whose
    label hangs on the order of rows are marked as tied."""
    try:
        labels = HDBSCAN(copy=True, **options).fit(x).labels_
        ordered, probabilities = ordered_labels(x, options)
        tied = np.zeros(len(x), dtype=bool)
        rng = np.random.default_rng(0)
        for _ in range(40):
            order = rng.permutation(len(x))
            again = np.empty_like(labels)
            again[order] = HDBSCAN(copy=True, **options).fit(x[order]).labels_
            tied |= differing(labels, again)
    except TypeError:
        # scikit-learn 1.9.1 fails inside traverse_upwards for some trees when given an epsilon.
        return None
    return {
        "options": options,
        "labels": labels.tolist(),
        "tied": np.flatnonzero(tied).tolist(),
        "ordered": ordered.tolist(),
        "probabilities": [round(float(p), 7) for p in probabilities],
    }


def settings_for(eps):
    return [
        {"min_cluster_size": 5},
        {"min_cluster_size": 15, "min_samples": 5},
        {"min_cluster_size": 10, "cluster_selection_method": "leaf"},
        {"min_cluster_size": 8, "allow_single_cluster": True},
        {"min_cluster_size": 5, "min_samples": 4, "cluster_selection_epsilon": eps * 0.5},
        {"min_cluster_size": 5, "min_samples": 2, "max_cluster_size": 40},
    ]


def generated():
    cases = []
    for name, x, eps, samples in shapes():
        x = stored(x)
        wide = x.astype(np.float64)
        settings = [(eps, samples), (eps * 0.7, samples), (eps * 1.5, 3)]
        cases.append(
            {
                "name": name,
                "cols": x.shape[1],
                "x": [float(f"{v:.4f}") for v in x.ravel()],
                "dbscan": [
                    {"eps": e, "minSamples": m, "labels": DBSCAN(eps=e, min_samples=m).fit(wide).labels_.tolist()}
                    for e, m in settings
                ],
                "hdbscan": [made for options in settings_for(eps) if (made := hdbscan(wide, **options))],
            }
        )
    return {"versions": VERSIONS, "cases": cases}


SUITE = [
    ("fcps/atom", 8.0, 5),
    ("fcps/chainlink", 0.2, 5),
    ("fcps/hepta", 1.0, 5),
    ("fcps/lsun", 0.5, 5),
    ("fcps/target", 0.4, 5),
    ("other/square", 0.1, 5),
    ("other/iris", 0.5, 5),
    ("sipu/aggregation", 1.5, 8),
    ("sipu/compound", 1.4, 5),
    ("sipu/flame", 1.2, 8),
    ("sipu/jain", 2.5, 5),
    ("sipu/r15", 0.35, 5),
    ("sipu/spiral", 2.0, 3),
    ("uci/wine", 40.0, 5),
]


def summary(labels):
    return {"sizes": sorted(np.bincount(labels[labels >= 0]).tolist(), reverse=True), "noise": int((labels < 0).sum())}


def suite(folder):
    cases = []
    for name, eps, samples in SUITE:
        with gzip.open(f"{folder}/{name}.data.gz", "rt") as file:
            x = np.loadtxt(file, ndmin=2).astype(np.float32).astype(np.float64)
        eom = hdbscan(x, min_cluster_size=10)
        cases.append(
            {
                "name": name,
                "eps": eps,
                "minSamples": samples,
                "dbscan": summary(DBSCAN(eps=eps, min_samples=samples).fit(x).labels_),
                "hdbscan": summary(np.array(eom["ordered"])),
            }
        )
    return {"versions": VERSIONS, "minClusterSize": 10, "cases": cases}


if __name__ == "__main__":
    made = suite(sys.argv[2]) if len(sys.argv) > 2 and sys.argv[1] == "suite" else generated()
    print(json.dumps(made, separators=(",", ":")))

"""Golden numbers for KMeans and GaussianMixture from scikit-learn. Data is generated here, or, for the
clustering suite, named: of those sets only sizes and the best inertia are written.

    python test/golden/k-means.py path/to/clustering-suite
"""
import gzip
import json
import pathlib
import sys
import warnings

import numpy as np
import sklearn
from sklearn.cluster import KMeans
from sklearn.mixture import GaussianMixture

warnings.filterwarnings("ignore")


def groups(rows, cols, clusters, spread, seed):
    r = np.random.default_rng(seed)
    centers = r.normal(size=(clusters, cols)) * spread
    x = centers[r.integers(clusters, size=rows)] + r.normal(size=(rows, cols))
    return np.round(x, 3).astype(np.float32).astype(float)


def lists(a):
    return np.asarray(a).tolist()


def rounded(x):
    return [[float(f"{v:.3f}") for v in row] for row in x]


fits = []
for name, x, k in [
    ("two columns", groups(150, 2, 4, 3, 1), 4),
    ("overlapping", groups(200, 3, 5, 1.2, 2), 5),
    ("no groups", groups(120, 4, 1, 0, 3), 6),
    ("wide", groups(60, 19, 3, 0.8, 4), 3),
]:
    start = x[np.random.default_rng(9).choice(len(x), k, replace=False)]
    m = KMeans(k, init=start, n_init=1, algorithm="lloyd").fit(x)
    fits.append(
        dict(
            name=name, x=rounded(x), start=rounded(start), labels=lists(m.labels_),
            centers=lists(m.cluster_centers_), inertia=m.inertia_, iterations=m.n_iter_,
        )
    )

seeding = []
for name, x, k in [
    ("far groups", groups(300, 2, 12, 8, 5), 12),
    ("near groups", groups(300, 5, 8, 2, 6), 8),
    ("no groups", groups(200, 3, 1, 0, 7), 10),
]:
    found = [KMeans(k, random_state=s).fit(x).inertia_ for s in range(20)]
    seeding.append(dict(name=name, x=rounded(x), clusters=k, median=float(np.median(found))))

x = groups(180, 3, 3, 1.6, 8)
x[:, 0] += 0.7 * x[:, 1]
x = np.round(x, 3).astype(np.float32).astype(float)
start = KMeans(3, n_init=5, random_state=0).fit(x).labels_
mixture = dict(x=rounded(x), start=lists(start), fits=[])


class FromLabels(GaussianMixture):
    def _initialize_parameters(self, x, random_state, **_):
        self._initialize(x, np.eye(3)[start])


for ours, theirs in [("full", "full"), ("diagonal", "diag"), ("spherical", "spherical")]:
    m = FromLabels(3, covariance_type=theirs, tol=1e-3, max_iter=100).fit(x)
    mixture["fits"].append(
        dict(
            covariance=ours, weights=lists(m.weights_), means=lists(m.means_),
            covariances=lists(m.covariances_), iterations=m.n_iter_, labels=lists(m.predict(x)),
            logs=lists(m.score_samples(x)), memberships=lists(m.predict_proba(x)),
            bic=m.bic(x), aic=m.aic(x),
        )
    )

suite = {}
names = (
    "fcps/atom fcps/hepta fcps/lsun fcps/tetra fcps/wingnut sipu/a1 sipu/aggregation sipu/compound "
    "sipu/d31 sipu/flame sipu/r15 sipu/s1 sipu/unbalance other/iris uci/wine"
).split()
for name in names:
    base = pathlib.Path(sys.argv[1]) / name
    x = np.loadtxt(gzip.open(f"{base}.data.gz"), ndmin=2)
    labels = np.loadtxt(gzip.open(f"{base}.labels0.gz")).astype(int)
    k = len(set(labels) - {0})
    m = KMeans(k, n_init=10, random_state=0).fit(x)
    suite[name] = dict(clusters=k, rows=len(x), inertia=m.inertia_)

out = dict(
    versions=dict(sklearn=sklearn.__version__, numpy=np.__version__),
    fits=fits, seeding=seeding, mixture=mixture, suite=suite,
)
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps(out))

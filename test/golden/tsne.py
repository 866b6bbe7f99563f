"""Golden numbers for test/encode/tsne-golden: affinities by openTSNE on generated data, divergence by scikit-learn."""
import json, pathlib, platform
import numpy as np, openTSNE, scipy.sparse as sp, sklearn
from openTSNE.affinity import PerplexityBasedNN
from sklearn.manifold import TSNE

rng = np.random.default_rng(5)
cases = []
for n, d, perplexity, metric in [(60, 4, 5, "euclidean"), (90, 3, 20, "euclidean"), (60, 5, 8, "cosine")]:
    x = (rng.normal(size=(n, d)) * rng.uniform(0.5, 3, size=d) + 2).round(3)
    x[: n // 3] *= 0.2
    x = x.round(3).astype(np.float32)
    p = PerplexityBasedNN(x.astype(np.float64), perplexity=perplexity, metric=metric, method="exact").P
    p = sp.csr_matrix(p)
    p.sort_indices()
    cases.append({
        "perplexity": perplexity, "metric": metric,
        "x": [[float(f"{v:.3f}") for v in row] for row in x],
        "offsets": p.indptr.tolist(), "targets": p.indices.tolist(),
        "weights": [float(f"{v:.9g}") for v in p.data],
    })

# Overlapping groups: what the peers reach from the same rows. Three times scikit-learn's perplexity is fewer neighbours
# than it takes, so both are given openTSNE's affinities and openTSNE's exact divergence of each map.
n, d, groups = 600, 8, 6
centres = rng.normal(size=(groups, d)) * 2.2
x = (centres[rng.integers(groups, size=n)] + rng.normal(size=(n, d))).round(2).astype(np.float32)
aff = PerplexityBasedNN(x.astype(np.float64), perplexity=30, method="exact")
p = sp.csr_matrix(aff.P).tocoo()


def divergence(y):
    w = 1 / (1 + ((y[:, None, :] - y[None]) ** 2).sum(-1))
    z = w.sum() - n
    return float((p.data * np.log(p.data / (w[p.row, p.col] / z))).sum())


# The best of several, so that the peer is not judged by one run.
ours_start = openTSNE.initialization.pca(x.astype(np.float64), random_state=0)
open_runs = [
    divergence(np.asarray(openTSNE.TSNE(n_jobs=2, random_state=s, negative_gradient_method="bh", theta=0).fit(
        affinities=PerplexityBasedNN(x.astype(np.float64), perplexity=30, method="exact"),
        initialization=openTSNE.initialization.pca(x.astype(np.float64), random_state=s))))
    for s in range(3)
]
sklearn_runs = [
    divergence(TSNE(perplexity=30, init="pca", learning_rate="auto", random_state=s, method="exact").fit_transform(x).astype(np.float64))
    for s in range(2)
]
map_ = {
    "perplexity": 30,
    "x": [[float(f"{v:.2f}") for v in row] for row in x],
    "openTSNE": open_runs, "scikit-learn": sklearn_runs,
}
versions = {"python": platform.python_version(), "openTSNE": openTSNE.__version__, "scikit-learn": sklearn.__version__, "numpy": np.__version__}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps({"versions": versions, "affinities": cases, "map": map_}, separators=(",", ":")) + "\n")
print(open_runs, sklearn_runs)

"""Golden numbers for test/cluster/agglomerative: SciPy's linkage and scikit-learn's labels.

Generated inputs are in the json; of the benchmark shapes (where CLADE_DATA has them) only scalars are.
"""
import gzip, json, os, pathlib, platform
import numpy as np, scipy, sklearn
from scipy.cluster.hierarchy import linkage
from sklearn.cluster import AgglomerativeClustering
from sklearn.metrics import adjusted_rand_score

METHODS = ["ward", "average", "complete", "single"]
rng = np.random.default_rng(11)
tables = []
for n, d, k in [(2, 1, 1), (7, 2, 3), (40, 3, 4), (150, 5, 6)]:
    x = (rng.normal(size=(n, d)) + 4 * rng.integers(0, 3, (n, 1))).round(3).astype(np.float32)
    x64 = x.astype(np.float64)
    table = {"x": [[float(f"{v:.3f}") for v in row] for row in x], "clusters": k, "expected": {}}
    for method in METHODS:
        tree = linkage(x64, method)
        labels = AgglomerativeClustering(k, linkage=method).fit_predict(x64)
        table["expected"][method] = {
            "heights": tree[:, 2].tolist(),
            "sizes": tree[:, 3].astype(int).tolist(),
            "labels": labels.tolist(),
        }
    tables.append(table)

shapes = []
data = os.environ.get("CLADE_DATA")
names = ["fcps/atom", "fcps/chainlink", "fcps/hepta", "fcps/lsun", "fcps/target", "fcps/tetra", "fcps/twodiamonds", "other/iris", "sipu/aggregation", "sipu/r15", "sipu/spiral", "uci/wine"]
if data:
    for name in names:
        base = pathlib.Path(data, "clustering-suite", name)
        x = np.loadtxt(gzip.open(f"{base}.data.gz"), ndmin=2).astype(np.float32).astype(np.float64)
        given = np.loadtxt(gzip.open(f"{base}.labels0.gz")).astype(int)
        k = len(set(given) - {0})
        shape = {"name": name, "clusters": k, "expected": {}}
        for method in METHODS:
            tree = linkage(x, method)
            labels = AgglomerativeClustering(k, linkage=method).fit_predict(x)
            # Where pairs are equally far apart the tree depends on row order; then only a range is golden.
            totals = [linkage(x[rng.permutation(len(x))], method)[:, 2].sum() for _ in range(20)]
            shape["expected"][method] = {
                "tied": bool(np.ptp(totals) > 1e-9 * max(totals)),
                "range": [float(min(totals)), float(max(totals))],
                "total": float(tree[:, 2].sum()),
                "last": tree[-3:, 2].tolist(),
                "ari": float(adjusted_rand_score(given, labels)),
            }
        shapes.append(shape)

versions = {"python": platform.python_version(), "scikit-learn": sklearn.__version__, "numpy": np.__version__, "scipy": scipy.__version__}
out = {"versions": versions, "tables": tables, "shapes": shapes}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(out, separators=(",", ":")) + "\n")

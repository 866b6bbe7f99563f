"""Golden numbers for test/evaluate: run with scikit-learn, writes evaluate.json beside itself.

Inputs are generated from small formulas so that the json holds them whole. Shapes of the clustering benchmark
suite, where CLADE_DATA has them, are referenced by name; only scalars of them are written.
"""
import gzip, json, os, pathlib, platform
import numpy as np, scipy, sklearn
from sklearn import metrics as m

def agreement(found, given):
    return {
        "ari": m.adjusted_rand_score(given, found),
        "nmi": m.normalized_mutual_info_score(given, found),
        "ami": m.adjusted_mutual_info_score(given, found),
        "homogeneity": m.homogeneity_score(given, found),
        "completeness": m.completeness_score(given, found),
        "vMeasure": m.v_measure_score(given, found),
        "accuracy": accuracy(found, given),
    }

def accuracy(found, given):
    from scipy.optimize import linear_sum_assignment
    table = m.cluster.contingency_matrix(found, given)
    rows, cols = linear_sum_assignment(table, maximize=True)
    return float(table[rows, cols].sum() / len(found))

def scores(x, labels):
    keep = labels >= 0
    x64 = x.astype(np.float64)
    out = {"noiseAsCluster": m.silhouette_score(x64, labels)}
    if len(set(labels[keep])) > 1:
        per = m.silhouette_samples(x64[keep], labels[keep])
        out |= {
            "silhouette": per.mean(),
            "negativeShare": float((per < 0).mean()),
            "perSegment": [float(per[labels[keep] == c].mean()) for c in sorted(set(labels[keep]))],
            "calinskiHarabasz": m.calinski_harabasz_score(x64[keep], labels[keep]),
            "daviesBouldin": m.davies_bouldin_score(x64[keep], labels[keep]),
        }
    return {k: v if isinstance(v, list) else float(v) for k, v in out.items()}

rng = np.random.default_rng(5)
labellings = []
for n, p, q in [(1, 1, 1), (6, 3, 2), (12, 1, 3), (12, 3, 1), (12, 12, 3), (12, 12, 12), (40, 4, 4), (60, 7, 3), (300, 5, 20), (2000, 12, 9)]:
    a = rng.integers(0, p, n) if p < n else np.arange(n)
    b = np.where(rng.random(n) < 0.5, a % q, rng.integers(0, q, n)) if q < n else np.arange(n)[::-1]
    labellings.append({"found": a.tolist(), "given": b.tolist(), "expected": agreement(a, b)})

tables = []
for n, d, k, noise in [(10, 1, 2, 0), (30, 2, 3, 4), (120, 5, 4, 15), (200, 9, 7, 20)]:
    labels = rng.integers(0, k, n)
    x = (rng.normal(size=(n, d)) + labels[:, None] * 1.5).astype(np.float32).round(3)
    labels[:noise] = -1
    tables.append({"x": [[float(f"{v:.3f}") for v in row] for row in x], "labels": labels.tolist(), "expected": scores(x, labels)})

shapes = []
data = os.environ.get("CLADE_DATA")
names = ["fcps/atom", "fcps/chainlink", "fcps/hepta", "fcps/lsun", "fcps/target", "fcps/tetra", "other/iris", "sipu/aggregation", "sipu/r15", "sipu/spiral", "other/chameleon_t4_8k", "uci/wine"]
if data:
    for name in names:
        base = pathlib.Path(data, "clustering-suite", name)
        x = np.loadtxt(gzip.open(f"{base}.data.gz"), ndmin=2).astype(np.float32)
        given = np.loadtxt(gzip.open(f"{base}.labels0.gz")).astype(int) - 1
        # A labelling that any program can make: thirds of the first column's range.
        first = x[:, 0].astype(np.float64)
        found = np.minimum(2, np.floor((first - first.min()) / (first.max() - first.min()) * 3)).astype(int)
        shapes.append({"name": name, "scores": scores(x, given), "agreement": agreement(found, given)})

versions = {"python": platform.python_version(), "scikit-learn": sklearn.__version__, "numpy": np.__version__, "scipy": scipy.__version__}
out = {"versions": versions, "labellings": labellings, "tables": tables, "shapes": shapes}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(out, separators=(",", ":")) + "\n")

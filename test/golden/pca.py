"""Golden numbers for test/encode/pca: scikit-learn's PCA with the full solver, on generated data."""
import json, pathlib, platform
import numpy as np, sklearn
from sklearn.decomposition import PCA

rng = np.random.default_rng(3)
tables = []
for n, d, k in [(2, 2, 1), (12, 3, 3), (40, 6, 4), (8, 20, 5)]:
    x = (rng.normal(size=(n, d)) @ rng.normal(size=(d, d)) + 10).round(3).astype(np.float32)
    x64 = x.astype(np.float64)
    for whiten in (False, True):
        model = PCA(k, svd_solver="full", whiten=whiten).fit(x64)
        largest = np.abs(model.components_).argmax(axis=1)
        signs = np.sign(model.components_[np.arange(k), largest])
        tables.append({
            "x": [[float(f"{v:.3f}") for v in row] for row in x],
            "whiten": whiten,
            "mean": model.mean_.tolist(),
            "components": (model.components_ * signs[:, None]).ravel().tolist(),
            "explainedVariance": model.explained_variance_.tolist(),
            "explainedVarianceRatio": model.explained_variance_ratio_.tolist(),
            "singularValues": model.singular_values_.tolist(),
            "transformed": (model.transform(x64) * signs).ravel().tolist(),
        })
versions = {"python": platform.python_version(), "scikit-learn": sklearn.__version__, "numpy": np.__version__}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps({"versions": versions, "tables": tables}, separators=(",", ":")) + "\n")

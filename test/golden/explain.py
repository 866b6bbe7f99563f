"""Numbers for explain/ and numeric/ from SciPy: run with the Python of the golden environment."""

import json
import pathlib
import sys

import numpy as np
import scipy
from scipy import special, stats

rng = np.random.default_rng(20)


def compare(values, labels):
    """One entry per label: U test, delta, standardised difference, quartiles."""
    found = []
    for label in sorted(set(labels)):
        own = values[labels == label]
        rest = values[labels != label]
        test = stats.mannwhitneyu(own, rest, method="asymptotic", use_continuity=True)
        pooled = np.sqrt(
            (own.var() * len(own) + rest.var() * len(rest)) / (len(own) + len(rest) - 2)
        )
        found.append(
            {
                "label": int(label),
                "p": float(test.pvalue),
                "delta": float(2 * test.statistic / (len(own) * len(rest)) - 1),
                "meanDifference": float((own.mean() - rest.mean()) / pooled),
                "mean": float(own.mean()),
                "sd": float(own.std(ddof=1)),
                "quantiles": [float(q) for q in np.quantile(own, [0, 0.25, 0.5, 0.75, 1])],
                "restMedian": float(np.median(rest)),
            }
        )
    return found


labels = np.repeat([0, 1, 2, -1], [40, 25, 12, 8])
smooth = np.round(rng.normal(labels * 0.7, 1.0), 6)
tied = np.round(rng.gamma(1.5 + (labels == 1), 2.0))
cases = [
    {
        "name": name,
        "values": values.tolist(),
        "labels": labels.tolist(),
        "expected": compare(values, labels),
    }
    for name, values in {"smooth": smooth, "tied": tied}.items()
]
p = np.concatenate([rng.uniform(0, 1, 12), [1e-9, 1e-4, 0.5, 0.5, 1.0]])
x = [-6, -2.5, -0.3, 0, 0.1, 0.46, 0.47, 0.5, 1, 2, 3.9, 4, 4.1, 8, 15, 26]
golden = {
    "versions": {
        "python": sys.version.split()[0],
        "numpy": np.__version__,
        "scipy": scipy.__version__,
    },
    "erfc": [[v, float(special.erfc(v))] for v in x],
    "adjust": {"p": p.tolist(), "adjusted": stats.false_discovery_control(p).tolist()},
    "cases": cases,
}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(golden, indent=1) + "\n")

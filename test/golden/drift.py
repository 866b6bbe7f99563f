"""Drift of features and overlap of clusterings: writes drift.json. Needs scipy and numpy."""

import json
import math
import sys
from pathlib import Path

import numpy as np
import scipy
from scipy import special, stats


def psi(before, after):
    """Bins at the deciles before, closed above; half an entity in every bin that either side uses."""
    ends = np.unique(np.quantile(before, np.arange(1, 10) / 10))
    p = np.bincount(np.searchsorted(ends, before, side="left"), minlength=len(ends) + 1)
    q = np.bincount(np.searchsorted(ends, after, side="left"), minlength=len(ends) + 1)
    used = p + q > 0
    p, q = p[used] + 0.5, q[used] + 0.5
    p, q = p / p.sum(), q / q.sum()
    return float(np.sum((q - p) * np.log(q / p)))


rng = np.random.default_rng(0)
samples = {
    "same": (rng.normal(size=300), rng.normal(size=200)),
    "shifted": (rng.normal(size=300), rng.normal(0.5, 1, size=250)),
    "wider": (rng.normal(size=120), rng.normal(0, 2, size=400)),
    "whole numbers with ties": (rng.poisson(2, 200), rng.poisson(3, 150)),
    "mostly zeros": (rng.poisson(0.1, 200), rng.poisson(0.3, 200)),
    "few": (rng.normal(size=5), rng.normal(1, 1, size=7)),
}
cases = []
for name, (before, after) in samples.items():
    before = np.round(before, 4).astype(float)
    after = np.round(after, 4).astype(float)
    exact = stats.ks_2samp(before, after, method="exact")
    n, m = len(before), len(after)
    cases.append(
        {
            "name": name,
            "before": before.tolist(),
            "after": after.tolist(),
            "ks": float(exact.statistic),
            "p": float(special.kolmogorov(math.sqrt(n * m / (n + m)) * exact.statistic)),
            "exact": float(exact.pvalue),
            "psi": psi(before, after),
        }
    )

golden = {
    "versions": {"python": sys.version.split()[0], "numpy": np.__version__, "scipy": scipy.__version__},
    "cases": cases,
    "kolmogorov": [[x, float(special.kolmogorov(x))] for x in (0.1, 0.3, 0.5, 0.8, 1.0, 1.1799, 1.18, 1.3, 2.0, 4.0, 8.0)],
    "chi2": [[df, float(stats.chi2.ppf(0.999, df))] for df in (1, 2, 4, 9, 20)],
    "overlap": [
        [n, a, b, both, float(stats.hypergeom.sf(both - 1, n, a, b))]
        for n, a, b, both in (
            (50, 20, 25, 15),
            (1000, 300, 400, 140),
            (1000, 300, 400, 121),
            (100000, 30000, 20000, 6100),
            (1000000, 500000, 500000, 250600),
            (40, 39, 38, 38),
        )
    ],
}
Path(__file__).with_suffix(".json").write_text(json.dumps(golden, separators=(",", ":")) + "\n")

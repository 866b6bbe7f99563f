"""Series steps as SciPy, NumPy and pandas compute them, on numbers generated here. Run: python series-steps.py > series-steps.json"""
import json

import numpy as np
import pandas as pd
import scipy
from scipy.integrate import quad
from scipy.signal import detrend, savgol_filter

rng = np.random.default_rng(7)
walk = np.round(np.cumsum(rng.normal(size=41)), 3)
series = pd.Series(walk)


def means(x, steps):
    """Means of a step function over equal stretches, by numerical integration."""
    width = len(x) / steps
    f = lambda t: x[min(int(t), len(x) - 1)]
    return [
        quad(f, i * width, (i + 1) * width, points=list(range(int(i * width), int((i + 1) * width) + 1)), limit=200)[0]
        / width
        for i in range(steps)
    ]


def lines(x, steps):
    return np.interp(np.linspace(0, len(x) - 1, steps), np.arange(len(x)), x).tolist()


cases = [
    ({"step": "detrend"}, detrend(walk)),
    ({"step": "difference"}, np.diff(walk)),
    ({"step": "difference", "order": 2}, np.diff(walk, n=2)),
    ({"step": "difference", "lag": 7}, series.diff(7).dropna()),
    ({"step": "resample", "steps": 12}, means(walk, 12)),
    ({"step": "resample", "steps": 12, "by": "line"}, lines(walk, 12)),
    ({"step": "resample", "steps": 60}, lines(walk, 60)),
    ({"step": "smooth", "window": 7}, series.rolling(7, center=True, min_periods=1).mean()),
    ({"step": "smooth", "by": "median", "window": 5}, series.rolling(5, center=True, min_periods=1).median()),
    ({"step": "smooth", "by": "savitzky-golay", "window": 9, "degree": 2}, savgol_filter(walk, 9, 2)),
    ({"step": "smooth", "by": "savitzky-golay", "window": 7, "degree": 4}, savgol_filter(walk, 7, 4)),
]
print(
    json.dumps(
        {
            "versions": {"numpy": np.__version__, "scipy": scipy.__version__, "pandas": pd.__version__},
            "series": walk.tolist(),
            "cases": [{"step": step, "expected": np.asarray(expected).tolist()} for step, expected in cases],
        }
    )
)

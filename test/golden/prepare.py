"""Golden numbers for prepare/: scikit-learn's scalers on generated columns.

Run: python test/golden/prepare.py   (writes prepare.json beside itself)
"""

import json
from pathlib import Path

import numpy
import sklearn
from sklearn.impute import SimpleImputer
from sklearn.preprocessing import (
    MinMaxScaler,
    QuantileTransformer,
    RobustScaler,
    StandardScaler,
)

ROWS, LATER = 157, 12


def columns(count, seed):
    """Long-tailed, symmetric, tied and offset numbers, rounded so that the JSON stays short."""
    rng = numpy.random.default_rng(seed)
    return {
        "tailed": numpy.round(rng.lognormal(3, 2, count), 4),
        "normal": numpy.round(rng.normal(-2, 5, count), 6),
        "tied": rng.poisson(1.5, count).astype(float),
        "offset": numpy.round(1e6 + rng.normal(0, 1e-2, count), 6),
    }


def transformed(scaler, fit, later):
    """Each column on its own: fitted on one set, applied to both."""
    scaler.fit(fit.reshape(-1, 1))
    return {
        "fit": scaler.transform(fit.reshape(-1, 1)).ravel().tolist(),
        "later": scaler.transform(later.reshape(-1, 1)).ravel().tolist(),
    }


fit, later = columns(ROWS, 1), columns(LATER, 2)
gaps = {name: values.copy() for name, values in fit.items()}
for values in gaps.values():
    values[::7] = numpy.nan

cases = [
    ({"step": "min-max"}, MinMaxScaler(), fit),
    ({"step": "min-max", "clip": True}, MinMaxScaler(clip=True), fit),
    ({"step": "standard"}, StandardScaler(), fit),
    ({"step": "robust"}, RobustScaler(), fit),
    ({"step": "robust", "lower": 0.1, "upper": 0.9}, RobustScaler(quantile_range=(10, 90)), fit),
    ({"step": "quantile"}, QuantileTransformer(n_quantiles=ROWS), fit),
    ({"step": "quantile", "quantiles": 10}, QuantileTransformer(n_quantiles=10), fit),
    (
        {"step": "quantile", "quantiles": 50, "output": "normal"},
        QuantileTransformer(n_quantiles=50, output_distribution="normal"),
        fit,
    ),
    ({"step": "impute"}, SimpleImputer(strategy="median"), gaps),
    ({"step": "impute", "with": "mean"}, SimpleImputer(), gaps),
]


def plain(values):
    return [None if value != value else value for value in values.tolist()]


golden = {
    "about": "test/golden/prepare.py",
    "versions": {"scikit-learn": sklearn.__version__, "numpy": numpy.__version__},
    "inputs": {
        "fit": {name: plain(values) for name, values in fit.items()},
        "gaps": {name: plain(values) for name, values in gaps.items()},
        "later": {name: plain(values) for name, values in later.items()},
    },
    "cases": [
        {
            "step": step,
            "input": "gaps" if given is gaps else "fit",
            "columns": {name: transformed(scaler, given[name], later[name]) for name in given},
        }
        for step, scaler, given in cases
    ],
}
Path(__file__).with_suffix(".json").write_text(json.dumps(golden) + "\n")

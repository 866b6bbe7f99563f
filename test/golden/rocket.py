"""Golden MiniRocket features from aeon.

    python test/golden/rocket.py

The series are multiples of 1/64, so that sums of them are exact in 32 bits in whatever order they are made.
"""
import json
import pathlib

import aeon
import numpy as np
from aeon.transformations.collection.convolution_based import MiniRocket
from aeon.transformations.collection.convolution_based._minirocket import _fit_dilations

r = np.random.default_rng(7)


def series(n, channels, steps):
    t = np.arange(steps)
    shape = np.sin(2 * np.pi * t / r.uniform(5, steps, size=(n, channels, 1)))
    return np.round((shape + 0.3 * r.normal(size=(n, channels, steps))) * 64) / 64


def case(x, features):
    fitted = MiniRocket(n_kernels=features, random_state=1).fit(x)
    per, which, dilations, counts, biases = fitted.parameters
    return dict(
        x=x.tolist(),
        dilations=dilations.tolist(),
        counts=counts.tolist(),
        offsets=[0, *np.cumsum(per).tolist()],
        which=which.tolist(),
        biases=[float(f"{b:.9g}") for b in biases],
        features=[[float(f"{v:.9g}") for v in row] for row in fitted.transform(x)],
    )


golden = dict(
    made_by=f"aeon {aeon.__version__}, numpy {np.__version__}",
    one_channel=case(series(4, 1, 41), 168),
    nine_steps=case(series(2, 1, 9), 252),
    many_channels=case(series(3, 4, 30), 168),
    one_series=case(series(1, 1, 77), 420),
    dilations=[
        dict(steps=t, features=f, dilations=d.tolist(), counts=c.tolist())
        for t in (9, 10, 24, 60, 140, 470, 720, 2000)
        for f in (84, 1008, 9996)
        for d, c in [_fit_dilations(t, f, 32)]
    ],
)
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps(golden, separators=(",", ":")) + "\n")

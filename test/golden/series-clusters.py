"""Golden clusterings of series from tslearn (k-Shape) and kmedoids (FasterPAM), and by trying all (small sets).

    python test/golden/series-clusters.py path/to/ucr

Of the shared sets only sizes, starts and what the search came to are written.
"""
import itertools
import json
import pathlib
import sys
import warnings

import aeon
import kmedoids
import numpy as np
import tslearn
from aeon.distances import dtw_pairwise_distance, euclidean_pairwise_distance, msm_pairwise_distance
from tslearn.clustering import KShape
from tslearn.preprocessing import TimeSeriesScalerMeanVariance

warnings.filterwarnings("ignore")
r = np.random.default_rng(3)


def courses(n, steps, makers, noise):
    t = np.arange(steps)
    rows = [
        makers[i % len(makers)](t + r.integers(-steps // 8, steps // 8), steps) * r.uniform(0.5, 3)
        + r.normal() * 2
        + r.normal(size=steps) * noise
        for i in range(n)
    ]
    return np.round(rows, 3).astype(np.float32).astype(float)


def sine(t, s):
    return np.sin(2 * np.pi * t / s)


def fast(t, s):
    return np.sin(6 * np.pi * t / s)


def box(t, s):
    return ((t > s / 3) & (t < 2 * s / 3)).astype(float)


def ramp(t, s):
    return np.clip(t / s, 0, 1)


def bump(t, s):
    return np.exp(-(((t - s / 2) / (s / 12)) ** 2))


generated = dict(
    waves=(courses(45, 32, [sine, fast, box], 0.1), 3),
    steps=(courses(40, 40, [box, ramp], 0.2), 2),
    bumps=(courses(44, 48, [bump, ramp, fast, sine], 0.1), 4),
    noisy=(courses(42, 24, [sine, box, ramp], 0.4), 3),
    odd=(courses(39, 33, [bump, fast, ramp], 0.2), 3),
)


def shapes(x, k):
    """tslearn from the first series, of which the sets hold one of each kind."""
    z = TimeSeriesScalerMeanVariance().fit_transform(x[:, :, None])
    start = [int(i) for i in np.linspace(0, len(x) - 1, k)]
    m = KShape(k, init=z[start].copy(), max_iter=100).fit(z)
    return dict(start=start, inertia=m.inertia_, labels=m.labels_.tolist(), centers=m.cluster_centers_[:, :, 0])


def medoids(x, k, all_of_them):
    found = []
    for measure, f in [
        ("euclidean", euclidean_pairwise_distance),
        ("dtw", lambda a: np.sqrt(dtw_pairwise_distance(a))),
        ("msm", msm_pairwise_distance),
    ]:
        d = f(x[:, None, :])
        one = dict(measure=measure, pam=float(kmedoids.pam(d, k).loss))
        one["faster"] = float(min(kmedoids.fasterpam(d, k, random_state=s).loss for s in range(20)))
        if all_of_them:
            one["least"] = min(float(d[list(c)].min(0).sum()) for c in itertools.combinations(range(len(x)), k))
        found.append(one)
    return found


sets = []
for name, (x, k) in generated.items():
    s = shapes(x, k)
    s["centers"] = np.round(s["centers"], 6).tolist()
    sets.append(dict(name=name, clusters=k, x=x.tolist(), shapes=s, medoids=medoids(x, k, k < 4)))

shared = []
for name in ["BME", "Coffee", "GunPoint", "Plane", "SyntheticControl"]:
    folder = pathlib.Path(sys.argv[1]) / name
    table = np.vstack([np.loadtxt(folder / f"{name}_{part}.tsv") for part in ("TRAIN", "TEST")])
    x, k = table[:, 1:].astype(np.float32).astype(float), len(set(table[:, 0]))
    s = shapes(x, k)
    shared.append(
        dict(
            name=name, rows=len(x), clusters=k, start=s["start"], inertia=s["inertia"],
            sizes=sorted(np.bincount(s["labels"]).tolist(), reverse=True), medoids=medoids(x, k, False),
        )
    )

out = pathlib.Path(__file__).with_suffix(".json")
versions = dict(tslearn=tslearn.__version__, kmedoids="0.5.5", aeon=aeon.__version__, numpy=np.__version__)
out.write_text(json.dumps(dict(versions=versions, sets=sets, shared=shared)))

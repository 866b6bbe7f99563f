"""Golden distances of series from aeon and tslearn, on generated walks.

    python test/golden/series-distances.py
"""
import json
import pathlib

import aeon
import numpy as np
import tslearn
from aeon import distances as ae
from tslearn.metrics import cdist_dtw, dtw

r = np.random.default_rng(5)


def walks(n, channels, steps):
    return np.round(r.normal(size=(n, channels, steps)).cumsum(2), 3).astype(np.float32).astype(float)


def erp(x, y, g):
    """Chen & Ng 2004, figure 6; aeon charges a series' whole gaps at its first."""
    n, m = x.shape[1], y.shape[1]
    gx = np.linalg.norm(x - g, axis=0)
    gy = np.linalg.norm(y - g, axis=0)
    d = np.zeros((n + 1, m + 1))
    d[1:, 0] = np.cumsum(gx)
    d[0, 1:] = np.cumsum(gy)
    for i in range(n):
        for j in range(m):
            step = np.linalg.norm(x[:, i] - y[:, j])
            d[i + 1, j + 1] = min(d[i, j] + step, d[i, j + 1] + gx[i], d[i + 1, j] + gy[j])
    return d[n, m]


def table(f, x):
    return [[float(f(a, b)) for b in x] for a in x]


sets = dict(one=walks(6, 1, 40), many=walks(5, 3, 20))
sets["one"][4] = 2.5
sets["one"][5] = 0
ragged = [walks(1, 1, t)[0] for t in (30, 22, 30, 11, 17)]

cases = []
for name, x in sets.items():
    for measure, options, f in [
        ("dtw", dict(root=False), ae.dtw_distance),
        ("dtw", dict(root=False, window=0.1), lambda a, b: ae.dtw_distance(a, b, window=0.1)),
        ("dtw", {}, dtw),
        ("msm", {}, ae.msm_distance),
        ("msm", dict(cost=0.25, window=0.2), lambda a, b: ae.msm_distance(a, b, c=0.25, window=0.2)),
        ("twe", {}, ae.twe_distance),
        ("twe", dict(stiffness=0.1, penalty=0.5), lambda a, b: ae.twe_distance(a, b, nu=0.1, lmbda=0.5)),
        ("erp", dict(gap=0.5), lambda a, b: erp(a, b, 0.5)),
        ("euclidean", {}, ae.euclidean_distance),
        ("sbd", {}, ae.sbd_distance),
        ("sbd", dict(standardize=False), lambda a, b: ae.sbd_distance(a, b, standardize=False)),
    ]:
        if f is dtw:
            found = cdist_dtw(x.transpose(0, 2, 1)).tolist()
            by = "tslearn"
        else:
            found = table(f, x)
            by = "Chen & Ng 2004" if measure == "erp" else "aeon"
        if measure == "sbd":
            # A constant series has no shape, and aeon no number for it.
            found = [[None if np.isnan(d) else d for d in row] for row in found]
        cases.append(dict(set=name, by=by, options=dict(measure=measure, **options), distances=found))
for measure, options, f in [
    ("dtw", dict(root=False), ae.dtw_distance),
    ("dtw", dict(window=0.2), None),
    ("msm", {}, ae.msm_distance),
    ("twe", {}, ae.twe_distance),
    ("sbd", {}, ae.sbd_distance),
    ("erp", {}, lambda a, b: erp(a, b, 0)),
]:
    if f is None:
        f = lambda a, b: dtw(
            a.T, b.T, global_constraint="sakoe_chiba", sakoe_chiba_radius=int(0.2 * min(a.shape[1], b.shape[1]))
        )
    by = "tslearn" if "window" in options else "Chen & Ng 2004" if measure == "erp" else "aeon"
    cases.append(dict(set="ragged", by=by, options=dict(measure=measure, **options), distances=table(f, ragged)))

out = pathlib.Path(__file__).with_suffix(".json")
versions = dict(aeon=aeon.__version__, tslearn=tslearn.__version__, numpy=np.__version__)
series = {name: x.tolist() for name, x in sets.items()}
series["ragged"] = [x.tolist() for x in ragged]
out.write_text(json.dumps(dict(versions=versions, series=series, cases=cases)))

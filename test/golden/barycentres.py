"""Golden barycentres and k-means under dtw from tslearn, on generated courses, from the same starts.

    python test/golden/barycentres.py
"""
import json
import pathlib
import warnings

import numpy as np
import tslearn
from tslearn.barycenters import dtw_barycenter_averaging, softdtw_barycenter
from tslearn.clustering import TimeSeriesKMeans
from tslearn.metrics import SoftDTW, SquaredEuclidean, cdist_dtw, dtw, soft_dtw

warnings.filterwarnings("ignore")
r = np.random.default_rng(11)


def course(kind, steps, channels):
    t = np.arange(steps) / steps
    at = r.uniform(0.3, 0.6)
    makers = [
        lambda c: np.exp(-(((t - at - 0.05 * c) * 9) ** 2)) * 2,
        lambda c: (t > at).astype(float) * (1 + c),
        lambda c: np.sin(2 * np.pi * (t + at) * (1 + c)),
    ]
    return np.round([makers[kind](c) + 0.05 * r.normal(size=steps) for c in range(channels)], 3).T


def part(lengths, channels):
    return [course(i % 3, n, channels).astype(np.float32).astype(float) for i, n in enumerate(lengths)]


sets = dict(
    even=part([24] * 15, 1),
    ragged=part([24, 20, 17, 24, 15, 22, 19, 24, 12, 24, 18, 21], 1),
    channels=part([18] * 12, 2),
    both=part([18, 14, 16, 18, 11, 18, 15, 18, 12], 2),
)

out = []
for name, x in sets.items():
    start = x[0]
    padded = np.full((len(x), max(map(len, x)), x[0].shape[1]), np.nan)
    for i, s in enumerate(x):
        padded[i, : len(s)] = s
    own = [i for i in range(0, len(x), 3)]
    members = padded[own]
    dba = dtw_barycenter_averaging(members, init_barycenter=start, max_iter=300, tol=1e-13)
    one = dict(
        name=name,
        series=[s.T.tolist() for s in x],
        own=own,
        dba=dba.T.tolist(),
        dba_loss=float(np.mean([dtw(dba, x[i]) ** 2 for i in own])),
        soft=[],
    )
    for gamma in (1.0, 0.1):
        z = softdtw_barycenter(members, gamma=gamma, init=start.copy(), max_iter=500, tol=1e-12)
        value = lambda b: float(np.mean([soft_dtw(b, x[i], gamma=gamma) for i in own]))
        grads = np.zeros_like(start)
        for i in own:
            d = SquaredEuclidean(start, x[i])
            s = SoftDTW(d, gamma=gamma)
            s.compute()
            grads += d.jacobian_product(s.grad()) / len(own)
        one["soft"].append(
            dict(gamma=gamma, start_value=value(start), start_gradient=grads.T.tolist(), value=value(z))
        )
    k = 3
    init = [0, 1, 2]
    if len({len(x[i]) for i in init}) == 1:
        c = np.stack([x[i] for i in init])
    else:
        c = np.full((k, max(len(x[i]) for i in init), x[0].shape[1]), np.nan)
        for q, i in enumerate(init):
            c[q, : len(x[i])] = x[i]
    if name in ("even", "channels"):
        m = TimeSeriesKMeans(
            k, metric="dtw", init=c.copy(), max_iter=100, tol=1e-12, max_iter_barycenter=100, n_init=1
        ).fit(padded)
        d = cdist_dtw(padded, m.cluster_centers_)
        one["kmeans"] = dict(
            start=init, labels=d.argmin(1).tolist(), inertia=float((d.min(1) ** 2).mean()),
            centers=[q.T.tolist() for q in m.cluster_centers_],
        )
    out.append(one)

file = pathlib.Path(__file__).with_suffix(".json")
file.write_text(json.dumps(dict(versions=dict(tslearn=tslearn.__version__, numpy=np.__version__), sets=out)))

"""Random forests and extremely randomized trees of scikit-learn on generated rows, over ten seeds each.

Run:  python test/golden/forest.py > test/golden/forest.json
"""

import json

import numpy as np
import sklearn
from sklearn.ensemble import ExtraTreesRegressor, RandomForestRegressor
from sklearn.metrics import r2_score


def friedman(rows, seed):
    """Friedman's function of four columns, a fifth that says nothing, noise of variance 1; rounded, to be stored."""
    random = np.random.RandomState(seed)
    x = np.round(random.rand(rows, 5), 3).astype(np.float32)
    y = 10 * np.sin(np.pi * x[:, 0] * x[:, 1]) + 20 * (x[:, 2] - 0.5) ** 2 + 10 * x[:, 3] + random.randn(rows)
    return x, np.round(y, 2)


x, y = friedman(300, 1)
new_x, new_y = friedman(300, 2)


def spread(values):
    return {"mean": float(np.mean(values)), "deviation": float(np.std(values, ddof=1))}


def ten(make, out_of_bag):
    forests = [make(seed).fit(x, y) for seed in range(10)]
    found = {
        "train": spread([forest.score(x, y) for forest in forests]),
        "new": spread([forest.score(new_x, new_y) for forest in forests]),
        "leaves": spread([np.mean([tree.get_n_leaves() for tree in forest.estimators_]) for forest in forests]),
        "importance": np.mean([forest.feature_importances_ for forest in forests], axis=0).tolist(),
    }
    if out_of_bag:
        found["outOfBag"] = spread([r2_score(y, forest.oob_prediction_) for forest in forests])
    return found


cases = {
    "random": ten(lambda seed: RandomForestRegressor(100, oob_score=True, random_state=seed), True),
    "random, two of five columns": ten(
        lambda seed: RandomForestRegressor(100, max_features=0.4, oob_score=True, random_state=seed), True
    ),
    "random, depth 4": ten(lambda seed: RandomForestRegressor(100, max_depth=4, oob_score=True, random_state=seed), True),
    "extra": ten(lambda seed: ExtraTreesRegressor(100, random_state=seed), False),
    "extra, leaves of 5": ten(lambda seed: ExtraTreesRegressor(100, min_samples_leaf=5, random_state=seed), False),
}
rows = lambda data: [[round(float(value), 3) for value in row] for row in data]
print(
    json.dumps(
        {
            "versions": {"scikit-learn": sklearn.__version__, "numpy": np.__version__},
            "x": rows(x),
            "y": y.tolist(),
            "newX": rows(new_x),
            "newY": new_y.tolist(),
            "cases": cases,
        }
    )
)

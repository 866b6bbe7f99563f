"""scikit-learn's forests: one line of JSON in, one out. See bench/forest.js."""

import json
import resource
import sys
import time

import numpy as np
import sklearn
from sklearn.ensemble import ExtraTreesRegressor, RandomForestRegressor

print(json.dumps({"scikit-learn": sklearn.__version__, "numpy": np.__version__}), flush=True)


def timed(work):
    wall, processor = time.perf_counter(), time.process_time()
    result = work()
    return result, {"ms": (time.perf_counter() - wall) * 1000, "cpu": (time.process_time() - processor) * 1000}


for line in sys.stdin:
    ask = json.loads(line)
    x = np.fromfile(ask["x"], dtype=np.float32).reshape(ask["rows"], ask["cols"])
    y = np.fromfile(ask["y"], dtype=np.float64)
    forest = {"random": RandomForestRegressor, "extra": ExtraTreesRegressor}[ask["method"]]
    grow = forest(ask["trees"], n_jobs=ask["threads"], random_state=ask["seed"])
    model, fit = timed(lambda: grow.fit(x, y))
    _, apply = timed(lambda: model.apply(x))
    new = np.fromfile(ask["newX"], dtype=np.float32).reshape(-1, ask["cols"])
    r2 = model.score(new, np.fromfile(ask["newY"], dtype=np.float64))
    answer = {"fit": fit, "apply": apply, "r2": r2, "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}
    print(json.dumps(answer), flush=True)

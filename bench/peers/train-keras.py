"""The catalogue net of bench/train.js in Keras: one line of JSON in, one out."""

import json
import os
import sys
import time

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
import keras
import numpy as np
import tensorflow as tf

print(json.dumps({"keras": keras.__version__, "tensorflow": tf.__version__}), flush=True)
for line in sys.stdin:
    ask = json.loads(line)
    rng = np.random.default_rng(0)
    widths, rows = ask["widths"], ask["rows"]
    x = (rng.random((rows, widths[0])) * (rng.random((rows, widths[0])) < 0.02)).astype(np.float32)
    held = int(rows * ask["validation"])
    x, kept = x[held:], x[:held]
    at = start = keras.Input((widths[0],))
    for width in widths[1:-1]:
        at = keras.layers.Dense(width, activation="relu")(at)
    net = keras.Model(start, keras.layers.Dense(widths[-1], activation="sigmoid")(at))
    net.compile(optimizer="RMSprop", loss="mse")
    fit = {"batch_size": ask["batch"], "validation_data": (kept, kept), "verbose": 0}
    net.fit(x, x, epochs=2, **fit)
    clock, processor = time.perf_counter(), time.process_time()
    net.fit(x, x, epochs=ask["epochs"], **fit)
    answer = {"ms": (time.perf_counter() - clock) * 1000, "cpu": (time.process_time() - processor) * 1000}
    print(json.dumps(answer), flush=True)

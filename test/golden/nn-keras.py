"""What Keras makes of the nets that clade trains: numbers for test/nn/golden.test.ts. See nn-training.py, which
cannot be one script with this: PyTorch and TensorFlow do not load into one process.
"""

import json
import os
import pathlib

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import keras
import numpy as np
import tensorflow as tf

MASK = 0xFFFFFFFF
ROWS = 64


def bits(places, key0, key1):
    """32 bits at places of a stream: triple32 with the second key between its rounds."""
    x = (places.astype(np.uint64) ^ (key0 & MASK)).astype(np.uint64)
    x = ((x ^ (x >> 17)) * 0xED5AD4BB) & MASK
    x = (x + (key1 & MASK)) & MASK
    x = ((x ^ (x >> 11)) * 0xAC4C1B51) & MASK
    x = ((x ^ (x >> 15)) * 0x31848BAB) & MASK
    return x ^ (x >> 14)


def numbers(key, shape, scale=1.0):
    """Uniform in ±scale, as 32-bit numbers."""
    size = int(np.prod(shape))
    return ((bits(np.arange(size), key, 0) / 2.0**31 - 1) * scale).astype(np.float32).reshape(shape)


def sparse(key, shape):
    """Seven of ten numbers are 0, as on days without use."""
    x = numbers(key, shape)
    return np.where(x > 0.4, x, 0).astype(np.float32)


def catalogue():
    widths = [732, 128, 16, 3, 16, 128, 732]
    at = start = keras.Input((732,))
    for width in widths[1:-1]:
        at = keras.layers.Dense(width, activation="relu")(at)
    net = keras.Model(start, keras.layers.Dense(732, activation="sigmoid")(at))
    net.compile(optimizer="RMSprop", loss="mse")
    for i, layer in enumerate(net.layers[1:], 1):
        bound = np.sqrt(6 / (widths[i - 1] + widths[i]))
        layer.set_weights([numbers(2 * i, (widths[i - 1], widths[i]), bound), np.zeros(widths[i], np.float32)])
    x = sparse(200, (ROWS, 732))
    losses = [float(net.train_on_batch(x, x)) for _ in range(50)]
    return {"losses": losses, "after": float(net.evaluate(x, x, verbose=0))}


def keras_steps(optimizer):
    shapes = [(6, 5), (5,), (5, 3), (3,)]
    p = [tf.Variable(numbers(300 + i, shape, 0.7)) for i, shape in enumerate(shapes)]
    x, t = numbers(310, (16, 6)), numbers(311, (16, 3))
    losses = []
    for _ in range(20):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean((tf.tanh(x @ p[0] + p[1]) @ p[2] + p[3] - t) ** 2)
        optimizer.apply(tape.gradient(loss, p), p)
        losses.append(float(loss))
    return {"losses": losses, "weights": p[0].numpy().flatten().tolist()}


def rounded(x):
    if isinstance(x, dict):
        return {key: rounded(value) for key, value in x.items()}
    if isinstance(x, list):
        return [rounded(value) for value in x]
    return float(f"{x:.8g}") if isinstance(x, float) else x


made = {
    "versions": {"keras": keras.__version__, "tensorflow": tf.__version__},
    "rows": ROWS,
    "catalogue": catalogue(),
    "optimizers": {
        "rmsProp of keras": keras_steps(keras.optimizers.RMSprop(learning_rate=0.01)),
        "rmsProp of keras, momentum": keras_steps(keras.optimizers.RMSprop(learning_rate=0.01, momentum=0.5)),
    },
}
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps(rounded(made)) + "\n")

"""What PyTorch makes of the nets that clade trains: numbers for test/nn/golden.test.ts. Keras's are in nn-keras.py.

Weights, rows, noise and masks come from a formula that both sides compute: a hash of the place. So the file
holds losses only, and the random numbers are checked on the way.
"""

import json
import pathlib

import numpy as np
import torch
import torch.nn.functional as F
from scipy.special import ndtri
from torch import nn

MASK = 0xFFFFFFFF
torch.set_num_threads(1)


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


def mix(x):
    x = ((x ^ (x >> 16)) * 0x85EBCA6B) & MASK
    x = ((x ^ (x >> 13)) * 0xC2B2AE35) & MASK
    return x ^ (x >> 16)


class Random:
    """clade's seeded generator: xoshiro128**, forked by name."""

    def __init__(self, seed):
        self.seed = (seed & MASK) ^ mix(seed >> 32)
        self.state, x = [], self.seed
        for _ in range(4):
            x = (x + 0x9E3779B9) & MASK
            self.state.append(mix(x))
        self.state[0] |= 1

    def fork(self, name):
        hashed = 0x811C9DC5
        for letter in str(name):
            hashed = ((hashed ^ ord(letter)) * 0x01000193) & MASK
        return Random(mix((self.seed + hashed) & MASK))

    def bits(self):
        def turn(x, by):
            return ((x << by) | (x >> (32 - by))) & MASK

        s = self.state
        result = (turn((s[1] * 5) & MASK, 7) * 9) & MASK
        t = (s[1] << 9) & MASK
        s[2] ^= s[0]
        s[3] ^= s[1]
        s[1] ^= s[2]
        s[0] ^= s[3]
        s[2] ^= t
        s[3] = turn(s[3], 11)
        return result


def keys(name, step):
    random = Random(5).fork("noise").fork(name).fork(step)
    return random.bits(), random.bits()


def normal(name, step, shape, deviation):
    k = bits(np.arange(int(np.prod(shape))), *keys(name, step)) >> 9
    return torch.from_numpy((ndtri((k + 0.5) / 2.0**23) * deviation).astype(np.float32).reshape(shape))


def mask(name, step, shape, rate):
    size, share = int(np.prod(shape)), round((1 - rate) * 65536)
    pairs = bits(np.arange((size + 1) // 2), *keys(name, step))
    halves = np.stack([pairs & 0xFFFF, pairs >> 16], 1).reshape(-1)[:size]
    return torch.from_numpy(((halves < share) * (65536 / share)).astype(np.float32).reshape(shape))


def sparse(key, shape):
    """Seven of ten numbers are 0, as on days without use."""
    x = numbers(key, shape)
    return np.where(x > 0.4, x, 0).astype(np.float32)


def usage(rows, rate, normed):
    """With batch norm the net is chaotic: PyTorch's own 32-bit and 64-bit losses part by 1.6e-3 within 50 steps at
    64 rows and a rate of 1e-3, by 0.5e-4 to 1.1e-4 at 256 rows and 1e-4, so there the 64-bit ones are kept. Without
    batch norm they stay within 1.1e-7."""
    torch.set_default_dtype(torch.float64 if normed else torch.float32)
    widths = [579, 512, 256, 128, 64, 128, 256, 512, 579]
    hidden = [i for i in range(1, 9) if i not in (4, 8)]
    linear = {i: nn.Linear(widths[i - 1], widths[i]) for i in range(1, 9)}
    norms = {i: nn.BatchNorm1d(widths[i]) for i in hidden}
    with torch.no_grad():
        for i, layer in linear.items():
            bound = 1 / np.sqrt(widths[i - 1])
            layer.weight.copy_(torch.from_numpy(numbers(2 * i, (widths[i - 1], widths[i]), bound).T))
            layer.bias.copy_(torch.from_numpy(numbers(2 * i + 1, (widths[i],), bound)))
    parameters = [p for layer in [*linear.values(), *norms.values()] for p in layer.parameters()]
    optimizer = torch.optim.Adam(parameters, lr=rate)
    x = torch.from_numpy(sparse(100, (rows, 579))).to(torch.get_default_dtype())

    def forward(step):
        at = x if step is None else x + normal("input/noise", step, x.shape, 0.1)
        for i in range(1, 9):
            at = linear[i](at)
            if i in hidden:
                at = F.relu(norms[i](at) if normed else at)
                at = at if step is None else at * mask(f"drop {i}/mask", step, at.shape, 0.1)
        return F.relu(at)

    losses = []
    for step in range(50):
        loss = F.l1_loss(forward(step), x)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    for norm in norms.values():
        norm.eval()
    with torch.no_grad():
        after = F.l1_loss(forward(None), x).item()
    torch.set_default_dtype(torch.float32)
    return {"losses": losses, "after": after}


def steps(optimizer_of, clip=0.0):
    """20 steps on a small net: 6 → 5 (tanh) → 3."""
    shapes = [(6, 5), (5,), (5, 3), (3,)]
    p = [torch.tensor(numbers(300 + i, shape, 0.7), requires_grad=True) for i, shape in enumerate(shapes)]
    x, t = torch.tensor(numbers(310, (16, 6))), torch.tensor(numbers(311, (16, 3)))
    optimizer = optimizer_of(p)
    losses = []
    for _ in range(20):
        loss = F.mse_loss(torch.tanh(x @ p[0] + p[1]) @ p[2] + p[3], t)
        optimizer.zero_grad()
        loss.backward()
        if clip:
            torch.nn.utils.clip_grad_norm_(p, clip)
        optimizer.step()
        losses.append(loss.item())
    return {"losses": losses, "weights": p[0].detach().flatten().tolist()}


optim = torch.optim
optimizers = {
    "adam": steps(lambda p: optim.Adam(p, lr=0.02)),
    "adam, decay": steps(lambda p: optim.Adam(p, lr=0.02, weight_decay=0.1)),
    "adamW": steps(lambda p: optim.AdamW(p, lr=0.02, weight_decay=0.1)),
    "sgd": steps(lambda p: optim.SGD(p, lr=0.1)),
    "sgd, momentum": steps(lambda p: optim.SGD(p, lr=0.1, momentum=0.9, weight_decay=0.01)),
    "sgd, nesterov": steps(lambda p: optim.SGD(p, lr=0.1, momentum=0.9, nesterov=True)),
    "sgd, clip": steps(lambda p: optim.SGD(p, lr=0.5), clip=0.1),
    "rmsProp of pytorch": steps(lambda p: optim.RMSprop(p, lr=0.01)),
    "rmsProp of pytorch, momentum": steps(lambda p: optim.RMSprop(p, lr=0.01, momentum=0.5, weight_decay=0.1)),
}


def loss(of, truth):
    y = torch.tensor(numbers(400, (7, 5), 2.0), requires_grad=True)
    value = of(y, torch.tensor(truth))
    value.backward()
    return {"value": value.item(), "slope": y.grad.flatten().tolist()}


real = numbers(401, (7, 5), 2.0)
flags = (numbers(402, (7, 5)) > 0).astype(np.float32)
levels = np.eye(5, dtype=np.float32)[[0, 3, 4, 1, 1, 2, 0]]
losses = {
    "absoluteError": loss(F.l1_loss, real),
    "squaredError": loss(F.mse_loss, real),
    "smoothError": loss(lambda y, t: F.smooth_l1_loss(y, t, beta=0.5), real),
    "crossEntropy": loss(F.cross_entropy, levels),
    "binaryCrossEntropy": loss(F.binary_cross_entropy_with_logits, flags),
    "binaryCrossEntropyOf": loss(lambda y, t: F.binary_cross_entropy(torch.sigmoid(y), t), flags),
    "normalDivergence": loss(
        lambda y, t: torch.distributions.kl_divergence(
            torch.distributions.Normal(y, torch.exp(0.5 * t)), torch.distributions.Normal(0.0, 1.0)
        ).sum(1).mean(),
        real,
    ),
}


def layer(of, shape, parameters=()):
    x = torch.tensor(numbers(500, shape, 3.0), requires_grad=True)
    y = of(x)
    probe = torch.tensor(numbers(501, tuple(y.shape)))
    (y * probe).sum().backward()
    return {
        "value": y.detach().flatten().tolist(),
        "slope": x.grad.flatten().tolist(),
        "parameters": [p.grad.flatten().tolist() for p in parameters],
    }


def named(module, starts):
    with torch.no_grad():
        for p, start in zip(module.parameters(), starts, strict=True):
            p.copy_(torch.tensor(start))
    return module


batch = named(nn.BatchNorm1d(4), [numbers(510, (4,)), numbers(511, (4,))])
row = named(nn.LayerNorm(4), [numbers(510, (4,)), numbers(511, (4,))])
same = named(nn.Conv1d(2, 3, 3, padding=2, dilation=2), [numbers(512, (3, 2, 3)), numbers(513, (3,))])
layers = {
    "batchNorm": layer(batch, (6, 4), list(batch.parameters())),
    "layerNorm": layer(row, (6, 4), list(row.parameters())),
    "conv1d": layer(same, (2, 2, 9), list(same.parameters())),
    **{
        name: layer(of, (6, 4))
        for name, of in {
            "relu": F.relu,
            "elu": F.elu,
            "gelu": F.gelu,
            "sigmoid": torch.sigmoid,
            "tanh": torch.tanh,
            "softplus": F.softplus,
        }.items()
    },
}
running = {"mean": batch.running_mean.tolist(), "variance": batch.running_var.tolist()}
batch.eval()
layers["batchNorm in use"] = layer(batch, (6, 4))


def rounded(x):
    if isinstance(x, dict):
        return {key: rounded(value) for key, value in x.items()}
    if isinstance(x, list):
        return [rounded(value) for value in x]
    return float(f"{x:.8g}") if isinstance(x, float) else x


made = {
    "versions": {"torch": torch.__version__},
    "usage": {"rows": 256, "rate": 1e-4, **usage(256, 1e-4, True)},
    "plain": {"rows": 64, "rate": 1e-3, **usage(64, 1e-3, False)},
    "optimizers": optimizers,
    "losses": losses,
    "layers": layers,
    "running": running,
}
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps(rounded(made)) + "\n")

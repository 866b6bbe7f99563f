"""LSTM and GRU in PyTorch: values and gradients for test/nn/recurrent.test.ts.

Weights, series, states and probes come from a formula that both sides compute (nn-training.py has the same one), as
32-bit numbers; PyTorch then computes in 64 bits. The loss is the sum of outputs and last states, each times a probe.
"""

import json
import pathlib

import numpy as np
import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

MASK = 0xFFFFFFFF
torch.set_default_dtype(torch.float64)
ROWS, STEPS, INPUTS, HIDDEN = 3, 6, 2, 4
LENGTHS = [6, 1, 4]


def numbers(key, shape, scale=1.0):
    """Uniform in ±scale, as 32-bit numbers: triple32 of the place with the key."""
    x = np.arange(int(np.prod(shape)), dtype=np.uint64) ^ np.uint64(key)
    x = ((x ^ (x >> 17)) * 0xED5AD4BB) & MASK
    x = ((x ^ (x >> 11)) * 0xAC4C1B51) & MASK
    x = ((x ^ (x >> 15)) * 0x31848BAB) & MASK
    x = x ^ (x >> 14)
    return torch.from_numpy(((x / 2.0**31 - 1) * scale).astype(np.float32).astype(np.float64).reshape(shape))


def flat(x):
    return [float(f"{v:.10g}") for v in x.detach().reshape(-1).tolist()]


def answer(cell, layers, bidirectional, ragged, started):
    directions = 2 if bidirectional else 1
    net = (nn.LSTM if cell == "lstm" else nn.GRU)(
        INPUTS, HIDDEN, num_layers=layers, bidirectional=bidirectional, batch_first=True
    )
    for key, (_, weights) in enumerate(net.named_parameters()):
        weights.data = numbers(100 + key, weights.shape, 0.8)
    x = numbers(1, (ROWS, STEPS, INPUTS)).requires_grad_()
    width = layers * directions * HIDDEN
    states = [numbers(2 + i, (ROWS, width)).requires_grad_() for i in range(2 if cell == "lstm" else 1)]
    # rows × layers·directions·hidden, as in clade, to layers·directions × rows × hidden.
    first = [s.reshape(ROWS, -1, HIDDEN).transpose(0, 1).contiguous() for s in states]
    first = None if not started else (first[0], first[1]) if cell == "lstm" else first[0]
    fed = pack_padded_sequence(x, LENGTHS, batch_first=True, enforce_sorted=False) if ragged else x
    outputs, ended = net(fed, first)
    if ragged:
        outputs, _ = pad_packed_sequence(outputs, batch_first=True, total_length=STEPS)
    ended = ended[0] if cell == "lstm" else ended
    last = ended[-directions:].transpose(0, 1).reshape(ROWS, -1)
    loss = (outputs * numbers(5, outputs.shape)).sum() + (last * numbers(6, last.shape)).sum()
    loss.backward()
    gradients = {name: flat(weights.grad) for name, weights in net.named_parameters()}
    gradients["x"] = flat(x.grad)
    if started:
        gradients |= {name: flat(s.grad) for name, s in zip(["state", "cell"], states)}
    return {
        "cell": cell, "layers": layers, "bidirectional": bidirectional, "ragged": ragged, "started": started,
        "outputs": flat(outputs), "last": flat(last), "gradients": gradients,
    }  # fmt: skip


cases = [
    answer(cell, *how)
    for cell in ["lstm", "gru"]
    for how in [
        (1, False, False, False),
        (1, False, False, True),
        (1, False, True, True),
        (1, True, False, False),
        (2, False, False, True),
        (2, True, True, True),
    ]
]
made = {"versions": {"torch": torch.__version__, "numpy": np.__version__}, "lengths": LENGTHS, "cases": cases}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(made) + "\n")

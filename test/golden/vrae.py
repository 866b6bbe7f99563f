"""The first 50 steps of a variational recurrent autoencoder in PyTorch, for test/encode/vrae-golden.test.ts.

Series, weights and noise come from a formula that both sides compute (recurrent.py has the same one), as 32-bit
numbers; PyTorch then computes in 64 bits. The loss is that of the published implementation, the sum of squares over
batch and steps and the mean of the divergence over batch and code, divided by the numbers of the batch.
"""

import json
import pathlib

import numpy as np
import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence

MASK = 0xFFFFFFFF
torch.set_default_dtype(torch.float64)
ROWS, STEPS, CHANNELS, HIDDEN, CODE, TRAINED = 6, 12, 2, 5, 3, 50
LENGTHS = [12, 5, 12, 1, 9, 7]


def numbers(key, shape, scale=1.0):
    """Uniform in ±scale, as 32-bit numbers: triple32 of the place with the key."""
    x = np.arange(int(np.prod(shape)), dtype=np.uint64) ^ np.uint64(key)
    x = ((x ^ (x >> 17)) * 0xED5AD4BB) & MASK
    x = ((x ^ (x >> 11)) * 0xAC4C1B51) & MASK
    x = ((x ^ (x >> 15)) * 0x31848BAB) & MASK
    x = x ^ (x >> 14)
    return torch.from_numpy(((x / 2.0**31 - 1) * scale).astype(np.float32).astype(np.float64).reshape(shape))


class Net(nn.Module):
    def __init__(self, cell, layers, bidirectional):
        super().__init__()
        kind = nn.LSTM if cell == "lstm" else nn.GRU
        self.cell, self.wide = cell, layers * (2 if bidirectional else 1)
        how = {"num_layers": layers, "bidirectional": bidirectional, "batch_first": True}
        top = HIDDEN * (2 if bidirectional else 1)
        self.encoder, self.decoder = kind(CHANNELS, HIDDEN, **how), kind(1, HIDDEN, **how)
        self.mean, self.logvariance = nn.Linear(top, CODE), nn.Linear(top, CODE)
        self.state, self.memory = nn.Linear(CODE, self.wide * HIDDEN), nn.Linear(CODE, self.wide * HIDDEN)
        self.rows = nn.Linear(top, CHANNELS)

    def forward(self, x, lengths, noise):
        _, ended = self.encoder(pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False))
        ended = ended[0] if self.cell == "lstm" else ended
        directions = 2 if self.encoder.bidirectional else 1
        last = ended[-directions:].transpose(0, 1).reshape(ROWS, -1)
        mean, logvariance = self.mean(last), self.logvariance(last)
        z = mean + torch.exp(0.5 * logvariance) * noise
        begun = [f(z).reshape(ROWS, self.wide, HIDDEN).transpose(0, 1).contiguous() for f in (self.state, self.memory)]
        outputs, _ = self.decoder(torch.zeros(ROWS, STEPS, 1), tuple(begun) if self.cell == "lstm" else begun[0])
        return self.rows(outputs), mean, logvariance


def key_of(name, keys):
    return 100 + keys.setdefault(name, len(keys))


def answer(cell, layers, bidirectional, ragged):
    net = Net(cell, layers, bidirectional)
    keys = {}
    for name, weights in net.named_parameters():
        weights.data = numbers(key_of(name, keys), weights.shape, 0.5)
    x = numbers(1, (ROWS, CHANNELS, STEPS)).transpose(1, 2)
    lengths = LENGTHS if ragged else [STEPS] * ROWS
    there = (torch.arange(STEPS)[None, :] < torch.tensor(lengths)[:, None])[:, :, None]
    x = torch.where(there, x, 0.0)
    optimizer = torch.optim.Adam(net.parameters(), lr=1e-2)
    losses = []
    for step in range(TRAINED):
        optimizer.zero_grad()
        y, mean, logvariance = net(x, lengths, numbers(1000 + step, (ROWS, CODE), 1.5))
        squares = torch.where(there, (y - x) ** 2, 0.0).sum((1, 2))
        if ragged:
            # Each series counts alike, whatever its length.
            reconstruction = (squares / (torch.tensor(lengths) * CHANNELS)).mean()
        else:
            reconstruction = squares.sum() / (ROWS * STEPS * CHANNELS)
        divergence = -0.5 * torch.mean(1 + logvariance - mean**2 - torch.exp(logvariance))
        loss = reconstruction + divergence / (ROWS * STEPS * CHANNELS)
        loss.backward()
        optimizer.step()
        losses.append(float(f"{loss.item():.10g}"))
    return {
        "cell": cell, "layers": layers, "bidirectional": bidirectional, "ragged": ragged,
        "keys": {name: 100 + place for name, place in keys.items()}, "losses": losses,
    }  # fmt: skip


cases = [
    answer("lstm", 1, False, False),
    answer("gru", 1, False, False),
    answer("lstm", 2, True, True),
    answer("gru", 2, True, True),
]
made = {"versions": {"torch": torch.__version__, "numpy": np.__version__}, "lengths": LENGTHS, "cases": cases}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(made) + "\n")

"""The net of bench/vrae.js in PyTorch: one line of JSON in, one out."""

import json
import re
import sys
import time

import torch
from torch import nn

library = re.search(r"Math Kernel Library Version \S+|OpenBLAS \S*|BLAS_INFO=\w+", torch.__config__.show())
print(json.dumps({"torch": torch.__version__, "matrix library": library.group(0) if library else "?"}), flush=True)


class VRAE(nn.Module):
    def __init__(self, cell, hidden, latent):
        super().__init__()
        recurrent = nn.LSTM if cell == "lstm" else nn.GRU
        self.cell = cell
        self.encoder, self.decoder = recurrent(1, hidden), recurrent(1, hidden)
        self.mean, self.spread = nn.Linear(hidden, latent), nn.Linear(hidden, latent)
        self.state, self.output = nn.Linear(latent, hidden), nn.Linear(hidden, 1)

    def forward(self, x):
        _, ended = self.encoder(x)
        last = (ended[0] if self.cell == "lstm" else ended)[-1]
        mean, spread = self.mean(last), self.spread(last)
        code = mean + torch.randn_like(mean) * torch.exp(0.5 * spread)
        state = self.state(code).unsqueeze(0)
        first = (state, torch.zeros_like(state)) if self.cell == "lstm" else state
        said, _ = self.decoder(torch.zeros_like(x), first)
        return self.output(said), mean, spread


for line in sys.stdin:
    ask = json.loads(line)
    torch.set_num_threads(ask["threads"])
    torch.manual_seed(0)
    x = torch.randn(ask["steps"], ask["rows"], 1)
    net = VRAE(ask["cell"], ask["hidden"], ask["latent"])
    optimizer = torch.optim.Adam(net.parameters(), lr=5e-4)

    def epoch():
        order = torch.randperm(ask["rows"])
        for i in range(0, ask["rows"], ask["batch"]):
            rows = x[:, order[i : i + ask["batch"]]]
            said, mean, spread = net(rows)
            divergence = -0.5 * torch.mean(1 + spread - mean**2 - spread.exp())
            loss = nn.functional.mse_loss(said, rows) * ask["steps"] + divergence
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 5)
            optimizer.step()

    epoch()
    clock, processor = time.perf_counter(), time.process_time()
    for _ in range(ask["epochs"]):
        epoch()
    answer = {"ms": (time.perf_counter() - clock) * 1000, "cpu": (time.process_time() - processor) * 1000}
    print(json.dumps(answer), flush=True)

"""The nets of bench/train.js in PyTorch: one line of JSON in, one out."""

import json
import re
import sys
import time

import numpy as np
import torch
from torch import nn



def matrix_library():
    """What multiplies matrices: built in (MKL), or what the system's generic BLAS turns out to be."""
    built_in = re.search(r"Math Kernel Library Version \S+", torch.__config__.show())
    if built_in:
        return built_in.group(0)
    torch.rand(64, 64) @ torch.rand(64, 64)
    with open("/proc/self/maps") as maps:
        loaded = re.search(r"[^/\s]*(openblas|blis|mkl)[^/\s]*(?=/|\s)", maps.read())
    return loaded.group(0) if loaded else "?"


print(json.dumps({"torch": torch.__version__, "matrix library": matrix_library()}), flush=True)


def usage(widths):
    layers = []
    for i, (a, b) in enumerate(zip(widths, widths[1:]), 1):
        layers.append(nn.Linear(a, b))
        if i not in (4, len(widths) - 1):
            layers += [nn.BatchNorm1d(b), nn.ReLU(), nn.Dropout(0.1)]
    return nn.Sequential(*layers, nn.ReLU())


def catalogue(widths):
    layers = []
    for i, (a, b) in enumerate(zip(widths, widths[1:]), 1):
        layers += [nn.Linear(a, b), nn.Sigmoid() if i == len(widths) - 1 else nn.ReLU()]
    return nn.Sequential(*layers)


for line in sys.stdin:
    ask = json.loads(line)
    torch.set_num_threads(ask["threads"])
    torch.manual_seed(0)
    rng = np.random.default_rng(0)
    kind, widths, rows, batch = ask["kind"], ask["widths"], ask["rows"], ask["batch"]
    share = 0.3 if kind == "usage" else 0.02
    x = torch.from_numpy((rng.random((rows, widths[0])) * (rng.random((rows, widths[0])) < share)).astype(np.float32))
    held = int(rows * ask["validation"])
    x, kept = x[held:], x[:held]
    net = (usage if kind == "usage" else catalogue)(widths)
    if kind == "usage":
        optimizer, loss_of = torch.optim.Adam(net.parameters(), lr=1e-3), nn.L1Loss()
    else:
        optimizer, loss_of = torch.optim.RMSprop(net.parameters(), lr=1e-3, alpha=0.9, eps=1e-7), nn.MSELoss()

    def epoch():
        total = 0.0
        net.train()
        order = torch.randperm(len(x))
        for i in range(0, len(x), batch):
            rows = x[order[i : i + batch]]
            noisy = rows + torch.randn_like(rows) * 0.1 if kind == "usage" else rows
            loss = loss_of(net(noisy), rows)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(rows)
        if held:
            net.eval()
            with torch.no_grad():
                loss_of(net(kept), kept).item()
        return total / len(x)

    epoch()
    clock, processor = time.perf_counter(), time.process_time()
    for _ in range(ask["epochs"]):
        epoch()
    answer = {"ms": (time.perf_counter() - clock) * 1000, "cpu": (time.process_time() - processor) * 1000}
    print(json.dumps(answer), flush=True)

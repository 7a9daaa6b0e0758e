"""What both trainers share: a fixed number of iterations, AdamW, warm-up and cosine, a running report."""

import math
import time

import numpy as np
import torch

WARM_UP = 100


def optimiser(model, lr):
    """AdamW with weight decay on matrices only."""
    matrices = [p for p in model.parameters() if p.ndim > 1]
    vectors = [p for p in model.parameters() if p.ndim <= 1]
    groups = [{"params": matrices, "weight_decay": 0.02}, {"params": vectors, "weight_decay": 0.0}]
    return torch.optim.AdamW(groups, lr=lr, betas=(0.9, 0.98))


def train(model, iterations, lr, step, checkpoint=None, report_every=100):
    """Calls ``step(iteration) -> (loss, numbers)``; the schedule depends on the iteration only, never on the clock."""
    adam = optimiser(model, lr)
    start, seen = time.time(), []
    for iteration in range(iterations):
        rate = lr * min(1, (iteration + 1) / WARM_UP) * (0.5 + 0.5 * math.cos(math.pi * iteration / iterations))
        for group in adam.param_groups:
            group["lr"] = rate + 1e-6
        loss, numbers = step(iteration)
        adam.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        adam.step()
        seen.append(numbers)
        if (iteration + 1) % report_every == 0 or iteration + 1 == iterations:
            print(f"{time.time() - start:6.0f} s  {iteration + 1:5d}  {np.round(np.mean(seen, 0), 4)}", flush=True)
            seen = []
            if checkpoint:
                torch.save(model.state_dict(), checkpoint)

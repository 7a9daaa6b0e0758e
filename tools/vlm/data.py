"""Reads the raw arrays that tools/city/export.ts writes."""

import json
from pathlib import Path

import numpy as np
import torch

MEAN = torch.tensor([0.48145466, 0.4578275, 0.40821073]).view(1, 3, 1, 1)
STD = torch.tensor([0.26862954, 0.26130258, 0.27577711]).view(1, 3, 1, 1)
MAX_BOXES = 40


class Crops:
    """Square crops of one or several exported folders, memory mapped."""

    def __init__(self, folders):
        parts = [self._open(Path(folder)) for folder in folders]
        self.meta = parts[0][0]
        self.subtypes = self.meta["subtypes"]
        self.train_ids = self.meta["trainIds"]
        self.images, self.labels, self.boxes, self.tokens = (
            _Joined([part[1][k] for part in parts]) for k in range(4)
        )

    def __len__(self):
        return len(self.images)

    @staticmethod
    def _open(folder):
        meta = json.loads((folder / "meta.json").read_text())
        n, size = meta["crops"], meta["size"]
        layout = [
            ("images.u8", np.uint8, (n, size, size, 3)),
            ("subtypes.u8", np.uint8, (n, size, size)),
            ("boxes.f32", np.float32, (n, MAX_BOXES, 5)),
            ("tokens.i16", np.int16, (n, 64)),
        ]
        return meta, [np.memmap(folder / name, dtype, "r", shape=shape) for name, dtype, shape in layout]


class _Joined:
    """Several arrays read as one along the first axis."""

    def __init__(self, arrays):
        self.arrays = arrays
        self.starts = np.cumsum([0] + [len(a) for a in arrays])

    def __len__(self):
        return int(self.starts[-1])

    def __getitem__(self, index):
        if np.ndim(index) == 0:
            part = int(np.searchsorted(self.starts, index, "right")) - 1
            return self.arrays[part][index - self.starts[part]]
        return np.stack([self[i] for i in index])


def normalise(images):
    """uint8 [N, H, W, 3] -> float32 [N, 3, H, W] in CLIP's normalisation."""
    pixels = torch.from_numpy(np.ascontiguousarray(images)).permute(0, 3, 1, 2).float() / 255
    return (pixels - MEAN) / STD


def photometric(x, noise=0.22):
    """Random contrast, brightness, saturation, noise and veil per picture, in normalised values."""
    batch = x.shape[0]

    def draw(low, high):
        return torch.empty(batch, 1, 1, 1).uniform_(low, high)

    mean = x.mean((1, 2, 3), keepdim=True)
    x = (x - mean) * draw(0.5, 1.2) + mean + draw(-0.4, 0.4)
    grey = x.mean(1, keepdim=True)
    x = grey + (x - grey) * draw(0.3, 1.3)
    x = x * (1 + torch.randn(batch, 3, 1, 1) * 0.06) + torch.randn(batch, 3, 1, 1) * 0.05
    x = x + torch.randn_like(x) * draw(0, noise)
    return x + torch.randn(batch, 1, *x.shape[2:]) * draw(0, noise / 2)


def subtype_weights(crops, wanted):
    """Sampling weights of crops: those with rare wanted subtypes come more often. Sums to 1."""
    names = crops.subtypes
    wanted_ids = {names.index(name) for name in wanted}
    weights = np.ones(len(crops))
    for index in range(len(crops)):
        present = set(crops.boxes[index][:, 0].astype(int)) & wanted_ids
        weights[index] += 0.7 * len(present)
    return weights / weights.sum()

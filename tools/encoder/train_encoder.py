"""Trains the small MiT encoder to tell the city's surfaces and objects apart.

    python3 -m tools.encoder.train_encoder OUT.pt DATA... [--iterations N] [--seed S] [--lr R] [--stride 4|8]
        [--balanced] [--init CHECKPOINT]

The task is a stand-in for ImageNet: at every eighth (then every fourth) pixel say which of the city's *subtypes* is there (a hatchback or
a jeep, grass or sand), in pictures of many random looks with strong colour changes, through a linear head that is
thrown away. The 19 classes of the lab and its two looks never appear; but the subtypes refine those classes, so this
is closer to the final task than ImageNet is.
"""

import argparse

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from ..vlm.data import Crops, photometric
from ..vlm.training import train
from .mit import SMALL, MixTransformer

BATCH = 24
#: Balanced training never weighs a rare subtype by more than this against the commonest.
LARGEST_WEIGHT = 8.0
#: ImageNet's statistics: what a segmentation network subtracts and divides by.
MEAN = torch.tensor([123.675, 116.28, 103.53]).view(1, 3, 1, 1)
STD = torch.tensor([58.395, 57.12, 57.375]).view(1, 3, 1, 1)


class Pretraining(nn.Module):
    """The encoder under a linear head over all four maps at stride 4 or 8."""

    def __init__(self, classes, stride=8):
        super().__init__()
        self.stride = stride
        self.encoder = MixTransformer(**SMALL)
        self.head = nn.Conv2d(sum(SMALL["embed_dims"]), classes, 1)

    def forward(self, x):
        maps = self.encoder(x)
        if self.stride == 8:
            maps = [F.avg_pool2d(maps[0], 2), *maps[1:]]
        size = maps[0].shape[2:]
        aligned = maps[:1] + [F.interpolate(m, size=size, mode="bilinear", align_corners=False) for m in maps[1:]]
        return self.head(torch.cat(aligned, 1))


def normalise(images):
    """uint8 [N, H, W, 3] -> float32 [N, 3, H, W] in ImageNet's normalisation."""
    return (torch.from_numpy(np.ascontiguousarray(images)).permute(0, 3, 1, 2).float() - MEAN) / STD


def zoom(images, labels, random):
    """With even odds replaces the batch by the same random part of each picture, enlarged to the full size."""
    if random.rand() < 0.5:
        return images, labels
    side = images.shape[1]
    part = random.randint(side // 2, side)
    x, y = random.randint(0, side - part + 1, 2)
    at = np.arange(side) * part // side
    return images[:, y + at][:, :, x + at], labels[:, y + at][:, :, x + at]


def balance(crops):
    """Weights of the subtypes: one over the root of their frequency, against the commonest, at most LARGEST_WEIGHT."""
    count = np.zeros(256)
    for index in range(0, len(crops), 40):
        count += np.bincount(crops.labels[index].ravel(), minlength=256)
    count = np.maximum(count[: len(crops.subtypes)], 1)
    weight = np.minimum(np.sqrt(count.max() / count), LARGEST_WEIGHT)
    return torch.from_numpy(weight).float()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out")
    parser.add_argument("data", nargs="+")
    parser.add_argument("--iterations", type=int, default=1400)
    parser.add_argument("--seed", type=int, default=3)
    parser.add_argument("--lr", type=float, default=1.5e-3)
    parser.add_argument("--stride", type=int, choices=(4, 8), default=8)
    parser.add_argument("--balanced", action="store_true", help="weigh rare subtypes more")
    parser.add_argument("--init", help="checkpoint to go on from")
    options = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    random = np.random.RandomState(options.seed)
    crops = Crops(options.data)
    stride = options.stride
    model = Pretraining(len(crops.subtypes), stride)
    if options.init:
        model.load_state_dict(torch.load(options.init))
    weight = balance(crops) if options.balanced else None
    print("encoder parameters", sum(p.numel() for p in model.encoder.parameters()), flush=True)

    def step(_):
        index = random.randint(0, len(crops), BATCH)
        images, labels = zoom(crops.images[index], crops.labels[index], random)
        if random.rand() < 0.5:
            images, labels = images[:, :, ::-1], labels[:, :, ::-1]
        wanted = torch.from_numpy(labels[:, stride // 2 :: stride, stride // 2 :: stride].astype(np.int64))
        scores = model(photometric(normalise(images), noise=0.25))
        loss = F.cross_entropy(scores, wanted, weight, ignore_index=255)
        right = (scores.argmax(1) == wanted).float().mean()
        return loss, (loss.item(), right.item())

    train(model, options.iterations, options.lr, step, options.out)


if __name__ == "__main__":
    main()

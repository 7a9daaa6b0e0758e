"""How far the encoder carries: a small head learns the 19 classes of one look and is scored on another.

    python3 -m tools.encoder.probe ENCODER.pt|none TRAIN_DATA TEST_DATA... [--iterations N]

The labels are SYNTHIA's (terrain is vegetation, truck is car, train is nothing), so this is the source-only baseline
in short: the whole network is trained, the head at ten times the rate.
"""

import argparse

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from ..vlm.data import Crops
from .mit import SMALL, MixTransformer
from .train_encoder import normalise

CLASSES = 19
BATCH = 4
FOLD = {9: 8, 14: 13, 16: 255}


class Segmenter(nn.Module):
    def __init__(self, width=64):
        super().__init__()
        self.encoder = MixTransformer(**SMALL)
        self.embed = nn.ModuleList(nn.Conv2d(c, width, 1) for c in SMALL["embed_dims"])
        self.fuse = nn.Sequential(
            nn.Conv2d(4 * width, width, 3, 1, 1, bias=False), nn.BatchNorm2d(width), nn.ReLU(), nn.Conv2d(width, CLASSES, 1)
        )

    def forward(self, x):
        maps = self.encoder(x)
        size = maps[0].shape[2:]
        aligned = [
            F.interpolate(embed(m), size=size, mode="bilinear", align_corners=False)
            for embed, m in zip(self.embed, maps)
        ]
        return self.fuse(torch.cat(aligned, 1))


def train_ids(crops, index, fold):
    table = np.array(crops.train_ids + [255] * (256 - len(crops.train_ids)))
    if fold:
        table = np.array([FOLD.get(value, value) for value in table])
    return table[crops.labels[index]]


def score(model, crops):
    hits, unions = np.zeros(CLASSES), np.zeros(CLASSES)
    for index in range(len(crops)):
        with torch.no_grad():
            scores = model(normalise(crops.images[index][None]))
            guess = F.interpolate(scores, scale_factor=4, mode="bilinear", align_corners=False).argmax(1)[0].numpy()
        truth = train_ids(crops, index, False)
        for c in range(CLASSES):
            hits[c] += ((guess == c) & (truth == c)).sum()
            unions[c] += (((guess == c) | (truth == c)) & (truth != 255)).sum()
    return hits / np.maximum(unions, 1)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("encoder")
    parser.add_argument("train")
    parser.add_argument("tests", nargs="+")
    parser.add_argument("--iterations", type=int, default=400)
    options = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(0)
    random = np.random.RandomState(0)
    model = Segmenter()
    if options.encoder != "none":
        state = torch.load(options.encoder)
        prefix = "encoder."
        model.encoder.load_state_dict({k[len(prefix) :]: v for k, v in state.items() if k.startswith(prefix)})
    head = [p for name, p in model.named_parameters() if not name.startswith("encoder.")]
    groups = [{"params": model.encoder.parameters(), "lr": 3e-4}, {"params": head, "lr": 3e-3}]
    adam = torch.optim.AdamW(groups, weight_decay=0.01)
    crops = Crops([options.train])
    for iteration in range(options.iterations):
        index = random.randint(0, len(crops), BATCH)
        labels = torch.from_numpy(train_ids(crops, index, True)).long()
        scores = F.interpolate(model(normalise(crops.images[index])), scale_factor=4, mode="bilinear")
        loss = F.cross_entropy(scores, labels, ignore_index=255)
        adam.zero_grad()
        loss.backward()
        adam.step()
        if (iteration + 1) % 100 == 0:
            print(iteration + 1, f"{loss.item():.3f}", flush=True)
    model.eval()
    for test in options.tests:
        crops = Crops([test])
        iou = score(model, crops)
        print(f"{crops.meta['look']}: mean IoU {iou.mean():.3f}  " + " ".join(f"{v:.2f}" for v in iou))


if __name__ == "__main__":
    main()

"""Trains the small OWL-ViT.

    python3 -m tools.vlm.train_detector OUT.pt DATA... [--iterations N] [--seed S] [--lr R] [--init CHECKPOINT]

Plain binary cross-entropy over all sixty prompts: focal loss would leave the background above the method's threshold
of 0.01 for terrain. A large region of terrain owns many tokens, so the box losses weight an object's tokens by one
over the root of their number.
"""

import argparse

import numpy as np
import torch
from torch.nn import functional as F

from .data import Crops, normalise, photometric, subtype_weights
from .networks import Detector
from .prompts import PROMPTS, truth_tables
from .tokenizer import END, ClipTokenizer
from .training import train

BATCH = 32
RARE = ["box truck", "pickup", "trailer", "bus", "train", "tram"]


def corners(boxes):
    return torch.cat([boxes[:, :2] - boxes[:, 2:] / 2, boxes[:, :2] + boxes[:, 2:] / 2], 1)


def generalised_iou(a, b):
    """Pairwise GIoU of two lists of boxes [N, 4] (cx, cy, w, h)."""
    a, b = corners(a), corners(b)
    inner = (torch.min(a[:, 2:], b[:, 2:]) - torch.max(a[:, :2], b[:, :2])).clamp(min=0).prod(1)
    union = (a[:, 2:] - a[:, :2]).prod(1) + (b[:, 2:] - b[:, :2]).prod(1) - inner
    hull = (torch.max(a[:, 2:], b[:, 2:]) - torch.min(a[:, :2], b[:, :2])).prod(1)
    return inner / (union + 1e-7) - (hull - union) / (hull + 1e-7)


def detection_loss(logits, boxes, objects, tokens, relevant):
    """objects [B, 40, 5] (subtype, cx, cy, w, h), tokens [B, 64] index into them or -1 -> class, L1 and GIoU loss."""
    positive = tokens >= 0
    picture = positive.nonzero()[:, 0]
    owner = tokens[positive]
    truth = objects[picture, owner]
    wanted = torch.zeros_like(logits)
    wanted[positive] = relevant[truth[:, 0].long()]
    classes = F.binary_cross_entropy_with_logits(logits, wanted, reduction="sum") / max(1, len(truth))
    key = picture * 64 + owner
    weight = torch.bincount(key, minlength=len(logits) * 64)[key].float().rsqrt()
    weight = weight / weight.sum()
    guess = boxes[positive]
    l1 = ((guess - truth[:, 1:]).abs().sum(1) * weight).sum()
    giou = ((1 - generalised_iou(guess, truth[:, 1:])) * weight).sum()
    return classes, l1, giou


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out")
    parser.add_argument("data", nargs="+")
    parser.add_argument("--iterations", type=int, default=2200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--lr", type=float, default=2e-3)
    parser.add_argument("--init", help="checkpoint to go on from")
    options = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    random = np.random.RandomState(options.seed)
    crops = Crops(options.data)
    tokenizer = ClipTokenizer(PROMPTS)
    end = tokenizer.vocabulary[END]
    ids, mask = (torch.tensor(rows) for rows in tokenizer.batch(PROMPTS, 0))
    relevant, _ = truth_tables(crops.subtypes, crops.train_ids)
    model = Detector(len(tokenizer), end)
    if options.init:
        model.load_state_dict(torch.load(options.init))
    print("parameters", sum(p.numel() for p in model.parameters()), "crops", len(crops), flush=True)
    weights = subtype_weights(crops, RARE)
    grid = Detector.GRID

    def step(_):
        index = random.choice(len(crops), BATCH, p=weights)
        images = crops.images[index]
        objects = torch.from_numpy(crops.boxes[index])
        tokens = torch.from_numpy(crops.tokens[index].astype(np.int64)).reshape(BATCH, grid, grid)
        flip = random.rand(BATCH) < 0.5
        images[flip] = images[flip][:, :, ::-1]
        flip = torch.from_numpy(flip)
        tokens[flip] = tokens[flip].flip(2)
        objects[flip, :, 1] = 1 - objects[flip, :, 1]
        logits, boxes, _, _ = model(ids, mask, photometric(normalise(images)))
        classes, l1, giou = detection_loss(logits, boxes, objects, tokens.reshape(BATCH, -1), relevant)
        return classes + 5 * l1 + 2 * giou, (classes.item(), l1.item(), giou.item())

    train(model, options.iterations, options.lr, step, options.out)


if __name__ == "__main__":
    main()

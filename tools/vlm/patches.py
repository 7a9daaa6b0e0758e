"""Square patches of objects for the classifier, cut on the fly as the relabeling cuts them from detections."""

import numpy as np
import torch
from torch.nn import functional as F

from .data import normalise

SIZE = 64
SMALLEST = 8


def list_objects(crops, smallest=10):
    """All boxes of at least ``smallest`` pixels a side as rows (crop, x0, y0, x1, y1, subtype)."""
    rows = []
    for index in range(len(crops)):
        side = crops.images[index].shape[0]
        for subtype, cx, cy, w, h in crops.boxes[index]:
            if subtype < 0:
                break
            if min(w, h) * side < smallest:
                continue
            box = [(cx - w / 2) * side, (cy - h / 2) * side, (cx + w / 2) * side, (cy + h / 2) * side]
            rows.append([index, *box, subtype])
    return np.array(rows, np.float32)


def jitter(box, side, random, reaches):
    """A box as a detector might have drawn it: edges off by up to one of `reaches` of its size; integers inside."""
    x0, y0, x1, y1 = box
    reach = random.choice(reaches)
    off = random.uniform(-reach, reach, 4) * [x1 - x0, y1 - y0, x1 - x0, y1 - y0]
    drawn = np.clip(np.rint(np.array([x0, y0, x1, y1]) + off), 0, side).astype(int)
    if min(drawn[2] - drawn[0], drawn[3] - drawn[1]) < SMALLEST:
        drawn = np.clip([np.floor(x0), np.floor(y0), np.ceil(x1), np.ceil(y1)], 0, side).astype(int)
    return drawn


def cut(image, box):
    """uint8 [H, W, 3] and an integer box -> uint8 [64, 64, 3].

    CLIP's preprocessing: the shorter side becomes 64 by antialiased bicubic interpolation (the same cubic as
    Pillow's), then the middle square is kept. Here the middle square is cut first, which spares the ends' work.
    """
    x0, y0, x1, y1 = (int(v) for v in box)
    side = min(x1 - x0, y1 - y0)
    left, top = x0 + (x1 - x0 - side) // 2, y0 + (y1 - y0 - side) // 2
    square = torch.from_numpy(np.ascontiguousarray(image[top : top + side, left : left + side]))
    scaled = F.interpolate(
        square.permute(2, 0, 1)[None].float(), size=(SIZE, SIZE), mode="bicubic", align_corners=False, antialias=True
    )
    return scaled[0].permute(1, 2, 0).round().clamp(0, 255).to(torch.uint8).numpy()


def batch_of(crops, rows, random, reaches):
    """Jittered, randomly mirrored patches of some object rows, normalised [N, 3, 64, 64]."""
    patches = []
    for row in rows:
        image = crops.images[int(row[0])]
        patch = cut(image, jitter(row[1:5], image.shape[0], random, reaches))
        patches.append(patch[:, ::-1] if random.rand() < 0.5 else patch)
    return normalise(np.stack(patches))

"""The method's post-processing of detections and patches, as the lab runs it."""

import numpy as np
import torch

from .data import normalise
from .patches import cut
from .prompts import NATURE, PROMPT_CLASS, TARGETS, VEHICLE, prompts_of_classes

#: Detection and classification thresholds of the method's presets.
DETECTION = {9: 0.01, 14: 0.1, 16: 0.1}
CLASSIFICATION = {9: 0.1, 14: 0.5, 16: 0.5}
NMS_IOU = 0.3
SMALLEST = 10
TARGET_PROMPTS = prompts_of_classes(TARGETS)


def iou_matrix(a, b):
    """IoU of corner boxes [N, 4] and [M, 4] -> [N, M]."""
    low = np.maximum(a[:, None, :2], b[None, :, :2])
    high = np.minimum(a[:, None, 2:], b[None, :, 2:])
    inner = np.clip(high - low, 0, None).prod(2)
    area = lambda boxes: (boxes[:, 2:] - boxes[:, :2]).prod(1)
    return inner / (area(a)[:, None] + area(b)[None] - inner + 1e-9)


def suppress(boxes, scores):
    """Class-agnostic greedy NMS -> kept indices, best first."""
    order, kept = np.argsort(-scores, kind="stable"), []
    while len(order):
        best, order = order[0], order[1:]
        kept.append(best)
        order = order[iou_matrix(boxes[best : best + 1], boxes[order])[0] <= NMS_IOU]
    return kept


def detections(logits, boxes, side):
    """One picture's logits [N, 11] and boxes [N, 4] -> (integer corner boxes, scores, classes)."""
    best = logits.argmax(1)
    scores = 1 / (1 + np.exp(-logits.max(1)))
    classes = np.array(PROMPT_CLASS)[TARGET_PROMPTS][best]
    keep = scores > np.array([DETECTION[c] for c in classes])
    boxes, scores, classes = boxes[keep], scores[keep], classes[keep]
    corner = np.concatenate([boxes[:, :2] - boxes[:, 2:] / 2, boxes[:, :2] + boxes[:, 2:] / 2], 1) * side
    kept = suppress(corner, scores) if len(scores) else []
    corner = np.clip(np.rint(corner[kept]), 0, side).astype(int).reshape(-1, 4)
    large = ((corner[:, 2:] - corner[:, :2]) >= SMALLEST).all(1)
    return corner[large], scores[kept][large], classes[kept][large]


def classify(model, text, patches, target):
    """Patches uint8 [N, 64, 64, 3] -> (predicted class, probability of its single best prompt) in target's category."""
    category = NATURE if target in NATURE else VEHICLE
    prompts = prompts_of_classes(category)
    with torch.no_grad():
        image = model.vision(normalise(patches))[0]
        image = image / image.norm(dim=-1, keepdim=True)
        logits = model.log_scale.clamp(max=4.6).exp() * image @ text.t()
    probability = logits[:, prompts].softmax(1).numpy()
    best = probability.argmax(1)
    return np.array(PROMPT_CLASS)[prompts][best], probability.max(1)


def confirmed(model, text, image, boxes, classes):
    """Which of a picture's detections survive the classifier: bool [N]."""
    keep = np.zeros(len(boxes), bool)
    for index, (box, target) in enumerate(zip(boxes, classes)):
        predicted, confidence = classify(model, text, cut(image, box)[None], target)
        keep[index] = predicted[0] == target and round(float(confidence[0]), 4) > CLASSIFICATION[target]
    return keep

"""Scores the detector and the classifier on unseen pictures with the method's thresholds; prints Markdown tables.

    python3 -m tools.vlm.evaluate DETECTOR.pt CLASSIFIER.pt DATA
"""

import sys

import numpy as np
import torch

from .data import Crops, normalise
from .decode import TARGET_PROMPTS, confirmed, detections, iou_matrix
from .networks import Classifier, Detector, unit
from .patches import cut, list_objects
from .prompts import CLASSES, NATURE, PROMPT_CLASS, PROMPTS, TARGETS, VEHICLE, prompts_of_classes
from .storage import load_shipped
from .tokenizer import END, ClipTokenizer

IOUS = (0.3, 0.5)
#: What the student calls a target class before relabeling.
SOURCE = {9: 8, 14: 13, 16: 15}


def load(model_class, path, tokenizer):
    return load_shipped(model_class(len(tokenizer), tokenizer.vocabulary[END]), path)


def truth_boxes(crops, index, train_id, side):
    rows = crops.boxes[index]
    rows = rows[rows[:, 0] >= 0]
    rows = rows[np.array(crops.train_ids)[rows[:, 0].astype(int)] == train_id][:, 1:]
    return np.concatenate([rows[:, :2] - rows[:, 2:] / 2, rows[:, :2] + rows[:, 2:] / 2], 1) * side


class Counts:
    """Detections, right ones and found objects of each class at each IoU."""

    def __init__(self):
        self.detected = {c: 0 for c in TARGETS}
        self.objects = {c: 0 for c in TARGETS}
        self.right = {(c, t): 0 for c in TARGETS for t in IOUS}
        self.found = {(c, t): 0 for c in TARGETS for t in IOUS}

    def add(self, train_id, boxes, truth):
        self.detected[train_id] += len(boxes)
        self.objects[train_id] += len(truth)
        if not len(boxes) or not len(truth):
            return
        overlap = iou_matrix(boxes.astype(float), truth)
        for threshold in IOUS:
            self.right[train_id, threshold] += int((overlap.max(1) >= threshold).sum())
            self.found[train_id, threshold] += int((overlap.max(0) >= threshold).sum())

    def rows(self, name):
        for c in TARGETS:
            cells = [CLASSES[c].split(";")[0], name, str(self.objects[c]), str(self.detected[c])]
            for threshold in IOUS:
                cells.append(f"{self.right[c, threshold] / max(1, self.detected[c]):.2f}")
                cells.append(f"{self.found[c, threshold] / max(1, self.objects[c]):.2f}")
            yield "| " + " | ".join(cells) + " |"


def relabel(label, boxes, classes):
    """Pastes target classes over their source class inside each box, later boxes last."""
    out = label.copy()
    for (x0, y0, x1, y1), target in zip(boxes, classes):
        part = label[y0:y1, x0:x1]
        if (part == SOURCE[target]).any():
            out[y0:y1, x0:x1] = np.where(part == SOURCE[target], target, part)
    return out


def detector_tables(crops, detector, classifier, tokenizer):
    ids, mask = (torch.tensor(r) for r in tokenizer.batch([PROMPTS[p] for p in TARGET_PROMPTS], 0))
    all_ids, all_mask = (torch.tensor(r) for r in tokenizer.batch(PROMPTS, tokenizer.vocabulary[END]))
    with torch.no_grad():
        text = unit(classifier.text(all_ids, all_mask))
    before, after = Counts(), Counts()
    train_id = np.array(crops.train_ids + [255] * (256 - len(crops.train_ids)))
    areas = {name: {c: np.zeros(2) for c in (9, 14, 16, 8, 13, 15)} for name in ("none", "detector", "both")}
    for index in range(len(crops)):
        image = np.array(crops.images[index])
        side = image.shape[0]
        with torch.no_grad():
            logits, boxes, _, _ = detector(ids, mask, normalise(image[None]))
        boxes, scores, classes = detections(logits[0].numpy(), boxes[0].numpy(), side)
        keep = confirmed(classifier, text, image, boxes, classes)
        for c in TARGETS:
            truth = truth_boxes(crops, index, c, side)
            before.add(c, boxes[classes == c], truth)
            after.add(c, boxes[(classes == c) & keep], truth)
        truth_map = train_id[crops.labels[index]]
        coarse = truth_map.copy()
        for target, source in SOURCE.items():
            coarse[truth_map == target] = source
        order = np.argsort(scores, kind="stable")
        kept = [i for i in order if keep[i]]
        maps = {
            "none": coarse,
            "detector": relabel(coarse, boxes[order], classes[order]),
            "both": relabel(coarse, boxes[kept], classes[kept]),
        }
        for name, guess in maps.items():
            for c, sums in areas[name].items():
                sums += [((guess == c) & (truth_map == c)).sum(), ((guess == c) | (truth_map == c)).sum()]
    print("| class | stage | objects | detections | P@0.3 | R@0.3 | P@0.5 | R@0.5 |")
    print("|---|---|---|---|---|---|---|---|")
    for line in [*before.rows("detector"), *after.rows("detector + classifier")]:
        print(line)
    print("\n| relabeled by | terrain | truck | train | vegetation | car | bus |")
    print("|---|---|---|---|---|---|---|")
    for name, sums in areas.items():
        print(f"| {name} | " + " | ".join(f"{a / max(1, b):.2f}" for a, b in sums.values()) + " |")


def classifier_table(crops, classifier, tokenizer):
    ids, mask = (torch.tensor(r) for r in tokenizer.batch(PROMPTS, tokenizer.vocabulary[END]))
    rows = list_objects(crops)
    owner = np.array(crops.train_ids)[rows[:, 5].astype(int)]
    print("\n| category | objects | accuracy | per class: recall by the single-prompt rule, accuracy |")
    print("|---|---|---|---|")
    for name, category in (("nature", NATURE), ("vehicle", VEHICLE)):
        here = rows[np.isin(owner, category)]
        truth = owner[np.isin(owner, category)]
        patches = np.stack([cut(crops.images[int(r[0])], [*np.floor(r[1:3]), *np.ceil(r[3:5])]) for r in here])
        with torch.no_grad():
            logits = torch.cat([classifier(ids, normalise(p), mask)[0] for p in np.array_split(patches, 20)])
        prompts = prompts_of_classes(category)
        probability = logits[:, prompts].softmax(1).numpy()
        predicted = np.array(PROMPT_CLASS)[prompts][probability.argmax(1)]
        sure = probability.max(1) > (0.1 if name == "nature" else 0.5)
        parts = []
        for c in category:
            own = truth == c
            label = CLASSES[c].split(";")[0]
            parts.append(f"{label} {(own & sure & (predicted == c)).sum() / own.sum():.2f}, {(predicted[own] == c).mean():.2f}")
        print(f"| {name} | {len(here)} | {(predicted == truth).mean():.2f} | {'; '.join(parts)} |")


def main():
    detector_path, classifier_path, data = sys.argv[1:4]
    torch.set_num_threads(1)
    tokenizer = ClipTokenizer(PROMPTS)
    crops = Crops([data])
    detector = load(Detector, detector_path, tokenizer)
    classifier = load(Classifier, classifier_path, tokenizer)
    print(f"{len(crops)} crops, look `{crops.meta['look']}`, seed {crops.meta['seed']}\n")
    detector_tables(crops, detector, classifier, tokenizer)
    classifier_table(crops, classifier, tokenizer)


if __name__ == "__main__":
    main()

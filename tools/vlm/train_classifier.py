"""Trains the small CLIP.

    python3 -m tools.vlm.train_classifier OUT.pt DATA... [--iterations N] [--seed S] [--lr R] [--init CHECKPOINT] [--others W]

Cross-entropy against soft targets, once over all sixty prompts and once within the categories nature and vehicle, as
the relabeling asks. Targets put 0.8 on a class's generic prompt (see prompts.truth_tables).
"""

import argparse

import numpy as np
import torch

from .data import Crops, photometric
from .networks import Classifier
from .patches import batch_of, list_objects
from .prompts import NATURE, PROMPTS, VEHICLE, prompts_of_classes, truth_tables
from .tokenizer import END, ClipTokenizer
from .training import train

BATCH = 64


def sampling(rows, train_ids, others):
    """Probability of each object: one over the root of its subtype's frequency, less outside both categories, times `others`."""
    subtype = rows[:, 5].astype(int)
    count = np.bincount(subtype, minlength=len(train_ids))[subtype]
    inside = np.isin(np.array(train_ids)[subtype], NATURE + VEHICLE)
    weight = np.where(inside, 1.0, others) / np.sqrt(count)
    return weight / weight.sum()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out")
    parser.add_argument("data", nargs="+")
    parser.add_argument("--iterations", type=int, default=1300)
    parser.add_argument("--seed", type=int, default=2)
    parser.add_argument("--lr", type=float, default=2e-3)
    parser.add_argument("--shake", type=float, nargs="+", default=[0.08, 0.14, 0.22], help="how far boxes are off")
    parser.add_argument("--init", help="checkpoint to go on from")
    parser.add_argument("--others", type=float, default=0.25, help="how often other categories are shown")
    options = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    random = np.random.RandomState(options.seed)
    crops = Crops(options.data)
    tokenizer = ClipTokenizer(PROMPTS)
    end = tokenizer.vocabulary[END]
    ids, mask = (torch.tensor(rows) for rows in tokenizer.batch(PROMPTS, end))
    _, target = truth_tables(crops.subtypes, crops.train_ids)
    rows = list_objects(crops)
    weights = sampling(rows, crops.train_ids, options.others)
    train_id = torch.tensor(crops.train_ids)
    categories = [(torch.tensor(classes), prompts_of_classes(classes)) for classes in (NATURE, VEHICLE)]
    model = Classifier(len(tokenizer), end)
    if options.init:
        model.load_state_dict(torch.load(options.init))
    print("parameters", sum(p.numel() for p in model.parameters()), "objects", len(rows), flush=True)

    def step(_):
        chosen = rows[random.choice(len(rows), BATCH, p=weights)]
        subtype = torch.from_numpy(chosen[:, 5]).long()
        wanted = target[subtype]
        logits = model(ids, photometric(batch_of(crops, chosen, random, options.shake), noise=0.3), mask)[0]
        overall = -(wanted * logits.log_softmax(1)).sum(1).mean()
        within = torch.zeros(())
        for classes, prompts in categories:
            here = torch.isin(train_id[subtype], classes)
            inside = logits[here][:, prompts].log_softmax(1)
            within = within - (wanted[here][:, prompts] * inside).sum() / BATCH
        return overall + within, (overall.item(), within.item(), model.log_scale.exp().item())

    train(model, options.iterations, options.lr, step, options.out)


if __name__ == "__main__":
    main()

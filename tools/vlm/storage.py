"""Weights as they are shipped: matrices kept in half precision, widened to float32 before they are used.

The networks take, compute and give float32; only their files are half as large. A runtime widens the constants once,
when it opens a file.
"""

import torch
from torch import nn
from torch.nn.utils import parametrize


class Widen(nn.Module):
    def forward(self, stored):
        return stored.float()


def store_as_half(model):
    """Rounds every matrix and kernel of a model to half precision in place; vectors stay as they are."""
    for module in list(model.modules()):
        for name, parameter in list(module.named_parameters(recurse=False)):
            if parameter.ndim < 2:
                continue
            setattr(module, name, nn.Parameter(parameter.detach().half(), requires_grad=False))
            parametrize.register_parametrization(module, name, Widen(), unsafe=True)
    return model


def load_shipped(model, path):
    """A trained model from its checkpoint, with the weights it is shipped with, ready for use."""
    model.load_state_dict(torch.load(path))
    return store_as_half(model).eval()

"""Small bodies under the real heads: an OWL-ViT and a CLIP that fit a page.

Both look at the picture with a pyramid of strided convolutions (batch norm, residual blocks where the map is small)
and one or two transformer blocks over the resulting 8x8 tokens; both read prompts with one transformer block.
"""

import math

import torch
from torch import nn
from torch.nn import functional as F


class Block(nn.Module):
    """Pre-norm transformer block; ``mask`` is added to the attention logits."""

    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.norm1 = nn.LayerNorm(width)
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.norm2 = nn.LayerNorm(width)
        self.fc1 = nn.Linear(width, 4 * width)
        self.fc2 = nn.Linear(4 * width, width)

    def forward(self, x, mask=None):
        batch, count, width = x.shape
        size = width // self.heads
        q, k, v = self.qkv(self.norm1(x)).reshape(batch, count, 3, self.heads, size).permute(2, 0, 3, 1, 4).unbind(0)
        logits = q @ k.transpose(-1, -2) * size**-0.5
        if mask is not None:
            logits = logits + mask
        mixed = (logits.softmax(-1) @ v).transpose(1, 2).reshape(batch, count, width)
        x = x + self.out(mixed)
        return x + self.fc2(F.gelu(self.fc1(self.norm2(x))))


class TextEncoder(nn.Module):
    """Prompts [Q, L] of token ids -> embeddings [Q, D], not normalised.

    Tokens count up to the first end of text, whatever pads the rest, so that the mask may be left out.
    """

    def __init__(self, vocabulary, end, width, longest=16):
        super().__init__()
        self.end = end
        self.embed = nn.Embedding(vocabulary, width)
        self.position = nn.Parameter(torch.randn(longest, width) * 0.02)
        self.block = Block(width, 4)
        self.norm = nn.LayerNorm(width)
        self.project = nn.Linear(width, width)

    def forward(self, ids, attention_mask=None):
        ended = (ids == self.end).float()
        mask = ((ended.cumsum(1) - ended) < 0.5).float()
        if attention_mask is not None:
            mask = mask * attention_mask.float()
        x = self.embed(ids) + self.position[: ids.shape[1]]
        x = self.block(x, (1 - mask)[:, None, None, :] * -1e4)
        x = (x * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
        return self.project(self.norm(x))


class Residual(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.conv1 = nn.Conv2d(width, width, 3, 1, 1, bias=False)
        self.norm1 = nn.BatchNorm2d(width)
        self.conv2 = nn.Conv2d(width, width, 3, 1, 1, bias=False)
        self.norm2 = nn.BatchNorm2d(width)
        nn.init.zeros_(self.norm2.weight)

    def forward(self, x):
        return F.relu(x + self.norm2(self.conv2(F.relu(self.norm1(self.conv1(x))))))


def pyramid(widths, residuals):
    """Halves the map once per width, with ``residuals`` blocks after each halving."""
    layers, before = [], 3
    for width, count in zip(widths, residuals):
        layers += [nn.Conv2d(before, width, 3, 2, 1, bias=False), nn.BatchNorm2d(width), nn.ReLU()]
        layers += [Residual(width) for _ in range(count)]
        before = width
    return nn.Sequential(*layers)


def unit(x):
    return x / (x.norm(dim=-1, keepdim=True) + 1e-6)


class Detector(nn.Module):
    """OWL-ViT: every token of an 8x8 grid names one box and compares its embedding with the prompts'."""

    SIZE, GRID, WIDTH, EMBED = 128, 8, 112, 48

    def __init__(self, vocabulary, end):
        super().__init__()
        width, grid = self.WIDTH, self.GRID
        self.stem = pyramid((32, 64, 80, width), (0, 0, 1, 1))
        self.position = nn.Parameter(torch.randn(grid * grid, width) * 0.02)
        self.blocks = nn.ModuleList(Block(width, 4) for _ in range(2))
        self.norm = nn.LayerNorm(width)
        self.text = TextEncoder(vocabulary, end, self.EMBED)
        self.class_embed = nn.Linear(width, self.EMBED)
        self.shift = nn.Linear(width, 1)
        self.scale = nn.Linear(width, 1)
        # A fresh head answers about 0.01 everywhere.
        nn.init.constant_(self.shift.bias, -0.5)
        nn.init.constant_(self.scale.bias, 8.0)
        self.box = nn.Sequential(
            nn.Linear(width, width), nn.GELU(), nn.Linear(width, width), nn.GELU(), nn.Linear(width, 4)
        )
        centre = (torch.arange(grid) + 0.5) / grid
        y, x = torch.meshgrid(centre, centre, indexing="ij")
        size = torch.full_like(x, 0.2)
        bias = torch.stack([torch.logit(v) for v in (x, y, size, size)], -1)
        self.register_buffer("box_bias", bias.reshape(grid * grid, 4))

    def look(self, pixel_values, text_embeds):
        """-> logits [B, 64, Q], boxes [B, 64, 4] (cx, cy, w, h in 0..1), image embeddings [B, 64, D]."""
        x = self.stem(pixel_values).flatten(2).transpose(1, 2) + self.position
        for block in self.blocks:
            x = block(x)
        x = self.norm(x)
        image = unit(self.class_embed(x))
        logits = (image @ unit(text_embeds).t() + self.shift(x)) * (F.elu(self.scale(x)) + 1)
        return logits, torch.sigmoid(self.box(x) + self.box_bias), image

    def forward(self, input_ids, attention_mask, pixel_values):
        """-> logits, boxes as in `look`, text [1, Q, D], image [B, 8, 8, D]; embeddings of unit length."""
        text = unit(self.text(input_ids, attention_mask))
        logits, boxes, image = self.look(pixel_values, text)
        return logits, boxes, text[None], image.reshape(-1, self.GRID, self.GRID, self.EMBED)


class Classifier(nn.Module):
    """CLIP: one embedding per picture, one per prompt, compared by a learned scale times their cosine."""

    SIZE, GRID, WIDTH, EMBED = 64, 8, 80, 48

    def __init__(self, vocabulary, end):
        super().__init__()
        width, grid = self.WIDTH, self.GRID
        self.stem = pyramid((32, 48, width), (0, 1, 1))
        self.position = nn.Parameter(torch.randn(grid * grid, width) * 0.02)
        self.block = Block(width, 4)
        self.norm = nn.LayerNorm(width)
        self.project = nn.Linear(width, self.EMBED, bias=False)
        self.text = TextEncoder(vocabulary, end, self.EMBED)
        self.log_scale = nn.Parameter(torch.tensor(math.log(12.0)))

    def vision(self, pixel_values):
        """-> (embeddings [I, D] not normalised, tokens [I, 64, width])."""
        x = self.stem(pixel_values).flatten(2).transpose(1, 2) + self.position
        tokens = self.norm(self.block(x))
        return self.project(tokens.mean(1)), tokens

    def forward(self, input_ids, pixel_values, attention_mask):
        """-> logits per image [I, T], logits per text [T, I], text [T, D], image [I, D]; embeddings unit length."""
        image = unit(self.vision(pixel_values)[0])
        text = unit(self.text(input_ids, attention_mask))
        logits = self.log_scale.clamp(max=4.6).exp() * image @ text.t()
        return logits, logits.t(), text, image

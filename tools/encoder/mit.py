"""Mix Transformer (SegFormer's encoder) with the parameter names of the reference state dict."""

import json
import struct

import torch
from torch import nn
from torch.nn import functional as F

SMALL = {"embed_dims": [32, 64, 96, 128], "num_heads": [1, 2, 3, 4], "depths": [1, 1, 2, 1], "sr_ratios": [8, 4, 2, 1]}
MLP_RATIO = 4
#: Stochastic depth of the last block; block n of D drops with this times n / (D - 1).
DROP_PATH = 0.05


class OverlapPatchEmbed(nn.Module):
    def __init__(self, before, width, kernel, stride):
        super().__init__()
        self.proj = nn.Conv2d(before, width, kernel, stride, kernel // 2)
        self.norm = nn.LayerNorm(width, eps=1e-5)

    def forward(self, x):
        x = self.proj(x)
        size = x.shape[2:]
        return self.norm(x.flatten(2).transpose(1, 2)), size


class Attention(nn.Module):
    def __init__(self, width, heads, reduction):
        super().__init__()
        self.heads = heads
        self.q = nn.Linear(width, width)
        self.kv = nn.Linear(width, 2 * width)
        self.proj = nn.Linear(width, width)
        self.reduction = reduction
        if reduction > 1:
            self.sr = nn.Conv2d(width, width, reduction, reduction)
            self.norm = nn.LayerNorm(width, eps=1e-5)

    def forward(self, x, size):
        batch, count, width = x.shape
        head = width // self.heads
        q = self.q(x).reshape(batch, count, self.heads, head).transpose(1, 2)
        if self.reduction > 1:
            small = self.sr(x.transpose(1, 2).reshape(batch, width, *size))
            x = self.norm(small.flatten(2).transpose(1, 2))
        k, v = self.kv(x).reshape(batch, -1, 2, self.heads, head).permute(2, 0, 3, 1, 4).unbind(0)
        mixed = (q @ k.transpose(-2, -1) * head**-0.5).softmax(-1) @ v
        return self.proj(mixed.transpose(1, 2).reshape(batch, count, width))


class DepthwiseConv(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.dwconv = nn.Conv2d(width, width, 3, 1, 1, groups=width)

    def forward(self, x, size):
        batch, count, width = x.shape
        x = self.dwconv(x.transpose(1, 2).reshape(batch, width, *size))
        return x.flatten(2).transpose(1, 2)


class MixFeedForward(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.fc1 = nn.Linear(width, MLP_RATIO * width)
        self.dwconv = DepthwiseConv(MLP_RATIO * width)
        self.fc2 = nn.Linear(MLP_RATIO * width, width)

    def forward(self, x, size):
        return self.fc2(F.gelu(self.dwconv(self.fc1(x), size)))


class Block(nn.Module):
    def __init__(self, width, heads, reduction, drop):
        super().__init__()
        self.norm1 = nn.LayerNorm(width, eps=1e-6)
        self.attn = Attention(width, heads, reduction)
        self.norm2 = nn.LayerNorm(width, eps=1e-6)
        self.mlp = MixFeedForward(width)
        self.drop = drop

    def _path(self, x):
        if not self.training or self.drop == 0:
            return x
        keep = (torch.rand(len(x), 1, 1) >= self.drop).float()
        return x * keep / (1 - self.drop)

    def forward(self, x, size):
        x = x + self._path(self.attn(self.norm1(x), size))
        return x + self._path(self.mlp(self.norm2(x), size))


class MixTransformer(nn.Module):
    """Pictures [B, 3, H, W] -> four maps at strides 4, 8, 16 and 32."""

    def __init__(self, embed_dims, num_heads, depths, sr_ratios):
        super().__init__()
        self.stages = len(depths)
        total = sum(depths)
        before, block = 3, 0
        for stage, (width, heads, depth, reduction) in enumerate(zip(embed_dims, num_heads, depths, sr_ratios), 1):
            kernel, stride = (7, 4) if stage == 1 else (3, 2)
            setattr(self, f"patch_embed{stage}", OverlapPatchEmbed(before, width, kernel, stride))
            drops = [DROP_PATH * (block + k) / (total - 1) for k in range(depth)]
            setattr(self, f"block{stage}", nn.ModuleList(Block(width, heads, reduction, drop) for drop in drops))
            setattr(self, f"norm{stage}", nn.LayerNorm(width, eps=1e-6))
            before, block = width, block + depth
        self.apply(_initialise)

    def forward(self, x):
        maps = []
        for stage in range(1, self.stages + 1):
            x, size = getattr(self, f"patch_embed{stage}")(x)
            for block in getattr(self, f"block{stage}"):
                x = block(x, size)
            x = getattr(self, f"norm{stage}")(x)
            x = x.transpose(1, 2).reshape(len(x), -1, *size)
            maps.append(x)
        return maps


def _initialise(module):
    if isinstance(module, nn.Linear):
        nn.init.trunc_normal_(module.weight, std=0.02)
        nn.init.zeros_(module.bias)
    elif isinstance(module, nn.Conv2d):
        fan_out = module.kernel_size[0] * module.kernel_size[1] * module.out_channels // module.groups
        nn.init.normal_(module.weight, 0, (2 / fan_out) ** 0.5)
        nn.init.zeros_(module.bias)


def save_safetensors(state, path):
    """Writes float32 tensors in the safetensors format."""
    header, offset = {"__metadata__": {"format": "pt"}}, 0
    arrays = {name: tensor.detach().float().contiguous().numpy() for name, tensor in state.items()}
    for name, array in arrays.items():
        end = offset + array.nbytes
        header[name] = {"dtype": "F32", "shape": list(array.shape), "data_offsets": [offset, end]}
        offset = end
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for array in arrays.values():
            file.write(array.tobytes())

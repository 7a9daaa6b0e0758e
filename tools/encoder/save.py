"""Writes the trained encoder without its head, as the lab and mmsegmentation read it.

    python3 -m tools.encoder.save ENCODER.pt OUT_FOLDER
"""

import json
import sys
from pathlib import Path

import torch

from .mit import DROP_PATH, MLP_RATIO, SMALL, save_safetensors

PREFIX = "encoder."


def main():
    checkpoint, out = sys.argv[1], Path(sys.argv[2])
    out.mkdir(parents=True, exist_ok=True)
    state = torch.load(checkpoint)
    encoder = {name[len(PREFIX) :]: tensor for name, tensor in state.items() if name.startswith(PREFIX)}
    save_safetensors(encoder, out / "model.safetensors")
    config = {"model_type": "mit", **SMALL, "mlp_ratio": MLP_RATIO, "qkv_bias": True, "drop_path_rate": DROP_PATH}
    (out / "config.json").write_text(json.dumps(config, indent=2) + "\n")
    print(len(encoder), "tensors", sum(t.numel() for t in encoder.values()), "values")


if __name__ == "__main__":
    main()

"""Writes trained models as Hugging Face folders with float32 ONNX networks (opset 17); weights as in storage.py.

    python3 -m tools.vlm.export_models DETECTOR.pt CLASSIFIER.pt OUT_FOLDER

Each folder has the joint network `onnx/model.onnx` with the inputs and outputs of Hugging Face's exports, the same
split in two (text, picture), and `selftest.json`, which lets a reader find damaged files or a wrong device.
"""

import json
import sys
import warnings
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional as F

from .data import MEAN, STD
from .decode import TARGET_PROMPTS
from .networks import Classifier, Detector, unit
from .prompts import PROMPTS
from .storage import load_shipped
from .tokenizer import END, START, ClipTokenizer

OPSET = 17
LONGEST = 16


class DetectorText(nn.Module):
    def __init__(self, detector):
        super().__init__()
        self.detector = detector

    def forward(self, input_ids):
        return unit(self.detector.text(input_ids))


class DetectorImage(nn.Module):
    """The detector with finished text embeddings [Q, D] in place of tokens."""

    def __init__(self, detector):
        super().__init__()
        self.detector = detector

    def forward(self, pixel_values, text_embeds):
        logits, boxes, _ = self.detector.look(pixel_values, text_embeds)
        return logits, boxes


class ClassifierText(nn.Module):
    def __init__(self, classifier):
        super().__init__()
        self.classifier = classifier

    def forward(self, input_ids):
        return self.classifier.text(input_ids)


class ClassifierVision(nn.Module):
    def __init__(self, classifier):
        super().__init__()
        self.classifier = classifier

    def forward(self, pixel_values):
        return self.classifier.vision(pixel_values)[0]


def export(model, path, inputs, outputs, axes):
    """``inputs`` and ``axes`` map names to tensors and to their free dimensions."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            model.eval(), tuple(inputs.values()), str(path), opset_version=OPSET, input_names=list(inputs),
            output_names=outputs, dynamic_axes=axes, do_constant_folding=False,
        )
    print(f"{path}  {path.stat().st_size:,} bytes")


def write_json(path, document):
    path.write_text(json.dumps(document, indent=2) + "\n")


def image_settings(kind, size, crop):
    """preprocessor_config.json: bicubic, CLIP's statistics; a crop for the classifier, plain stretching otherwise."""
    settings = {
        "image_processor_type": kind, "do_convert_rgb": True, "do_resize": True, "do_rescale": True,
        "do_normalize": True, "do_center_crop": crop, "resample": 3, "rescale_factor": 1 / 255,
        "image_mean": MEAN.flatten().tolist(), "image_std": STD.flatten().tolist(),
        "crop_size": {"height": size, "width": size},
    }
    settings["size"] = {"shortest_edge": size} if crop else {"height": size, "width": size}
    return {name: [round(v, 8) for v in value] if isinstance(value, list) else value for name, value in settings.items()}


def text_settings(tokenizer, model, kind, pad):
    return {
        "model_type": kind, "vocab_size": len(tokenizer), "hidden_size": model.EMBED,
        "intermediate_size": 4 * model.EMBED, "num_hidden_layers": 1, "num_attention_heads": 4,
        "max_position_embeddings": LONGEST, "hidden_act": "gelu", "bos_token_id": tokenizer.vocabulary[START],
        "eos_token_id": tokenizer.vocabulary[END], "pad_token_id": pad,
    }


def vision_settings(model, kind, layers):
    return {
        "model_type": kind, "image_size": model.SIZE, "patch_size": model.SIZE // model.GRID,
        "hidden_size": model.WIDTH, "intermediate_size": 4 * model.WIDTH, "num_hidden_layers": layers,
        "num_attention_heads": 4, "num_channels": 3, "hidden_act": "gelu",
    }


def self_test(path, tokenizer, text, pad, prompts):
    ids, _ = tokenizer.batch(prompts, pad)
    with torch.no_grad():
        embeddings = unit(text(torch.tensor(ids)))
    rows = [[round(v, 6) for v in row] for row in embeddings.tolist()]
    path.write_text(json.dumps({"prompts": prompts, "text_embeds": rows}) + "\n")


def export_detector(model, tokenizer, folder):
    # Names of free dimensions: B pictures, Q prompts, L tokens.
    rows, _ = tokenizer.batch(PROMPTS[:2], 0)
    ids = torch.tensor([row + [0] * (LONGEST - len(row)) for row in rows])
    pixels = torch.randn(1, 3, model.SIZE, model.SIZE)
    text_axes = {0: "Q", 1: "L"}
    answer_axes = {"logits": {0: "B", 2: "Q"}, "pred_boxes": {0: "B"}}
    export(
        model, folder / "onnx/model.onnx",
        {"input_ids": ids, "attention_mask": torch.ones_like(ids), "pixel_values": pixels},
        ["logits", "pred_boxes", "text_embeds", "image_embeds"],
        {"input_ids": text_axes, "attention_mask": text_axes, "pixel_values": {0: "B"}, **answer_axes,
         "text_embeds": {1: "Q"}, "image_embeds": {0: "B"}},
    )
    text = DetectorText(model)
    export(text, folder / "onnx/text_model.onnx", {"input_ids": ids}, ["text_embeds"],
           {"input_ids": text_axes, "text_embeds": {0: "Q"}})
    with torch.no_grad():
        embeddings = text(ids)
    export(DetectorImage(model), folder / "onnx/image_model.onnx", {"pixel_values": pixels, "text_embeds": embeddings},
           ["logits", "pred_boxes"], {"pixel_values": {0: "B"}, "text_embeds": {0: "Q"}, **answer_axes})
    write_json(folder / "config.json", {
        "model_type": "owlvit", "architectures": ["OwlViTForObjectDetection"], "projection_dim": model.EMBED,
        "text_config": text_settings(tokenizer, model, "owlvit_text_model", 0),
        "vision_config": vision_settings(model, "owlvit_vision_model", 2),
    })
    write_json(folder / "preprocessor_config.json", image_settings("OwlViTImageProcessor", model.SIZE, False))
    tokenizer.save(folder, LONGEST, "!")
    self_test(folder / "selftest.json", tokenizer, model.text, 0, [PROMPTS[p] for p in TARGET_PROMPTS])


def export_classifier(model, tokenizer, folder):
    end = tokenizer.vocabulary[END]
    ids, mask = (torch.tensor(rows) for rows in tokenizer.batch(PROMPTS[12:14], end))
    pixels = torch.randn(2, 3, model.SIZE, model.SIZE)
    text_axes = {0: "T", 1: "L"}
    export(
        model, folder / "onnx/model.onnx", {"input_ids": ids, "pixel_values": pixels, "attention_mask": mask},
        ["logits_per_image", "logits_per_text", "text_embeds", "image_embeds"],
        {"input_ids": text_axes, "attention_mask": text_axes, "pixel_values": {0: "I"},
         "logits_per_image": {0: "I", 1: "T"}, "logits_per_text": {0: "T", 1: "I"}, "text_embeds": {0: "T"},
         "image_embeds": {0: "I"}},
    )
    export(ClassifierText(model), folder / "onnx/text_model.onnx", {"input_ids": ids}, ["text_embeds"],
           {"input_ids": text_axes, "text_embeds": {0: "T"}})
    export(ClassifierVision(model), folder / "onnx/vision_model.onnx", {"pixel_values": pixels}, ["image_embeds"],
           {"pixel_values": {0: "I"}, "image_embeds": {0: "I"}})
    write_json(folder / "config.json", {
        "model_type": "clip", "architectures": ["CLIPModel"], "projection_dim": model.EMBED,
        "logit_scale": round(float(model.log_scale.clamp(max=4.6)), 6),
        "text_config": text_settings(tokenizer, model, "clip_text_model", end),
        "vision_config": vision_settings(model, "clip_vision_model", 1),
    })
    write_json(folder / "preprocessor_config.json", image_settings("CLIPImageProcessor", model.SIZE, True))
    tokenizer.save(folder, LONGEST, END)
    self_test(folder / "selftest.json", tokenizer, model.text, end, PROMPTS)


def main():
    detector_path, classifier_path, out = sys.argv[1:4]
    tokenizer = ClipTokenizer(PROMPTS)
    end = tokenizer.vocabulary[END]
    torch.manual_seed(0)
    for model, path, write, name in (
        (Detector(len(tokenizer), end), detector_path, export_detector, "owlvit"),
        (Classifier(len(tokenizer), end), classifier_path, export_classifier, "clip"),
    ):
        (Path(out) / name).mkdir(parents=True, exist_ok=True)
        write(load_shipped(model, path), tokenizer, Path(out) / name)


if __name__ == "__main__":
    main()

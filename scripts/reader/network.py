"""The judge as a network: all-MiniLM-L6-v2's layers, and a small head over what they give.

Devlin et al. (2019), NAACL-HLT, 4171-4186 (the encoder's layers); Wang et al. (2020), NeurIPS 33
(MiniLM). Only the layers and the head are tuned; the embeddings stay as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from servanda.records import Label

__all__ = [
    "DENSE",
    "HEADS",
    "HIDDEN",
    "LAYERS",
    "NORMS",
    "Embeddings",
    "Weights",
    "batch_inputs",
    "first_weights",
    "log_chances",
    "numbers_of",
    "tunable",
]

LAYERS, HEADS, HIDDEN = 6, 12, 384  # of all-MiniLM-L6-v2 [definition]
HEAD_WIDTH = 128  # of the head's one layer [judgement; here]
EPSILON = 1e-12  # of a layer's normalisation [definition]

Weights = dict[str, Any]
Array = NDArray[np.float32]

_LAYER = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "attended": "attention.output.dense",
    "inner": "intermediate.dense",
    "outer": "output.dense",
}
_NORMS = {"attended_norm": "attention.output.LayerNorm", "outer_norm": "output.LayerNorm"}
DENSE, NORMS = tuple(_LAYER), tuple(_NORMS)  # of a layer, in the order they are used


@dataclass(frozen=True, slots=True)
class Embeddings:
    """The vectors of words, places and parts of a pair, and their normalisation."""

    words: Array
    places: Array
    types: Array
    scale: Array
    shift: Array

    @classmethod
    def of(cls, tensors: Mapping[str, Array]) -> Embeddings:
        """Those of the published weights."""
        named = [
            f"embeddings.{name}_embeddings.weight" for name in ("word", "position", "token_type")
        ]
        norm = [f"embeddings.LayerNorm.{name}" for name in ("weight", "bias")]
        return cls(*(np.asarray(tensors[name]) for name in (*named, *norm)))

    def __call__(self, ids: NDArray[np.int64], types: NDArray[np.int64]) -> Array:
        """The input of the first layer, (pair, token, HIDDEN)."""
        summed = self.words[ids] + self.places[: ids.shape[1]][None] + self.types[types]
        centred = summed - summed.mean(-1, keepdims=True)
        spread = np.sqrt((centred**2).mean(-1, keepdims=True) + EPSILON)
        return np.asarray(centred / spread * self.scale + self.shift, np.float32)


def first_weights(tensors: Mapping[str, Array], seed: int) -> Weights:
    """The published layers, with a head that knows nothing yet, as arrays."""
    rng = np.random.default_rng(seed)
    layers = []
    for number in range(LAYERS):
        prefix = f"encoder.layer.{number}."
        layer = {}
        for name, published in _LAYER.items():
            layer[name] = _plain(tensors[f"{prefix}{published}.weight"].T)
            layer[f"{name}_bias"] = _plain(tensors[f"{prefix}{published}.bias"])
        for name, published in _NORMS.items():
            layer[f"{name}_scale"] = _plain(tensors[f"{prefix}{published}.weight"])
            layer[f"{name}_shift"] = _plain(tensors[f"{prefix}{published}.bias"])
        layers.append(layer)
    return {
        "layers": layers,
        "head": _plain(rng.normal(0.0, 0.03, (2 * HIDDEN, HEAD_WIDTH))),
        "head_bias": _plain(np.zeros(HEAD_WIDTH)),
        "labels": _plain(rng.normal(0.0, 0.05, (HEAD_WIDTH, len(Label)))),
        "labels_bias": _plain(np.zeros(len(Label))),
    }


def tunable(weights: Weights) -> tuple[Weights, list[Tensor]]:
    """A network of arrays as tensors that can be tuned, and all of these in one order."""
    tensors: list[Tensor] = []

    def tensor(values: Array) -> Tensor:
        tensors.append(torch.tensor(values, requires_grad=True))
        return tensors[-1]

    return _mapped(weights, tensor), tensors


def numbers_of(weights: Weights) -> Weights:
    """A network's tensors as arrays."""
    return _mapped(weights, lambda tensor: np.asarray(tensor.detach().numpy(), np.float32))


def _mapped(weights: Weights, changed: Callable[[Any], Any]) -> Weights:
    layers = [{name: changed(v) for name, v in layer.items()} for layer in weights["layers"]]
    head = {name: changed(value) for name, value in weights.items() if name != "layers"}
    return {"layers": layers, **head}


def _plain(values: NDArray[Any]) -> Array:
    return np.array(values, np.float32)


def log_chances(weights: Weights, inputs: Tensor, mask: Tensor, drop: float = 0.0) -> Tensor:
    """The log probability of each label, (pair, label); `drop`: share of outputs left out."""
    states = inputs
    unseen = (1.0 - mask)[:, None, None, :] * -1e4
    for layer in weights["layers"]:
        attended = functional.dropout(_attention(layer, states, unseen), drop)
        states = _normalise(states + attended, layer, "attended_norm")
        inner = functional.gelu(states @ layer["inner"] + layer["inner_bias"])
        outer = functional.dropout(inner @ layer["outer"] + layer["outer_bias"], drop)
        states = _normalise(states + outer, layer, "outer_norm")
    mean = (states * mask[:, :, None]).sum(1) / mask.sum(1, keepdim=True)
    pooled = torch.cat([states[:, 0], mean], -1)
    hidden = torch.tanh(pooled @ weights["head"] + weights["head_bias"])
    return functional.log_softmax((hidden @ weights["labels"] + weights["labels_bias"]).float(), -1)


def _attention(layer: Weights, states: Tensor, unseen: Tensor) -> Tensor:
    pairs, tokens, _ = states.shape
    query, key, value = (
        (states @ layer[name] + layer[f"{name}_bias"])
        .reshape(pairs, tokens, HEADS, HIDDEN // HEADS)
        .transpose(1, 2)
        for name in ("query", "key", "value")
    )
    scores = query @ key.transpose(2, 3) / np.sqrt(HIDDEN // HEADS) + unseen
    mixed = (scores.softmax(-1).to(value.dtype) @ value).transpose(1, 2)
    whole = mixed.reshape(pairs, tokens, HIDDEN)
    found: Tensor = whole @ layer["attended"] + layer["attended_bias"]
    return found


def _normalise(states: Tensor, layer: Weights, name: str) -> Tensor:
    scale, shift = layer[f"{name}_scale"], layer[f"{name}_shift"]
    return functional.layer_norm(states.float(), (HIDDEN,), scale, shift, EPSILON)


def batch_inputs(
    tokens: Sequence[tuple[list[int], int]], embeddings: Embeddings
) -> tuple[Array, Array]:
    """Inputs and mask of some pairs, padded to the next multiple of 8 tokens.

    tokens: of each pair, with the number of those that are the duty's
    """
    longest = -(-max(len(ids) for ids, _ in tokens) // 8) * 8
    ids = np.zeros((len(tokens), longest), dtype=np.int64)
    types, mask = np.zeros_like(ids), np.zeros(ids.shape, dtype=np.float32)
    for row, (pair, second) in enumerate(tokens):
        ids[row, : len(pair)] = pair
        types[row, second : len(pair)] = 1
        mask[row, : len(pair)] = 1.0
    return embeddings(ids, types), mask

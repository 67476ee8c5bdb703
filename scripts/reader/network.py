"""The judge as a network: all-MiniLM-L6-v2's layers, and a small head over what they give.

Devlin et al. (2019), NAACL-HLT, 4171-4186 (the encoder's layers); Wang et al. (2020), NeurIPS 33
(MiniLM). Only the layers and the head are tuned; the embeddings stay as they are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from numpy.typing import NDArray

from servanda.records import Label

__all__ = [
    "HEADS",
    "HIDDEN",
    "LAYERS",
    "Embeddings",
    "Weights",
    "batch_inputs",
    "first_weights",
    "log_chances",
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
    """The published layers with a head that knows nothing yet."""
    keys = jax.random.split(jax.random.PRNGKey(seed), 2)
    layers = []
    for number in range(LAYERS):
        prefix = f"encoder.layer.{number}."
        layer = {}
        for name, published in _LAYER.items():
            layer[name] = jnp.asarray(tensors[f"{prefix}{published}.weight"].T)
            layer[f"{name}_bias"] = jnp.asarray(tensors[f"{prefix}{published}.bias"])
        for name, published in _NORMS.items():
            layer[f"{name}_scale"] = jnp.asarray(tensors[f"{prefix}{published}.weight"])
            layer[f"{name}_shift"] = jnp.asarray(tensors[f"{prefix}{published}.bias"])
        layers.append(layer)
    return {
        "layers": layers,
        "head": jax.random.normal(keys[0], (2 * HIDDEN, HEAD_WIDTH)) * 0.03,
        "head_bias": jnp.zeros(HEAD_WIDTH),
        "labels": jax.random.normal(keys[1], (HEAD_WIDTH, len(Label))) * 0.05,
        "labels_bias": jnp.zeros(len(Label)),
    }


def log_chances(
    weights: Weights, inputs: Any, mask: Any, drop: float = 0.0, key: Any = None
) -> Any:
    """The log probability of each label, (pair, label); `drop`: share of outputs left out."""
    states = inputs
    unseen = (1.0 - mask)[:, None, None, :] * -1e4
    for layer in weights["layers"]:
        key, first, second = jax.random.split(key, 3) if drop else (None, None, None)
        attended = _thin(_attention(layer, states, unseen), drop, first)
        states = _normalise(states + attended, layer, "attended_norm")
        inner = jax.nn.gelu(states @ layer["inner"] + layer["inner_bias"], approximate=False)
        outer = _thin(inner @ layer["outer"] + layer["outer_bias"], drop, second)
        states = _normalise(states + outer, layer, "outer_norm")
    mean = (states * mask[:, :, None]).sum(1) / mask.sum(1, keepdims=True)
    pooled = jnp.concatenate([states[:, 0], mean], -1)
    hidden = jnp.tanh(pooled @ weights["head"] + weights["head_bias"])
    return jax.nn.log_softmax(hidden @ weights["labels"] + weights["labels_bias"])


def _attention(layer: Weights, states: Any, unseen: Any) -> Any:
    pairs, tokens, _ = states.shape
    query, key, value = (
        (states @ layer[name] + layer[f"{name}_bias"])
        .reshape(pairs, tokens, HEADS, HIDDEN // HEADS)
        .transpose(0, 2, 1, 3)
        for name in ("query", "key", "value")
    )
    scores = query @ key.transpose(0, 1, 3, 2) / np.sqrt(HIDDEN // HEADS) + unseen
    mixed = (jax.nn.softmax(scores, -1) @ value).transpose(0, 2, 1, 3)
    return mixed.reshape(pairs, tokens, HIDDEN) @ layer["attended"] + layer["attended_bias"]


def _normalise(states: Any, layer: Weights, name: str) -> Any:
    centred = states - states.mean(-1, keepdims=True)
    spread = jnp.sqrt((centred**2).mean(-1, keepdims=True) + EPSILON)
    return centred / spread * layer[f"{name}_scale"] + layer[f"{name}_shift"]


def _thin(states: Any, drop: float, key: Any) -> Any:
    if not drop:
        return states
    kept = jax.random.bernoulli(key, 1.0 - drop, states.shape)
    return states * kept / (1.0 - drop)


def batch_inputs(
    tokens: Sequence[tuple[list[int], int]], embeddings: Embeddings
) -> tuple[Array, Array]:
    """Inputs and mask of some pairs, padded to the next multiple of 32 tokens.

    tokens: of each pair, with the number of those that are the duty's
    """
    longest = -(-max(len(ids) for ids, _ in tokens) // 32) * 32
    ids = np.zeros((len(tokens), longest), dtype=np.int64)
    types, mask = np.zeros_like(ids), np.zeros(ids.shape, dtype=np.float32)
    for row, (pair, second) in enumerate(tokens):
        ids[row, : len(pair)] = pair
        types[row, second : len(pair)] = 1
        mask[row, : len(pair)] = 1.0
    return embeddings(ids, types), mask

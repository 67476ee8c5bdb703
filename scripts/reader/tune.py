"""Tuning the judge on labelled pairs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import optax
from numpy.typing import NDArray

from scripts.reader.network import Embeddings, Weights, batch_inputs, first_weights, log_chances
from servanda.claims.statements.fitted import SAID
from servanda.records import Label

__all__ = ["Recipe", "Tokens", "tune"]

Tokens = tuple[list[int], int]  # of a pair, and how many of them are the duty's


@dataclass(frozen=True, slots=True)
class Recipe:
    """How the judge is tuned; each value was chosen on agreements left out."""

    passes: int = 3
    rate: float = 1e-4
    pairs: int = 16  # in a step
    drop: float = 0.1
    decay: float = 0.01
    warm_up: float = 0.1  # share of the steps in which the rate rises
    direction_share: float = 0.5  # of the loss that asks for the direction alone
    seed: int = 2018


# The direction of each label, unrelated being one more: (label, direction).
_DIRECTIONS = np.array(
    [[label.direction is said for said in SAID] + [label is Label.UNRELATED] for label in Label],
    dtype=np.float32,
)


def tune(
    tokens: Sequence[Tokens],
    labels: NDArray[np.int64],
    weights: NDArray[np.float64],
    published: dict[str, Any],
    recipe: Recipe,
    report: Callable[[str], None],
) -> Weights:
    """The tuned network; the same weights from the same pairs and seed on one machine."""
    embeddings = Embeddings.of(published)
    network = first_weights(published, recipe.seed)
    steps = recipe.passes * (len(tokens) // recipe.pairs)
    schedule = optax.warmup_cosine_decay_schedule(
        0.0, recipe.rate, int(steps * recipe.warm_up), steps, recipe.rate * 0.02
    )
    optimiser = optax.chain(
        optax.clip_by_global_norm(1.0), optax.adamw(schedule, weight_decay=recipe.decay)
    )
    state = optimiser.init(network)
    step = _step_of(optimiser, recipe)
    key = jax.random.PRNGKey(recipe.seed)
    rng = np.random.default_rng(recipe.seed)
    losses: list[float] = []
    for batch in _batches(tokens, recipe, rng):
        inputs, mask = batch_inputs([tokens[index] for index in batch], embeddings)
        key, drop_key = jax.random.split(key)
        asked = (labels[batch], weights[batch].astype(np.float32))
        network, state, loss = step(network, state, inputs, mask, *asked, drop_key)
        losses.append(float(loss))
        if len(losses) % 100 == 0:
            report(f"step {len(losses)} of {steps}, loss {np.mean(losses[-100:]):.3f}")
    return network


def _step_of(optimiser: Any, recipe: Recipe) -> Any:
    @jax.jit
    def step(
        network: Any, state: Any, inputs: Any, mask: Any, labels: Any, weights: Any, key: Any
    ) -> Any:
        def loss(network: Any) -> Any:
            found = log_chances(network, inputs, mask, recipe.drop, key)
            exact = -jnp.take_along_axis(found, labels[:, None], 1)[:, 0]
            directions = jnp.log(jnp.exp(found) @ _DIRECTIONS + 1e-9)
            wanted = jnp.asarray(_DIRECTIONS.argmax(1))[labels]
            coarse = -jnp.take_along_axis(directions, wanted[:, None], 1)[:, 0]
            share = recipe.direction_share
            return (((1.0 - share) * exact + share * coarse) * weights).sum() / weights.sum()

        value, gradient = jax.value_and_grad(loss)(network)
        updates, after = optimiser.update(gradient, state, network)
        return optax.apply_updates(network, updates), after, value

    return step


def _batches(
    tokens: Sequence[Tokens], recipe: Recipe, rng: np.random.Generator
) -> list[NDArray[np.int64]]:
    """The pairs of each step: drawn at random, of like length within a step."""
    lengths = np.array([len(ids) for ids, _ in tokens])
    found = []
    for _ in range(recipe.passes):
        order = rng.permutation(len(tokens))
        for first in range(0, len(order), recipe.pairs * 20):
            near = order[first : first + recipe.pairs * 20]
            near = near[np.argsort(lengths[near], kind="stable")]
            whole = len(near) // recipe.pairs * recipe.pairs
            batches = np.split(near[:whole], max(1, whole // recipe.pairs)) if whole else []
            found += [batches[index] for index in rng.permutation(len(batches))]
    return found

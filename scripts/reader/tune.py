"""Tuning the judge on labelled pairs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from scripts.reader.network import (
    Embeddings,
    Weights,
    batch_inputs,
    log_chances,
    numbers_of,
    tunable,
)
from servanda.claims.statements.fitted import SAID
from servanda.records import Label

__all__ = ["Recipe", "Tokens", "tune"]

Tokens = tuple[list[int], int]  # of a pair, and how many of them are the duty's


@dataclass(frozen=True, slots=True)
class Recipe:
    """How the judge is tuned; the values were chosen on agreements left out, save the passes."""

    passes: int = 2  # as many as an hour holds [limit]
    rate: float = 1e-4
    pairs: int = 16  # in a step
    drop: float = 0.1
    decay: float = 0.01
    warm_up: float = 0.1  # share of the steps in which the rate rises
    direction_share: float = 0.5  # of the loss that asks for the direction alone
    longest_step: float = 1.0  # of a gradient, over all weights
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
    embeddings: Embeddings,
    first: Weights,
    recipe: Recipe,
    report: Callable[[str], None],
) -> Weights:
    """A network tuned on from its first weights; the same from the same pairs on one machine."""
    torch.manual_seed(recipe.seed)
    network, tuned = tunable(first)
    batches = _batches(tokens, recipe, np.random.default_rng(recipe.seed))
    optimiser = torch.optim.AdamW(tuned, recipe.rate, weight_decay=recipe.decay, fused=True)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, _rates(len(batches), recipe))
    losses: list[float] = []
    for batch in batches:
        inputs, mask = batch_inputs([tokens[index] for index in batch], embeddings)
        with torch.autocast("cpu", torch.bfloat16):
            found = log_chances(
                network, torch.from_numpy(inputs), torch.from_numpy(mask), recipe.drop
            )
        loss = _loss(found, labels[batch], weights[batch], recipe)
        optimiser.zero_grad()
        torch.autograd.backward(loss)
        torch.nn.utils.clip_grad_norm_(tuned, recipe.longest_step)
        optimiser.step()
        schedule.step()
        losses.append(loss.item())
        if len(losses) % 100 == 0:
            report(f"step {len(losses)} of {len(batches)}, loss {np.mean(losses[-100:]):.3f}")
    return numbers_of(network)


def _rates(steps: int, recipe: Recipe) -> Callable[[int], float]:
    """The share of the rate at each step: it rises in a line, then falls as a cosine does."""
    rising = int(steps * recipe.warm_up)

    def rate(step: int) -> float:
        if step < rising:
            return step / rising
        gone = (step - rising) / max(1, steps - rising)
        return float(0.02 + 0.98 * 0.5 * (1.0 + np.cos(np.pi * gone)))

    return rate


def _loss(
    found: torch.Tensor, labels: NDArray[np.int64], weights: NDArray[np.float64], recipe: Recipe
) -> torch.Tensor:
    """What the answers cost, half for the label and half for the direction alone."""
    asked, worth = torch.from_numpy(labels), torch.from_numpy(weights).float()
    directions = torch.from_numpy(_DIRECTIONS)
    exact = -found.gather(1, asked[:, None])[:, 0]
    told = torch.log(found.exp() @ directions + 1e-9)
    coarse = -told.gather(1, directions.argmax(1)[asked][:, None])[:, 0]
    share = recipe.direction_share
    return (((1.0 - share) * exact + share * coarse) * worth).sum() / worth.sum()


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

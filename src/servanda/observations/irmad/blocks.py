"""Pixels of two dates, read in windows so that memory does not grow with the image."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from servanda.errors import InputError, NoStatisticError

__all__ = ["Blocks", "PixelBlock", "one_block", "sample_blocks"]

# 2^64 over the golden ratio. Its multiples, modulo 2^64, spread evenly. Multiples by square numbers
# do so too, and do not line up with the columns of an image whose width is a Fibonacci number.
GOLDEN = np.uint64(0x9E3779B97F4A7C15)
# Pixels at a time: the highest rank to keep is soon known, and few pixels are copied. [limit]
PART = 1 << 16


@dataclass(frozen=True, slots=True, eq=False)
class PixelBlock:
    """One window of both dates; pixels that are not finite in every band count as unusable.

    Raises InputError if the parts have different shapes.
    """

    before: NDArray[np.float32]  # (band, row, column)
    after: NDArray[np.float32]  # (band, row, column)
    usable: NDArray[np.bool_]  # (row, column)

    def __post_init__(self) -> None:
        shapes = self.before.shape, self.after.shape, self.usable.shape
        if self.before.ndim != 3 or shapes != (shapes[0], shapes[0], shapes[0][1:]):
            raise InputError(
                f"windows of {shapes[0]} before, {shapes[1]} after and {shapes[2]} usable pixels: "
                "give the same bands, rows and columns of both dates"
            )


Blocks: TypeAlias = Callable[[], Iterable[PixelBlock]]
"""A function that yields the windows of an image, from the first one at every call."""


def one_block(
    before: NDArray[np.float32], after: NDArray[np.float32], usable: NDArray[np.bool_]
) -> Blocks:
    """An image in memory as one window. Raises InputError if the shapes differ."""
    block = PixelBlock(before, after, usable)
    return lambda: (block,)


def sample_blocks(blocks: Blocks, pixels: int) -> Blocks:
    """An even subsample of the usable pixels, read once and kept in memory.

    pixels: how many to take; all if there are no more
    The same windows give the same pixels: those of lowest rank, where the n-th pixel has rank n^2
    times the golden ratio, modulo 1 (evenly distributed: Weyl 1916).
    Raises NoStatisticError if no pixel is usable, InputError if `pixels` is below 1.
    """
    if pixels < 1:
        raise InputError(f"a subsample of {pixels} pixels: ask for at least one")
    samples: list[_Sample] = []
    limit: np.uint64 | None = None
    for first, part in _parts(blocks()):
        samples.append(_sample_part(part, first, limit))
        # Merged only once there are twice as many as needed, so that merging stays rare.
        if sum(sample.rank.size for sample in samples) > 2 * pixels:
            samples, limit = _merge_samples(samples, pixels)
    if not any(sample.rank.size for sample in samples):
        raise NoStatisticError("no pixel is usable in both dates; choose other dates")
    (merged,), _ = _merge_samples(samples, pixels)
    everywhere = np.ones((1, merged.rank.size), np.bool_)
    return one_block(merged.before[:, None], merged.after[:, None], everywhere)


@dataclass(frozen=True, slots=True, eq=False)
class _Sample:
    rank: NDArray[np.uint64]  # (pixel,) pixels with the lowest ranks are kept
    before: NDArray[np.float32]  # (band, pixel)
    after: NDArray[np.float32]


def _merge_samples(samples: list[_Sample], pixels: int) -> tuple[list[_Sample], np.uint64 | None]:
    """One sample of at most this many pixels, and its highest rank (None: not full yet)."""
    rank = np.concatenate([sample.rank for sample in samples])
    before = np.concatenate([sample.before for sample in samples], axis=1)
    after = np.concatenate([sample.after for sample in samples], axis=1)
    if rank.size <= pixels:
        return [_Sample(rank, before, after)], None
    limit = np.partition(rank, pixels - 1)[pixels - 1]
    low = rank <= limit
    return [_Sample(rank[low], before[:, low], after[:, low])], limit


def _parts(blocks: Iterable[PixelBlock]) -> Iterator[tuple[int, PixelBlock]]:
    """The windows cut into pieces of one row, each with the number of its first pixel."""
    first = 0
    for block in blocks:
        size = block.usable.size
        before, after = (date.reshape(len(date), 1, size) for date in (block.before, block.after))
        usable = block.usable.reshape(1, size)
        for begin in range(0, size, PART):
            part = slice(begin, begin + PART)
            yield first + begin, PixelBlock(before[..., part], after[..., part], usable[..., part])
        first += size


def _sample_part(part: PixelBlock, first: int, limit: np.uint64 | None) -> _Sample:
    numbers = np.arange(first, first + part.usable.size, dtype=np.uint64)
    rank = numbers * numbers * GOLDEN
    wanted = part.usable[0] if limit is None else part.usable[0] & (rank <= limit)
    places = np.flatnonzero(wanted)
    before, after = _take_pixels(part.before, places), _take_pixels(part.after, places)
    finite = np.isfinite(before).all(axis=0) & np.isfinite(after).all(axis=0)
    if not finite.all():
        places, before, after = places[finite], before[:, finite], after[:, finite]
    return _Sample(rank[places], before, after)


def _take_pixels(pixels: NDArray[np.float32], places: NDArray[np.intp]) -> NDArray[np.float32]:
    return pixels[:, 0, places].astype(np.float32, copy=False)

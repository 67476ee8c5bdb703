"""Pixels of two dates, a window at a time, so that memory does not grow with the image."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from servanda.errors import InputError, NoStatisticError

__all__ = ["Blocks", "PixelBlock", "one_block", "sample_blocks"]

# 2^64 over the golden ratio. Multiples of it, modulo 2^64, spread evenly; those by square numbers
# do so without following the columns of an image whose width is a Fibonacci number.
GOLDEN = np.uint64(0x9E3779B97F4A7C15)
PART = 1 << 16  # pixels looked at a time: a limit is soon known, and few are ever copied


@dataclass(frozen=True, slots=True, eq=False)
class PixelBlock:
    """One window of both dates; a pixel that is not finite in every band counts as unusable.

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
"""The windows of an image; every call starts again at the first one."""


def one_block(
    before: NDArray[np.float32], after: NDArray[np.float32], usable: NDArray[np.bool_]
) -> Blocks:
    """An image in memory as a single window; raises InputError if the shapes differ."""
    block = PixelBlock(before, after, usable)
    return lambda: (block,)


def sample_blocks(blocks: Blocks, pixels: int) -> Blocks:
    """An even subsample of that many usable pixels, read once and kept in memory.

    All usable pixels if there are no more. The same windows give the same pixels: those of lowest
    rank, where the n-th pixel has rank n^2 times the golden ratio, modulo 1 (Weyl 1916: even).
    Raises NoStatisticError if no pixel is usable, InputError unless at least one is asked for.
    """
    if pixels < 1:
        raise InputError(f"a subsample of {pixels} pixels: ask for at least one")
    kept: list[_Sample] = []
    limit: np.uint64 | None = None
    for first, part in _parts(blocks()):
        kept.append(_sample_part(part, first, limit))
        # Merged only once they are twice too many, so that merging stays rare.
        if sum(one.rank.size for one in kept) > 2 * pixels:
            kept, limit = _merge_samples(kept, pixels)
    if not any(one.rank.size for one in kept):
        raise NoStatisticError("no pixel is usable in both dates; choose other dates")
    (only,), _ = _merge_samples(kept, pixels)
    everywhere = np.ones((1, only.rank.size), np.bool_)
    return one_block(only.before[:, None], only.after[:, None], everywhere)


@dataclass(frozen=True, slots=True, eq=False)
class _Sample:
    rank: NDArray[np.uint64]  # (pixel,) those with the lowest are kept
    before: NDArray[np.float32]  # (band, pixel)
    after: NDArray[np.float32]


def _merge_samples(kept: list[_Sample], pixels: int) -> tuple[list[_Sample], np.uint64 | None]:
    """All in one, at most that many; and the rank above which none need be looked at."""
    rank = np.concatenate([one.rank for one in kept])
    before = np.concatenate([one.before for one in kept], axis=1)
    after = np.concatenate([one.after for one in kept], axis=1)
    if rank.size <= pixels:
        return [_Sample(rank, before, after)], None
    limit = np.partition(rank, pixels - 1)[pixels - 1]
    low = rank <= limit
    return [_Sample(rank[low], before[:, low], after[:, low])], limit


def _parts(blocks: Iterable[PixelBlock]) -> Iterator[tuple[int, PixelBlock]]:
    """Windows in pieces of one row, each with the number of its first pixel."""
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

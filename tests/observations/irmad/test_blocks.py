"""Windows of pixels, and the even subsample of them."""

from __future__ import annotations

import numpy as np
import pytest

from servanda.errors import InputError, NoStatisticError
from servanda.observations.irmad.blocks import Blocks, PixelBlock, one_block, sample_blocks


def numbered(rows: int, columns: int) -> tuple[np.ndarray, np.ndarray]:
    """One band whose values say where a pixel lies, and the same negated."""
    places = np.arange(rows * columns, dtype=np.float32).reshape(1, rows, columns)
    return places, -places


def strips(before: np.ndarray, after: np.ndarray, usable: np.ndarray, height: int) -> Blocks:
    return lambda: [
        PixelBlock(*(part[..., top : top + height, :] for part in (before, after, usable)))
        for top in range(0, usable.shape[0], height)
    ]


def taken(blocks: Blocks) -> np.ndarray:
    (block,) = blocks()
    np.testing.assert_array_equal(block.before, -block.after)
    assert block.usable.all()
    return block.before[0, 0].astype(int)


def test_a_subsample_has_the_pixels_asked_for_however_the_image_is_cut() -> None:
    before, after = numbered(200, 90)
    usable = np.ones((200, 90), bool)
    whole = taken(sample_blocks(one_block(before, after, usable), 500))
    assert whole.size == np.unique(whole).size == 500
    for height in (1, 7, 64):
        cut = taken(sample_blocks(strips(before, after, usable, height), 500))
        np.testing.assert_array_equal(cut, whole)


@pytest.mark.parametrize("columns", [64, 89, 100, 233])  # also powers of 2 and Fibonacci numbers
def test_a_subsample_is_even_over_rows_and_columns(columns: int) -> None:
    before, after = numbered(512, columns)
    places = taken(sample_blocks(one_block(before, after, np.ones((512, columns), bool)), 6400))
    for number, parts in ((places // columns, 512), (places % columns, columns)):
        counts = np.histogram(number, bins=8, range=(0, parts))[0]
        np.testing.assert_allclose(counts / 6400, 0.125, atol=0.02)
        single = np.bincount(number, minlength=parts) * parts / 6400
        assert single.max() < 3.0
    # 3 to 13 of these 64 rows are expected; taken in step with the rows it would be 30.
    assert np.bincount(places[places < 64 * columns] % columns).max() < 24


def test_only_usable_finite_pixels_are_taken_and_all_of_them_if_there_are_few() -> None:
    before, after = numbered(20, 30)
    before, after = before.copy(), after.copy()
    usable = np.random.default_rng(1).random((20, 30)) < 0.5
    usable[3, 4:7] = True
    before[0, 3, 4], after[0, 3, 5], before[0, 3, 6] = np.nan, np.inf, -np.inf
    expected = usable.copy()
    expected[3, 4:7] = False
    found = taken(sample_blocks(strips(before, after, usable, 3), 10_000))
    np.testing.assert_array_equal(found, np.flatnonzero(expected))
    assert np.isin(taken(sample_blocks(strips(before, after, usable, 3), 40)), found).all()


def test_no_usable_pixel_is_an_error() -> None:
    before, after = numbered(4, 5)
    with pytest.raises(NoStatisticError, match="no pixel is usable"):
        sample_blocks(one_block(before, after, np.zeros((4, 5), bool)), 10)
    with pytest.raises(NoStatisticError, match="no pixel is usable"):
        sample_blocks(list, 10)


def test_a_subsample_of_nothing_is_refused() -> None:
    before, after = numbered(4, 5)
    with pytest.raises(InputError, match="ask for at least one"):
        sample_blocks(one_block(before, after, np.ones((4, 5), bool)), 0)


def test_windows_of_different_shapes_are_refused() -> None:
    two, three = np.zeros((2, 4, 5), np.float32), np.zeros((3, 4, 5), np.float32)
    for parts in (
        (two, three, np.ones((4, 5), bool)),
        (two, two, np.ones((5, 4), bool)),
        (two[0], two[0], np.ones(4, bool)),
    ):
        with pytest.raises(InputError, match="give the same bands, rows and columns"):
            one_block(*parts)

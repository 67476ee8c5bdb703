"""Publisher and date of two hundred saved pages in the manner of twenty systems."""

from __future__ import annotations

from dataclasses import replace

import pytest

from benchmarks.sources_pages import BAR, PAGES_EACH, SYSTEMS, figures_of, measure


@pytest.mark.parametrize("seed", [1, 2])
def test_publisher_and_date_of_two_hundred_pages_are_right(seed: int) -> None:
    rows = measure(seed)
    pages = PAGES_EACH * len(SYSTEMS)
    assert (len(rows), sum(row.pages for row in rows)) == (20, pages)
    assert sum(row.publishers for row in rows) >= BAR * pages, [row.wrong for row in rows]
    assert sum(row.dates for row in rows) >= BAR * pages, [row.wrong for row in rows]


def test_a_system_that_is_misread_fails_the_bar() -> None:
    rows = measure(3)
    assert all(figure.holds for figure in figures_of(rows))
    spoilt = [replace(rows[0], dates=0, wrong=("None by : a page",)), *rows[1:]]
    assert not all(figure.holds for figure in figures_of(spoilt))

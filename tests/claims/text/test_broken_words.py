"""Words and lines that a page has divided are read as if it had not; spans quote the page."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.claims.text import broken_words
from servanda.claims.text.broken_words import mend_words, span_widener
from servanda.claims.text.segments import normalise_typography, segments
from servanda.records import Span, VerbClass
from servanda.wrapped_lines import wrap_widths
from tests.claims.conftest import Read
from tests.claims.texts import NO_NAMES, words

BREAKS = ["\u00ad", "-\n", "-\r\n", "\u2010\n", "- \n  ", "\u00ad\n", "\u200b", "\u2060"]


@pytest.mark.parametrize("mark", BREAKS)
@pytest.mark.parametrize(
    ("act", "parts", "verb"),
    [
        ("with{}drawn nine mortars", ("withdrawn",), VerbClass.WITHDRAW),
        ("demol{}ished nine barriers", ("demolished",), VerbClass.REMOVE),
        ("destroyed nine mor{}tars", ("mortars",), VerbClass.REMOVE),
    ],
)
def test_a_divided_word_is_one(
    read: Read, read_plainly: Read, mark: str, act: str, parts: tuple[str], verb: VerbClass
) -> None:
    text = f"The mission said that Brennet had {act.format(mark)}."
    plain = f"The mission said that Brennet had {act.format('')}."
    for reading in (read, read_plainly):
        (claim,), (whole,) = reading(text, names=NO_NAMES), reading(plain, names=NO_NAMES)
        assert claim.proposition.verb is whole.proposition.verb
        assert words(text, claim.content).replace(mark, "") == words(plain, whole.content)
    assert read(text, names=NO_NAMES)[0].proposition.verb is verb


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("North-\nSouth talks", "North-South  talks"),
        ("a two-\nstorey house", "a two-storey  house"),
        ("it was gone -\nor not", "it was gone -\nor not"),
        ("items 3-\n4", "items 3-\n4"),
        ("gov\u00adern\u00adment", "government  "),
    ],
)
def test_what_a_hyphen_at_a_line_end_is(broken: str, whole: str) -> None:
    assert mend_words(broken).replace(" ", "") == whole.replace(" ", "")
    assert len(mend_words(broken)) == len(broken)


@given(st.text("ab-\u00ad\u200b\n .", max_size=40))
def test_mending_moves_nothing_and_spans_only_grow_to_ends_of_words(text: str) -> None:
    assert len(normalise_typography(text)) == len(text)
    widen = span_widener(text)
    for start in range(len(text)):
        span = Span(start, start + 1)
        wide = widen(span)
        assert wide.start == start
        assert wide.end >= span.end
        assert text[span.end : wide.end].strip("ab-\u00ad\u200b\n ") == ""


PROSE = (
    "The monitoring mission said on Tuesday that Brennet had withdrawn nine mortars, and that "
    "12 more guns would follow. Varennan officers denied on Friday that Tolm or Brel had "
    "Brennet guns at all. It was Caldria that asked for Irena Holm to come."
)


@pytest.mark.parametrize("width", [28, 34, 40, 46, 52, 58])
def test_narrow_lines_are_one_paragraph(width: int) -> None:
    lines = textwrap.wrap(PROSE, width, break_on_hyphens=False)
    for text in ("\n".join(lines), "\n".join(["Bulletin no. 4", "", *lines, "", "Next page"])):
        pieces = [piece.text for piece in segments(text)]
        pieces = [piece for piece in pieces if piece not in ("Bulletin no. 4", "Next page")]
        assert " ".join(pieces) == PROSE
        assert all(piece.endswith(".") for piece in pieces)


@pytest.mark.parametrize(
    "lines",
    [
        ["Ostland Liberation Front", "Varenna Defence Council", "Caldria People's Alliance"],
        ["Barriers removed: nine", "Mortars handed over: 12", "Houses given back: three"],
        ["The gate at Brel is open.", "The gate at Tolm is not.", "The bridge is closed now."],
    ],
)
def test_lists_of_short_lines_stay_apart(lines: list[str]) -> None:
    assert [piece.text for piece in segments("\n".join(lines))] == lines


def test_the_width_of_each_paragraph_is_its_own() -> None:
    narrow = textwrap.wrap(PROSE, 30)
    wide = textwrap.wrap(PROSE, 50)
    widths = wrap_widths([*narrow, "", *wide, "", "Alone"])
    assert set(widths[: len(narrow)]) == {max(map(len, narrow))}
    assert set(widths[len(narrow) + 1 : -2]) == {max(map(len, wide))}
    assert widths[-1] == 0


def test_no_broken_word_begins_inside_a_word() -> None:
    """Else the rest of a long word is gone through from each of its letters."""
    whole = "aaa-\nbbb"
    assert [at for at in range(len(whole)) if broken_words._BROKEN.match(whole, at)] == [0]

"""Texts cut at line ends, and quotations found in the pieces."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from servanda.claims.attribution.quotation_speakers import continued_quote
from servanda.claims.text.quotations import quotes_in
from servanda.claims.text.segments import LONGEST, Segment, normalise_typography, segments


def pieces(text: str) -> list[str]:
    return [text[s.start : s.end] for s in segments(text)]


def test_lines_are_pieces_without_their_marks() -> None:
    assert pieces("# Head\n\n- one\r\n> two\n\n  three.  ") == ["Head", "one", "two", "three."]


def test_a_line_that_goes_on_in_small_letters_is_one_with_the_next() -> None:
    assert pieces("The posts\nwere gone.\nAll of them.") == [
        "The posts\nwere gone.",
        "All of them.",
    ]


def test_a_long_line_is_cut_at_white_space() -> None:
    text = "word " * 3000
    assert all(len(s.text) <= LONGEST for s in segments(text))
    assert "".join(pieces(text)).replace(" ", "") == text.replace(" ", "")


def test_a_line_without_white_space_is_cut_too() -> None:
    assert len("".join(pieces("x" * 10_000))) == 10_000


@given(st.text())
def test_pieces_are_in_order_and_as_long_as_what_they_stand_for(text: str) -> None:
    end = 0
    for segment in segments(text):
        assert segment.start >= end
        assert len(segment.text) == segment.end - segment.start
        assert normalise_typography(text[segment.start : segment.end]) == segment.text
        end = segment.end


def quoted(text: str) -> list[str]:
    segment = Segment(0, normalise_typography(text))
    return [text[q.start : q.end] for q in quotes_in(segment)]


def test_double_marks_pair_by_the_white_space_around_them() -> None:
    assert quoted('He said "one two" and “three”.') == ['"one two"', "“three”"]
    assert quoted("''One two,'' he said.") == ["''One two,''"]


def test_an_open_mark_reaches_to_the_line_end() -> None:
    assert quoted('He said: "It goes on') == ['"It goes on']
    assert quoted('"First never closed. "Second is."') == ['"First never closed.', '"Second is."']


def test_single_marks_count_only_around_several_words() -> None:
    assert quoted("'The bases' launchers will leave,' he said.") == [
        "'The bases' launchers will leave,'"
    ]
    assert quoted("It's the ministry's 'deal' with the Wolfs' pack") == []


def test_a_quotation_goes_on_only_at_the_head_of_a_line() -> None:
    first = quotes_in(Segment(0, '"It goes on'))
    head, later = '"and on', 'And "on'
    assert continued_quote(first, quotes_in(Segment(0, head)), head)
    assert continued_quote(first, quotes_in(Segment(0, later)), later) is None
    assert continued_quote((), quotes_in(Segment(0, head)), head) is None

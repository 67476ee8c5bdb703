"""Spans that overlap, found as by looking at every one of them."""

from hypothesis import given
from hypothesis import strategies as st

from servanda.claims.text.spans import DisjointSpans, SpanIndex
from servanda.records import Span

SPANS = st.builds(
    lambda start, length: Span(start, start + length),
    st.integers(0, 60),
    st.integers(1, 20),
)


def overlap(first: Span, other: Span) -> bool:
    return first.start < other.end and other.start < first.end


@given(st.lists(SPANS), SPANS)
def test_an_index_finds_what_overlaps_in_the_order_given(spans: list[Span], asked: Span) -> None:
    wanted = [number for number, span in enumerate(spans) if overlap(span, asked)]
    assert SpanIndex(spans).overlapping(asked) == wanted


@given(st.lists(SPANS))
def test_spans_are_taken_as_long_as_they_are_apart(spans: list[Span]) -> None:
    apart, taken = DisjointSpans(), list[Span]()
    for span in spans:
        fits = not any(overlap(span, other) for other in taken)
        assert apart.take(span.start, span.end) is fits
        if fits:
            taken.append(span)

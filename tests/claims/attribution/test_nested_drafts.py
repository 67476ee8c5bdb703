"""Drafts that lie in others, found without comparing every two of a long text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from servanda.claims.attribution import by_parse
from servanda.claims.attribution.draft import AttributionDraft
from servanda.records import Span

spans = st.lists(
    st.builds(
        lambda start, size: Span(start, start + size), st.integers(0, 60), st.integers(1, 25)
    ),
    max_size=2,
).map(tuple)
drafts = st.builds(AttributionDraft, spans, spans, spans, st.just(Span(0, 100)))


@given(st.lists(drafts, max_size=12))
def test_only_drafts_that_meet_are_compared_and_the_result_is_that_of_all(
    made: list[AttributionDraft],
) -> None:
    def is_nested(draft: AttributionDraft, other: AttributionDraft) -> bool:
        closing = bool(draft.cue) and by_parse._has_closing_tag(draft, other)
        return by_parse._is_part_of(draft, other) or by_parse._is_tag(draft, other) or closing

    every = [one for one in made if not any(is_nested(one, other) for other in made)]
    cued = [draft for draft in made if draft.cue]
    if len(cued) == len(made):
        assert by_parse._drop_nested_drafts(made) == every

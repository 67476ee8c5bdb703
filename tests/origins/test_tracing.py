"""Copies, independent reports and attributions in small collections, and what must not matter."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servanda.origins.lineages.event_groups import event_groups
from servanda.origins.lineages.remarks import remarks_on
from servanda.origins.lineages.rows import event_links, reuse_links
from servanda.records import LinkDirection, LinkKind, TracedText
from tests.origins.collections import COPY, OTHER, REPORT, SECOND, origin_of, rows_of, text, traced

CITING = (
    "On 3 May 34 mines near Hafir were made harmless by Belasar, according to the Ondal Post.",
)


def test_a_rewriting_joins_the_origin_of_what_it_rewrites() -> None:
    found = traced(text("a", REPORT, 1), text("b", COPY, 2), text("c", OTHER, 3))
    copies = [(link.first_sentence, link.second_sentence) for link in reuse_links(found)]
    assert copies == [(0, 0), (1, 1), (2, 2), (3, 3)]
    assert {link.direction for link in reuse_links(found)} == {LinkDirection.FORWARD}
    assert [origin_of(found, "b", number) for number in range(4)] == [f"a#{n}" for n in range(4)]
    assert origin_of(found, "c", 0) == "c#0"


def test_independent_words_about_one_event_are_no_copy_and_keep_their_origin() -> None:
    found = traced(text("a", REPORT, 1), text("b", SECOND, 2))
    assert list(reuse_links(found)) == []
    events = [(link.first_sentence, link.second_sentence) for link in event_links(found)]
    assert events == [(0, 0)]
    (group,) = event_groups(found, 9)
    assert (len(group.documents), group.lineages, group.origins) == (2, 2, 2)


QUOTED = '"We will keep to every line of the text," a spokesman of Belasar said'


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (
            f"{QUOTED} after deminers had lifted 34 charges near Hafir on 3 May.",
            f"Asked why the road to Ondal was still shut, the army chief smiled; {QUOTED} later.",
        ),
        (
            f"{QUOTED} when the last of 34 mines had been carried off the Hafir road on 3 May.",
            f"Traders who had waited since dawn on 3 May were not impressed by words: {QUOTED}.",
        ),
    ],
)
def test_one_short_quotation_in_two_reports_is_no_copy(first: str, second: str) -> None:
    found = traced(text("a", (first, REPORT[3]), 1), text("b", (second, SECOND[1]), 2))
    assert [link for link in reuse_links(found) if link.kind is LinkKind.COPY] == []


def test_other_words_that_say_whose_they_are_join_that_origin() -> None:
    post = text("a", REPORT, 1, "The Ondal Post")
    found = traced(post, text("b", CITING, 2, "Site"), text("c", SECOND, 3, "Gazette"))
    assert origin_of(found, "b", 0) == "a#0"
    assert origin_of(found, "c", 0) == "c#0"
    (link,) = reuse_links(found)
    assert (link.kind, link.first_document, link.direction) == (
        LinkKind.ATTRIBUTION,
        "a",
        LinkDirection.FORWARD,
    )


def test_an_outlet_that_only_occurs_in_the_text_is_no_source() -> None:
    told = "On 3 May 34 mines near Hafir went up behind the printing hall of the Ondal Post."
    found = traced(text("a", REPORT, 1, "Ondal Post"), text("b", (told,), 2))
    assert origin_of(found, "b", 0) == "b#0"


def test_an_outlet_whose_page_is_empty_is_no_source() -> None:
    found = traced(text("a", (), 1, "The Ondal Post"), text("b", CITING, 2))
    assert len(found.attributions.sentence) == 0


def test_a_circle_of_attributions_is_one_origin_and_is_said() -> None:
    first = "On 3 May 34 mines near Hafir were lifted by Belasar, citing Gazette."
    second = "Belasar took 34 charges out of the ground at Hafir on 3 May, the Ondal Post said."
    found = traced(text("a", (first,), 1, "Ondal Post"), text("b", (second,), 2, "Gazette"))
    assert origin_of(found, "a", 0) == origin_of(found, "b", 0)
    assert any("cite each other" in line for line in remarks_on(found))


def test_a_page_dated_before_the_one_it_cites_has_no_direction() -> None:
    found = traced(text("a", REPORT, 9, "The Ondal Post"), text("b", CITING, 2))
    (link,) = reuse_links(found)
    assert link.direction is LinkDirection.UNKNOWN
    assert origin_of(found, "b", 0) == origin_of(found, "a", 0) == "a#0"
    assert any("dated after" in line for line in remarks_on(found))


@pytest.mark.parametrize(("first", "second"), [(None, 2.0), (2.0, None), (None, None), (2.0, 2.0)])
def test_without_two_dates_that_differ_the_direction_is_unknown(
    first: float | None, second: float | None
) -> None:
    found = traced(text("a", REPORT, first), text("b", COPY, second))
    assert {link.direction for link in reuse_links(found)} == {LinkDirection.UNKNOWN}


def test_dates_decide_the_direction_whatever_the_ids() -> None:
    found = traced(text("a", REPORT, 5), text("b", COPY, 2))
    assert {link.direction for link in reuse_links(found)} == {LinkDirection.BACKWARD}
    assert origin_of(found, "a", 0) == "b#0"


def test_the_order_of_arrival_changes_nothing() -> None:
    texts = (
        text("a", REPORT, 1, "The Ondal Post"),
        text("b", COPY, 2),
        text("c", SECOND, 3),
        text("d", CITING, 4),
    )
    outcomes = {rows_of(traced(*order)) for order in permutations(texts)}
    assert len(outcomes) == 1


sentences = st.lists(st.sampled_from([*REPORT, *COPY, *SECOND, *OTHER, *CITING]), max_size=5)
collections = st.lists(
    st.tuples(sentences, st.none() | st.floats(0, 9), st.sampled_from([None, "Ondal Post"])),
    min_size=1,
    max_size=5,
)


def texts_of(drawn: list[tuple[list[str], float | None, str | None]]) -> list[TracedText]:
    return [
        text(f"t{number}", tuple(lines), day, outlet)
        for number, (lines, day, outlet) in enumerate(drawn)
    ]


@settings(deadline=None, max_examples=25)
@given(collections, st.randoms(use_true_random=False))
def test_any_collection_is_the_same_in_any_order(drawn, shuffler) -> None:  # type: ignore[no-untyped-def]
    texts = texts_of(drawn)
    shuffled = list(texts)
    shuffler.shuffle(shuffled)
    assert rows_of(traced(*shuffled)) == rows_of(traced(*texts))


@settings(deadline=None, max_examples=25)
@given(collections)
def test_what_was_removed_leaves_no_trace(drawn) -> None:  # type: ignore[no-untyped-def]
    texts = texts_of(drawn)
    more = traced(*texts, text("x", REPORT, 1))
    fewer = traced(*[kept for kept in more.texts if kept.id != "x"])
    assert rows_of(fewer) == rows_of(traced(*texts))


@settings(deadline=None, max_examples=25)
@given(collections, st.floats(0, 1), st.floats(0, 1))
def test_a_lower_score_lets_more_links_out_and_none_away(drawn, one, two) -> None:  # type: ignore[no-untyped-def]
    found = traced(*texts_of(drawn))
    low, high = sorted((one, two))
    assert set(reuse_links(found, high)) <= set(reuse_links(found, low))


@settings(deadline=None, max_examples=25)
@given(collections)
def test_copies_never_add_an_origin_and_ranges_hold(drawn) -> None:  # type: ignore[no-untyped-def]
    found = traced(*texts_of(drawn))
    assert len(set(found.origin.tolist())) <= len(set(found.lineage.tolist()))
    for group in event_groups(found, 99):
        assert group.fewest <= group.origins <= group.most
        assert group.origins <= group.lineages


def test_a_sentence_that_a_page_repeats_is_one_origin() -> None:
    found = traced(text("a", REPORT[:1] * 50, 1), text("b", COPY[:1] * 50, 2))
    assert set(found.origin.tolist()) == {0}
    (group,) = event_groups(found, 9)
    assert (group.fewest, group.origins, group.most) == (1, 1, 1)


def test_a_longer_circle_of_attributions_is_said_too() -> None:
    told = "On 3 May 34 mines near Hafir were lifted by Belasar, according to the {} Post."
    names = ("Arvad", "Tosk", "Velka")
    texts = [
        text(name, (told.format(names[(number + 1) % 3]),), 5, f"{name} Post")
        for number, name in enumerate(names)
    ]
    found = traced(*texts)
    assert len(set(found.origin.tolist())) == 1
    assert any("3 documents cite each other" in line for line in remarks_on(found))


@pytest.mark.parametrize("texts", [(), (text("a", ()),), (text("a", ("",)), text("b", (" ", "!")))])
def test_nothing_to_trace_is_no_failure(texts: tuple[TracedText, ...]) -> None:
    found = traced(*texts)
    assert list(reuse_links(found)) == []
    assert len(found.origin) == sum(len(given.sentences) for given in texts)

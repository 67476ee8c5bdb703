"""Which duty a claim or a matter is about."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.claims.content.quantities import quantities_in
from servanda.evidence import coverage, links, sentence_around
from servanda.evidence.wording.stems import best_mention, mention_score, stems
from servanda.records import (
    Bound,
    BoundDirection,
    Case,
    Matter,
    Obligation,
    ObligationKind,
    Scope,
    Site,
    Span,
    VerbClass,
)
from tests.builders import START, case, claim, document, matter, obligation

END = date(2018, 12, 31)
TEXT = "The ministry said the north had blown up ten guard posts."


def linked(duty: Obligation, text: str = TEXT, **changes: object) -> dict[str, float]:
    page = document(text, END)
    return {one.obligation: one.score for one in links(claim(text, **changes), page, case(duty))}


def test_a_claim_on_the_bearer_s_act_and_object_is_linked_with_a_reason() -> None:
    page = document(TEXT, END)
    (link,) = links(claim(TEXT), page, case(obligation()))
    assert link.obligation == "surface"
    assert link.score == 1.0
    assert "guard posts" in link.why


def test_bearing_on_no_obligation_is_an_ordinary_answer() -> None:
    assert linked(obligation(), "The ministry said rice prices rose.", object="rice") == {}


@pytest.mark.parametrize(
    "changes",
    [{"party": "south"}, {"verb": VerbClass.OTHER}, {"verb": VerbClass.LAUNCH}],
    ids=["the other side's act", "no act", "another act"],
)
def test_another_party_or_act_is_not_about_the_duty(changes: dict[str, object]) -> None:
    assert linked(obligation(), **changes) == {}


def test_a_claim_that_names_no_party_is_linked_more_weakly() -> None:
    assert 0.0 < linked(obligation(), party=None)["surface"] < linked(obligation())["surface"]


def test_an_act_that_undoes_the_duty_is_linked_too() -> None:
    assert "surface" in linked(obligation(), verb=VerbClass.BUILD)


def test_an_object_named_elsewhere_in_the_document_counts_half() -> None:
    text = "Guard posts were the subject. Ten of them were blown up."
    start = text.index("Ten")
    late = claim(text, content=(Span(start, len(text)),), object="them")
    page = document(text, END)
    (link,) = links(late, page, case(obligation()))
    assert link.score == pytest.approx(0.5)


def site(id: str, parent: str | None = None) -> Site:
    return Site(id, (id,), "north", parent, None, None, "unpublished", False)


def test_a_place_that_is_not_the_duty_s_is_not_about_it_and_a_part_of_it_is() -> None:
    duty = obligation(sites=("base",))
    page = document(TEXT, END)
    whole = case(duty, sites=(site("base"), site("pad", parent="base"), site("elsewhere")))
    assert links(claim(TEXT, site="elsewhere"), page, whole) == ()
    assert links(claim(TEXT, site="pad"), page, whole)


def test_an_event_that_the_duty_rules_out_is_recognised_from_its_object() -> None:
    duty = obligation(
        kind=ObligationKind.ABSTAIN, verb="refrain", object="nuclear tests", terms=(), unit="event"
    )
    assert linked(duty, "The north held a nuclear test.", verb=VerbClass.TEST)
    assert not linked(duty, "The north tested a new gun.", verb=VerbClass.TEST, object="gun")


def test_the_sentence_around_a_claim_ends_at_full_stops_and_line_ends() -> None:
    text = "One. Two three four. Five\nSix."
    page = document(text, END)
    inside = claim(text, content=(Span(text.index("three"), text.index("three") + 5),))
    assert sentence_around(inside, page) == "Two three four"


@given(st.text(max_size=80))
def test_a_text_mentions_itself_whenever_it_has_a_word(text: str) -> None:
    assert mention_score(text, stems(text)) == (1.0 if stems(text) else 0.0)


@given(st.text(max_size=40), st.text(max_size=40))
def test_a_phrase_is_mentioned_in_any_text_around_it(before: str, after: str) -> None:
    assert mention_score("guard posts", stems(f"{before} the guard post {after}")) == 1.0


def missiles(**changes: object) -> Obligation:
    made = obligation(
        id="resolution", kind=ObligationKind.ABSTAIN, verb="refrain", scope=Scope.GENERAL,
        object="ballistic missile launches and programmes", terms=("missile base",),
        count=None, preserve=0, deadline=None, start=date(2006, 10, 14), unit="event",
    )  # fmt: skip
    return replace(made, **changes)


def covered(about: Matter, *duties: Obligation, **changes: object) -> tuple[object, object]:
    whole: Case = case(*duties, matters=(about,), **changes)
    found = coverage(about, whole, END)
    return found.covered_by, found.in_general_by


def test_a_matter_that_no_duty_names_is_covered_at_most_in_general() -> None:
    assert covered(matter(), obligation(), missiles()) == ((), "resolution")
    assert covered(matter(), obligation()) == ((), None)


def test_a_general_duty_of_another_subject_does_not_reach_the_matter() -> None:
    other = missiles(id="denuclearise", object="denuclearisation", terms=("nuclear weapons",))
    assert covered(matter(), other) == ((), None)


def test_a_duty_that_names_the_place_and_the_thing_covers_the_matter() -> None:
    named = obligation(id="stand", object="missile base", terms=(), sites=("base",))
    sites = (site("base"), site("pad", parent="base"))
    assert covered(matter(sites=("pad",)), named, sites=sites)[0] == ("stand",)
    assert covered(matter(sites=("x",)), named, sites=(*sites, site("x")))[0] == ()


def test_a_duty_of_somebody_else_or_not_yet_in_force_covers_nothing() -> None:
    assert covered(matter(), missiles(bearers=("south",))) == ((), None)
    assert covered(matter(), missiles(start=date(2019, 1, 1))) == ((), None)


NAMES = {"north": "aardvark", "south": "zebra", "base": "quux", "pad": "corge"}


def test_the_same_case_with_every_name_changed_is_judged_alike() -> None:
    about = matter(sites=("pad",))
    renamed = matter(party=NAMES["north"], sites=(NAMES["pad"],))
    duties = (obligation(sites=("base",)), missiles())
    others = tuple(
        replace(one, bearers=(NAMES["north"],), sites=tuple(NAMES[s] for s in one.sites))
        for one in duties
    )
    first = covered(about, *duties, sites=(site("base"), site("pad", parent="base")))
    second = covered(
        renamed, *others, sites=(site(NAMES["base"]), site(NAMES["pad"], parent=NAMES["base"]))
    )
    assert first == second == ((), "resolution")


def test_a_matter_starts_to_be_covered_when_the_duty_starts() -> None:
    about = matter()
    whole = case(missiles(scope=Scope.GENERAL, start=START), matters=(about,))
    assert coverage(about, whole, date(2018, 1, 1)).in_general_by is None
    assert coverage(about, whole, START).in_general_by == "resolution"


def test_a_stock_to_be_kept_is_told_by_any_verb_that_gives_an_amount_of_it() -> None:
    text = "The stock of fuel has swollen to 310 kg."
    keep = obligation(
        kind=ObligationKind.LEVEL, verb="keep", object="stock of fuel", terms=(), unit="kilogram",
        bound=Bound(BoundDirection.AT_MOST, 300.0),
    )  # fmt: skip
    told = {
        "verb": VerbClass.OTHER, "quantities": quantities_in(text, 0, len(text)), "object": "stock"
    }  # fmt: skip
    assert linked(keep, text, **told) == {"surface": 1.0}
    assert linked(keep, text, **(told | {"quantities": ()})) == {}
    reach = replace(keep, verb="hand over", bound=Bound(BoundDirection.AT_LEAST, 300.0))
    assert linked(reach, text, **told) == {}  # an amount to be reached needs its act


def test_a_duty_that_names_no_object_is_mentioned_by_no_words() -> None:
    assert best_mention((), ["suspended", "talks"]) == (0.0, "")

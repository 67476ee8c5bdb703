"""What a person enters or links speaks of the duty that they name, and goes before the machine."""

from __future__ import annotations

from datetime import date

import pytest

from servanda.claims import decision_on
from servanda.evidence import weigh
from servanda.pipeline.reading import apply_review
from servanda.records import (
    BY_HAND,
    Bearing,
    Claim,
    Comparison,
    DateRange,
    Decision,
    DecisionAct,
    DocumentClaims,
    Evidence,
    Force,
    Label,
    Obligation,
    ObligationKind,
    Precision,
    Quantity,
    Span,
    Statement,
    Suspension,
    TimeMention,
    VerbClass,
    day,
)
from tests.builders import NOW, START, case, claim, document, obligation

END = date(2018, 12, 31)
FIRST, LAST, AFTER = date(2018, 11, 1), date(2018, 11, 20), date(2018, 12, 3)
FLEW = "The observer said that the north flew a drone over the ridge."


def flights(**changes: object) -> Obligation:
    """The north flies no drones: words in which the program knows no act."""
    own = {
        "id": "flights", "kind": ObligationKind.ABSTAIN, "verb": "fly", "object": "drones",
        "terms": (), "count": None, "preserve": 0, "aspect": None, "unit": None, "deadline": None,
    }  # fmt: skip
    return obligation(**{**own, **changes})


def entered(text: str, words: str, number: int = 1, **changes: object) -> Claim:
    """A claim by hand on these words of a page."""
    start = text.index(words)
    own = {
        "id": f"page#h{number}", "reader": BY_HAND, "content": (Span(start, start + len(words)),),
        "verb": VerbClass.OTHER, "verb_text": "", "party": None, "object": "",
    }  # fmt: skip
    return claim(text, **{**own, **changes})


def link(said: Claim, text: str, duty: str) -> Decision:
    page = document(text, AFTER)
    return decision_on(said, page, DecisionAct.LINK, "ann", NOW, obligation=duty)


def happened(when: date) -> TimeMention:
    return TimeMention("then", Span(0, 1), day(when))


def weighed(
    text: str,
    claims: tuple[Claim, ...],
    linked: dict[str, str],
    *duties: Obligation,
    statements: tuple[Statement, ...] | None = None,
) -> dict[str, Evidence]:
    """The items by id; linked: the duty that a person named, by claim."""
    page = document(text, AFTER)
    acts = {}
    for said in claims:
        decided = []
        if said.reader == BY_HAND:
            decided.append(decision_on(said, page, DecisionAct.ACCEPT, "ann", NOW))
        if said.id in linked:
            decided.append(link(said, text, linked[said.id]))
        acts[said.id] = tuple(decided)
    whole = case(*duties)
    read = apply_review(DocumentClaims(page, claims, acts, statements), whole)
    return {item.id: item for item in weigh(whole, [read], END, END)}


@pytest.mark.parametrize("verb", [VerbClass.OTHER, VerbClass.TEST])
@pytest.mark.parametrize(("negated", "broken"), [(False, True), (True, False)])
def test_who_links_a_claim_to_a_ban_says_that_it_is_about_that_act(
    verb: VerbClass, negated: bool, broken: bool
) -> None:
    said = entered(FLEW, "flew a drone", verb=verb, negated=negated)
    item = weighed(FLEW, (said,), {"page#h1": "flights"}, flights())["flights/page#h1"]
    assert item.bearing is Bearing.BEARS
    assert (item.if_right[1] > item.if_right[0]) is broken


def test_an_act_of_a_known_class_that_the_ban_does_not_name_still_says_nothing() -> None:
    shelling = flights(verb="fire", object="artillery")
    said = entered(FLEW, "flew a drone", verb=VerbClass.INSPECT)
    item = weighed(FLEW, (said,), {"page#h1": "flights"}, shelling)["flights/page#h1"]
    assert item.bearing is Bearing.NO_STATEMENT


@pytest.mark.parametrize(
    ("when", "bearing"),
    [
        (FIRST, Bearing.NOT_IN_FORCE),
        (LAST, Bearing.NOT_IN_FORCE),
        (date(2018, 11, 21), Bearing.BEARS),
        (AFTER, Bearing.BEARS),
    ],
)
def test_a_breach_after_a_suspension_counts_and_one_within_it_does_not(
    when: date, bearing: Bearing
) -> None:
    pause = Suspension(FIRST, LAST, ("north",), "a drill", day(START), day(START))
    duty = flights(force=Force(None, None, (), None, (pause,)))
    said = entered(FLEW, "flew a drone", event_time=happened(when))
    item = weighed(FLEW, (said,), {"page#h1": "flights"}, duty)["flights/page#h1"]
    assert item.bearing is bearing


SHORT = "The observer verified that the north demolished ten guard posts; three huts were burnt."


def read_by_machine(**changes: object) -> Claim:
    """The machine's claim on all but the huts: ten of ten."""
    return claim(
        SHORT, content=(Span(0, SHORT.index(";")),), quantities=(ten_posts(10),), **changes
    )


def ten_posts(value: float) -> Quantity:
    return Quantity("", Span(0, 1), Comparison.EXACTLY, value, "guard posts", False, False, None)


def seven(words: str = "demolished ten guard posts", number: int = 1) -> Claim:
    own = {"verb": VerbClass.REMOVE, "object": "guard posts", "quantities": (ten_posts(7),)}
    return entered(SHORT, words, number, **own)


def test_what_a_person_enters_stands_in_place_of_what_was_read_from_the_same_words() -> None:
    items = weighed(SHORT, (read_by_machine(), seven()), {"page#h1": "surface"}, obligation())
    read, put = items["surface/page#c0"], items["surface/page#h1"]
    assert put.bearing is Bearing.BEARS
    assert read.bearing is Bearing.REPLACED
    assert read.if_right == read.if_wrong
    assert "page#h1" in read.why


def test_other_words_of_the_page_and_other_duties_are_left_alone() -> None:
    hidden = obligation(id="other", aspect=None)
    elsewhere = seven("three huts were burnt")
    items = weighed(SHORT, (read_by_machine(), elsewhere), {"page#h1": "surface"}, obligation())
    assert items["surface/page#c0"].bearing is Bearing.BEARS
    named = weighed(SHORT, (read_by_machine(), seven()), {"page#h1": "other"}, obligation(), hidden)
    assert named["surface/page#c0"].bearing is Bearing.BEARS
    assert named["other/page#c0"].bearing is Bearing.REPLACED


def test_a_claim_that_names_its_duty_bears_on_no_other() -> None:
    twin = obligation(id="twin")
    both = weighed(SHORT, (seven(),), {}, obligation(), twin)
    one = weighed(SHORT, (seven(),), {"page#h1": "twin"}, obligation(), twin)
    assert set(both) == {"surface/page#h1", "twin/page#h1"}
    assert set(one) == {"twin/page#h1"}


def test_two_claims_of_persons_on_the_same_words_both_stand() -> None:
    linked = {"page#h1": "surface", "page#h2": "surface"}
    items = weighed(SHORT, (seven(), seven("ten guard posts", 2)), linked, obligation())
    assert all(item.bearing is not Bearing.REPLACED for item in items.values())


@pytest.mark.parametrize(
    ("reviewed", "bearing"), [(False, Bearing.REPLACED), (True, Bearing.BEARS)]
)
def test_a_sentence_that_is_read_by_its_meaning_gives_way_too_unless_a_person_judged_it(
    reviewed: bool, bearing: Bearing
) -> None:
    clause = obligation(verb="", object="", terms=(), aspect=None)
    p = tuple(0.9 if label is Label.DONE else 0.1 / (len(Label) - 1) for label in Label)
    when = DateRange(AFTER, AFTER, Precision.DAY)
    said = Statement(
        "page/0-10/surface", "page", Span(0, len(SHORT)), "surface", Label.DONE, p, None, None,
        when, "page#c0", (), reviewed, "test", "",
    )  # fmt: skip
    items = weighed(
        SHORT, (read_by_machine(), seven()), {"page#h1": "surface"}, clause, statements=(said,)
    )
    assert items["surface/page/0-10"].bearing is bearing
    assert items["surface/page#h1"].bearing is Bearing.BEARS


def posts_by(holder: str, count: float, words: str, **changes: object) -> Evidence:
    text = f"He said that {words} had been demolished."
    said = entered(
        text, words, verb=VerbClass.REMOVE, object="guard posts", holder_id=holder,
        holder=holder.title(), quantities=(
            Quantity(words, Span(0, 1), Comparison.EXACTLY, count, "guard posts", False, False,
                     None),
        ), **{"completed": True, **changes},
    )  # fmt: skip
    return weighed(text, (said,), {"page#h1": "surface"}, obligation())["surface/page#h1"]


def test_none_and_only_so_many_say_that_no_more_are_done() -> None:
    none = posts_by("observer", 0, "none of the guard posts")
    assert none.if_right[0] > 0.9 > 0.1 > max(none.if_right[1:])
    only = posts_by("observer", 2, "only 2 guard posts")
    assert min(only.if_right[:3]) > 0.9
    assert max(only.if_right[3:]) < 0.1
    bare = posts_by("observer", 2, "2 guard posts")
    assert bare.if_right[10] > 0.9
    more = posts_by("observer", 2, "not only 2 guard posts")
    assert more.if_right[10] > 0.9


@pytest.mark.parametrize(
    ("holder", "count", "against"),
    [("south", 10, True), ("south", 0, False), ("north", 0, True), ("north", 10, False)],
)
def test_what_speaks_against_its_speaker_s_interest_is_believed_more(
    holder: str, count: float, against: bool
) -> None:
    item = posts_by(holder, count, "none" if count == 0 else "all")
    assert ("speaks against its interest" in item.reliability.why) is against
    assert ("taken as A" in item.reliability.why) is (against and holder == "south")


def test_work_under_way_and_a_part_are_no_admission() -> None:
    for words, changes in (("2 guard posts", {}), ("all", {"completed": False})):
        item = posts_by("north", 2 if changes == {} else 10, words, **changes)
        assert "speaks against its interest" not in item.reliability.why

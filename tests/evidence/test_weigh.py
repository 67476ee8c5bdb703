"""What claims become as evidence, and what may not move the number."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from servanda.claims import decision_on
from servanda.evidence import collect_evidence, independent_origins, link_claims, weigh
from servanda.evidence.trust.sides import Side, actors_by_id, root, side_of
from servanda.records import (
    ActorKind,
    Admiralty,
    Bearing,
    Bound,
    BoundDirection,
    Case,
    Claim,
    Comparison,
    DateRange,
    DaysAfter,
    Decision,
    DecisionAct,
    DeclaredCoverage,
    DocumentClaims,
    Evidence,
    Extension,
    Force,
    KnownEvent,
    Modality,
    Obligation,
    ObligationKind,
    OriginCount,
    Polarity,
    Precision,
    Quantity,
    Source,
    Span,
    Stance,
    Suspension,
    TimeMention,
    VerbClass,
    Watcher,
    day,
    month,
    reckon_days,
)
from tests.builders import NOW, START, actor, case, claim, document, obligation

END = date(2018, 12, 31)
BLAST = date(2018, 11, 20)
TEXT = "The north had blown up ten guard posts."


def quantity(value: float, **changes: object) -> Quantity:
    made = Quantity("", Span(0, 1), Comparison.EXACTLY, value, "guard posts", False, False, None)
    return replace(made, **changes)


def happened(when: date) -> TimeMention:
    return TimeMention("then", Span(0, 1), day(when))


def ten(document_id: str = "page", **changes: object) -> Claim:
    own = {"quantities": (quantity(10),), "event_time": happened(BLAST), **changes}
    return claim(TEXT, document=document_id, **own)


def weighed(
    duty: Obligation,
    *claims: Claim,
    text: str = TEXT,
    published: date = BLAST,
    as_of: date = END,
) -> tuple[Evidence, ...]:
    """One page a claim, in order, unless they name their own pages."""
    whole = case(duty)
    reads = [
        link_claims(DocumentClaims(document(text, published, id=one.document), (one,)), whole)
        for one in claims
    ]
    return weigh(whole, reads, as_of, as_of)


def test_a_count_is_likely_only_where_it_fits_if_the_origin_is_right() -> None:
    (item,) = weighed(obligation(), ten())
    assert item.bearing is Bearing.BEARS
    assert max(item.if_right) == item.if_right[10]
    assert item.if_right[9] < 0.1
    assert len(set(item.if_wrong)) == 1
    assert item.origin == "south"
    assert item.says == "10 done, 10 asked"


def test_a_number_of_sites_that_is_dated_tells_when_it_was_reached() -> None:
    six = {"quantities": (quantity(6),)}
    for changes, came_about in ((six, BLAST), ({**six, "event_time": None}, None)):
        (item,) = weighed(obligation(), ten(**changes))
        assert item.came_about == came_about


def test_an_event_that_is_dated_tells_when_it_came_about_and_that_there_was_none_does_not() -> None:
    tested = claim(
        "The north tested.", document="a", verb=VerbClass.TEST, object="nuclear test",
        event_time=happened(BLAST),
    )  # fmt: skip
    for told, came_about in ((tested, BLAST), (no_test("a", BLAST), None)):
        found = weighed(ban(), told, text=NO_TEST, published=END)
        assert [item.came_about for item in found if item.claim is not None] == [came_about]


def test_what_was_not_public_by_the_day_is_not_there() -> None:
    assert weighed(obligation(), ten(), published=BLAST, as_of=date(2018, 11, 19)) == ()


def test_month_precision_is_public_at_the_month_s_end() -> None:
    whole = case(obligation())
    page = replace(document(TEXT, None), published=month(2018, 11))
    read = link_claims(DocumentClaims(page, (ten(),)), whole)
    assert weigh(whole, [read], date(2018, 11, 29), date(2018, 11, 29)) == ()
    assert weigh(whole, [read], date(2018, 11, 30), date(2018, 11, 30)) != ()


def decision(act: DecisionAct, since: date = END, reason: str = "") -> Decision:
    page = document(TEXT, BLAST)
    return decision_on(ten(), page, act, "ann", NOW, since=since, reason=reason)


def settled(*acts: Decision, as_of: date) -> Evidence:
    whole = case(obligation())
    read = link_claims(DocumentClaims(document(TEXT, BLAST), (ten(),), {"page#c0": acts}), whole)
    (item,) = weigh(whole, [read], as_of, as_of)
    return item


def test_a_retracted_claim_counts_for_nothing_from_that_day_on_and_says_why() -> None:
    back = decision(DecisionAct.RETRACT, date(2018, 12, 5), "the agency erred")
    assert settled(back, as_of=date(2018, 12, 4)) == settled(as_of=date(2018, 12, 4))
    item = settled(back, as_of=date(2018, 12, 5))
    assert item.bearing is Bearing.RETRACTED
    assert item.if_right == item.if_wrong
    assert len(set(item.if_right)) == 1
    assert item.why.endswith("retracted on 2018-12-05 (ann: the agency erred)")


def test_of_two_retractions_the_earlier_day_tells() -> None:
    late = decision(DecisionAct.RETRACT, date(2018, 12, 9), "again")
    early = decision(DecisionAct.RETRACT, date(2018, 12, 5), "first")
    assert settled(late, early, as_of=END).why == settled(early, as_of=END).why


def test_what_a_person_accepted_or_corrected_is_reviewed_and_what_they_linked_is_not() -> None:
    assert settled(decision(DecisionAct.ACCEPT), as_of=END).reviewed
    assert settled(decision(DecisionAct.CORRECT), as_of=END).reviewed
    assert not settled(decision(DecisionAct.LINK), as_of=END).reviewed
    assert not settled(as_of=END).reviewed


def test_a_repetition_counts_once_its_first_is_retracted() -> None:
    whole = case(obligation())
    back = decision(DecisionAct.RETRACT, date(2018, 12, 5), "erred")
    reads = [
        link_claims(
            DocumentClaims(document(TEXT, BLAST, id="a"), (ten("a"),), {"a#c0": (back,)}), whole
        ),
        link_claims(DocumentClaims(document(TEXT, BLAST, id="b"), (ten("b"),)), whole),
    ]
    first, second = weigh(whole, reads, END, END)
    assert (first.bearing, second.bearing) == (Bearing.RETRACTED, Bearing.BEARS)


def test_copies_of_one_origin_enter_once_however_many_pages_repeat_it() -> None:
    pages = [ten(f"page-{n}") for n in range(20)]
    items = weighed(obligation(), *pages)
    assert [item.bearing for item in items].count(Bearing.BEARS) == 1
    assert [item.bearing for item in items].count(Bearing.REPEATS) == 19
    assert all(item.if_right == item.if_wrong for item in items if item.bearing is Bearing.REPEATS)


def test_two_ministries_of_one_state_are_one_origin() -> None:
    items = weighed(obligation(), ten("a"), ten("b", holder_id="staff"))
    assert {item.origin for item in items} == {"south"}
    assert [item.bearing for item in items].count(Bearing.BEARS) == 1


def test_what_nobody_is_named_for_is_pooled() -> None:
    items = weighed(
        obligation(),
        *(ten(page, attributed=False, holder=None, holder_id=None) for page in ("a", "b")),
    )
    assert [item.bearing for item in items].count(Bearing.BEARS) == 1


def test_a_news_agency_that_names_nobody_is_a_relay_and_joins_the_pool() -> None:
    agency = {"holder": "Agency", "holder_id": None, "holder_kind": ActorKind.NEWS_AGENCY}
    items = weighed(obligation(), ten("a", **agency), ten("b", attributed=False))
    assert {item.origin for item in items} == {"unattributed"}
    assert [item.bearing for item in items].count(Bearing.BEARS) == 1


@pytest.mark.parametrize(
    ("kind", "origin"),
    [(ActorKind.INTERNATIONAL_BODY, "observer"), (ActorKind.NEWS_AGENCY, "unattributed")],
)
def test_a_publisher_speaks_for_itself_unless_it_only_passes_on(
    kind: ActorKind, origin: str
) -> None:
    whole = case(obligation())
    voice = Source("page-of-it", "Its own page", None, "observer", Admiralty.B)
    actors = tuple(replace(one, kind=kind) if one.id == "observer" else one for one in whole.actors)
    whole = replace(whole, sources=(voice,), actors=actors)
    made = ten(attributed=False, holder=None, holder_id=None)
    page = document(TEXT, BLAST, source="page-of-it")
    (item,) = weigh(whole, [link_claims(DocumentClaims(page, (made,)), whole)], END, END)
    assert item.origin == origin
    assert ("how it is known" in item.reliability.why) is (origin == "unattributed")


def test_nobody_who_is_wrong_says_both_that_it_was_and_that_it_was_not() -> None:
    duty = obligation(
        kind=ObligationKind.ABSTAIN, verb="refrain", object="missile tests", terms=("missiles",)
    )
    for speaker in ("north", "south", "observer"):
        chances = [
            item.if_wrong[0]
            for negated in (False, True)
            for item in weighed(
                duty,
                ten(verb=VerbClass.TEST, negated=negated, quantities=(), holder_id=speaker,
                    object="missile tests"),
                text="The north tested missiles.",
            )
        ]  # fmt: skip
        assert len(chances) == 2
        assert sum(chances) <= 1.0


@pytest.mark.parametrize(
    "stance",
    [
        Stance.NOT_CONFIRMED,
        Stance.DECLINED,
        Stance.PROMISED,
        Stance.THREATENED,
        Stance.DEMANDED,
        Stance.AGREED,
        Stance.REPORTED_FOR_OTHER,
        Stance.RETRACTED,
    ],
)
def test_a_stance_that_states_nothing_has_likelihood_ratio_one(stance: Stance) -> None:
    (item,) = weighed(obligation(), ten(stance=stance))
    assert item.bearing is Bearing.NO_STATEMENT
    assert item.if_right == item.if_wrong
    assert len(set(item.if_right)) == 1


@pytest.mark.parametrize("modality", [Modality.FUTURE, Modality.POSSIBLE, Modality.OPEN])
def test_what_may_or_will_be_is_no_evidence_of_what_is(modality: Modality) -> None:
    (item,) = weighed(obligation(), ten(modality=modality))
    assert item.bearing is Bearing.NO_STATEMENT


def test_a_denial_is_evidence_against() -> None:
    (item,) = weighed(obligation(), claim(TEXT, stance=Stance.DENIED))
    assert item.bearing is Bearing.BEARS
    assert item.if_right[10] < item.if_right[0]


def test_what_was_seen_before_the_duty_began_says_nothing_about_keeping_it() -> None:
    (item,) = weighed(obligation(), ten(event_time=happened(date(2018, 3, 29))))
    assert item.bearing is Bearing.BEFORE_DUTY
    assert item.if_right == item.if_wrong


DRILL = Suspension(
    date(2018, 11, 1), date(2018, 11, 25), ("north",), "a drill", day(date(2018, 11, 1)),
    day(date(2018, 11, 25)),
)  # fmt: skip
SUSPENDED = Force(None, None, (), None, (DRILL,))
AFTER_DRILL = date(2018, 11, 26)


@pytest.mark.parametrize(
    ("when", "bearing"), [(BLAST, Bearing.NOT_IN_FORCE), (AFTER_DRILL, Bearing.BEARS)]
)
def test_an_event_while_the_duty_is_suspended_is_no_breach(when: date, bearing: Bearing) -> None:
    duty = obligation(
        kind=ObligationKind.ABSTAIN,
        verb="refrain",
        object="missile tests",
        terms=("missiles",),
        count=None,
        preserve=0,
        force=SUSPENDED,
    )
    tested = ten(
        verb=VerbClass.TEST, quantities=(), object="missile tests", event_time=happened(when)
    )
    (item,) = weighed(duty, tested, text="The north tested missiles.", published=END)
    assert item.bearing is bearing
    assert (item.if_right == item.if_wrong) is (bearing is Bearing.NOT_IN_FORCE)
    assert ("suspended since 2018-11-01 by north: a drill" in item.why) is (when == BLAST)


def test_what_was_done_while_the_duty_was_suspended_is_done() -> None:
    (item,) = weighed(obligation(force=SUSPENDED), ten())
    assert item.bearing is Bearing.BEARS


def test_a_duty_that_waits_for_an_event_begins_when_the_event_was_known_to_be() -> None:
    moved = Extension(date(2019, 3, 1), AFTER_DRILL, day(AFTER_DRILL), "put off")
    event = KnownEvent(("D-Day",), day(START), "d-day", extended=(moved,))
    rule = DaysAfter(1, "d-day", "D-Day", event.days)
    whole = case(reckon_days(obligation(start_after=rule)))
    read = DocumentClaims(document(TEXT, BLAST), (ten(),))
    reads = [link_claims(read, whole)]
    for as_of, bearing in ((BLAST, Bearing.BEARS), (END, Bearing.BEFORE_DUTY)):
        known = collect_evidence(whole, reads, as_of, as_of)
        assert [item.bearing for item in known.evidence] == [bearing]


def test_a_report_on_the_whole_says_nothing_of_hidden_parts() -> None:
    (surface,) = weighed(obligation(aspect="surface"), ten())
    (hidden,) = weighed(obligation(aspect="underground"), ten())
    assert surface.bearing is Bearing.BEARS
    assert hidden.bearing is Bearing.CANNOT_KNOW


def test_naming_a_hidden_part_bears_but_less_surely_than_one_in_plain_sight() -> None:
    (named,) = weighed(obligation(aspect="underground"), ten(aspects=("underground",)))
    assert named.bearing is Bearing.BEARS
    assert named.score < weighed(obligation(), ten())[0].score


def test_who_says_that_a_hidden_part_stands_need_not_have_seen_all_of_it() -> None:
    duty = obligation(aspect="firing slits")
    part = {"aspects": ("firing slits",), "object": "firing slits", "event_time": None}
    (all_done,) = weighed(duty, ten(**part))
    most = replace(quantity(6.0), comparison=Comparison.AT_MOST)
    (counter,) = weighed(duty, ten(quantities=(most,), **part))
    assert (all_done.bearing, counter.bearing) == (Bearing.BEARS, Bearing.BEARS)
    assert counter.score > all_done.score


def test_an_aspect_named_is_not_evidence_on_another_aspect() -> None:
    (item,) = weighed(obligation(aspect="surface"), ten(aspects=("underground",)))
    assert item.bearing is Bearing.CANNOT_KNOW


def test_speaking_well_of_oneself_is_trusted_less_than_speaking_well_of_the_other() -> None:
    whole = case(obligation(), actors=(actor("north"), actor("south")))
    page = document(TEXT, BLAST)

    def mean(holder: str) -> float:
        read = link_claims(DocumentClaims(page, (ten(holder_id=holder),)), whole)
        return weigh(whole, [read], END, END)[0].reliability.mean

    assert mean("north") < mean("south")


def test_admitting_a_failing_is_not_marked_down() -> None:
    whole = case(obligation(), actors=(actor("north"), actor("south")))
    page = document(TEXT, BLAST)

    def mean(negated: bool) -> float:
        one = ten(holder_id="north", negated=negated, quantities=())
        return weigh(whole, [link_claims(DocumentClaims(page, (one,)), whole)], END, END)[
            0
        ].reliability.mean

    assert mean(negated=True) > mean(negated=False)


def test_a_belief_and_an_unnamed_speaker_are_trusted_less() -> None:
    plain = weighed(obligation(), ten())[0].reliability.mean
    believed = weighed(obligation(), ten(stance=Stance.BELIEVED))[0].reliability.mean
    unnamed = ten(holder=None, holder_id=None, holder_kind=ActorKind.GOVERNMENT)
    assert believed < plain
    assert weighed(obligation(), unnamed)[0].reliability.mean < plain


def fits(item: Evidence) -> set[int]:
    """The counts that the report fits best."""
    top = max(item.if_right)
    return {k for k, value in enumerate(item.if_right) if value == top}


def test_a_caveat_travels() -> None:
    text = "Firing slits at five guard posts were only partly destroyed."
    partly = claim(text, quantities=(quantity(5),))
    (item,) = weighed(obligation(), partly, text=text)
    assert fits(item) == set(range(7))  # at most six of eleven wholly done


def test_all_means_at_least_the_target_and_under_way_means_not_all() -> None:
    everything = "The north had blown up all guard posts."
    (whole,) = weighed(obligation(), claim(everything), text=everything)
    (going_on,) = weighed(obligation(), claim(TEXT, completed=False))
    assert fits(whole) == {10, 11}
    assert not fits(going_on) & {10, 11}


@pytest.mark.parametrize(
    ("comparison", "expected"),
    [
        (Comparison.AT_LEAST, set(range(4, 12))),
        (Comparison.AT_MOST, set(range(5))),
        (Comparison.ABOUT, set(range(4, 12))),
    ],
)
def test_a_comparison_is_kept(comparison: Comparison, expected: set[int]) -> None:
    (item,) = weighed(obligation(), ten(quantities=(quantity(4, comparison=comparison),)))
    assert fits(item) == expected


def test_a_part_with_its_whole_named_is_exact_and_without_it_leaves_the_rest_open() -> None:
    (of_eleven,) = weighed(obligation(), ten(quantities=(quantity(4, denominator=11),)))
    (four,) = weighed(obligation(), ten(quantities=(quantity(4),)))
    assert fits(of_eleven) == {4}
    assert fits(four) == set(range(4, 12))


def test_what_is_kept_is_not_counted_as_done() -> None:
    counts = (quantity(1, preserve=True), quantity(10))
    (item,) = weighed(obligation(), ten(quantities=counts))
    assert fits(item) == {10}


def test_a_total_over_both_sides_is_halved_and_an_impossible_number_left_out() -> None:
    (both,) = weighed(obligation(), ten(quantities=(quantity(20),)))
    (absurd,) = weighed(obligation(), ten(quantities=(quantity(700),)))
    assert fits(both) == {10}
    assert fits(absurd) == {10, 11}


def test_rebuilding_says_that_the_duty_is_not_done() -> None:
    (item,) = weighed(obligation(), ten(verb=VerbClass.BUILD))
    assert fits(item) == set(range(10))


def ban() -> Obligation:
    return obligation(
        id="ban", kind=ObligationKind.ABSTAIN, verb="refrain", object="nuclear tests", terms=(),
        count=None, preserve=0, deadline=None, aspect=None, unit="event",
        watchers=(Watcher("observer", 0.98, 5, "hears every one"),),
    )  # fmt: skip


NO_TEST = "The north has held no nuclear test."


def no_test(page: str, when: date) -> Claim:
    return claim(
        NO_TEST, document=page, verb=VerbClass.TEST, negated=True, polarity=Polarity.NEGATIVE,
        object="nuclear test", event_time=happened(when),
    )  # fmt: skip


def test_the_latest_word_that_nothing_happened_is_the_one_that_counts() -> None:
    early, late = no_test("a", date(2018, 11, 1)), no_test("b", date(2018, 12, 1))
    items = {
        item.document: item.bearing
        for item in weighed(ban(), early, late, text=NO_TEST, published=END)
        if item.claim is not None
    }
    assert items == {"a": Bearing.REPEATS, "b": Bearing.BEARS}


def test_a_word_that_nothing_happened_since_a_day_says_nothing_of_the_days_before() -> None:
    old = replace(ban(), start=date(2006, 10, 14))
    (none_lately, *_) = [
        item
        for item in weighed(old, no_test("a", date(2018, 12, 1)), text=NO_TEST, published=END)
        if item.claim is not None
    ]
    assert none_lately.if_right[1] > 0.9
    (all_along, *_) = weighed(ban(), no_test("a", date(2018, 12, 1)), text=NO_TEST, published=END)
    assert all_along.if_right[1] < 0.1


def watched_case(last: date) -> Case:
    """A ban whose watcher's own reports are all here, from its start to that day."""
    (watcher,) = ban().watchers
    every = DeclaredCoverage(START + timedelta(days=1), last, "all its reports")
    own = Source("own", "The watcher", None, watcher.actor, Admiralty.B, (every,))
    return case(ban(), sources=(own,))


def silent_items(whole: Case, *reads: DocumentClaims, as_of: date = END) -> list[Evidence]:
    return [item for item in weigh(whole, reads, as_of, as_of) if item.watch is not None]


def test_a_watcher_s_silence_counts_for_the_days_that_its_own_documents_cover() -> None:
    reads = [DocumentClaims(document("Nothing.", date(2018, 11, 1)), ())]
    (silent,) = silent_items(watched_case(END), *reads)
    assert silent.if_right[0] == 1.0
    assert 0.0 < silent.if_right[1] < 1.0
    assert silent.times.happened.end == date(2018, 12, 26)


def test_pages_of_others_make_nobody_silent_however_late_they_are() -> None:
    weather = [
        DocumentClaims(document("The weather was fine.", when, id=str(when)), ())
        for when in (START, END, date(2022, 12, 30))
    ]
    assert silent_items(case(ban()), *weather, as_of=date(2022, 12, 31)) == []


def test_the_silence_of_a_watcher_begins_the_day_after_it_has_spoken() -> None:
    whole = watched_case(END)
    said = DateRange(date(2018, 11, 1), date(2018, 12, 1), Precision.RANGE)
    told = no_test("a", date(2018, 12, 1))
    told = replace(
        told, holder="Observer", holder_id="observer", event_time=TimeMention("", Span(0, 1), said)
    )
    read = DocumentClaims(document(NO_TEST, date(2018, 12, 1), id="a"), (told,))
    (silent,) = silent_items(whole, link_claims(read, whole))
    assert silent.watch is not None
    assert silent.watch.first == date(2018, 12, 1)


def test_an_event_and_its_suspension_point_opposite_ways() -> None:
    drill = obligation(
        id="drill", kind=ObligationKind.ABSTAIN, verb="suspend", object="joint exercises",
        terms=(), count=None, preserve=0, aspect=None, unit="exercise",
    )  # fmt: skip
    text = "The north held joint exercises."
    held = claim(text, verb=VerbClass.EXERCISE, object="joint exercises")
    halted = claim(text, verb=VerbClass.SUSPEND, object="joint exercises")
    (event,) = weighed(drill, held, text=text)
    (none,) = weighed(drill, halted, text=text)
    assert event.if_right[1] > event.if_right[0]
    assert none.if_right[0] > none.if_right[1]


def test_an_amount_fits_the_grid_near_it_and_no_amount_says_nothing() -> None:
    arms = obligation(
        id="arms", kind=ObligationKind.LEVEL, verb="hand over", object="weapons", terms=(),
        bound=Bound(BoundDirection.AT_LEAST, 8000.0), count=None, preserve=0, unit="weapon",
    )  # fmt: skip
    text = "The north handed over 7,132 weapons."
    told = claim(
        text,
        verb=VerbClass.HAND_OVER,
        object="weapons",
        quantities=(quantity(7132, unit="weapons"),),
    )
    (item,) = weighed(arms, told, text=text)
    best = item.states.values[item.if_right.index(max(item.if_right))]
    assert best == pytest.approx(7132, abs=200)
    (silent,) = weighed(arms, replace(told, quantities=()), text=text)
    assert silent.bearing is Bearing.NO_STATEMENT


def test_sides_follow_who_is_part_of_whom() -> None:
    whole = case(obligation())
    sides = {
        holder: side_of(holder, obligation(), whole)
        for holder in ("north", "ministry", "observer", None)
    }
    assert sides == {
        "north": Side.OWN,
        "ministry": Side.OTHER,
        "observer": Side.THIRD,
        None: Side.UNKNOWN,
    }


def test_a_circle_of_belonging_ends() -> None:
    actors = {"a": actor("a", part_of="b"), "b": actor("b", part_of="a")}
    assert root("a", actors) in actors


def test_origins_that_share_information_count_once_at_least_and_apart_at_most() -> None:
    actors = actors_by_id(case())
    assert independent_origins(["south", "ally", "observer"], actors) == OriginCount(2, 3)
    assert independent_origins(["south", "south"], actors) == OriginCount(1, 1)
    assert independent_origins(["unattributed", "south"], actors) == OriginCount(1, 2)
    assert independent_origins(["unattributed"], actors) == OriginCount(1, 1)
    assert independent_origins([], actors) == OriginCount(0, 0)


def test_a_page_without_a_date_counts_from_the_day_it_was_kept() -> None:
    whole = case(obligation())
    read = link_claims(DocumentClaims(document(TEXT, None), (ten(),)), whole)
    assert weigh(whole, [read], END, END) == ()
    (item,) = weigh(whole, [read], date(2026, 1, 1), date(2026, 1, 1))
    assert item.times.published == DateRange(None, date(2026, 1, 1), Precision.UNKNOWN)

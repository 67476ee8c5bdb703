"""Numbers, days, quotations and duties as a reader meets them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

import servanda.dossier
from servanda.claims import sentence_spans
from servanda.dossier.page.catalogue import Catalogue
from servanda.dossier.page.item import evidence_card
from servanda.dossier.page.obligation_facts import _places, amendment_text, conditions, facts
from servanda.dossier.page.row import judgement_row
from servanda.dossier.page.section import judgement_section
from servanda.dossier.print.colours import DARK, LIGHT, STATUS_COLOURS
from servanda.dossier.print.dates import date_range_text, minute
from servanda.dossier.print.numbers import Figures, rounded_decibans, rounded_probability
from servanda.dossier.print.quotations import quotation_pieces
from servanda.dossier.print.status_words import answer
from servanda.records import (
    UNKNOWN_TIME,
    Amendment,
    Bound,
    BoundDirection,
    Condition,
    ConditionChange,
    ConditionMode,
    DateRange,
    ObligationKind,
    Precision,
    Site,
    Span,
    Status,
    day,
    month,
    parse_range,
)
from tests.dossier.trails import (
    ACTORS,
    AMENDMENT,
    TRAIL,
    claim,
    document,
    duty,
    evidence,
    judgement,
)


def test_the_room_exports_what_it_says() -> None:
    names = [
        "LINE_WORDS",
        "PAGE",
        "SealedDossier",
        "TOLERANCE",
        "Trail",
        "account_in_words",
        "add_simulation_mark",
        "archived_page",
        "assessment_json",
        "check_kept_files",
        "claims_json",
        "compare_numbers",
        "degrees_in_words",
        "document_use_json",
        "dossier_html",
        "duty_check_json",
        "explanation_json",
        "look_json",
        "near_json",
        "next_json",
        "read_dossier",
        "reader_check_json",
        "round_parts",
        "score_json",
        "statement_json",
        "unused_document_json",
        "what_if_json",
        "write_archive",
    ]
    assert servanda.dossier.__all__ == names
    assert all(hasattr(servanda.dossier, name) for name in names)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0.00"),
        (0.004, "<0.01"),
        (0.005, "0.01"),
        (0.9312, "0.93"),
        (0.995, ">0.99"),
        (1.0, "1.00"),
    ],
)
def test_a_number_near_an_end_is_not_printed_as_the_end(value: float, text: str) -> None:
    assert rounded_probability(value) == text


@given(st.floats(0, 1, exclude_min=True, exclude_max=True))
def test_no_uncertain_number_is_printed_as_certain(value: float) -> None:
    assert rounded_probability(value) not in {"0.00", "1.00"}


def test_decibans_carry_their_sign() -> None:
    assert [rounded_decibans(v) for v in (12.34, -4.0, 0.0, -0.01)] == [
        "+12.3",
        "−4.0",
        "0.0",
        "0.0",
    ]


@pytest.mark.parametrize(
    ("when", "text"),
    [
        (UNKNOWN_TIME, "not known"),
        (day(date(2018, 11, 20)), "20 Nov 2018"),
        (month(2018, 11), "Nov 2018"),
        (parse_range("2018"), "2018"),
        (DateRange(date(2018, 11, 5), date(2018, 11, 11), Precision.WEEK), "week of 5 Nov 2018"),
        (parse_range("2018-06-11/2018-06-20"), "11 Jun 2018 to 20 Jun 2018"),
        (parse_range("2018-06-11/.."), "since 11 Jun 2018"),
        (parse_range("../2018-06-20"), "by 20 Jun 2018"),
    ],
)
def test_days_are_written_no_finer_than_they_are_known(when: DateRange, text: str) -> None:
    assert date_range_text(when) == text


def test_a_time_keeps_its_zone() -> None:
    assert minute(datetime(2018, 11, 20, 6, 12, tzinfo=UTC)) == "2018-11-20 06:12 UTC"
    seoul = timezone(timedelta(hours=9))
    assert minute(datetime(2018, 11, 20, 6, 12, tzinfo=seoul)) == "2018-11-20 06:12+09:00"


def test_the_answer_counts_one_and_many() -> None:
    found = (
        judgement("a", Status.UNSCORABLE, None),
        judgement("b", Status.UNSCORABLE, None),
        judgement("c", Status.NOT_COVERED, None),
        judgement("d", Status.NOT_COVERED, None),
    )
    text = answer(replace(TRAIL.assessment, judgements=found))
    assert text == "As of 31 December 2018: 2 have no test, 2 are not covered."


def quoted(text: str, *contents: str) -> str:
    """The context with what is quoted in brackets."""
    spans = tuple(Span(text.index(c), text.index(c) + len(c)) for c in contents)
    pieces = quotation_pieces(text, spans, sentence_spans(text))
    return "".join(f"[{p.text}]" if p.quoted else p.text for p in pieces)


def test_a_quotation_stands_in_its_own_sentence() -> None:
    text = "First. He said the posts were gone, all of them. Last."
    assert quoted(text, "the posts were gone") == "He said [the posts were gone], all of them."
    assert quoted(text, "First.") == "[First.]"
    assert (
        quoted(text, "First.", "Last.")
        == "[First.] He said the posts were gone, all of them. [Last.]"
    )


def test_a_quotation_that_ends_its_sentence_takes_no_more() -> None:
    assert quoted("“All gone.” Then silence.", "All gone.”") == "“[All gone.”]"


def test_a_long_context_is_cut_and_says_so() -> None:
    text = "x" * 900 + "MIDDLE" + "y" * 900
    shown = quoted(text, "MIDDLE")
    assert shown == f"… {'x' * 280}[MIDDLE]{'y' * 280} …"


@given(
    st.text(max_size=60), st.lists(st.tuples(st.integers(-5, 70), st.integers(-5, 70)), max_size=4)
)
def test_any_span_of_any_text_can_be_shown(text: str, ends: list[tuple[int, int]]) -> None:
    pieces = quotation_pieces(text, tuple(Span(*pair) for pair in ends), sentence_spans(text))
    whole = "".join(piece.text for piece in pieces)
    assert whole.removeprefix("… ").removesuffix(" …") in text
    covered = {n for start, end in ends for n in range(max(start, 0), min(end, len(text)))}
    assert sum(len(piece.text) for piece in pieces if piece.quoted) == len(covered)


def test_an_amendment_is_told_by_what_it_set() -> None:
    blank = Amendment(date(2018, 1, 1), UNKNOWN_TIME, None, None, None, None, "")
    assert amendment_text(blank) == "no term changed"
    full = replace(blank, count=10, preserve=1, deadline=date(2018, 2, 3), value=7.5)
    assert amendment_text(full) == "10 asked, 1 to stay as before, due 3 Feb 2018, level 7.5"


def test_the_facts_of_a_level_name_its_bound() -> None:
    catalogue = Catalogue(TRAIL)
    level = duty(
        "o",
        "c",
        kind=ObligationKind.LEVEL,
        count=None,
        unit="barrels",
        sites=("nowhere",),
        bound=Bound(BoundDirection.AT_LEAST, 500_000.0),
        deadline=None,
    )
    shown = dict(facts(level, catalogue))
    assert shown["asked"] == "at least 500,000 barrels"
    assert shown["due"] == "no day set"
    assert shown["places"] == "nowhere"
    amended = replace(level, amendments=(replace(AMENDMENT, count=None, preserve=None, value=7.0),))
    assert dict(facts(amended, catalogue))["asked"] == "at least 7 barrels"
    abstain = duty("o", "c", kind=ObligationKind.ABSTAIN, unit=None)
    assert dict(facts(abstain, catalogue))["until"] == "30 November 2018"
    assert dict(facts(abstain, catalogue))["asked"] == "11"
    uncounted = duty("o", "c", count=None, unit="post", sites=("a", "b"))
    assert dict(facts(uncounted, catalogue))["asked"] == "2 \N{MULTIPLICATION SIGN} post"


def test_a_condition_says_what_is_known_of_it_so_far() -> None:
    known = ConditionChange(True, date(2018, 5, 1), day(date(2018, 5, 2)), "seen")
    later = ConditionChange(False, date(2019, 5, 1), day(date(2019, 5, 2)), "gone")
    shown = conditions(
        Condition("talks go on", ConditionMode.WHILE, (later, known)), date(2018, 12, 31)
    )
    assert shown == [
        "Due as long as this is so: talks go on",
        "fulfilled since 1 May 2018 (public 2 May 2018): seen",
    ]


def test_names_that_the_trail_does_not_hold_are_printed_as_ids() -> None:
    catalogue = Catalogue(replace(TRAIL, case=replace(TRAIL.case, actors=ACTORS[:1])))
    assert catalogue.actor("dprk") == "North Korea"
    assert (catalogue.actor("rok"), catalogue.origin("o?"), catalogue.site("s?")) == (
        "rok",
        "o?",
        "s?",
    )


def test_an_item_without_a_document_says_so() -> None:
    catalogue = Catalogue(TRAIL)
    item = evidence_card(evidence(99, "c", claim=None, document=None), catalogue, None)
    assert (item.publisher, item.title, item.quote, item.holder) == ("no document", None, (), None)


def test_whoever_is_not_named_is_said_to_be_unnamed() -> None:
    unnamed = claim(0, holder=None, chain=())
    own = claim(1, holder=None, attributed=False)
    trail = replace(
        TRAIL, claims=(unnamed, own), documents=(document(0, source=None), document(1, source="x"))
    )
    catalogue = Catalogue(trail)
    first = evidence_card(evidence(0, "c"), catalogue, None)
    second = evidence_card(evidence(1, "c"), catalogue, None)
    assert (first.holder, first.publisher) == ("somebody unnamed", "publisher not known")
    assert (second.holder, second.publisher) == ("the page itself", "x")


def test_a_judgement_of_something_unknown_is_shown_by_its_id() -> None:
    found = judgement("unheard-of", Status.MET, 0.9)
    form = servanda.dossier.assessment_json(replace(TRAIL.assessment, judgements=(found,)))
    row = judgement_row(found, 0, form["obligations"][0], Catalogue(TRAIL))
    assert (row.title, row.detail, row.bearer, row.due) == (
        "unheard-of",
        "not in the case file",
        None,
        None,
    )
    section = judgement_section(found, row, Figures(form), Catalogue(TRAIL))
    assert (section.facts, section.ribbon, section.items) == ((), None, ())


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    channels = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


# Pairs of text and background colour in the style sheet, each of contrast 4.5 or more.
TEXT_PAIRS = (
    ("ink", "paper"),
    ("ink", "panel"),
    ("ink", "mark"),
    ("muted", "paper"),
    ("muted", "panel"),
    ("link", "paper"),
    ("link", "panel"),
    ("paper", "ink"),
    ("paper", "muted"),
)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("pair", TEXT_PAIRS, ids="-on-".join)
def test_letters_have_a_contrast_of_four_and_a_half(
    theme: dict[str, str], pair: tuple[str, str]
) -> None:
    assert contrast(theme[pair[0]], theme[pair[1]]) >= 4.5


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("status", STATUS_COLOURS)
def test_shapes_have_a_contrast_of_three(theme: dict[str, str], status: str) -> None:
    assert contrast(STATUS_COLOURS[status], theme["paper"]) >= 3.0


def test_both_themes_have_the_same_tokens() -> None:
    assert LIGHT.keys() == DARK.keys()


def test_what_several_places_have_in_common_is_said_once() -> None:
    hidden = [
        Site(f"s{n}", (f"post {n}",), None, None, None, None, "not published", False)
        for n in range(3)
    ]
    catalogue = Catalogue(replace(TRAIL, case=replace(TRAIL.case, sites=tuple(hidden))))
    said = _places(["s0", "s1", "s2", "gone"], catalogue)
    assert said == "post 0, post 1, post 2 (place not published: not published); gone"

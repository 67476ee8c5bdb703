"""A case out of a text: what is proposed, the sentence behind it, and what is left open."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from servanda.claims import PatternReader, default_names, draft_case
from servanda.claims.drafting.case_draft import UNKNOWN_DAY, CaseDraft, FieldBlock
from servanda.claims.text.sentences import sentence_around
from servanda.records import UNKNOWN_TIME, DateRange, Names, Precision, Span
from tests.claims.texts import NAMES, page

POSTS = (
    "The two sides began destroying guard posts on Sunday.\n\n"
    "Under an agreement made between their generals in late October, North and South Korea agreed"
    " to each remove 10 posts and preserve one on either side of the frontier."
)


def drafted(text: str, names: Names | None = None, **fields: Any) -> CaseDraft:
    """The draft of a text read without a model."""
    names = names or default_names()
    document = page(text, **fields)
    return draft_case(document, PatternReader().read(document, names), names)


def only(text: str, **fields: Any) -> FieldBlock:
    """The one duty of a text."""
    (block,) = drafted(text, **fields).obligations
    return block


def plain(block: FieldBlock) -> dict[str, Any]:
    """Keys and values, blocks inside too."""
    return {
        one.key: plain(one.value) if isinstance(one.value, FieldBlock) else one.value
        for one in block.fields
    }


def test_each_named_party_has_its_own_duties_and_preserving_is_one_of_them() -> None:
    rows = [plain(block) for block in drafted(POSTS).obligations]
    assert [(row["bearer"], row["clause"]) for row in rows] == [
        (("dprk",), "each side removes 10 guard posts"),
        (("rok",), "each side removes 10 guard posts"),
        (("dprk",), "each side preserves 1 guard post"),
        (("rok",), "each side preserves 1 guard post"),
    ]
    assert [(row["count"], row.get("preserve")) for row in rows] == [
        (10, 1), (10, 1), (1, None), (1, None),
    ]  # fmt: skip
    assert {row["unit"] for row in rows} == {"guard post"}


def test_every_sentence_behind_a_field_stands_in_the_text() -> None:
    draft = drafted(POSTS)
    groups = (draft.actors, draft.sources, draft.instruments, draft.obligations, draft.sites)
    fields = [
        one for blocks in ((draft.head,), *groups) for block in blocks for one in block.fields
    ]
    assert all(one.sentence in POSTS for one in fields)
    assert all(
        one.sentence.startswith("Under an agreement")
        for block in draft.obligations
        for one in block.fields
        if one.key != "id"
    )


def test_an_agreement_is_dated_by_its_sentence_and_the_rest_is_asked_for() -> None:
    (block,) = drafted(POSTS).instruments
    assert plain(block)["date"] == date(2018, 10, 31)
    assert plain(block)["parties"] == ("dprk", "rok")
    (day,) = (one for one in block.fields if one.key == "date")
    assert "in late October" in day.remark


@pytest.mark.parametrize(
    ("published", "day"),
    [
        (date(2018, 11, 15), date(2018, 11, 15)),
        (DateRange(None, None, Precision.UNKNOWN), UNKNOWN_DAY),
    ],
)
def test_a_day_that_no_sentence_gives_is_a_default_that_says_so(published: Any, day: date) -> None:
    (block,) = drafted("Iran promised to meet the envoy.", published=published).instruments
    (field,) = (one for one in block.fields if one.key == "date")
    assert (field.value, field.sentence) == (day, "")
    assert field.remark.startswith("fill in")


def test_a_pledge_has_deadline_condition_and_site() -> None:
    draft = drafted(
        "North Korea pledged to dismantle its missile test site at Tongchang-ri by the end of 2019"
        " if the United States lifts sanctions."
    )
    row = plain(draft.obligations[0])
    assert row["deadline"] == date(2019, 12, 31)
    assert row["condition"] == {"text": "if the United States lifts sanctions", "mode": "if"}
    assert row["sites"] == ("tongchang-ri",)
    assert (row["kind"], row["verb"], row["object"]) == ("state", "dismantle", "missile test site")
    (site,) = draft.sites
    assert plain(site)["no_geometry_reason"]


def test_as_long_as_is_a_condition_that_must_go_on_holding() -> None:
    row = plain(only("Iran promised to suspend enrichment as long as talks continue."))
    assert row["condition"]["mode"] == "while"
    assert row["kind"] == "abstain"


def test_a_condition_may_come_first() -> None:
    row = plain(only("If sanctions are lifted, Iran promised to dismantle its plant."))
    assert row["condition"]["text"] == "If sanctions are lifted"


def test_what_must_not_happen_is_abstaining_until_the_last_day_of_the_period() -> None:
    row = plain(only("Iran promised not to test missiles until 2025."))
    assert (row["kind"], row["verb"], row["object"]) == ("abstain", "test", "missiles")
    assert row["deadline"] == date(2025, 12, 31)
    assert row["clause"] == "Iran does not test missiles until 2025-12-31"


def test_a_quantity_to_hand_over_is_a_level_to_reach() -> None:
    row = plain(only("The rebels promised to hand over 15 prisoners."))
    assert row["bound"] == {"direction": "at_least", "value": 15.0}
    assert row["clause"].endswith("at least 15 prisoners")
    assert row["bearer"] == ("the-rebels",)


def test_a_cap_is_a_level_not_to_exceed() -> None:
    row = plain(only("Iran promised to keep no more than 300 kg of uranium."))
    assert row["bound"] == {"direction": "at_most", "value": 300.0}


def test_an_unknown_verb_with_a_number_is_counted() -> None:
    row = plain(only("The company promised to plant 500 trees near Zarbon by May 2020."))
    assert (row["verb"], row["object"], row["count"]) == ("plant", "trees", 500)


def test_several_without_a_number_have_no_test() -> None:
    row = plain(only("Iran promised to dismantle its factories."))
    assert "count" not in row
    assert "how many" in row["unscorable"]


def test_one_thing_without_a_number_counts_as_one_and_says_so() -> None:
    block = only("Iran promised to dismantle its main factory.")
    (count,) = (one for one in block.fields if one.key == "count")
    assert count.value == 1
    assert "no number" in count.remark


def test_working_toward_something_is_unscorable() -> None:
    row = plain(only("Iran promised to work toward peace."))
    assert "no test" in row["unscorable"]
    assert row["clause"].endswith("work toward peace")


def test_an_agreement_s_own_text_is_read_too() -> None:
    row = plain(only("The FARC shall hand over 7,000 weapons by 1 June 2017.",
                     published=date(2016, 11, 24)))  # fmt: skip
    assert row["bearer"] == ("the-farc",)
    assert row["bound"]["value"] == 7000.0


def test_what_others_tell_of_an_agreement_binds_those_who_agreed() -> None:
    draft = drafted(
        "Japan said North Korea and South Korea agreed to withdraw 11 guard posts each."
    )
    assert [plain(one)["bearer"] for one in draft.obligations] == [("dprk",), ("rok",)]


def test_sides_that_nobody_names_are_left_to_fill_in() -> None:
    draft = drafted("The ministry said the two sides agreed to withdraw 11 guard posts each.")
    assert [plain(one)["bearer"] for one in draft.obligations] == [
        ("first-side",),
        ("second-side",),
    ]
    assert "fill in" in draft.actors[0].fields[0].remark


def test_sides_are_those_of_an_agreement_named_before() -> None:
    draft = drafted(f"{POSTS} Each side agreed to each withdraw 5 trucks.")
    bearers = [
        plain(one)["bearer"] for one in draft.obligations if plain(one)["verb"] == "withdraw"
    ]
    assert bearers == [("dprk",), ("rok",)] or bearers == [("first-side",), ("second-side",)]


def test_parties_who_do_one_thing_together_bear_it_together() -> None:
    block = only("Armenia and Azerbaijan agreed to hand over 15 prisoners.")
    assert plain(block)["bearer"] == ("armenia", "azerbaijan")
    assert any("jointly or each" in one.remark for one in block.fields)


def test_a_promise_of_a_ministry_binds_its_state() -> None:
    block = only("South Korea's Ministry of National Defense promised to remove 3 posts.")
    assert plain(block)["bearer"] == ("rok",)


@pytest.mark.parametrize(
    "text",
    [
        "The posts were removed on Monday.",
        "Iran said it had not agreed to remove 10 posts.",
        "Iran denied that it agreed to remove 10 posts.",
        "",
    ],
)
def test_without_a_promise_there_is_no_duty(text: str) -> None:
    assert drafted(text).obligations == ()


def test_the_same_duty_told_twice_is_one() -> None:
    twice = "Iran promised to remove 10 posts. On Friday Iran again promised to remove 10 posts."
    assert len(drafted(twice).obligations) == 1


def test_a_deadline_is_never_before_what_it_is_a_deadline_of() -> None:
    draft = drafted("Iran promised to remove 10 posts by 1 May 2017.")
    assert plain(draft.instruments[0])["date"] <= plain(draft.obligations[0])["deadline"]


def test_who_published_the_text_is_its_source() -> None:
    text = "Iran promised to remove 10 posts."
    assert plain(drafted(text, source="paper").sources[0])["id"] == "paper"
    assert plain(drafted(text, source="The Paper!").sources[0])["id"] == "the-paper"
    assert plain(drafted(text).sources[0])["id"] == "publisher"


def test_a_made_up_case_s_actors_are_used() -> None:
    draft = drafted("North Veria pledged to dismantle Tarkutmol.", NAMES)
    assert plain(draft.obligations[0])["bearer"] == ("north-veria",)
    assert plain(draft.actors[0])["names"][0] == "North Veria"


def test_the_same_text_gives_the_same_draft() -> None:
    assert drafted(POSTS) == drafted(POSTS)


def test_a_sentence_ends_where_it_ends() -> None:
    text = 'Mr. Kim said so. He "agreed." Then it rained'
    spans = {sentence_around(text, Span(at, at + 1)) for at in range(len(text) - 1)}
    assert {text[one.start : one.end] for one in spans} >= {"Mr. Kim said so.", "Then it rained"}
    assert sentence_around("  ", Span(0, 1)) == Span(0, 1)


def test_a_page_without_a_date_and_a_title_is_drafted_too() -> None:
    draft = drafted("Iran promised to remove ten posts by 30 November.", published=UNKNOWN_TIME)
    assert "deadline" not in plain(draft.obligations[0])

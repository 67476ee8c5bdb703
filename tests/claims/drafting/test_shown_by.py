"""The sentences that would show a duty kept or broken, drafted from its clause."""

from __future__ import annotations

import pytest
from spacy.language import Language

from servanda.claims.drafting.shown_by import shown_by

# Clause, bearers, the first sentence that shows it kept, and every one that must show it broken.
DUTIES = [
    (
        "Redland shall withdraw all its forces from the ridge not later than 1 May 2001.",
        ["Redland"],
        "Redland has withdrawn all its forces from the ridge.",
        [
            "Redland has not withdrawn all its forces from the ridge.",
            "Redland still has its forces in the ridge.",
        ],
    ),
    (
        "The Parties shall not attack the port.",
        ["Redland", "Blueland"],
        "Redland and Blueland have not attacked the port.",
        ["Redland has attacked the port.", "Blueland has attacked the port."],
    ),
    (
        "Neither Party shall lay any mine in the zone.",
        ["Redland", "Blueland"],
        "Redland and Blueland have not laid any mine in the zone.",
        ["Redland has laid some mine in the zone."],
    ),
    (
        "Redland shall not suspend its participation.",
        ["Redland"],
        "Redland has not suspended its participation.",
        ["Redland has suspended its participation.", "Redland has stopped its participation."],
    ),
    (
        "Redland undertakes to release and repatriate 120 prisoners within thirty (30) days of "
        "signature.",
        ["Redland"],
        "Redland has released and repatriated 120 prisoners.",
        ["Redland has not released and repatriated 120 prisoners."],
    ),
    (
        "The Parties agree to refrain from hostile broadcasts.",
        ["Redland", "Blueland"],
        "Redland and Blueland have refrained from hostile broadcasts.",
        ["Redland and Blueland have engaged in hostile broadcasts."],
    ),
    (
        "The Parties shall cease all hostilities.",
        ["Redland", "Blueland"],
        "Redland and Blueland have ceased all hostilities.",
        ["Redland and Blueland have gone on with hostilities."],
    ),
    (
        "The eleven camps listed in Annex C shall be vacated by 3 June 1999.",
        ["Redland"],
        "The eleven camps have been vacated.",
        ["The eleven camps have not been vacated.", "The eleven camps have yet to be vacated."],
    ),
    (
        "Redland shall admit not fewer than twelve convoys in each week.",
        ["Redland"],
        "Redland has admitted not fewer than twelve convoys in each week.",
        ["Redland has admitted fewer than twelve convoys in each week."],
    ),
    (
        "Redland shall ensure that the smelter emits no more than 5 tonnes a day.",
        ["Redland"],
        "The smelter has emitted no more than 5 tonnes a day.",
        ["The smelter has emitted more than 5 tonnes a day."],
    ),
    (
        "Redland undertakes that the captives will be handed over to the Committee.",
        ["Redland"],
        "The captives have been handed over to the Committee.",
        ["The captives have not been handed over to the Committee."],
    ),
    (
        "No person shall be arrested by reason of what was written.",
        ["Redland"],
        "No person has been arrested by reason of what was written.",
        ["Some person has been arrested by reason of what was written."],
    ),
    (
        "Redland shall hold no exercise near the border.",
        ["Redland"],
        "Redland has held no exercise near the border.",
        ["Redland has held some exercise near the border."],
    ),
    (
        "The schools shall be free of soldiers and shall not be reoccupied.",
        ["Redland"],
        "The schools are free of soldiers.",
        ["The schools are not free of soldiers.", "The schools have been reoccupied."],
    ),
    (
        "No Party may tax relief goods.",
        ["Redland", "Blueland"],
        "Redland and Blueland have not taxed relief goods.",
        ["Redland has taxed relief goods.", "Blueland has taxed relief goods."],
    ),
    (
        "Redland does not test missiles.",
        ["Redland"],
        "Redland has not tested missiles.",
        ["Redland has tested missiles."],
    ),
    (
        "The convoys are to be let through by the Government.",
        ["the Government"],
        "The convoys have been let through by the Government.",
        ["The convoys have not been let through by the Government."],
    ),
]


@pytest.mark.parametrize(("clause", "bearers", "kept", "broken"), DUTIES)
def test_a_clause_becomes_sentences_that_show_it_kept_and_broken(
    clause: str, bearers: list[str], kept: str, broken: list[str], nlp: Language
) -> None:
    shown = shown_by(clause, bearers, nlp)
    assert shown.kept[0] == kept
    assert set(broken) <= set(shown.broken)


def test_suspending_is_not_the_only_way_to_say_that_it_goes_on(nlp: Language) -> None:
    shown = shown_by("Redland shall not suspend its participation.", ["Redland"], nlp)
    assert "Redland has resumed its participation." in shown.kept
    assert "Redland has gone on with its participation." in shown.kept


@pytest.mark.parametrize("clause", ["", "x", "Peace.", "Übergabe aller Gefangenen", "a " * 2_000])
def test_a_clause_that_cannot_be_turned_is_quoted(clause: str, nlp: Language) -> None:
    shown = shown_by(clause, ["Redland"], nlp)
    assert shown.kept[0].startswith("The following is kept: ")
    assert shown.broken[0].startswith("The following is broken: ")


def test_no_sentence_shows_both(nlp: Language) -> None:
    for clause, bearers, *_ in DUTIES:
        shown = shown_by(clause, bearers, nlp)
        assert not set(shown.kept) & set(shown.broken)

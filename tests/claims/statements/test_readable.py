"""What stands in the way of a duty is said, and nothing is said of one that can be read."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from scripts.reading_corpus import agreements
from servanda.claims import measured_sensitivity, named_actors, reading_warnings
from servanda.claims.text.language import clause_language
from servanda.records import Names, ObligationKind, ReadingSensitivity
from tests.builders import actor, obligation

NAMES = Names((actor("orland", names=("Orland",)), actor("vesna", names=("Vesna",))), (), ())
FORTS = obligation(
    clause="Orland withdraws its soldiers from the twelve forts.", bearers=("orland",)
)


def told(duty: Any = FORTS, names: Names = NAMES, **more: Any) -> str:
    found = reading_warnings(duty, names, more.get("named"), more.get("sensitivity"))
    return "\n".join(f"{warning.what}; {warning.advice}" for warning in found)


def test_a_plain_duty_whose_bearer_is_named_gets_no_warning() -> None:
    assert told(named=frozenset({"orland"})) == ""


@pytest.mark.parametrize(
    ("clause", "said"),
    [
        ("Withdraw.", "does not say what is to be done to what"),
        ("Orland withdraws.", "does not say what is to be done to what"),
        ("Orland zieht seine Soldaten aus den zwölf Forts auf dem Kamm ab.", "language (de)"),
        ("Орланд выводит своих солдат из фортов.", "language (ru)"),
        ("The soldiers leave the twelve forts.", "does not name its bearer"),
    ],
)
def test_a_clause_that_cannot_be_read_is_told_with_what_to_write(clause: str, said: str) -> None:
    assert said in told(replace(FORTS, clause=clause))
    assert said not in told()


def test_the_parties_stand_for_the_bearer() -> None:
    assert told(replace(FORTS, clause="Each side withdraws its soldiers from the forts.")) == ""


def test_no_clause_of_the_corpus_is_taken_for_another_language() -> None:
    clauses = [duty.clause for agreement in agreements() for duty in agreement.duties]
    assert len(clauses) > 300
    assert [clause for clause in clauses if clause_language(clause) is not None] == []


def test_a_bearer_without_a_name_or_whom_no_document_names_is_told() -> None:
    assert "has no name in the case" in told(replace(FORTS, bearers=("nobody",)))
    assert "no document of the case names its bearer (Orland)" in told(named=frozenset({"vesna"}))
    assert told(named=None) == ""


def test_a_part_of_the_bearer_stands_for_it() -> None:
    army = actor("army", names=("Second Army",), part_of="orland")
    names = replace(NAMES, actors=(*NAMES.actors, army))
    found = named_actors(["The Second Army has left the forts."], names)
    assert found == {"army"}
    assert told(names=names, named=found) == ""


def test_a_duty_without_a_test_is_told() -> None:
    assert "nothing is counted" in told(replace(FORTS, unscorable="too vague"))


@pytest.mark.parametrize(
    ("rows", "share", "warned"), [(200, 0.41, True), (200, 0.6, False), (5, 0.1, False)]
)
def test_a_low_measured_sensitivity_is_told_where_enough_was_measured(
    rows: int, share: float, warned: bool
) -> None:
    said = told(sensitivity=ReadingSensitivity(rows, share))
    assert ("41 % right" in said) is warned


@pytest.mark.parametrize(
    "numbers",
    [{}, {"sensitivity": None}, {"sensitivity": {"act": 3}}, {"sensitivity": {"act": {"rows": 9}}}],
)
def test_a_reader_without_measured_sensitivity_has_none(numbers: dict[str, Any]) -> None:
    assert measured_sensitivity(numbers) == {}


def test_measured_sensitivity_is_by_kind_of_duty() -> None:
    numbers = {"sensitivity": {"act": {"rows": 90, "share": 0.4}, "other": {"rows": 1, "share": 1}}}
    assert measured_sensitivity(numbers) == {ObligationKind.ACT: ReadingSensitivity(90, 0.4)}

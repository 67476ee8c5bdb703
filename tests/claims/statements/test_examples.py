"""Example sentences are of duties like the one given, and read as they are labelled."""

from __future__ import annotations

from servanda.claims import ExampleFinder, StatementReader
from servanda.records import ExampleDuty, Label, ObligationKind
from tests.builders import obligation

CLAUSE = "Orland shall withdraw its soldiers from the twelve forts on the Sill ridge."
LEFT = "Orland has withdrawn the last of its soldiers from all twelve forts on the Sill ridge."
DUTIES = (
    ExampleDuty(
        ObligationKind.ACT,
        ("Orland",),
        ("Vesna",),
        CLAUSE,
        (
            (Label.DONE, LEFT),
            (Label.NOT_DONE, "Wheat prices fell for a third month in the capital."),
            (Label.INTENDED, "Orland will withdraw its soldiers from the forts on the Sill ridge."),
        ),
    ),
    ExampleDuty(ObligationKind.STATE, ("Orland",), (), CLAUSE, ((Label.DONE, LEFT),)),
)


def test_only_what_is_read_as_labelled_on_a_duty_of_the_kind_is_shown(
    reader: StatementReader,
) -> None:
    finder = ExampleFinder(DUTIES, reader)
    duty = obligation(clause="Redland leaves its posts on the hills.", kind=ObligationKind.ACT)
    (example,) = finder.examples_for(duty)
    assert (example.label, example.text, example.clause) == (Label.DONE, LEFT, CLAUSE)
    assert finder.examples_for(obligation(kind=ObligationKind.LEVEL)) == ()

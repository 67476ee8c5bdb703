"""Duties and sentences in words that do not depend on who the parties are."""

from __future__ import annotations

import pytest

from servanda.claims.statements.passages import passages
from servanda.claims.statements.wording import WordedDocument, duty_wordings
from servanda.records import Names, ObligationKind
from tests.builders import actor, obligation

NAMES = Names(
    (
        actor("gov", names=("the Government of Orland", "the Government")),
        actor("army", names=("the Orland Army",), part_of="gov"),
        actor("front", names=("the Front", "FLO")),
    ),
    (),
    (),
)
WITHDRAWS = obligation(
    clause="2.1, 2.4(b): the Government withdraws its forces from the camps of the Front.",
    bearers=("gov",),
)


def test_a_clause_loses_its_numbers_and_its_names() -> None:
    (duty,) = duty_wordings([WITHDRAWS], NAMES)
    assert duty.clause.startswith("the Government withdraws")
    assert duty.neutral == "state | Alpha | Alpha withdraws its forces from the camps of Beta."


@pytest.mark.parametrize(
    ("clause", "kept"),
    [
        ("The Parties agree: the road is opened.", "The Parties agree: the road is opened."),
        ("Within 30 days: the road is opened.", "Within 30 days: the road is opened."),
        ("Article 4: the road is opened.", "the road is opened."),
        ("2.1.8: all cease recruitment.", "all cease recruitment."),
    ],
)
def test_only_numbers_of_articles_go(clause: str, kept: str) -> None:
    (duty,) = duty_wordings([obligation(clause=clause)], NAMES)
    assert duty.clause == kept


def test_the_bearer_and_its_parts_are_one_and_everybody_else_another() -> None:
    text = "Camps\n\nThe Front complained. The Orland Army has left, FLO said."
    document = WordedDocument(text, passages(text), NAMES)
    (own,) = duty_wordings([WITHDRAWS], NAMES)
    (other,) = duty_wordings([obligation(clause="They leave.", bearers=("front",))], NAMES)
    assert document.wording(2, own).sentence == "Alpha has left, Beta said."
    assert document.wording(2, own).context == "Camps : Beta complained."
    assert document.wording(2, other).sentence == "Gamma has left, Alpha said."
    assert document.actors(2) == {"army", "front"}


def test_a_duty_says_its_kind() -> None:
    (duty,) = duty_wordings([obligation(kind=ObligationKind.ABSTAIN, clause="No fire.")], NAMES)
    assert duty.neutral == "refrain | Alpha | No fire."


def test_two_sentences_before_are_read_and_no_more() -> None:
    text = "Camps\n\nIt rained. The roads were bad. The army came. They left singing."
    document = WordedDocument(text, passages(text), NAMES)
    assert document.context(4) == "Camps : The roads were bad. The army came."
    assert document.context(1) == "Camps : "


def test_what_stands_before_is_cut_at_its_far_end() -> None:
    text = f"{'word ' * 200}end. They left singing."
    document = WordedDocument(text, passages(text), NAMES)
    assert document.context(1).endswith("word word end.")
    assert len(document.context(1)) < 320


def test_a_row_is_read_under_the_first_row_of_its_table_and_not_after_another() -> None:
    text = "Provision | 1998 | 1999\nSenate | law only | seated\nCensus | none | none\n\nIt rained."
    document = WordedDocument(text, passages(text), NAMES)
    contexts = [document.context(number) for number in range(4)]
    assert contexts[2] == "Provision | 1998 | 1999 : "
    assert contexts[3] == "Senate | law only | seated Census | none | none"


def test_a_name_made_of_two_is_one() -> None:
    text = "The Government of Orland has left. Orland and the Government have left."
    names = Names((actor("gov", names=("the Government", "Orland")),), (), ())
    document = WordedDocument(text, passages(text), names)
    (duty,) = duty_wordings([obligation(clause="Orland leaves.", bearers=("gov",))], names)
    assert document.wording(0, duty).sentence == "Alpha has left."
    assert document.wording(1, duty).sentence == "Alpha and Alpha have left."

"""Sensitivity by kind of duty: of what is evidence, how much is read as such."""

from __future__ import annotations

import numpy as np

from scripts.reader.sensitivity import sensitivity_by_kind
from servanda.claims import measured_sensitivity
from servanda.claims.statements.judge import JudgedPair
from servanda.records import Label, ObligationKind, ReadingSensitivity

LABELS = list(Label)


def chances(read_as: list[Label]) -> np.ndarray:
    return np.array([[float(label is read) for label in LABELS] for read in read_as])


def test_only_evidence_counts_and_the_direction_must_be_right() -> None:
    rows = [
        ("act", Label.DONE, Label.DONE),
        ("act", Label.NOT_DONE, Label.REVERSED),  # the same direction
        ("act", Label.DONE, Label.NOT_DONE),
        ("act", Label.PARTLY_DONE, Label.UNRELATED),
        ("act", Label.INTENDED, Label.DONE),  # no evidence
        ("act", Label.UNRELATED, Label.DONE),
        ("refrain", Label.VIOLATED, Label.VIOLATED),
    ]
    pairs = [JudgedPair(f"{kind} | Alpha | a clause", "", "a sentence") for kind, _, _ in rows]
    labels = np.array([LABELS.index(label) for _, label, _ in rows])
    found = sensitivity_by_kind(pairs, labels, chances([read for _, _, read in rows]))
    assert found == {"abstain": {"rows": 1, "share": 1.0}, "act": {"rows": 4, "share": 0.5}}
    assert measured_sensitivity({"sensitivity": found}) == {
        ObligationKind.ABSTAIN: ReadingSensitivity(1, 1.0),
        ObligationKind.ACT: ReadingSensitivity(4, 0.5),
    }

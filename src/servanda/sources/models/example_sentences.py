"""Labelled sentences of our own corpus that come with the package.

`python -m scripts.example_sentences` chooses them from `corpus/kinds`.
"""

from __future__ import annotations

import json
from pathlib import Path

from servanda.records import ExampleDuty, Label, ObligationKind

__all__ = ["read_example_duties"]

FILE = Path(__file__).with_name("example-sentences.json")


def read_example_duties() -> tuple[ExampleDuty, ...]:
    """Every example duty with its sentences, in the order of the file."""
    return tuple(
        ExampleDuty(
            kind=ObligationKind(entry["kind"]),
            bearers=tuple(entry["bearers"]),
            others=tuple(entry["others"]),
            clause=entry["clause"],
            sentences=tuple((Label(label), text) for label, text in entry["sentences"]),
        )
        for entry in json.loads(FILE.read_text(encoding="utf-8"))
    )

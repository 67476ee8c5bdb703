"""The table of each kind of record: its columns, and its name in the custody log."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from servanda.errors import InputError
from servanda.records import (
    Case,
    Claim,
    Decision,
    Document,
    Observation,
    Scene,
    StatementDecision,
    sha256,
)
from servanda.store.custody import subject_of
from servanda.store.document_reading import Reading
from servanda.store.tables import models as tables

__all__ = [
    "CASES",
    "CASE_COPY",
    "CASE_FILE",
    "DOCUMENTS",
    "LOAD",
    "READINGS",
    "RECORD_TABLES",
    "Columns",
    "RecordTable",
    "record_table_for",
]

Columns = dict[str, Any]

ADD, LOAD = "add", "load"
# Nouns whose digests are of bytes that are kept as originals, and not of a record.
CASE_FILE = "case file"
CASE_COPY = "case copy"  # what the log of another store said of a case that was brought in


@dataclass(frozen=True, slots=True)
class RecordTable:
    """Where the records of one kind are stored."""

    kind: type[Any]
    noun: str
    model: type[Any]  # a Django model; django-stubs cannot say "has a version" of several
    columns: Callable[[Any], Columns]  # the row's columns, from the record; its key is one of them
    names: tuple[str, ...] = ("case_id", "key")  # columns whose values make up the subject

    @property
    def key(self) -> str:
        """The column that finds a record within its case."""
        return self.names[min(1, len(self.names) - 1)]

    def row_columns(self, record: object) -> Columns:
        """The columns of a record's row. Raises InputError if an id is too long for its column."""
        columns = self.columns(record)
        for name, value in columns.items():
            longest = self.model._meta.get_field(name).max_length
            if longest and value is not None and len(value) > longest:
                raise InputError(
                    f"{self.noun}: {name} {value[:20]!r}... is {len(value)} characters long; "
                    f"use at most {longest}"
                )
        return columns

    def subject(self, row: Any) -> str:
        """The subject of a row's record in the log."""
        return subject_of(*(getattr(row, name) for name in self.names))

    def act_of(self, row: Any) -> str:
        """The act in the log that stored the row's version."""
        loaded = self.kind is Case or getattr(row, "from_folder", False)
        return f"{LOAD if loaded else ADD} {self.noun}"


def _case(case: Case) -> Columns:
    return {"id": case.id}


def _document(document: Document) -> Columns:
    return {
        "key": document.id,
        "sha256": document.sha256,
        "text_sha256": sha256(document.text.encode("utf-8")),
        "source": document.source,
        "published_on": document.published.end,
    }


def _reading(reading: Reading) -> Columns:
    return {
        "document": reading.document,
        "reader": reading.reader,
        "document_digest": reading.document_digest,
        "names_digest": reading.names_digest,
    }


def _scene(scene: Scene) -> Columns:
    return {"key": scene.id, "sha256": scene.sha256, "acquired": _utc(scene.acquired)}


def _observation(observation: Observation) -> Columns:
    return {
        "key": observation.id,
        "site": observation.site,
        "acquired": _utc(observation.acquired),
    }


def _claim_by_hand(claim: Claim) -> Columns:
    return {"key": claim.id, "document": claim.document}


def _decision(decision: Decision) -> Columns:
    return {
        "key": decision.id,
        "document": decision.document,
        "claim": decision.claim,
        "since": decision.since,
    }


def _statement_decision(decision: StatementDecision) -> Columns:
    return {
        "key": decision.id,
        "document": decision.document,
        "obligation": decision.obligation,
    }


def _utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise InputError(f"{moment} has no time zone; give the time in UTC")
    return moment.astimezone(UTC)


CASES = RecordTable(Case, "case", tables.CaseRow, _case, ("id",))
DOCUMENTS = RecordTable(Document, "document", tables.DocumentRow, _document)
READINGS = RecordTable(
    Reading, "claims", tables.ReadingRow, _reading, ("case_id", "document", "reader")
)
_GENERIC = (
    RecordTable(Scene, "scene", tables.SceneRow, _scene),
    RecordTable(Observation, "observation", tables.ObservationRow, _observation),
    RecordTable(Claim, "hand-made claim", tables.HandMadeClaimRow, _claim_by_hand),
    RecordTable(Decision, "decision", tables.DecisionRow, _decision),
    RecordTable(
        StatementDecision, "statement decision", tables.StatementDecisionRow, _statement_decision
    ),
)
RECORD_TABLES = {table.noun: table for table in (CASES, DOCUMENTS, READINGS, *_GENERIC)}
_BY_KIND = {table.kind: table for table in _GENERIC}


def record_table_for(kind: type[Any]) -> RecordTable:
    """The table of a kind of record that `Store.save` takes.

    Raises TypeError for any other kind, which is a mistake in our code.
    """
    if kind not in _BY_KIND:
        known = ", ".join(sorted(known.__name__ for known in _BY_KIND))
        raise TypeError(f"{kind.__name__} is not saved like this; one of {known} is")
    return _BY_KIND[kind]

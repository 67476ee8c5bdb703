"""A trail as JSON and back; records that many days share are written once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from servanda.dossier.page.trail import Trail
from servanda.dossier.sealed.blanks import pack_blanks, unpack_blanks
from servanda.dossier.sealed.pool import Pool, PooledRecords
from servanda.records import (
    Case,
    CaseEvidence,
    Evidence,
    Grounds,
    Observation,
    json_value,
    parse,
)

__all__ = ["SCHEMA", "trail_from_json", "trail_json"]

SCHEMA = "servanda/dossier/1"

# Characters of one text that is read back; the longest book has a tenth. [limit]
LONGEST_TEXT = 50_000_000

_POOLED = ("case", "evidence", "observations")  # of a CaseEvidence


def trail_json(trail: Trail) -> dict[str, Any]:
    """The trail as JSON values, as `trail_from_json` reads them."""
    cases, items, looks = Pool[Case](), Pool[Evidence](), Pool[Observation]()

    def case_evidence(known: CaseEvidence) -> dict[str, Any]:
        plain = {
            field.name: getattr(known, field.name)
            for field in fields(known)
            if field.name not in _POOLED
        }
        return {
            **json_value(plain),
            "case": cases.number(known.case),
            "evidence": items.ranges(known.evidence),
            "observations": {key: looks.number(look) for key, look in known.observations.items()},
        }

    grounds = trail.grounds
    value: dict[str, Any] = {
        field.name: json_value(getattr(trail, field.name))
        for field in fields(trail)
        if field.name not in {"case", "evidence", "grounds", "observations"}
    }
    for document in value["documents"]:
        document["text"] = pack_blanks(document["text"])
    return {
        **value,
        "schema": SCHEMA,
        "case": cases.number(trail.case),
        "evidence": items.ranges(trail.evidence),
        "observations": looks.ranges(trail.observations),
        "grounds": None
        if grounds is None
        else {
            "assessed": case_evidence(grounds.assessed),
            "by_day": [case_evidence(known) for known in grounds.by_day],
            "draws": grounds.draws,
            "priors": dict(grounds.priors),
            "seed": grounds.seed,
        },
        "pool": {"cases": cases.values, "evidence": items.values, "observations": looks.values},
    }


def trail_from_json(value: Mapping[str, Any]) -> Trail:
    """The trail that `trail_json` wrote.

    Raises ValueError, or one of its kind, where the value is none of this schema.
    """
    if value.get("schema") != SCHEMA:
        raise ValueError(f"its records are not of schema {SCHEMA}")
    try:
        return _trail(value)
    except (KeyError, TypeError) as error:
        raise ValueError(f"its records are not complete: {error}") from error


def _trail(value: Mapping[str, Any]) -> Trail:
    pool = value["pool"]
    cases = PooledRecords(Case, pool["cases"])
    items = PooledRecords(Evidence, pool["evidence"])
    looks = PooledRecords(Observation, pool["observations"])

    def case_evidence(known: Mapping[str, Any]) -> CaseEvidence:
        pooled = {
            "case": cases.record(known["case"]),
            "evidence": items.in_ranges(known["evidence"]),
            "observations": looks.by_key(known["observations"]),
        }
        return parse(CaseEvidence, {**known, **pooled})

    grounds = value["grounds"]
    known = {
        **value,
        "case": cases.record(value["case"]),
        "evidence": items.in_ranges(value["evidence"]),
        "observations": looks.in_ranges(value["observations"]),
        "documents": [
            {**document, "text": unpack_blanks(document["text"], LONGEST_TEXT)}
            for document in value["documents"]
        ],
        "grounds": None
        if grounds is None
        else Grounds(
            assessed=case_evidence(grounds["assessed"]),
            draws=parse(int, grounds["draws"]),
            seed=parse(int, grounds["seed"]),
            priors=parse(dict[str, float], grounds["priors"]),
            by_day=tuple(map(case_evidence, grounds["by_day"])),
        ),
    }
    return parse(Trail, {field.name: known[field.name] for field in fields(Trail)})

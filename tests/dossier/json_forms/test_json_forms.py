"""The two JSON forms hold what the records hold, under documented keys."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from servanda.dossier import assessment_json, claims_json
from servanda.records import (
    Assessment,
    Claim,
    Comparison,
    Document,
    Link,
    Place,
    Quantity,
    Span,
    TimeMention,
    VerbClass,
    canonical_json,
    day,
    json_value,
)
from tests.dossier.trails import JUDGEMENTS, TRAIL, claim, document
from tests.strategies import records_of

DOCS = Path(__file__).resolve().parents[3] / "docs" / "reference"
FORM = assessment_json(TRAIL.assessment)

FULL = replace(
    claim(0),
    said=TimeMention("on Tuesday", Span(30, 40), day(date(2018, 11, 20))),
    event_time=None,
    places=(Place("Cheorwon", Span(1, 9), "gp-n-01", 0.9),),
    quantities=(
        Quantity("ten", Span(50, 53), Comparison.AT_LEAST, 10.0, "guard post", True, False, 11.0),
    ),
    proposition=replace(
        claim(0).proposition, links=(Link("c-gp-dprk-surface", 0.8, "names posts"),)
    ),
    caveats=(Span(3, 5),),
)
CLAIMS_FORM = claims_json(document(0), [FULL, claim(1)])


def keys(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inside in value.items():
            yield key
            yield from keys(inside)
    elif isinstance(value, list):
        for inside in value:
            yield from keys(inside)


@pytest.mark.parametrize(
    ("form", "page"), [(FORM, "assessment-json.md"), (CLAIMS_FORM, "claims-json.md")]
)
def test_every_key_is_documented(form: dict[str, Any], page: str) -> None:
    text = (DOCS / page).read_text(encoding="utf-8")
    assert [key for key in sorted(set(keys(form))) if f"`{key}`" not in text] == []


def test_the_assessment_has_its_schema_and_a_row_for_every_judgement() -> None:
    assert FORM["schema"] == "servanda/assessment/2"
    assert (FORM["case"], FORM["as_of"], FORM["on"]) == ("korea-2018", "2018-12-31", "2018-12-31")
    assert [row["id"] for row in FORM["obligations"]] == [j.id for j in JUDGEMENTS]


def test_a_row_is_as_the_design_says() -> None:
    row = FORM["obligations"][2]
    assert row["status"] == "undetermined"
    assert row["probability_met"] == 0.4812
    assert row["interval"] == [0.2043, 0.7517]
    assert (row["word"], row["word_percent"]) == ("roughly even chance", [45, 55])
    assert row["count"]["of"] == 10
    assert len(row["count"]["distribution"]) == 11
    assert (row["documents"], row["origins"]) == (9, [1, 1])
    assert row["blind_spots"][0]["kind"] == "underground"
    first = row["contributions"][0]
    assert first.keys() == {"evidence", "document", "origin", "published", "decibans"}
    assert date.fromisoformat(first["published"]) <= date(2018, 12, 31)
    assert FORM["obligations"][1]["contradictions"][1][1] == "gone"


def test_what_carries_no_number_is_null_with_its_status() -> None:
    row = FORM["obligations"][-1]
    assert row["status"] == "not_covered"
    assert [row[k] for k in ("probability_met", "interval", "word", "word_percent", "count")] == [
        None
    ] * 5
    assert row["covered_in_general_by"] == "c-unsc-ballistic"


@given(records_of(Assessment))
def test_nothing_of_any_assessment_is_lost(assessment: Assessment) -> None:
    form = json.loads(canonical_json(assessment_json(assessment)))
    for row, judgement in zip(
        form["obligations"], json_value(assessment)["judgements"], strict=True
    ):
        assert row["probability_met"] == judgement["probability_met"]
        assert row["why"] == judgement["why"]
        assert row["origins"] == [judgement["origins_low"], judgement["origins_high"]]
        for key in ("contributions", "blind_spots", "contradictions", "count"):
            assert row[key] == judgement[key]


def test_numbers_of_numpy_print_like_any_other() -> None:
    found = replace(JUDGEMENTS[0], probability_met=np.float64(0.1) + np.float64(0.2))
    row = assessment_json(replace(TRAIL.assessment, judgements=(found,)))["obligations"][0]
    assert repr(row["probability_met"]) == "0.30000000000000004"


def test_a_claim_is_as_the_design_says() -> None:
    assert CLAIMS_FORM.keys() == {"doc_id", "sha256", "language", "claims"}
    assert CLAIMS_FORM["doc_id"] == "doc-00"
    (found,) = CLAIMS_FORM["claims"]  # the other is another document's
    start, end = found["content"][0]
    assert document(0).text[start:end] == "the North had blown up ten of its guard posts"
    assert found["said"] == {
        "text": "on Tuesday",
        "start": "2018-11-20",
        "end": "2018-11-20",
        "precision": "day",
    }
    assert found["event_time"] is None
    assert found["caveats"] == [[3, 5]]
    assert found["places"] == [
        {"text": "Cheorwon", "span": [1, 9], "site": "gp-n-01", "score": 0.9}
    ]
    assert found["quantities"][0]["comparison"] == ">="
    assert found["quantities"][0]["denominator"] == 11.0
    assert found["proposition"] == {
        "verb": VerbClass.REMOVE.value,
        "object": "guard posts",
        "party": "dprk",
        "site": None,
        "obligations": [{"id": "c-gp-dprk-surface", "score": 0.8, "why": "names posts"}],
    }


@given(records_of(Document), records_of(Claim))
@settings(max_examples=40)
def test_any_claim_can_be_written(page: Document, found: Claim) -> None:
    form = claims_json(page, [replace(found, document=page.id)])
    (row,) = json.loads(canonical_json(form))["claims"]
    assert row["stance"] == found.stance.value
    assert row["holder"] == found.holder
    assert row["content"] == [[span.start, span.end] for span in found.content]

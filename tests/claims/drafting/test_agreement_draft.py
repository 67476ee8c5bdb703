"""Agreements as others write them: duties, bearers, days and counts against what a person finds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from spacy.language import Language

from servanda.claims import DependencyReader, default_names, draft_case
from servanda.claims.drafting.case_draft import CaseDraft, FieldBlock
from servanda.sources import check_case
from servanda.sources.case.writer import write_case_folder
from tests.claims.texts import page

FOLDER = Path(__file__).parent / "agreements"
WANTED: dict[str, Any] = yaml.safe_load((FOLDER / "wanted.yaml").read_text())


def drafted(name: str, nlp: Language) -> CaseDraft:
    document, names = page((FOLDER / name).read_text()), default_names()
    return draft_case(document, DependencyReader(nlp).read(document, names), names, nlp)


def plain(block: FieldBlock) -> dict[str, Any]:
    return {
        field.key: plain(field.value) if isinstance(field.value, FieldBlock) else field.value
        for field in block.fields
    }


def pairs(name: str, nlp: Language) -> Iterator[tuple[dict[str, Any], dict[str, Any] | None]]:
    """Each duty that a person finds, with the drafted one that holds its words."""
    rows = [plain(block) for block in drafted(name, nlp).obligations]
    for wanted in WANTED[name]["duties"]:
        yield wanted, next((row for row in rows if wanted["words"] in row["clause"]), None)


def bears(wanted: dict[str, Any], row: dict[str, Any]) -> bool:
    bearers = row["bearer"]
    return len(bearers) == len(wanted["bearer"]) and all(
        any(name in bearer for bearer in bearers) for name in wanted["bearer"]
    )


def count_of(row: dict[str, Any]) -> Any:
    rate = row.get("rate", {})
    amount = row.get("bound", {}).get("value") or rate.get("at_least") or rate.get("at_most")
    return row.get("count") or amount


@pytest.mark.parametrize("name", sorted(WANTED))
def test_every_duty_is_found_with_its_bearer_day_and_count(name: str, nlp: Language) -> None:
    for wanted, row in pairs(name, nlp):
        assert row is not None, wanted["words"]
        assert bears(wanted, row), (wanted["words"], row["bearer"])
        assert row.get("deadline") == wanted.get("deadline"), wanted["words"]
        assert count_of(row) == wanted.get("count"), (wanted["words"], count_of(row))
        if "kind" in wanted:
            assert row["kind"] == wanted["kind"], wanted["words"]
        assert row["kept_if"], wanted["words"]
        assert row["broken_if"], wanted["words"]


@pytest.mark.parametrize("name", sorted(WANTED))
def test_one_text_is_one_instrument_with_its_own_title_and_day(name: str, nlp: Language) -> None:
    draft = drafted(name, nlp)
    (instrument,) = draft.instruments
    row = plain(instrument)
    assert row["title"].startswith(WANTED[name]["title"])
    assert row["date"] == WANTED[name]["signed"]
    names = [plain(actor)["names"][0] for actor in draft.actors]
    assert names[: len(WANTED[name]["parties"])] == WANTED[name]["parties"]


@pytest.mark.parametrize("name", sorted(WANTED))
def test_few_duties_are_drafted_that_nobody_finds(name: str, nlp: Language) -> None:
    found = len(drafted(name, nlp).obligations)
    assert found <= len(WANTED[name]["duties"]) + 1


@pytest.mark.parametrize("name", sorted(WANTED))
def test_what_is_drafted_passes_the_check_of_a_case(
    name: str, nlp: Language, tmp_path: Path
) -> None:
    write_case_folder(tmp_path / "case", drafted(name, nlp), {"text.txt": b"x"})
    assert check_case(tmp_path / "case") == ()


@pytest.mark.parametrize("name", sorted(WANTED))
def test_the_sentence_behind_every_field_stands_in_the_text(name: str, nlp: Language) -> None:
    text = (FOLDER / name).read_text()
    for block in drafted(name, nlp).obligations:
        assert all(field.sentence in text for field in block.fields)
        assert all(field.sentence for field in block.fields if field.key in {"clause", "bearer"})


def test_a_number_that_counts_nothing_in_a_report_is_no_stumbling_block(nlp: Language) -> None:
    text = (
        "The Government commits itself to terminate the contracts of all foreign instructors in its"
        " pay, and to see that they have left the country before D+60."
    )
    document, names = page(text), default_names()
    claims = DependencyReader(nlp).read(document, names)
    assert draft_case(document, claims, names, None).obligations

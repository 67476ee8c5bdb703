"""Documents with their blocks, and documents kept before there were any."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from servanda.records import DocumentWithOriginal
from servanda.sources import read_sources
from servanda.store import Store
from tests.store.examples import a_case

TEXT = "Posts and roads\n\nStill to do:\n- the opening of the road;\n- the count of posts.\n"


@pytest.fixture
def kept(tmp_path: Path) -> DocumentWithOriginal:
    (tmp_path / "report.txt").write_text(TEXT)
    (read,) = read_sources([tmp_path / "report.txt"], datetime(2024, 2, 3, tzinfo=UTC))
    return read


def test_a_document_that_is_kept_has_its_blocks_again(
    store: Store, kept: DocumentWithOriginal
) -> None:
    store.keep(kept, None)
    assert store.document(None, "report").blocks == kept.document.blocks != ()


def test_what_was_read_in_a_document_without_blocks_stays_read(
    store: Store, kept: DocumentWithOriginal
) -> None:
    store.save_case(a_case(), {}, [])
    case_id = a_case().id
    document = store.keep(replace(kept, document=replace(kept.document, blocks=())), case_id)
    store.save_reading(case_id, document, "test", "names", [])
    assert "report" in store.readings(case_id, "test", "names")


def test_a_file_that_is_read_again_brings_its_blocks_and_is_to_be_read_anew(
    store: Store, kept: DocumentWithOriginal
) -> None:
    store.save_case(a_case(), {}, [])
    case_id = a_case().id
    before = store.keep(replace(kept, document=replace(kept.document, blocks=())), case_id)
    store.save_reading(case_id, before, "test", "names", [])
    assert store.keep(kept, case_id).blocks == kept.document.blocks
    assert store.readings(case_id, "test", "names") == {}

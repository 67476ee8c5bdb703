"""Blocks on their way from a file to the sentences that statements are read from."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.claims.statements.passages import passages
from servanda.records import Block, BlockKind, Document, Span
from servanda.sources import read_sources
from servanda.sources.documents.line_blocks import plain_blocks
from tests.examples.cases import found
from tests.examples.golden import CASES

NOW = datetime(2024, 2, 3, tzinfo=UTC)
REPORT = """Posts and roads

BREL, 4 March 2021 (OPA) - Ten posts were removed on the hills around Brel.

2. Roads
2.1 Not opened

The following had not been carried out:
- the opening of the road to Brel;
- the opening of the road to Tarn.
"""


def test_every_kind_of_file_brings_its_blocks(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(REPORT)
    (tmp_path / "b.md").write_text(REPORT)
    (tmp_path / "c.jsonl").write_text(
        '{"id": "list", "text": "Posts\\n\\n- ten gone;\\n- one left."}'
    )
    page = "".join(f"<p>{line}</p>" for line in REPORT.splitlines() if line)
    (tmp_path / "d.html").write_text(f"<html><body><article>{page}</article></body></html>")
    kinds = [
        {block.kind for block in kept.document.blocks} for kept in read_sources([tmp_path], NOW)
    ]
    outline = {BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.DATELINE}
    assert all(outline <= of_file for of_file in (kinds[0], kinds[1], kinds[3]))
    assert BlockKind.ITEM in kinds[2]


LINES = st.sampled_from(
    [
        "The ministry said on Thursday that the posts on the hills around Brel were",
        "gone.",
        "Posts",
        "Aid and access",
        "Ten were left. Nobody came.",
        "",
        "the posts",
        '"We are done," he said',
        "and the roads were open",
    ]
)


@given(st.lists(LINES, max_size=12))
def test_lines_without_lists_are_read_with_blocks_as_without(lines: list[str]) -> None:
    text = "\n".join(lines)
    assert passages(text, plain_blocks(text)) == passages(text)


def test_a_block_for_each_paragraph_changes_nothing() -> None:
    text = "Ten posts were removed.\n\nThe road was opened. It rained."
    parts = [
        Block(BlockKind.PARAGRAPH, Span(0, 23), None, None),
        Block(BlockKind.PARAGRAPH, Span(25, len(text)), None, None),
    ]
    assert passages(text, parts) == passages(text)


@pytest.mark.parametrize("case_id", CASES)
def test_structure_tells_nothing_new_of_the_documents_of_the_examples(case_id: str) -> None:
    documents: list[Document] = found(case_id)[1]
    assert [document.id for document in documents if document.blocks] == []

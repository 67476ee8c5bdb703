"""Plain texts as blocks, by the form of their lines."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.records import BlockKind
from servanda.sources.documents.line_blocks import plain_blocks

REPORT = """Withdrawal goes slowly

By Anna Sen
15 November 2018

BREL, Nov 15 (OPA) - The ministry said on Thursday that it had taken down
a guard post near Tarn, as agreed by both sides.

1. Withdrawal

1.1 Not yet done

The following had not been carried out:
- the handover of Fort Brel;
  - its two gates
  - its wall
- the opening of the road,
  which is long.

14. Both sides met on 3 May. They agreed on nothing.
15. The mission found:
(a) ten posts;
(b) two gates, of which
(i) one was open;
(ii) one was shut.
16. Nothing else was seen.

2. Aid
| convoys | 12 |
| trucks | 4 |

Figure 2: A convoy near Brel.
(Reporting by Anna Sen; Editing by Bo Li)
"""


def shown(text: str) -> list[tuple[str, str]]:
    return [
        (block.kind.value, text[block.span.start : block.span.end]) for block in plain_blocks(text)
    ]


def of_kind(text: str, kind: BlockKind) -> list[str]:
    return [words for found, words in shown(text) if found == kind]


def test_what_stands_before_the_text_is_told_from_it() -> None:
    assert shown(REPORT)[:5] == [
        ("headline", "Withdrawal goes slowly"),
        ("byline", "By Anna Sen"),
        ("dateline", "15 November 2018"),
        ("dateline", "BREL, Nov 15 (OPA) -"),
        (
            "paragraph",
            "The ministry said on Thursday that it had taken down\n"
            "a guard post near Tarn, as agreed by both sides.",
        ),
    ]
    assert shown(REPORT)[-1] == ("byline", "(Reporting by Anna Sen; Editing by Bo Li)")


def test_a_heading_has_the_level_of_its_number() -> None:
    headings = [
        (block.level, block.numbering)
        for block in plain_blocks(REPORT)
        if block.kind is BlockKind.HEADING
    ]
    assert headings == [(1, "1."), (2, "1.1"), (1, "2.")]


def test_numbered_paragraphs_are_units_with_their_numbers() -> None:
    numbers = [
        block.numbering
        for block in plain_blocks(REPORT)
        if block.kind is BlockKind.PARAGRAPH and block.numbering
    ]
    assert numbers == ["14.", "15.", "16."]


def test_items_are_as_deep_as_indents_and_markers_say() -> None:
    items = [
        (block.level, block.numbering)
        for block in plain_blocks(REPORT)
        if block.kind is BlockKind.ITEM
    ]
    bullets = [(1, None), (2, None), (2, None), (1, None)]
    assert items == [*bullets, (1, "(a)"), (1, "(b)"), (2, "(i)"), (2, "(ii)")]
    assert "- the opening of the road,\n  which is long." in of_kind(REPORT, BlockKind.ITEM)


def test_short_numbered_lines_in_a_row_are_a_list_and_one_above_a_text_is_a_heading() -> None:
    text = "Posts left:\n1. North\n2. South\n3. East\n\n4. Roads\nThe road to Brel was opened."
    assert of_kind(text, BlockKind.ITEM) == ["1. North", "2. South", "3. East", "4. Roads"]
    text = "1. Posts\nTen posts were removed.\n2. Roads\nThe road to Brel was opened."
    assert of_kind(text, BlockKind.HEADING) == ["1. Posts", "2. Roads"]


def test_lines_without_markers_that_end_in_semicolons_are_a_list() -> None:
    text = "The parties were to open:\nthe road;\nthe bridge; and\nthe port.\nNothing was opened."
    assert of_kind(text, BlockKind.ITEM) == ["the road;", "the bridge; and", "the port."]


def test_a_bullet_on_a_line_of_its_own_belongs_to_the_next() -> None:
    text = "The mission met:\n•\nThe chief of Brel\n•\nAn aid group\nIt rained."
    assert of_kind(text, BlockKind.ITEM) == ["•\nThe chief of Brel", "•\nAn aid group"]


def test_rows_and_captions_are_told() -> None:
    assert of_kind(REPORT, BlockKind.ROW) == ["| convoys | 12 |", "| trucks | 4 |"]
    assert of_kind(REPORT, BlockKind.CAPTION) == ["Figure 2: A convoy near Brel."]


def test_a_text_of_paragraphs_alone_has_no_blocks() -> None:
    text = "The ministry said on Thursday that it had taken down a\npost.\n\nNothing else was seen."
    assert plain_blocks(text) == ()
    assert plain_blocks("") == ()


@given(st.text(st.sampled_from("Aab 1.:;,()-|\n\t•#*É한\r"), max_size=200))
def test_blocks_follow_each_other_and_leave_nothing_out(text: str) -> None:
    blocks = plain_blocks(text)
    end = 0
    for block in blocks:
        assert end <= block.span.start < block.span.end <= len(text)
        assert not text[end : block.span.start].strip()
        end = block.span.end
    assert not blocks or not text[end:].strip()


@pytest.mark.parametrize(
    "text",
    [
        "- the handover of Fort Brel\n" * 20_000,
        "1. a post\n" * 20_000,
        "".join(" " * depth + "- a post\n" for depth in range(2_000)),
        "| a | b |\n" * 20_000,
        "the post and\n" * 20_000,
        "•\n" * 20_000,
        "w" * 3_000_000,
    ],
    ids=lambda text: text[:12],
)
def test_a_hostile_text_is_read_in_bounded_time(text: str) -> None:
    begun = time.process_time()
    plain_blocks(text)
    assert time.process_time() - begun < 15.0

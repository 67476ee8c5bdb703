"""The parts of a page: what kind of thing each stretch of its text is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from servanda.records.span import Span

__all__ = ["Block", "BlockKind"]


class BlockKind(StrEnum):
    """What a stretch of a document is."""

    HEADLINE = "headline"  # of the whole document
    HEADING = "heading"  # of what follows it
    DATELINE = "dateline"  # place, date and agency before a text, or the day of publication
    BYLINE = "byline"  # who wrote it
    PARAGRAPH = "paragraph"
    ITEM = "list_item"
    ROW = "table_row"  # its cells stand between the bars or tabs of its text
    CAPTION = "caption"  # of a picture, a map or a table
    FURNITURE = "furniture"  # menus, footers, boxes that point elsewhere


@dataclass(frozen=True, slots=True)
class Block:
    """One part of a document; the blocks of a document follow each other and never overlap."""

    kind: BlockKind
    span: Span
    level: int | None  # of a heading, 1 the highest; of a list item, how deep; None: not known
    numbering: str | None  # as it stands before a heading, a paragraph or an item: "2.1", "(a)"

"""The blocks of a Markdown text: headings, fenced stretches and pictures; lines by their form."""

from __future__ import annotations

import re
from dataclasses import replace

from servanda.records import Block, BlockKind
from servanda.sources.documents.line_blocks import MarkedLine, blocks_of_lines, plain_lines
from servanda.sources.documents.line_forms import has_heading_form

__all__ = ["markdown_blocks"]

_NUMBER_SIGNS = re.compile(r"(#{1,6})\s+\S")
_UNDERLINE = re.compile(r"(=+|-{2,})")
_BOLD = re.compile(r"(\*\*|__)(?=\S)(.+)(?<=\S)\1:?")
_PICTURE = re.compile(r"!\[.*\]\(.*\)")
_FENCE = re.compile(r"(`{3,}|~{3,})")


def markdown_blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a text in Markdown; empty if all are paragraphs."""
    lines = plain_lines(text)
    marked: list[MarkedLine] = []
    fence = ""
    for number, line in enumerate(lines):
        words = text[line.start : line.end]
        opened = _FENCE.match(words)
        if opened and (not fence or words == fence):
            fence = "" if fence else opened[1]
            marked.append(replace(line, kind=BlockKind.FURNITURE, apart=True))
        elif fence:
            marked.append(replace(line, kind=BlockKind.PARAGRAPH, apart=True))
        else:
            below = lines[number + 1] if number + 1 < len(lines) else None
            marked.append(_mark_line(text, line, below))
    return blocks_of_lines(text, marked)


def _mark_line(text: str, line: MarkedLine, below: MarkedLine | None) -> MarkedLine:
    words = text[line.start : line.end]
    signs = _NUMBER_SIGNS.match(words)
    if signs:
        return replace(line, kind=BlockKind.HEADING, level=len(signs[1]), apart=True)
    if _UNDERLINE.fullmatch(words):
        return replace(line, kind=BlockKind.FURNITURE, apart=True)
    if _PICTURE.fullmatch(words):
        return replace(line, kind=BlockKind.CAPTION, apart=True)
    if line.apart and below is not None and not below.apart:
        underline = _UNDERLINE.fullmatch(text, below.start, below.end)
        if underline:
            return replace(line, kind=BlockKind.HEADING, level=1 if underline[1][0] == "=" else 2)
    bold = _BOLD.fullmatch(words)
    alone = line.apart and (below is None or below.apart)
    if bold and alone and has_heading_form(bold[2]):
        return replace(line, kind=BlockKind.HEADING)
    return line

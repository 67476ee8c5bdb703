"""Markdown as blocks."""

from __future__ import annotations

from servanda.sources.documents.markdown_blocks import markdown_blocks

TEXT = """# Posts and roads

## What was done

BREL, 4 March (OPA) - Ten posts were removed.

Roads
-----

**Not opened**

1. the road to Brel
2. the road to Tarn

![A post near Brel](post.png)

```
# not a heading
- nor an item
```
"""


def shown(text: str) -> list[tuple[str, int | None, str]]:
    return [
        (block.kind.value, block.level, text[block.span.start : block.span.end])
        for block in markdown_blocks(text)
    ]


def test_headings_lists_pictures_and_fences_are_told() -> None:
    assert shown(TEXT) == [
        ("headline", 1, "# Posts and roads"),
        ("heading", 2, "## What was done"),
        ("dateline", None, "BREL, 4 March (OPA) -"),
        ("paragraph", None, "Ten posts were removed."),
        ("heading", 2, "Roads"),
        ("furniture", None, "-----"),
        ("heading", None, "**Not opened**"),
        ("list_item", 1, "1. the road to Brel"),
        ("list_item", 1, "2. the road to Tarn"),
        ("caption", None, "![A post near Brel](post.png)"),
        ("furniture", None, "```"),
        ("paragraph", None, "# not a heading"),
        ("paragraph", None, "- nor an item"),
        ("furniture", None, "```"),
    ]


def test_a_rule_between_paragraphs_makes_no_heading() -> None:
    text = "Ten posts were removed.\n\n---\n\nThe road was opened."
    assert [kind for kind, _, _ in shown(text)] == ["paragraph", "furniture", "paragraph"]


def test_a_note_of_paragraphs_has_no_blocks() -> None:
    assert markdown_blocks("Ten posts were removed.\n\nThe road to Brel was opened.\n") == ()

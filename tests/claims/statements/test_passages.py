"""A document as sentences: what each stands under, and where it is."""

from __future__ import annotations

import pytest

from servanda.claims.statements.passages import Passage, is_heading, passages
from servanda.records import Block, BlockKind, Span

REPORT = """Withdrawal of forces

The following had not been carried out:
- the handover of Fort Brel;
- the opening of the road.
4. Both sides met on 3 May. They agreed on nothing.

Aid
| convoys | 12 |
Twelve convoys arrived."""


def test_a_passage_knows_its_heading_and_the_one_before_it() -> None:
    found = passages(REPORT)
    texts = [passage.text for passage in found]
    item = found[texts.index("the opening of the road.")]
    assert item.heading is not None
    assert found[item.heading].text == "Withdrawal of forces"
    assert item.before is not None
    assert found[item.before].text == "the handover of Fort Brel;"
    last = found[-1]
    assert last.heading is not None
    assert found[last.heading].text == "Aid"


def test_each_span_holds_the_words_of_its_passage() -> None:
    for passage in passages(REPORT):
        assert " ".join(REPORT[passage.span.start : passage.span.end].split()) == passage.text


def test_a_rule_or_a_number_alone_is_no_passage() -> None:
    assert [passage.text for passage in passages("----\n\n12\n\nIt rained.")] == ["It rained."]


@pytest.mark.parametrize("line", ["Prisoners", "II. Release of captives", "Aid and access in May"])
def test_a_short_line_without_an_end_is_a_heading(line: str) -> None:
    assert is_heading(line)


@pytest.mark.parametrize(
    "line",
    ["It rained.", "- the road", "(a) the road", "posts | 12", "The list is as follows:", "---"],
)
def test_a_sentence_an_item_and_a_row_are_no_headings(line: str) -> None:
    assert not is_heading(line)


# Each line is a block: its kind, its level, its text.
LINES = (
    (BlockKind.HEADLINE, None, "Slow going"),
    (BlockKind.BYLINE, None, "By Anna Sen"),
    (BlockKind.HEADING, 1, "Part one: withdrawal"),
    (BlockKind.HEADING, 2, "Heavy weapons"),
    (BlockKind.PARAGRAPH, None, "Both sides met. The following had not been carried out:"),
    (BlockKind.ITEM, 1, "- in the north"),
    (BlockKind.ITEM, 2, "- the handover of Fort Brel. It is late."),
    (BlockKind.CAPTION, None, "Fort Brel in May"),
    (BlockKind.ITEM, 2, "- the opening of its gate;"),
    (BlockKind.ITEM, 1, "- the count."),
    (BlockKind.PARAGRAPH, None, "Ten posts are gone."),
    (BlockKind.FURNITURE, None, "Read more about Brel"),
    (BlockKind.HEADING, 2, "Light weapons"),
    (BlockKind.PARAGRAPH, None, "Nothing was done."),
    (BlockKind.HEADING, 1, "Part two: aid"),
    (BlockKind.ROW, None, "| convoys | 12 |"),
)
TEXT = "\n".join(words for _, _, words in LINES)


def blocks() -> list[Block]:
    found, start = [], 0
    for kind, level, words in LINES:
        found.append(Block(kind, Span(start, start + len(words)), level, None))
        start += len(words) + 1
    return found


def context(found: tuple[Passage, ...], text: str) -> tuple[list[str], str | None]:
    """The headings that a passage is under, outermost first, and what is before it."""
    (passage,) = (passage for passage in found if passage.text == text)
    numbers = [*passage.above, *(() if passage.heading is None else (passage.heading,))]
    before = None if passage.before is None else found[passage.before].text
    return [found[number].text for number in numbers], before


PART, SECTION = "Part one: withdrawal", "Heavy weapons"
LEAD = "The following had not been carried out:"


@pytest.mark.parametrize(
    ("text", "above", "before"),
    [
        ("Both sides met.", [PART, SECTION], SECTION),
        ("in the north", [PART, SECTION], LEAD),
        ("the handover of Fort Brel.", [PART, SECTION, LEAD], "in the north"),
        (
            "It is late.",
            [PART, SECTION, LEAD, "in the north"],
            "the handover of Fort Brel.",
        ),
        ("the opening of its gate;", [PART, SECTION, LEAD], "in the north"),
        ("the count.", [PART, SECTION], LEAD),
        ("Ten posts are gone.", [PART, SECTION], "the count."),
        ("Fort Brel in May", [PART, SECTION], None),
        ("Nothing was done.", [PART, "Light weapons"], "Light weapons"),
        ("| convoys | 12 |", ["Part two: aid"], "Part two: aid"),
    ],
)
def test_with_blocks_a_passage_stands_under_all_headings_and_lead_lines_above_it(
    text: str, above: list[str], before: str | None
) -> None:
    assert context(passages(TEXT, blocks()), text) == (above, before)


def test_a_heading_is_a_title_and_the_headline_states_something() -> None:
    titles = [passage.text for passage in passages(TEXT, blocks()) if passage.is_title]
    assert titles == [PART, SECTION, "Light weapons", "Part two: aid"]
    assert [passage.text for passage in passages(REPORT) if passage.is_title] == ["Aid"]


def test_a_sentence_that_is_cut_off_is_no_title() -> None:
    cut = ("Summary", "As confirmed by the", "Joint Board, there are recruits", "under age.")
    found = passages("\n\n".join(("Report.", *cut, "Access", "It was denied.")))
    assert [passage.text for passage in found if passage.is_title] == ["Summary", "Access"]


def test_bylines_and_furniture_are_no_passages() -> None:
    texts = [passage.text for passage in passages(TEXT, blocks())]
    assert "Slow going" in texts
    assert not {"By Anna Sen", "Read more about Brel"} & set(texts)


def test_a_dateline_is_out_of_its_sentence_and_the_line_goes_on_as_before() -> None:
    head = "BREL, March 4 (OPA) - "
    text = f"{head}The ministry said on Thursday that the\nWestland posts were gone. It rained."
    parts = [
        Block(BlockKind.DATELINE, Span(0, len(head) - 1), None, None),
        Block(BlockKind.PARAGRAPH, Span(len(head), len(text)), None, None),
    ]
    found = passages(text, parts)
    assert [passage.text for passage in found] == [
        "The ministry said on Thursday that the Westland posts were gone.",
        "It rained.",
    ]
    assert text[found[0].span.start :].startswith("The ministry")


def test_a_deep_list_keeps_a_bounded_context() -> None:
    lines = [f"- item number {chr(97 + depth % 26) * 3}" for depth in range(3_000)]
    text = "\n".join(lines)
    found, start = [], 0
    for depth, line in enumerate(lines, start=1):
        found.append(Block(BlockKind.ITEM, Span(start, start + len(line)), depth, None))
        start += len(line) + 1
    assert max(len(passage.above) for passage in passages(text, found)) == 3

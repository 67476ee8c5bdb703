"""A document as sentences: what each stands under, and where it is."""

from __future__ import annotations

import pytest

from servanda.claims.statements.passages import is_heading, passages

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

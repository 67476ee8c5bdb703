"""A sentence goes on over line ends, wherever these stand, and a heading does not."""

from __future__ import annotations

import pytest

from servanda.claims.statements.passages import passages
from servanda.sources.documents.line_blocks import plain_blocks
from servanda.wrapped_lines import is_cut_off, runs_on


@pytest.mark.parametrize(
    ("line", "gap", "following"),
    [
        ("Both armies took down the posts that stood", "\n", "near the river."),
        ("Also, the sides to the", "\n", "Accord must free the prisoners of war."),
        ("The council heard on Friday that not one of the promised", "\n", "trucks had come."),
        ("The joint body was seated on 28", " \n", "November and met twice."),
        ("A line as long as those of a page are, which has no end to it,", "\n", "(ARM) goes."),
    ],
)
def test_a_sentence_goes_on(line: str, gap: str, following: str) -> None:
    assert runs_on(line, gap, following)


@pytest.mark.parametrize(
    ("line", "gap", "following"),
    [
        ("The Accord holds.", " \n", "It was signed in May."),
        ("Political situation", "\n", "The sides met twice in May."),
        ("Prisoners", "  \n", "Forty are left."),  # two blanks: a line end that is meant
        ("The following were not done:", "\n", "the gates"),
    ],
)
def test_a_heading_and_a_whole_sentence_do_not(line: str, gap: str, following: str) -> None:
    assert not runs_on(line, gap, following)


def test_a_line_that_ends_in_an_article_is_cut_off() -> None:
    assert is_cut_off("The parties to the")
    assert not is_cut_off("The parties met")
    assert not is_cut_off("")


def test_a_sentence_that_a_page_has_cut_is_read_whole_whatever_reads_it() -> None:
    text = (
        "III.\nSecurity\n\n11.\n"
        "The sides to the \nAccord freed every \nPrisoner of war on the list.\n"
        "A commission was told so by the\nRed Star in Orl.\n"
    )
    for blocks in ((), plain_blocks(text)):
        said = [passage.text for passage in passages(text, blocks)]
        assert any(
            words.endswith("The sides to the Accord freed every Prisoner of war on the list.")
            for words in said
        )
        assert "A commission was told so by the Red Star in Orl." in said

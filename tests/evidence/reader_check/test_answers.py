"""Which statement answers for a labelled sentence."""

from __future__ import annotations

import time

from servanda.evidence.reader_check.answers import Answers
from servanda.records import Label
from tests.evidence.reader_check.readings import labelled, read

TEXT = "The last guard posts were blown up on Tuesday."
DONE = read({Label.DONE: 0.8}, Label.DONE)
OTHER = read({Label.NOT_DONE: 0.9}, Label.NOT_DONE)
NOTHING = read({}, Label.UNRELATED)


def test_white_space_and_marks_are_no_matter() -> None:
    asked = Answers([("The last  guard posts\nwere blown up - on Tuesday", DONE)])
    assert asked.answer(labelled(TEXT, Label.DONE)) is DONE


def test_only_the_same_document_and_duty_answer() -> None:
    asked = Answers([(TEXT, DONE)])
    assert asked.answer(labelled(TEXT, Label.DONE, duty="underground")) is None
    assert asked.answer(labelled("Wheat fell for a third month.", Label.DONE)) is None


def test_a_statement_with_the_whole_sentence_goes_before_a_like_one() -> None:
    like = "The last guard posts were blown up on Monday."
    asked = Answers([(like, OTHER), (f"SEOUL: {TEXT}", DONE)])
    assert asked.answer(labelled(TEXT, Label.DONE)) is DONE


def test_a_part_answers_where_nothing_holds_the_whole() -> None:
    asked = Answers([("were blown up on Tuesday", OTHER), ("Tuesday", DONE)])
    assert asked.answer(labelled(TEXT, Label.DONE)) is OTHER


def test_the_most_probable_bearing_one_answers() -> None:
    surer = read({Label.DONE: 0.95}, Label.DONE)
    asked = Answers([(TEXT, NOTHING), (TEXT, DONE), (TEXT, surer)])
    assert asked.answer(labelled(TEXT, Label.DONE)) is surer
    assert Answers([(TEXT, NOTHING)]).answer(labelled(TEXT, Label.DONE)) is NOTHING


def test_texts_without_words_belong_to_nothing() -> None:
    asked = Answers([("...", DONE), ("", DONE)])
    assert asked.answer(labelled("---", Label.DONE)) is None
    assert asked.answer(labelled(TEXT, Label.DONE)) is None


def test_long_unlike_texts_cost_little() -> None:
    texts = [(" ".join(f"w{n}x{k}" for k in range(2_000)), DONE) for n in range(50)]
    asked = Answers(texts)
    began = time.monotonic()
    sentence = " ".join(f"s{k}" for k in range(1_500))
    assert asked.answer(labelled(sentence, Label.DONE)) is None
    assert time.monotonic() - began < 5

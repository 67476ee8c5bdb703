"""The labelled sentences of `corpus/kinds`: whole, various, and refused with their place if not."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from scripts.reading_corpus import CorpusError
from scripts.reading_kinds import kind_duties, read_kinds

DUTIES = list(kind_duties())


def test_every_duty_has_sentences_of_every_direction() -> None:
    assert len(DUTIES) >= 200
    for duty in DUTIES:
        labels = {sentence.label for sentence in duty.sentences}
        assert labels & {"done", "respected"}, duty.clause
        assert labels & {"not_done", "reversed", "violated"}, duty.clause
        assert "unrelated" in labels, duty.clause


def test_no_sentence_stands_twice_under_one_duty() -> None:
    for duty in DUTIES:
        twice = [row for row, times in Counter(duty.sentences).items() if times > 1]
        assert not twice, duty.clause


def test_no_duty_is_written_twice() -> None:
    assert len({duty.clause for duty in DUTIES}) == len(DUTIES)


def test_a_file_is_read_with_contexts_and_names(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(
        "@ act | Orland | Vesna, the Front | Orland opens the road.\n"
        "done\tThe road is open.\nnot_done\tIt rained. ||| The road is shut.\n",
        "utf-8",
    )
    (duty,) = read_kinds(path)
    assert (duty.kind, duty.bearers, duty.others) == ("act", ("Orland",), ("Vesna", "the Front"))
    assert [(row.before, row.text) for row in duty.sentences] == [
        ("", "The road is open."),
        ("It rained.", "The road is shut."),
    ]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("@ act | Orland | Vesna\n", "a.txt:1"),
        ("@ act | O | V | Opens.\nfinished\tIt is open.\n", "a.txt:2"),
        ("done\tThe road is open.\n", "a.txt:1"),
        ("@ act | O | V | Opens.\ndone\t\n", "a.txt:2"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_place(tmp_path: Path, text: str, place: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text(text, "utf-8")
    with pytest.raises(CorpusError, match=place):
        read_kinds(path)

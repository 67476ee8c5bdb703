"""The sentences that `case check` shows are the corpus', with the labels that they have there."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from scripts.example_sentences import LONGEST, example_duties
from scripts.reading_corpus import DIRECTIONS
from scripts.reading_kinds import kind_duties
from servanda.records import ObligationKind
from servanda.sources import read_example_duties


def test_every_example_stands_in_the_corpus_under_its_clause_and_label() -> None:
    corpus = {
        (duty.kind, duty.clause, duty.bearers, duty.others, sentence.label, sentence.text)
        for duty in kind_duties()
        for sentence in duty.sentences
    }
    shown = [
        (duty.kind.value, duty.clause, duty.bearers, duty.others, label.value, text)
        for duty in read_example_duties()
        for label, text in duty.sentences
    ]
    assert [row for row in shown if row not in corpus] == []
    assert len(shown) == len(set(shown)) >= 300


def test_the_examples_are_of_every_kind_and_direction() -> None:
    duties = read_example_duties()
    kinds = Counter(duty.kind for duty in duties)
    assert min(kinds[kind] for kind in ObligationKind) >= 20
    directions = Counter(label.direction for duty in duties for label, _ in duty.sentences)
    assert set(directions) == {"for", "part", "against"}
    assert min(directions.values()) >= 60


def test_a_duty_gives_one_fitting_sentence_of_each_direction(tmp_path: Path) -> None:
    told = "and this sentence is long enough to be told as it stands in a report"
    rows = [
        "done\tShort.",
        f"done\tBefore it. ||| The first fort stands empty, {told}",
        f"done\tThe last fort stands empty, {told}",
        f"not_done\tThe forts are manned, {told}",
        f"violated\tNo second sentence against it is taken, {told}",
        f"intended\tThe forts will stand empty, {told}",
        f"partly_done\t{'x' * (LONGEST + 1)}",
    ]
    head = "@ act | Orland | Vesna | Orland leaves the forts."
    (tmp_path / "a.txt").write_text("\n".join([head, *rows]) + "\n", "utf-8")
    (duty,) = example_duties(tmp_path)
    assert [DIRECTIONS[label] for label, _ in duty["sentences"]] == ["for", "against"]
    assert [text[:8] for _, text in duty["sentences"]] == ["The last", "The fort"]

"""Every labelled pair of a line and a duty of the corpus, with the counts that a person gave.

for pair in counted_pairs(agreement, encoder): ...
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from scripts.reader.pairs import obligation_of
from scripts.reading_corpus import Agreement
from scripts.reading_corpus import Label as Row
from servanda.claims.meaning.encoder import EncodedText, SentenceEncoder
from servanda.claims.slots.counted_duty import CountSetting
from servanda.claims.slots.numbers import header_row, stated_numbers
from servanda.records import Label, Obligation

__all__ = ["CountedPair", "counted_pairs"]


@dataclass(frozen=True, slots=True)
class CountedPair:
    """One line and one duty under one label; several rows if it gives several counts."""

    agreement: str
    where: str
    sentence: str
    duty: Obligation
    label: Label
    setting: CountSetting
    rows: tuple[Row, ...]

    @property
    def counts(self) -> frozenset[float]:
        """The counts that its rows give; empty if none does."""
        return frozenset(float(row.slots["count"]) for row in self.rows if "count" in row.slots)

    def same(self, value: float, count: float) -> bool:
        """True if a number of the sentence is a row's; rows leave out the words for millions."""
        words = {"thousand": 1e3, "million": 1e6, "billion": 1e9}
        factors = [1.0, *(factor for word, factor in words.items() if word in self.sentence)]
        return any(abs(value - count * factor) <= 1e-9 * value for factor in factors)


def counted_pairs(agreement: Agreement, encoder: SentenceEncoder | None) -> Iterator[CountedPair]:
    """The pairs of one agreement that bear on a duty; without an encoder, without vectors."""
    lines = {page.id: [line.text for line in page.sentences] for page in agreement.pages}
    rows: dict[tuple[str, int, str, str], list[Row]] = defaultdict(list)
    for row in agreement.labels:
        if row.label != Label.UNRELATED:
            rows[row.page, row.number, row.duty, row.label].append(row)
    texts = {duty.clause for duty in agreement.duties}
    texts |= {line for key in rows if stated_numbers(line := lines[key[0]][key[1] - 1])}
    vectors = _vectors(sorted(texts), encoder)
    duties = {duty.id: duty for duty in agreement.duties}
    for (page, number, duty_id, label), of_label in rows.items():
        duty, sentence = duties[duty_id], lines[page][number - 1]
        parties = agreement.parties.items()
        yield CountedPair(
            agreement=agreement.id,
            where=f"{agreement.id} {page}:{number} {duty_id}",
            sentence=sentence,
            duty=obligation_of(duty),
            label=Label(label),
            setting=CountSetting(
                header=header_row(lines[page], number - 1),
                bearers=tuple(
                    n for party, names in parties if party in duty.bearers for n in names
                ),
                others=tuple(
                    n for party, names in parties if party not in duty.bearers for n in names
                ),
                sentence=vectors.get(sentence),
                clause=vectors.get(duty.clause),
            ),
            rows=tuple(of_label),
        )


def _vectors(texts: list[str], encoder: SentenceEncoder | None) -> dict[str, EncodedText]:
    return {} if encoder is None else dict(zip(texts, encoder.encode(texts), strict=True))

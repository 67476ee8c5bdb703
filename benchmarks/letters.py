"""How often speakers of each Admiralty letter were right in the nine cases.

`python -m benchmarks.letters` prints the counts from which the letters have their numbers
(`evidence/trust/reliability.py`). One sentence counts once, however many duties it bears on, and is
right if on each of them it speaks the way that the truth file says; readings are put right first
(`corrected_readings`). Truth files quote the notes, so the counts flatter.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from statistics import fmean

from benchmarks.backtest import read_example
from benchmarks.bars import Figure, print_figures
from benchmarks.cases import CASES
from benchmarks.corrected_readings import brier_scores, corrected
from servanda.evidence import collect_evidence
from servanda.evidence.statements.direction_likelihood import keeping_values
from servanda.evidence.trust.reliability import LETTERS
from servanda.records import Admiralty, Bearing, Case, Evidence, Score, Truth, terms_in_force

__all__ = ["counts", "figures", "from_counts"]

NINE = (*CASES, "korea-2018")
LEAST = 20  # statements from which on a letter's number is counted [judgement; not from outside]

Counts = Mapping[Admiralty, tuple[int, int]]  # right, wrong


def counts(case_ids: Collection[str]) -> Counts:
    """(right, wrong) sentences of each letter in some cases."""
    found: Counter[tuple[Admiralty, bool]] = Counter()
    for case_id in case_ids:
        found.update(_settled(case_id))
    return {letter: (found[letter, True], found[letter, False]) for letter in Admiralty}


def from_counts(counted: Counts) -> dict[Admiralty, tuple[float, float]]:
    """The Beta of each letter counted often enough, by Jeffreys' prior; of others as proposed."""
    return {
        letter: (right + 0.5, wrong + 0.5) if right + wrong >= LEAST else LETTERS[letter]
        for letter, (right, wrong) in counted.items()
    }


def figures() -> Iterator[Figure]:
    """The counts of each letter with the mean that they give, and what they do to the scores."""
    counted = counts(NINE)
    means = from_counts(counted)
    for letter, (right, wrong) in counted.items():
        given, kept = (one[0] / (one[0] + one[1]) for one in (means[letter], LETTERS[letter]))
        shown = f"{right} right, {wrong} wrong: {given:.3f} (used: {kept:.3f})"
        yield Figure(f"letter {letter.value}", "as used", shown, abs(given - kept) < 0.01)
    left_out = [_without(case_id) for case_id in CASES]
    for number, (name, most) in enumerate((("as read", 0.06), ("put right", 0.018))):
        mean = fmean(scores[number].brier or 0.0 for scores in left_out)
        measure = f"mean Brier of eight cases, letters counted in the others, {name}"
        yield Figure(measure, f"<= {most}", f"{mean:.4f}", mean <= most)


def _without(case_id: str) -> tuple[Score, Score]:
    """The scores of a case with letters counted in all the others."""
    shipped = dict(LETTERS)
    LETTERS.update(from_counts(counts([other for other in NINE if other != case_id])))
    try:
        return brier_scores(case_id)
    finally:
        LETTERS.update(shipped)


@lru_cache(maxsize=16)
def _settled(case_id: str) -> Counter[tuple[Admiralty, bool]]:
    case, reads, truth = read_example(case_id)
    last = max(read.document.publication.public_on for read in reads)
    known = corrected(collect_evidence(case, reads, last, last), reads)
    by_duty = {one.obligation: one for one in truth.truths}
    sentences: dict[tuple[str, Admiralty], bool] = {}
    for item in known.evidence:
        letter, right = _letter(item), _is_right(item, case, by_duty.get(item.obligation))
        if letter is not None and right is not None:
            key = (item.claim or item.id, letter)
            sentences[key] = sentences.get(key, True) and right
    return Counter((letter, right) for (_, letter), right in sentences.items())


def _letter(item: Evidence) -> Admiralty | None:
    """The letter that an item was taken as."""
    told = re.search(r"taken as ([A-F])$|^letter ([A-F])$", item.reliability.why)
    if told is None or item.bearing is not Bearing.BEARS:
        return None
    return Admiralty(told[1] or told[2])


def _is_right(item: Evidence, case: Case, truth: Truth | None) -> bool | None:
    """Whether it speaks the way that turned out true; None where either is open."""
    day = item.times.happened.end or item.times.published.public_on
    state = None if truth is None else truth.state_on(day)
    if state is None or state.met is None:
        return None
    duty = next(one for one in case.obligations if one.id == item.obligation)
    keeping = keeping_values(item.states, terms_in_force(duty, day, day))
    if len(keeping) != len(item.if_right):
        return None
    kept, broken = (
        max((p for p, keeps in zip(item.if_right, keeping, strict=True) if keeps is way), default=0)
        for way in (True, False)
    )
    return None if kept == broken else (kept > broken) is state.met


if __name__ == "__main__":
    raise SystemExit(0 if print_figures("What the letters are worth", figures()) else 1)

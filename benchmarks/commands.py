"""What questions about a case cost that was read before: CPU of whole commands, fresh processes.

    make bench-commands

Medians. The last rows are of a simulated case of the size of a real accord, in this process.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import numpy as np

from benchmarks.bars import Figure, Parts, run_parts
from benchmarks.start import SERVANDA, cost
from servanda.assessment import BetaSampler, assess
from servanda.pipeline.assessing import DRAWS, SEED
from servanda.records import CaseEvidence, Evidence, Obligation, ObligationKind, Reliability
from tests.builders import START, case, count_report, obligation

COMMAND_CPU_S = 2.0
ASKED = {
    "assess": ("assess", "korea-2018"),
    "explain": ("explain", "korea-2018", "c-gp-dprk-slits"),
    "what-if": ("what-if", "korea-2018", "--distrust", "rok"),
    "next": ("next", "korea-2018"),
}
DUTIES, ITEMS, ORIGINS = 26, 57, 40
KINDS = (ObligationKind.ACT, ObligationKind.STATE, ObligationKind.ACT, ObligationKind.ABSTAIN)


def _questions() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as data:
        end = ("--as-of", "2018-12-31", "--data", data)
        cost((*SERVANDA, "assess", "korea-2018", *end), 1)  # reads it
        for name, words in ASKED.items():
            seconds, _ = cost((*SERVANDA, *words, *end))
            yield Figure(
                f"servanda {name} korea-2018, read before",
                f"<= {COMMAND_CPU_S:g} s of CPU",
                f"{seconds:.2f} s",
                seconds <= COMMAND_CPU_S,
            )


def _many_duties() -> Iterator[Figure]:
    known = simulated_accord()
    for name, explained in (("numbers", False), ("numbers with their accounts", True)):
        before = time.process_time()
        assess(known, BetaSampler(DRAWS, SEED), explained=explained)
        took = time.process_time() - before
        shown = f"{DUTIES} duties, {ITEMS} items of {ORIGINS} origins each: {name}"
        yield Figure(shown, "watched", f"{took:.1f} s", True)


def simulated_accord() -> CaseEvidence:
    """Duties of three kinds, each with as many items, from a fixed seed."""
    rng, on = np.random.default_rng(1), START + timedelta(days=400)
    duties = [_duty(number) for number in range(DUTIES)]
    items = tuple(_item(duty, number, rng) for duty in duties for number in range(ITEMS))
    return CaseEvidence(case(*duties), on, on, items, {}, {})


def _duty(number: int) -> Obligation:
    kind = KINDS[number % len(KINDS)]
    return obligation(
        id=f"d{number}",
        kind=kind,
        count=10 if kind is ObligationKind.STATE else None,
        preserve=0,
        aspect=None,
        deadline=None if kind is ObligationKind.ABSTAIN else START + timedelta(days=330),
        verification=None,
    )


def _item(duty: Obligation, number: int, rng: np.random.Generator) -> Evidence:
    values = 11 if duty.kind is ObligationKind.STATE else 2
    right = tuple(rng.uniform(0.02, 0.98, values).tolist())
    letter = float(rng.choice([0.95, 0.85, 0.7, 0.5]))
    day = START + timedelta(days=int(rng.integers(10, 400)))
    origin = number if number < ORIGINS else int(rng.integers(ORIGINS))
    item = count_report(right, day, id=f"{duty.id}/e{number:02}", origin=f"o{origin}")
    trust = Reliability(10.0 * letter, 10.0 - 10.0 * letter, "simulated", "")
    return replace(item, obligation=duty.id, reliability=trust)


PARTS: Parts = {
    "questions": ("Questions about the built-in case", _questions),
    "accord": ("A case of the size of an accord", _many_duties),
}

if __name__ == "__main__":
    raise SystemExit(run_parts(PARTS, __doc__))

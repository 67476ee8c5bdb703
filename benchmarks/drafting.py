"""How well a case is drafted from an agreement's own text.

    python -m benchmarks.drafting [FOLDER]

A folder holds texts, and beside each `NAME.txt` a `NAME.yaml` with what a person finds in it: the
day of signature, the parties, and every duty with a few words quoted from where it stands, who
bears it, its verb, what it acts on, and the day by which it is due. Default: `corpus/agreements`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from benchmarks.bars import Figure, print_figures
from servanda.claims import CaseDraft
from servanda.claims.drafting.draft_fields import FieldBlock
from servanda.pipeline import draft_of, load_reader

FOLDER = Path(__file__).parents[1] / "corpus" / "agreements"
MOMENT = datetime(2026, 1, 1, tzinfo=UTC)
BAR = 0.7
STEM = 5  # letters by which forms of one word are taken as one [judgement; not from outside]


@dataclass(frozen=True, slots=True)
class Drafted:
    """One drafted duty: where its sentence stands and what was made of it."""

    start: int
    end: int
    bearers: tuple[str, ...]  # every spelling of each, in lower case, parted by bars
    said: str  # what would show it kept, in lower case
    deadline: date | None


@dataclass(frozen=True, slots=True)
class Shares:
    """What of one text's duties was drafted, and how rightly."""

    duties: int  # that a person finds
    found: int  # of these, proposed
    proposals: int
    right: int  # of these, in bearer, act and object
    bearers: int  # of the found, with the right bearer
    dated: int  # duties that are due on a day
    days: int  # of these, with that day
    wrong_days: int  # days drafted that are not the duty's


def shares(path: Path) -> Shares:
    """How one text is drafted; path: its labels."""
    told = yaml.safe_load(path.read_text("utf-8"))
    draft, _ = draft_of(path.with_suffix(".txt"), load_reader()[0], MOMENT)
    text = " ".join(path.with_suffix(".txt").read_text("utf-8").split())
    pairs = _paired(told["duties"], drafted_duties(draft, text), text)
    found = [(wanted, made) for wanted, made in pairs if made is not None]
    dated = [(wanted, made) for wanted, made in pairs if isinstance(wanted.get("deadline"), date)]
    return Shares(
        duties=len(pairs),
        found=len(found),
        proposals=len(draft.obligations),
        right=sum(_is_right(wanted, made) for wanted, made in found),
        bearers=sum(_bears(wanted, made) for wanted, made in found),
        dated=len(dated),
        days=sum(made is not None and _is_due(wanted, made) for wanted, made in dated),
        wrong_days=sum(
            made.deadline is not None and not _is_due(wanted, made) for wanted, made in found
        ),
    )


def figures(path: Path) -> Iterator[Figure]:
    """The shares of one text beside their bars; path: its labels."""
    name, of = path.stem, shares(path)
    yield _share(f"{name}: duties proposed", of.found, of.duties)
    yield _share(f"{name}: proposals right in bearer, act and object", of.right, of.proposals)
    yield _share(f"{name}: deadlines right", of.days, of.dated)
    yield Figure(f"{name}: bearer right", "shown", f"{of.bearers} of {of.found}", True)
    idle = of.proposals - of.found
    yield Figure(f"{name}: proposals that are no duty", "shown", f"{idle}", True)
    yield Figure(f"{name}: days that the text does not give", "shown", f"{of.wrong_days}", True)


def drafted_duties(draft: CaseDraft, text: str) -> list[Drafted]:
    """The drafted duties with their places in a text whose white space is collapsed."""
    spellings = {
        str(actor.get("id")): "|".join(str(name).lower() for name in _names(actor))
        for actor in draft.actors
    }
    return [_drafted(block, text, spellings) for block in draft.obligations]


def _drafted(block: FieldBlock, text: str, spellings: Mapping[str, str]) -> Drafted:
    clause = next(field for field in block.fields if field.key == "clause")
    sentence = " ".join(clause.sentence.split())
    start = text.find(sentence)
    bearers, kept, deadline = (block.get(key) for key in ("bearer", "kept_if", "deadline"))
    assert isinstance(bearers, tuple)
    assert isinstance(kept, tuple)
    return Drafted(
        start=start,
        end=start + len(sentence),
        bearers=tuple(spellings[bearer] for bearer in bearers),
        said=" ".join(kept).lower(),
        deadline=deadline if isinstance(deadline, date) else None,
    )


def _names(actor: FieldBlock) -> Sequence[str]:
    names = actor.get("names")
    assert isinstance(names, tuple)
    return names


def _paired(
    duties: Sequence[Mapping[str, Any]], drafted: Sequence[Drafted], text: str
) -> list[tuple[Mapping[str, Any], Drafted | None]]:
    """Each duty that a person finds with the drafted one at its place, the likest of several."""
    left = list(drafted)
    pairs: list[tuple[Mapping[str, Any], Drafted | None]] = []
    for wanted in duties:
        at = text.find(" ".join(wanted["quote"].split()))
        if at < 0:
            raise SystemExit(f"not in the text: {wanted['quote']!r}")
        here = [made for made in left if made.start <= at < made.end]
        best = max(here, key=lambda made: _likeness(wanted, made), default=None)
        if best is not None:
            left.remove(best)
        pairs.append((wanted, best))
    return pairs


def _likeness(wanted: Mapping[str, Any], made: Drafted) -> int:
    return _does(wanted, made) + _bears(wanted, made)


def _is_right(wanted: Mapping[str, Any], made: Drafted) -> bool:
    return _bears(wanted, made) and _does(wanted, made)


def _is_due(wanted: Mapping[str, Any], made: Drafted) -> bool:
    """True if the day is that which a person names; "before 15 May" may be the fourteenth."""
    day = wanted.get("deadline")
    return isinstance(day, date) and made.deadline in (day, day - timedelta(days=1))


def _bears(wanted: Mapping[str, Any], made: Drafted) -> bool:
    """True if every bearer is there under one of its names, and nobody else."""
    asked = [str(name).lower() for name in wanted["bearer"]]
    return len(asked) == len(made.bearers) and all(
        any(name in spelt for spelt in made.bearers) for name in asked
    )


def _does(wanted: Mapping[str, Any], made: Drafted) -> bool:
    """True if its verb, and what it acts on, stand in what would show the duty kept."""
    return all(
        any(str(word).lower()[:STEM] in made.said for word in wanted[part])
        for part in ("act", "object")
        if wanted.get(part)
    )


def _share(measure: str, part: int, whole: int) -> Figure:
    share = part / max(whole, 1)
    return Figure(measure, f">= {BAR:.2f}", f"{part} of {whole} ({share:.2f})", share >= BAR)


def main() -> int:
    """Print the figures of every text; 1 if a bar is not reached."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    held = [print_figures(path.stem, figures(path)) for path in sorted(folder.glob("*.yaml"))]
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())

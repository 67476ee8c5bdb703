"""Assessing a case with changed assumptions or evidence; nothing is stored."""

from __future__ import annotations

from collections.abc import Sequence

from servanda.assessment import (
    PRIOR_NAMES,
    BetaSampler,
    Priors,
    change_prior,
    neutralise_items,
    reassess,
)
from servanda.errors import InputError, first_lines
from servanda.evidence import Exclusions, collect_evidence, voices_by_name
from servanda.pipeline.assessing import DRAWS, SEED, AssessedCase
from servanda.records import Assessment, WhatIfChanges
from servanda.sources import suggest

__all__ = ["what_if"]


def what_if(
    found: AssessedCase, changes: WhatIfChanges, draws: BetaSampler | None = None
) -> Assessment:
    """Assess a case again with changes; nothing is stored.

    Distrusted: reports of these actors and of their parts, or printed by these publishers, carry
    no weight (each likelihood ratio is 1). Excluded: the items, claims, documents and observations
    are treated as if they had never been there, so reports that only repeated them count.
    Contributions are not computed.
    draws: the sampler of an earlier call, which saves drawing the samples again
    Raises InputError with one line for each name that is not known.
    """
    priors, problems = _priors(found.question.priors, changes.priors)
    voices, unknown_voices = _voices(found, changes.distrust)
    ids, unknown_ids = _ids(found, changes.exclude)
    problems += unknown_voices + unknown_ids
    if problems:
        raise InputError("\n".join(first_lines(problems)))
    left_out, distrusted = Exclusions(ids=ids), Exclusions(voices=voices)
    as_of, on = found.question.as_of, found.question.on
    known = collect_evidence(found.case, found.reads, as_of, on, found.sights, left_out)
    supposed = neutralise_items(known, distrusted.ignores)
    return reassess(found.assessment, supposed, draws or BetaSampler(DRAWS, SEED), priors)


def _ids(found: AssessedCase, names: Sequence[str]) -> tuple[frozenset[str], list[str]]:
    """The ids to leave out, and a problem for each unknown name."""
    known = {
        *(read.document.id for read in found.reads),
        *(claim.id for read in found.reads for claim in read.claims),
        *(item.id for item in found.evidence),
        *(look.observation.id for look in found.sights),
    }
    problems = [
        f"--exclude {name}: no item, claim, document or observation of case {found.case.id!r}; "
        f"{suggest(name, known)}"
        for name in names
        if name not in known
    ]
    return frozenset(names), problems


def _voices(found: AssessedCase, names: Sequence[str]) -> tuple[frozenset[str], list[str]]:
    """The ids of those to distrust, and a problem for each unknown name."""
    known = voices_by_name(found.case, found.evidence)
    problems = [
        f"--distrust {name}: no actor, source or origin of case {found.case.id!r}; "
        f"{suggest(name, known)}"
        for name in names
        if name not in known
    ]
    return frozenset().union(*(known.get(name, frozenset()) for name in names)), problems


def _priors(priors: Priors, wanted: Sequence[tuple[str, float]]) -> tuple[Priors, list[str]]:
    """The changed assumptions, and a problem for each wrong name or value."""
    problems = []
    for name, value in wanted:
        if name not in PRIOR_NAMES:
            problems.append(f"--prior {name}: no such assumption; {suggest(name, PRIOR_NAMES)}")
            continue
        try:
            priors = change_prior(priors, name, value)
        except InputError as error:
            problems.append(f"--prior {name}={value:g}: {error}")
    return priors, problems

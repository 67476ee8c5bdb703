"""A case assessed as if something were otherwise; the record is not touched."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from servanda.assessment import BetaSampler, Priors, is_chance, neutralise_items, reassess
from servanda.errors import InputError
from servanda.evidence.trust.sides import actors_by_id, root
from servanda.pipeline.assessing import DRAWS, SEED, AssessedCase, collect_evidence
from servanda.records import Actor, Assessment, Case, Claim, DocumentClaims, Evidence, WhatIfChanges
from servanda.sources import suggest

__all__ = ["what_if"]


def what_if(
    found: AssessedCase, changes: WhatIfChanges, draws: BetaSampler | None = None
) -> Assessment:
    """The same question with these changes: a pure function, which keeps nothing.

    Distrusted: every report of these actors and of their parts, or printed by these publishers,
    says nothing (each likelihood ratio is 1). Excluded: the items, claims, documents and
    observations were never there, so what only repeated them counts. The numbers alone are given,
    not what moved them.
    draws: samples to go on with; those of an earlier call save making them again
    Raises InputError with one line for each name that is not known.
    """
    priors, problems = _priors(found.question.priors, changes.priors)
    flat, wrong = _distrust(found, changes.distrust)
    gone, unknown = _exclusions(found, changes.exclude)
    problems += wrong + unknown
    if problems:
        raise InputError("\n".join(problems))
    left = tuple(one for one in found.sights if one.observation.id not in gone.observations)
    asked = found.question
    known = collect_evidence(
        found.case, _exclude_claims(found.reads, gone), asked.as_of, asked.on, left
    )
    kept = tuple(one for one in known.evidence if one.id not in gone.items)
    supposed = neutralise_items(replace(known, evidence=kept), flat.evidence_ids(kept))
    return reassess(found.assessment, supposed, draws or BetaSampler(DRAWS, SEED), priors)


@dataclass(frozen=True, slots=True)
class Exclusions:
    """What is left out."""

    documents: frozenset[str]
    claims: frozenset[str]
    items: frozenset[str]
    observations: frozenset[str]


@dataclass(frozen=True, slots=True)
class DistrustedSources:
    """Whose reports shall say nothing: by whoever says it, or by where it was printed."""

    origins: frozenset[str]
    claims: frozenset[str]
    documents: frozenset[str]
    watchers: frozenset[str]

    def evidence_ids(self, evidence: Sequence[Evidence]) -> frozenset[str]:
        """The ids of their items."""
        return frozenset(
            one.id
            for one in evidence
            if one.origin in self.origins
            or one.claim in self.claims
            or one.document in self.documents
            or (one.claim is None and one.id.rpartition("/")[2] in self.watchers)
        )


def _exclude_claims(
    reads: Sequence[DocumentClaims], gone: Exclusions
) -> tuple[DocumentClaims, ...]:
    return tuple(
        replace(
            read,
            claims=tuple(
                _drop_links(claim, gone) for claim in read.claims if claim.id not in gone.claims
            ),
        )
        for read in reads
        if read.document.id not in gone.documents
    )


def _drop_links(claim: Claim, gone: Exclusions) -> Claim:
    """The claim without its links to the obligations on which it shall not bear."""
    links = claim.proposition.links
    kept = tuple(one for one in links if f"{one.obligation}/{claim.id}" not in gone.items)
    if len(kept) == len(links):
        return claim
    return replace(claim, proposition=replace(claim.proposition, links=kept))


def _exclusions(found: AssessedCase, names: Sequence[str]) -> tuple[Exclusions, list[str]]:
    documents = frozenset(read.document.id for read in found.reads)
    claims = frozenset(claim.id for read in found.reads for claim in read.claims)
    items = frozenset(item.id for item in found.evidence)
    seen = frozenset(one.observation.id for one in found.sights)
    known = documents | claims | items | seen
    problems = [
        f"--exclude {name}: no item, claim, document or observation of case {found.case.id!r}; "
        f"{suggest(name, known)}"
        for name in names
        if name not in known
    ]
    wanted = frozenset(names)
    return Exclusions(wanted & documents, wanted & claims, wanted & items, wanted & seen), problems


def _distrust(found: AssessedCase, names: Sequence[str]) -> tuple[DistrustedSources, list[str]]:
    case, actors = found.case, actors_by_id(found.case)
    origins = {item.origin for item in found.evidence}
    by_name = _actor_names(case)
    publishers = {name: source.id for source in case.sources for name in (source.id, source.name)}
    problems, whom, printed, pools = [], set[str](), set[str](), set[str]()
    for name in names:
        if name not in by_name and name not in publishers and name not in origins:
            near = suggest(name, {*by_name, *publishers, *origins})
            problems.append(
                f"--distrust {name}: no actor, source or origin of case {case.id!r}; {near}"
            )
        whom |= {by_name[name]} if name in by_name else set()
        printed |= {publishers[name]} if name in publishers else set()
        pools |= {name} if name in origins and name not in actors else set()
    parts = {one for one in actors if whom & set(_ancestors(one, actors))}
    return (
        DistrustedSources(
            origins=frozenset(pools | {one for one in whom if root(one, actors) == one}),
            claims=frozenset(_attributed_claims(parts, found.reads)),
            documents=frozenset(
                read.document.id for read in found.reads if read.document.source in printed
            ),
            watchers=frozenset(parts),
        ),
        problems,
    )


def _actor_names(case: Case) -> Mapping[str, str]:
    """Every spelling of every actor, and its id; an id goes before a spelling."""
    spelt = {name: actor.id for actor in case.actors for name in actor.names}
    return spelt | {actor.id: actor.id for actor in case.actors}


def _ancestors(actor: str, actors: Mapping[str, Actor]) -> Iterator[str]:
    """The actor and all that it is part of; a circle ends where it closes."""
    seen: set[str] = set()
    at: str | None = actor
    while at is not None and at not in seen:
        yield at
        seen.add(at)
        at = actors[at].part_of if at in actors else None


def _attributed_claims(holders: Collection[str], reads: Sequence[DocumentClaims]) -> Iterator[str]:
    return (
        claim.id
        for read in reads
        for claim in read.claims
        if claim.attributed and claim.holder_id in holders
    )


def _priors(priors: Priors, wanted: Sequence[tuple[str, float]]) -> tuple[Priors, list[str]]:
    """The assumptions with other values, and what is wrong with what was asked."""
    kinds = {field.name: type(getattr(priors, field.name)) for field in fields(priors)}
    changed: dict[str, Any] = {}
    problems = []
    for name, value in wanted:
        if name not in kinds:
            problems.append(f"--prior {name}: no such assumption; {suggest(name, kinds)}")
        elif not _is_valid(name, value, getattr(priors, name)):
            problems.append(
                f"--prior {name}={value:g}: not a value it can have; "
                f"write {_range(getattr(priors, name), name)} (it is {getattr(priors, name):g})"
            )
        else:
            changed[name] = kinds[name](value)
    return replace(priors, **changed), problems


def _is_valid(name: str, value: float, now: float) -> bool:
    if isinstance(now, int):
        return value == int(value) and 1 <= value <= 100
    return 0.0 < value < (1.0 if is_chance(name, now) else 1e6)


def _range(now: float, name: str) -> str:
    if isinstance(now, int):
        return "a whole number from 1 to 100"
    return "a chance between 0 and 1" if is_chance(name, now) else "a number above 0"

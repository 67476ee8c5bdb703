"""The models of the duties of a case, those on the same things read off one joint mass.

Duties on one and the same count that ask for as much of it have one hidden count and the reports of
all; a sentence that was read for several of them is one report. Whatever else is tied stands in the
model of each of its duties, with every tie, so that all of them are read off the same mass.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise

from servanda.assessment.filters.report_likelihoods import reports_from
from servanda.assessment.inference.duty_inference import DutyEvidence, DutyModel
from servanda.assessment.inference.named_days import with_named_ends
from servanda.assessment.inference.shared_intent import have_shared_intent
from servanda.assessment.inference.wrong_source_model import with_plausible_days
from servanda.assessment.model.questions import Question
from servanda.assessment.model.tie_masks import asked_amount, holds_on_their_days
from servanda.errors import InputError
from servanda.records import (
    MOST_TIED,
    Bearing,
    CaseEvidence,
    Evidence,
    Tie,
    TieKind,
    is_achievement,
    linked_sets,
    same_count_sets,
    ties_of,
)

__all__ = ["build_duty_models"]


def build_duty_models(known: CaseEvidence, parts: Sequence[DutyEvidence]) -> list[DutyModel]:
    """The model of each duty that has a number.

    parts: these duties with their own reports, each trusted as far as its record goes
    """
    duties = known.case.obligations
    present = [part.name for part in parts]
    written = ties_of(duties, present)
    sets = _present_sets(same_count_sets(duties), present)
    linked = linked_sets(present, [*sets, *((tie.stronger, tie.weaker) for tie in written)])
    parts = _on_common_days(parts, linked)
    pools = _pools(known, parts, sets)
    home = {duty: pool for pool in pools for duty in pool.duties}
    ties = _ties_between_pools(written, sets, home)
    components = _components(pools, ties)
    models = []
    for part in parts:
        own = home[part.name]
        models.append(
            DutyModel(
                replace(own, question=part.question),
                _coupled_evidence(own, pools, components[own.name]),
                components[own.name].ties,
            )
        )
    return models


@dataclass(frozen=True, slots=True)
class _Component:
    """Names of evidence that hang together by ties and shared intent, and the ties."""

    names: tuple[str, ...]
    ties: tuple[Tie, ...]


def _present_sets(sets: Iterable[Sequence[str]], present: Sequence[str]) -> list[tuple[str, ...]]:
    found = [tuple(name for name in members if name in set(present)) for members in sets]
    return [members for members in found if len(members) > 1]


def _on_common_days(
    parts: Sequence[DutyEvidence], linked: Iterable[Sequence[str]]
) -> list[DutyEvidence]:
    """The duties, those that are tied and are to reach something judged on one day."""
    by_name = {part.name: part for part in parts}
    for names in linked:
        reached = [name for name in names if _is_achievement(by_name[name].question)]
        for name in reached:
            day = max(by_name[other].question.on for other in reached)
            if by_name[name].question.on != day:
                by_name[name] = by_name[name].about(day)
    return list(by_name.values())


def _is_achievement(question: Question) -> bool:
    return is_achievement(question.obligation, question.terms)


def _pools(
    known: CaseEvidence, parts: Sequence[DutyEvidence], sets: Iterable[Sequence[str]]
) -> list[DutyEvidence]:
    """The evidence on each count, in the case's order."""
    by_name = {part.name: part for part in parts}
    pools = dict(by_name)
    for members in sets:
        items = _different_items(known, members)
        for group in _grouped_by_question(by_name[name] for name in members).values():
            for part in group:
                del pools[part.name]
            pool = _pool(group, items)
            pools[pool.name] = pool
    order = {part.name: place for place, part in enumerate(parts)}
    return sorted(pools.values(), key=lambda pool: order[pool.name])


def _grouped_by_question(parts: Iterable[DutyEvidence]) -> dict[object, list[DutyEvidence]]:
    """The duties of one count in groups that ask for as much of it on the same day."""
    groups: dict[object, list[DutyEvidence]] = {}
    for part in parts:
        duty, terms, on = part.question.obligation, part.question.terms, part.question.on
        amount = (terms.count, terms.preserve, terms.bound)
        key = (duty.kind, duty.unit, duty.definition, duty.sites, amount, on)
        groups.setdefault(key, []).append(part)
    return groups


def _different_items(known: CaseEvidence, members: Iterable[str]) -> list[Evidence]:
    """The items on some duties; of one claim or observation the one that is surest about its."""
    best: dict[tuple[str, str | None], Evidence] = {}
    for item in (item for name in members for item in known.items(name)):
        key = (item.claim or item.observation or item.id, item.site)
        if item.bearing is Bearing.BEARS:
            best[key] = min(item, best.get(key, item), key=lambda same: (-same.score, same.id))
    return list(best.values())


def _pool(group: Sequence[DutyEvidence], items: Iterable[Evidence]) -> DutyEvidence:
    """The evidence on one count: the reports of all its duties, with the plans of all.

    It has the name of the first by id, so that the order of duties in a case does not matter.
    """
    group = sorted(group, key=lambda part: part.name)
    trusted = {report.evidence: report.reliability for part in group for report in part.reports}
    own = [item for item in items if item.id in trusted]
    reports = [
        replace(report, reliability=trusted[report.evidence]) for report in reports_from(own)
    ]
    question = group[0].question
    question = with_named_ends(question, reports)
    asked = (with_named_ends(part.question, reports) for part in group)
    plans = tuple(asked) if len(group) > 1 else ()
    return DutyEvidence(question, with_plausible_days(question, reports), plans=plans)


def _ties_between_pools(
    written: Iterable[Tie], sets: Iterable[Sequence[str]], home: Mapping[str, DutyEvidence]
) -> list[Tie]:
    """The ties by the names of evidence, as far as they hold on the days judged."""
    ties = [Tie(home[tie.stronger].name, home[tie.weaker].name, tie.kind) for tie in written]
    by_name = {pool.name: pool for pool in home.values()}
    for members in sets:
        names = list(dict.fromkeys(home[member].name for member in members))
        names.sort(key=lambda name: (-asked_amount(by_name[name].question), name))
        ties += [Tie(high, low, TieKind.SAME) for high, low in pairwise(names)]
    return [
        tie
        for tie in dict.fromkeys(ties)
        if tie.stronger != tie.weaker
        and holds_on_their_days(by_name[tie.stronger].question, by_name[tie.weaker].question)
    ]


def _components(pools: Sequence[DutyEvidence], ties: Sequence[Tie]) -> dict[str, _Component]:
    """The component of each evidence by its name."""
    links = [(tie.stronger, tie.weaker) for tie in ties]
    links += [
        (first.name, second.name)
        for first, second in combinations(pools, 2)
        if _share_intent(first, second)
    ]
    found: dict[str, _Component] = {}
    for names in linked_sets([pool.name for pool in pools], links):
        inside = tuple(tie for tie in ties if tie.stronger in names)
        if inside and len(names) > MOST_TIED:
            raise InputError(
                f"{names[0]}: {len(names)} duties hang together and at most {MOST_TIED} can be "
                "summed; leave out a `part_of`, `same_things` or `implies`"
            )
        found |= {name: _Component(names, inside) for name in names}
    return found


def _coupled_evidence(
    own: DutyEvidence, pools: Iterable[DutyEvidence], component: _Component
) -> tuple[DutyEvidence, ...]:
    """What else stands in the model: all of a tied component, else what shares the intent."""
    if component.ties:
        return tuple(
            pool for pool in pools if pool.name in component.names and pool.name != own.name
        )
    return tuple(pool for pool in pools if pool.name != own.name and _share_intent(own, pool))


def _share_intent(one: DutyEvidence, other: DutyEvidence) -> bool:
    return any(
        have_shared_intent(first.obligation, second.obligation)
        for first in one.plans or (one.question,)
        for second in other.plans or (other.question,)
    )

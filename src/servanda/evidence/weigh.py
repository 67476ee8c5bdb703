"""Claims and observations to evidence: what each says of which duty, and how far to believe it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from servanda.evidence.claim_evidence import claim_evidence
from servanda.evidence.exclusions import NO_EXCLUSIONS, Exclusions
from servanda.evidence.increments import totals_of_increments
from servanda.evidence.looks.observation_evidence import evidence_from_above
from servanda.evidence.relevance.links import links
from servanda.evidence.statement_evidence import statement_evidence
from servanda.evidence.statements.amendments import amendment_evidence
from servanda.evidence.statements.running_totals import RunningTotal
from servanda.evidence.statements.watchers import watchers_silence
from servanda.records import (
    BY_HAND,
    Bearing,
    Case,
    Claim,
    DecisionAct,
    DocumentClaims,
    Evidence,
    Label,
    Link,
    Obligation,
    ObservationWithScenes,
    Statement,
    StatementDirection,
    Terms,
    Variable,
    public_by,
    terms_in_force,
)

__all__ = ["counts_as_read", "link_claims", "weigh"]

Said = tuple[object, ...]  # what makes an item of one origin the same as another


def link_claims(read: DocumentClaims, case: Case) -> DocumentClaims:
    """The same claims with their links to the case's obligations filled in."""
    said = _links_by_claim(read.statements or ())
    by_meaning = {duty.id for duty in case.obligations if _reads_by_meaning(duty, read)}
    linked = []
    for claim in read.claims:
        by_words = {link.obligation: link for link in links(claim, read.document, case)}
        if claim.reader != BY_HAND:
            by_words = {duty: link for duty, link in by_words.items() if duty not in by_meaning}
            of_claim = said.get(claim.id, {})
            by_words |= {duty: link for duty, link in of_claim.items() if duty in by_meaning}
        linked.append(_with_links(claim, _best_first(by_words)))
    return replace(read, claims=tuple(linked))


def _reads_by_meaning(duty: Obligation, read: DocumentClaims) -> bool:
    """True if a duty is its clause alone and the document's sentences were set against it.

    A duty whose case names its act and object is still read by those words: on such cases that is
    the better reader (docs/decisions/0013-statements-in-place.md).
    """
    return read.statements is not None and duty.is_clause_alone


def _links_by_claim(statements: Sequence[Statement]) -> Mapping[str, Mapping[str, Link]]:
    """For each claim, by its id, a link to each duty that a statement in it bears on."""
    found: dict[str, dict[str, Link]] = {}
    for statement in statements:
        if statement.label is Label.UNRELATED:
            continue
        score = round(1.0 - statement.chance(StatementDirection.UNRELATED), 6)
        link = Link(statement.obligation, score, statement.label.value.replace("_", " "))
        links = found.setdefault(statement.claim, {})
        known = links.get(link.obligation)
        links[link.obligation] = link if known is None or known.score < score else known
    return found


def _with_links(claim: Claim, found: tuple[Link, ...]) -> Claim:
    return replace(claim, proposition=replace(claim.proposition, links=found))


def _best_first(links: Mapping[str, Link]) -> tuple[Link, ...]:
    return tuple(sorted(links.values(), key=lambda link: (-link.score, link.obligation)))


def weigh(
    case: Case,
    reads: Iterable[DocumentClaims],
    as_of: date,
    on: date,
    sights: Iterable[ObservationWithScenes] = (),
    left_out: Exclusions = NO_EXCLUSIONS,
) -> tuple[Evidence, ...]:
    """Every item that speaks of an obligation, from what was public by `as_of`, in a fixed order.

    reads: linked documents; sights: those that may count, so no simulated ones unless asked for
    left_out: what is to be as if it had never been there
    An item that may not move the number is there too, with its reason.
    """
    public = [
        read
        for read in reads
        if public_by(read.document.publication, as_of) and not left_out.ignores(read.document)
    ]
    seen = [
        look
        for look in sights
        if public_by(look.publication, as_of) and not left_out.ignores(look.observation)
    ]
    items = [
        item
        for obligation in case.obligations
        if obligation.unscorable is None
        for item in (
            *_obligation_evidence(case, obligation, public, as_of, on, left_out),
            *evidence_from_above(
                case, obligation, terms_in_force(obligation, as_of, on), seen, left_out
            ),
        )
    ]
    return tuple(sorted(items, key=lambda item: (item.obligation, item.id)))


def _obligation_evidence(
    case: Case,
    obligation: Obligation,
    public: Sequence[DocumentClaims],
    as_of: date,
    on: date,
    left_out: Exclusions,
) -> Iterator[Evidence]:
    terms = terms_in_force(obligation, as_of, on)
    totals = totals_of_increments(case, obligation, terms, public, as_of)
    items = [
        item
        for read in public
        for item in (
            *_from_statements(case, obligation, terms, read, as_of, totals),
            *_from_claims(case, obligation, terms, read, as_of, totals),
        )
        if not left_out.ignores(item[0])
    ]
    weighed = _mark_variants(_mark_repetitions(items), public)
    yield from weighed
    for item in (
        *amendment_evidence(obligation, terms, as_of, on),
        *watchers_silence(case, obligation, public, weighed, as_of),
    ):
        if not left_out.ignores(item):
            yield item


def _from_statements(
    case: Case,
    obligation: Obligation,
    terms: Terms,
    read: DocumentClaims,
    as_of: date,
    totals: Mapping[str, RunningTotal],
) -> Iterator[tuple[Evidence, Said]]:
    """What the sentences say that no person has put into other words."""
    if not _reads_by_meaning(obligation, read):
        return
    claims = {claim.id: claim for claim in read.claims}
    for statement in read.statements or ():
        claim = claims.get(statement.claim)  # none: a person has rejected it
        if statement.obligation != obligation.id or statement.label is Label.UNRELATED:
            continue
        if claim is None or not counts_as_read(claim, obligation, read):
            continue
        total = totals.get(statement.id)
        item = statement_evidence(case, obligation, terms, statement, claim, read, as_of, total)
        count = None if statement.count is None else statement.count.value
        yield item, (statement.label.direction, count)


def _from_claims(
    case: Case,
    obligation: Obligation,
    terms: Terms,
    read: DocumentClaims,
    as_of: date,
    totals: Mapping[str, RunningTotal],
) -> Iterator[tuple[Evidence, Said]]:
    """What claims say of a duty that is read by its words; else those of a person's making."""
    for claim in read.claims:
        for link in claim.proposition.links:
            if link.obligation != obligation.id:
                continue
            if _reads_by_meaning(obligation, read) and counts_as_read(claim, obligation, read):
                continue
            total = totals.get(claim.id)
            item = claim_evidence(case, obligation, terms, claim, link, read, as_of, total)
            yield item, item.if_right


def counts_as_read(claim: Claim, obligation: Obligation, read: DocumentClaims) -> bool:
    """True if no person entered the claim, corrected it, or linked it to the obligation."""
    if claim.reader == BY_HAND:
        return False
    return not any(
        act.act is DecisionAct.CORRECT
        or (act.act is DecisionAct.LINK and act.obligation == obligation.id)
        for act in read.acts.get(claim.id, ())
    )


def _mark_repetitions(items: Sequence[tuple[Evidence, Said]]) -> list[Evidence]:
    """The same items; what an origin says again of one event is marked so and made flat.

    Of statements that nothing has happened, or not all is done, the latest counts, because it
    covers the longest time; of any other statement the one that is surest about the duty, the
    first of these.
    """
    told: dict[tuple[object, ...], str] = {}
    out: dict[str, Evidence] = {}
    for item, said in sorted(items, key=lambda pair: _report_order(pair[0])):
        if item.bearing is not Bearing.BEARS:
            out[item.id] = item
            continue
        # The same figure of a later day is news, and so is the same act on another day.
        dated = item.states.variable is Variable.LEVEL or not _is_negative(item)
        when = item.times.happened.end if dated else None
        first = told.setdefault((item.origin, item.site, said, when), item.id)
        out[item.id] = item if first == item.id else _repetition(item, first)
    return list(out.values())


def _mark_variants(items: Sequence[Evidence], public: Sequence[DocumentClaims]) -> list[Evidence]:
    """The same items; what a variant of a document tells of a duty is that document's own word.

    It is told once, where the document itself says anything that bears.
    """
    told = {item.document: item.id for item in items if item.bearing is Bearing.BEARS}
    told_already = {
        read.document.id: told[read.document.variant_of]
        for read in public
        if read.document.variant_of is not None and read.document.variant_of in told
    }
    return [
        _repetition(item, told_already[item.document])
        if item.document in told_already and item.bearing is Bearing.BEARS
        else item
        for item in items
    ]


def _report_order(item: Evidence) -> tuple[float, float, str]:
    told = item.times.happened.end or item.times.published.public_on
    ordinal = float(told.toordinal())
    if _is_negative(item):
        return -ordinal, -item.score, item.id
    return -item.score, ordinal, item.id


def _is_negative(item: Evidence) -> bool:
    """Whether it says that a thing is not so, or not wholly so: it was not so before either."""
    none, most = item.if_right[0], max(item.if_right)
    return item.states.variable is not Variable.LEVEL and none == most > item.if_right[-1]


def _repetition(item: Evidence, first: str) -> Evidence:
    return replace(
        item,
        bearing=Bearing.REPEATS,
        if_right=item.if_wrong,
        why=f"{item.why}; {item.origin} has said so before ({first})",
    )

"""Claims and observations to evidence: what each says of which duty, and how far to believe it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from servanda.evidence.claim_evidence import claim_evidence
from servanda.evidence.exclusions import NO_EXCLUSIONS, Exclusions
from servanda.evidence.increments import totals_of_increments
from servanda.evidence.looks.observation_evidence import evidence_from_above
from servanda.evidence.rates.rate_claims import rate_claim_evidence
from servanda.evidence.relevance.links import links
from servanda.evidence.statement_evidence import statement_evidence
from servanda.evidence.statements.amendments import amendment_evidence
from servanda.evidence.statements.running_totals import RunningTotal
from servanda.evidence.statements.watchers import watchers_silence
from servanda.evidence.weighing_cache import WeighingCache
from servanda.records import (
    BY_HAND,
    Bearing,
    Case,
    Claim,
    Decision,
    DecisionAct,
    DocumentClaims,
    Evidence,
    Label,
    Link,
    Obligation,
    ObservationWithScenes,
    Span,
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
    by_meaning = frozenset(duty.id for duty in case.obligations if _reads_by_meaning(duty, read))
    linked = []
    for claim in read.claims:
        by_hand = claim.reader == BY_HAND
        if by_hand and _names_its_duty(read.acts.get(claim.id, ())):
            by_words = {}
        else:
            others = frozenset() if by_hand else by_meaning
            by_words = {link.obligation: link for link in links(claim, read.document, case, others)}
        if not by_hand:
            of_claim = said.get(claim.id, {})
            by_words |= {duty: link for duty, link in of_claim.items() if duty in by_meaning}
        linked.append(_with_links(claim, _best_first(by_words)))
    return replace(read, claims=tuple(linked))


def _names_its_duty(acts: Iterable[Decision]) -> bool:
    """True if a person has said which duties a claim is about: then it is about no others."""
    return any(act.act is DecisionAct.LINK for act in acts)


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
    cache: WeighingCache | None = None,
) -> tuple[Evidence, ...]:
    """Every item that speaks of an obligation, from what was public by `as_of`, in a fixed order.

    reads: linked documents; sights: those that may count, so no simulated ones unless asked for
    left_out: what is to be as if it had never been there
    cache: of weighing the same case on other days
    An item that may not move the number is there too, with its reason.
    """
    kept = WeighingCache() if cache is None else cache
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
            *_obligation_evidence(case, obligation, public, as_of, on, left_out, kept),
            *evidence_from_above(
                case, obligation, terms_in_force(obligation, as_of, on), seen, left_out
            ),
        )
    ]
    return tuple(sorted(items, key=lambda item: (item.obligation, item.id)))


def _obligation_evidence(
    case: Case,
    obligation: Obligation,
    documents: Sequence[DocumentClaims],
    as_of: date,
    on: date,
    left_out: Exclusions,
    cache: WeighingCache,
) -> Iterator[Evidence]:
    terms = terms_in_force(obligation, as_of, on)
    public = [cache.part_of(read, obligation.id) for read in documents]
    as_decided = [_omit_replaced_words(read, obligation) for read in public]
    totals = totals_of_increments(case, obligation, terms, as_decided, as_of)
    items = [
        item
        for read in public
        for item in (
            *_from_statements(case, obligation, terms, read, as_of, totals, cache),
            *_from_claims(case, obligation, terms, read, as_of, totals, cache),
        )
        if not left_out.ignores(item[0])
    ]
    weighed = _mark_variants(_mark_repetitions(items), public)
    yield from weighed
    for item in (
        *amendment_evidence(obligation, terms, as_of, on),
        *watchers_silence(case, obligation, terms, public, weighed, as_of),
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
    cache: WeighingCache,
) -> Iterator[tuple[Evidence, Said]]:
    """What the sentences say that no person has put into other words."""
    if not _reads_by_meaning(obligation, read):
        return
    own, unrelated = obligation.id, Label.UNRELATED
    said = [s for s in read.statements or () if s.obligation == own and s.label is not unrelated]
    claims = {claim.id: claim for claim in read.claims} if said else {}
    by_person = _claims_of_person(read, obligation)
    for statement in said:
        claim = claims.get(statement.claim)  # none: a person has rejected it
        if claim is None or not counts_as_read(claim, obligation, read):
            continue
        total = totals.get(statement.id)
        said_so = partial(
            statement_evidence, case, obligation, terms, statement, claim, read, as_of, total
        )
        item = cache.item(obligation, terms, claim, read, statement.id, total, said_so)
        count = None if statement.count is None else statement.count.value
        if not statement.reviewed:
            item = _replace_by_hand(item, (statement.span,), by_person)
        yield item, (statement.label.direction, count)


def _from_claims(
    case: Case,
    obligation: Obligation,
    terms: Terms,
    read: DocumentClaims,
    as_of: date,
    totals: Mapping[str, RunningTotal],
    cache: WeighingCache,
) -> Iterator[tuple[Evidence, Said]]:
    """What claims say of a duty that is read by its words; else those of a person's making."""
    by_person = _claims_of_person(read, obligation)
    for claim in read.claims:
        for link in claim.proposition.links:
            if link.obligation != obligation.id:
                continue
            if _reads_by_meaning(obligation, read) and counts_as_read(claim, obligation, read):
                continue
            total = totals.get(claim.id)
            if terms.rate is None:
                item = claim_evidence(case, obligation, terms, claim, link, read, as_of, total)
            else:
                item = rate_claim_evidence(case, obligation, terms, claim, link, read, as_of)
            if counts_as_read(claim, obligation, read):
                item = _replace_by_hand(item, claim.content, by_person)
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


def _claims_of_person(read: DocumentClaims, obligation: Obligation) -> tuple[Claim, ...]:
    """The claims on a duty that a person entered, corrected, or linked to it."""
    return tuple(
        claim
        for claim in read.claims
        if not counts_as_read(claim, obligation, read)
        and any(link.obligation == obligation.id for link in claim.proposition.links)
    )


def _replace_by_hand(item: Evidence, words: Sequence[Span], by_person: Sequence[Claim]) -> Evidence:
    """The item of a machine's reading; flat where a person has put any of its words otherwise."""
    own = next((claim for claim in by_person if _overlap(words, claim.content)), None)
    if own is None or item.bearing is not Bearing.BEARS:
        return item
    why = f"{item.why}; {own.id} stands in its place"
    return replace(item, bearing=Bearing.REPLACED, if_right=item.if_wrong, why=why)


def _omit_replaced_words(read: DocumentClaims, obligation: Obligation) -> DocumentClaims:
    """The document without the readings of words that a person has put otherwise for a duty."""
    by_person = _claims_of_person(read, obligation)
    if not by_person:
        return read
    own = [span for claim in by_person for span in claim.content]
    claims = [c for c in read.claims if c in by_person or not _overlap(c.content, own)]
    said = [s for s in read.statements or () if s.reviewed or not _overlap((s.span,), own)]
    statements = None if read.statements is None else tuple(said)
    return replace(read, claims=tuple(claims), statements=statements)


def _overlap(words: Sequence[Span], others: Sequence[Span]) -> bool:
    return any(
        span.start < other.end and other.start < span.end for span in words for other in others
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
        when = item.covers or (item.times.happened.end if dated else None)
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
    if item.states.variable in {Variable.LEVEL, Variable.PERIODS_KEPT}:
        return False
    return none == most > item.if_right[-1]


def _repetition(item: Evidence, first: str) -> Evidence:
    return replace(
        item,
        bearing=Bearing.REPEATS,
        if_right=item.if_wrong,
        why=f"{item.why}; {item.origin} has said so before ({first})",
    )

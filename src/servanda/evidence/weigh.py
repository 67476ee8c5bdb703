"""Claims and observations to evidence: what each says of which duty, and how far to believe it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from servanda.evidence.exclusions import NO_EXCLUSIONS, Exclusions
from servanda.evidence.looks.observation_evidence import evidence_from_above
from servanda.evidence.relevance.links import claim_text, links
from servanda.evidence.statements.claim_readings import ClaimReading, Says, reading_of
from servanda.evidence.statements.likelihood import favourable, likelihoods
from servanda.evidence.statements.watcher_silence import Record, silence
from servanda.evidence.trust.human_decisions import has_review, retraction
from servanda.evidence.trust.origins import origin_of, speaker_of
from servanda.evidence.trust.reliability import letter_of_kind, reliability_of
from servanda.evidence.trust.sides import actor_and_wholes, actors_by_id, side_of
from servanda.records import (
    UNKNOWN_TIME,
    Admiralty,
    Bearing,
    Case,
    Claim,
    Document,
    DocumentClaims,
    Evidence,
    Link,
    Obligation,
    ObservationWithScenes,
    Terms,
    Times,
    Variable,
    public_by,
    state_space,
    terms_in_force,
)

__all__ = ["link_claims", "weigh"]

# Parts of an object that a report on the whole does not reach: it has to speak of them. Even then
# the speaker may not have been able to look: the chance that one who names the part could.
_ACCESS = {"underground": 0.5, "tunnels": 0.5, "firing slits": 0.75}


# Before its publication: a statement without days speaks of these. [judgement; not from outside]
_SPOKEN_DAYS = 365


def link_claims(read: DocumentClaims, case: Case) -> DocumentClaims:
    """The same claims with their links to the case's obligations filled in."""
    linked = tuple(_link_claim(claim, read.document, case) for claim in read.claims)
    return replace(read, claims=linked)


def _link_claim(claim: Claim, document: Document, case: Case) -> Claim:
    proposition = replace(claim.proposition, links=links(claim, document, case))
    return replace(claim, proposition=proposition)


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
    items = (
        _evidence(case, obligation, terms, claim, link, read, as_of)
        for read in public
        for claim in read.claims
        for link in claim.proposition.links
        if link.obligation == obligation.id
    )
    weighed = _mark_repetitions([item for item in items if not left_out.ignores(item)])
    yield from weighed
    spoke = {
        item.origin for item in weighed if item.bearing is Bearing.BEARS and not _is_negative(item)
    }
    for item in _silences(case, obligation, public):
        if item.origin not in spoke and not left_out.ignores(item):
            yield item


def _silences(
    case: Case, obligation: Obligation, public: Sequence[DocumentClaims]
) -> Iterator[Evidence]:
    if not public:
        return
    days = [read.document.publication.public_on for read in public]
    recorded = max(read.document.recorded for read in public)
    for watcher in obligation.watchers:
        item = silence(
            obligation,
            watcher,
            actor_and_wholes(watcher.actor, actors_by_id(case)),
            Record(min(days), max(days)),
            recorded,
        )
        if item is not None:
            yield item


def _evidence(
    case: Case,
    obligation: Obligation,
    terms: Terms,
    claim: Claim,
    link: Link,
    read: DocumentClaims,
    as_of: date,
) -> Evidence:
    document, acts = read.document, read.acts.get(claim.id, ())
    reading = reading_of(claim, claim_text(claim, document), obligation, terms)
    publisher = _publisher(document, case)
    speaker = speaker_of(claim, publisher, actors_by_id(case))
    side = side_of(speaker, obligation, case)
    states = state_space(obligation, terms)
    reliability = reliability_of(
        _letter(claim, document, case),
        side,
        claim,
        favourable(reading, states, terms),
        spoken=speaker is not None,
    )
    times = _times(claim, document)
    right, wrong = likelihoods(reading, states, terms, side, _covered_share(obligation, times))
    bearing, reason = _bearing(claim, obligation, reading, times)
    taken_back = retraction(acts, as_of)
    if taken_back is not None:
        bearing, reason = Bearing.RETRACTED, taken_back
    if bearing is not Bearing.BEARS:
        right = wrong
    return Evidence(
        id=f"{obligation.id}/{claim.id}",
        obligation=obligation.id,
        claim=claim.id,
        observation=None,
        document=document.id,
        site=None,
        origin=origin_of(claim, actors_by_id(case), publisher),
        states=states,
        if_right=right,
        if_wrong=wrong,
        reliability=reliability,
        bearing=bearing,
        score=link.score * _ACCESS.get(obligation.aspect or "", 1.0),
        times=times,
        says=reading.text,
        why="; ".join(part for part in (link.why, side.value, reliability.why, reason) if part),
        reviewed=has_review(acts),
        voices=_voices(document.source, speaker, case),
    )


def _letter(claim: Claim, document: Document, case: Case) -> Admiralty:
    """The letter of whoever speaks: the holder, else the kind of holder, else the publisher."""
    if claim.attributed and claim.holder_id is not None:
        holder = actors_by_id(case).get(claim.holder_id)
        if holder is not None:
            return holder.reliability
    if claim.attributed:
        return letter_of_kind(claim.holder_kind)
    publishers = {source.id: source for source in case.sources}
    publisher = publishers.get(document.source or "")
    return publisher.reliability if publisher is not None else Admiralty.F


def _voices(publisher: str | None, speaker: str | None, case: Case) -> tuple[str, ...]:
    """Whoever's word it is: the source that printed it, and who says it with all they are part of.

    publisher: source id; speaker: actor id
    """
    speakers = () if speaker is None else actor_and_wholes(speaker, actors_by_id(case))
    return speakers if publisher is None else (publisher, *speakers)


def _publisher(document: Document, case: Case) -> str | None:
    """The actor whose voice the document's source is."""
    return next((source.actor for source in case.sources if source.id == document.source), None)


def _times(claim: Claim, document: Document) -> Times:
    happened = claim.event_time.when if claim.event_time is not None else UNKNOWN_TIME
    return Times(happened, UNKNOWN_TIME, document.publication, document.recorded)


def _covered_share(obligation: Obligation, times: Times) -> float:
    """The share of the duty's days so far that a report of no event speaks of.

    Where it does not say since when, it is taken to speak of the last year at most.
    """
    last = times.happened.end or times.published.public_on
    since = times.happened.start
    if since is None or since == last:
        since = last - timedelta(days=_SPOKEN_DAYS)
    days = max(1, (last - obligation.start).days)
    return min(1.0, max(0.0, (last - max(since, obligation.start)).days / days))


def _bearing(
    claim: Claim, obligation: Obligation, reading: ClaimReading, times: Times
) -> tuple[Bearing, str]:
    told = times.happened.end or times.published.end
    if told is not None and told < obligation.start:
        return Bearing.BEFORE_DUTY, f"tells of {told}, before the duty began"
    if reading.says is Says.NOTHING:
        return Bearing.NO_STATEMENT, reading.text
    if not _knows_aspect(claim, obligation):
        return Bearing.CANNOT_KNOW, f"does not speak of {obligation.aspect}"
    return Bearing.BEARS, ""


def _knows_aspect(claim: Claim, obligation: Obligation) -> bool:
    """A claim on the whole tells of the parts in plain sight; hidden ones it has to name.

    One that names a hidden part speaks of that part and not of the others.
    """
    named = frozenset(claim.proposition.aspects)
    if obligation.aspect is None or obligation.aspect in named:
        return True
    return obligation.aspect not in _ACCESS and not named & _ACCESS.keys()


def _mark_repetitions(items: Sequence[Evidence]) -> list[Evidence]:
    """The same items; what an origin has said before is marked as a repetition and made flat.

    Of statements that nothing has happened, or not all is done, the latest counts, because it
    covers the longest time; of any other statement the first.
    """
    told: dict[tuple[object, ...], str] = {}
    out: dict[str, Evidence] = {}
    for item in sorted(items, key=_report_order):
        if item.bearing is not Bearing.BEARS:
            out[item.id] = item
            continue
        moves = item.states.variable is Variable.LEVEL  # the same figure of a later day is news
        when = item.times.happened.end if moves else None
        first = told.setdefault((item.origin, item.site, item.if_right, when), item.id)
        out[item.id] = item if first == item.id else _repetition(item, first)
    return list(out.values())


def _report_order(item: Evidence) -> tuple[int, float, str]:
    told = item.times.happened.end or item.times.published.public_on
    ordinal = told.toordinal()
    return (-ordinal if _is_negative(item) else ordinal, -item.score, item.id)


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

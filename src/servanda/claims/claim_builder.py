"""From what a reader has found to claims: holder, times, places, quantities and the act."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from servanda.claims.attribution.draft import AttributionDraft
from servanda.claims.content.actor_mentions import Directory
from servanda.claims.content.acts_by_pattern import main_act
from servanda.claims.content.hedges import caveats_in, modality_hint
from servanda.claims.content.holders import NOBODY, Holder, Speakers
from servanda.claims.content.places import places_in
from servanda.claims.content.propositions import proposition
from servanda.claims.content.quantities import quantities_in
from servanda.claims.content.time_expressions import Calendar, time_mentions
from servanda.claims.lexicon.cues import inflected
from servanda.claims.lexicon.word_lists import words
from servanda.claims.text.broken_words import span_widener
from servanda.claims.text.spans import SpanIndex
from servanda.records import (
    ActorKind,
    Claim,
    Document,
    Modality,
    Names,
    Place,
    Polarity,
    Quotation,
    Span,
    Stance,
    TimeMention,
    VerbClass,
)

__all__ = ["claims_of"]

_LEAN = 160  # characters between a claim and the one that it leans on [judgement; not from outside]
_ELLIPTICAL = re.compile(
    r"(?:all |about |only |the other )?(?:\w+|[\d,]+)|(?:one|two|some|all|most"
    r"|none|each) of (?:them|these|those)"
    r"|(?:these|those|the) (?:posts|sites|structures|facilities|tunnels|others?|rest)",
    re.I,
)
_MEDIA = frozenset({ActorKind.NEWS_AGENCY, ActorKind.STATE_MEDIA})

# Characters before the actor that a relayed statement begins with. [judgement; not from outside]
_LEAD = 60

_COMMITS = words(
    "promise pledge vow agree threaten notify inform deny offer announce",
)
_SAYS = words(
    "say tell announce state add claim report insist deny confirm declare",
)
_OBSERVES = words(
    "record detect see find observe locate spot watch identify count",
)
_RECKONS = words(
    "estimate reckon regard put",
)
_CUE_FORMS = {
    form: lemma for lemma in _COMMITS | _SAYS | _OBSERVES | _RECKONS for form in inflected(lemma)
}
_MATRIX_VERB = re.compile(
    r"(?:'s)?(?:\s+[\w-]+){0,5}?,?\s+(?P<verb>" + "|".join(sorted(_CUE_FORMS)) + r")\b"
)
_FIGURE_PUT = re.compile(r"[^.;]*?\bat\s+(?:\w+\s+){0,2}\d")  # "put the stock at 79.8 kg"
_SAID_AFTER = re.compile(  # "..., the agency told its members"
    r",\s+(?!and\b|but\b|while\b|which\b|who\b)(?P<who>[^,;]{2,60}?)\s+"
    r"(?P<verb>" + "|".join(sorted(_CUE_FORMS)) + r")\b(?:\s+(?!that\b)[\w'-]+){0,6}$"
)
_DENIED = re.compile(r"\b(?:never|not|no)\b|n't\b")
_PLEDGE = re.compile(r"\b(?:pledge|promise|vow|commitment|undertaking)s?\s+(?:by|of|from)\b", re.I)
_MARKS = '"“”„«»'


def claims_of(
    document: Document, names: Names, drafts: list[AttributionDraft], reader: str
) -> tuple[Claim, ...]:
    """The claims of one document, in text order, numbered."""
    if not drafts:  # as of a text that is not read: its days and actors are not looked for either
        return ()
    finisher = _ClaimBuilder(document, names, reader)
    if not (names.actors or names.sites):  # without duties to match, one attribution is one claim
        drafts = [replace(draft, focus=()) for draft in drafts if not draft.part]
    ordered = sorted(drafts, key=lambda d: (d.start, not d.attributed, d.content[0].start))
    sentences = SpanIndex(draft.sentence for draft in ordered)
    claims = _resolve_ellipses(
        [finisher.claim(_with_others(draft, ordered, sentences)) for draft in ordered],
        document.text,
    )
    kept = [claim for claim in claims if claim.attributed or finisher.bears_on_case(claim)]
    widen = span_widener(document.text)
    return tuple(
        _with_whole_words(replace(claim, id=f"{document.id}#c{number}"), widen)
        for number, claim in enumerate(kept, 1)
    )


def _with_whole_words(claim: Claim, widen: Callable[[Span], Span]) -> Claim:
    """The claim with spans that end with a divided word reaching to the end of it."""
    return replace(
        claim,
        source=tuple(map(widen, claim.source)),
        cue=tuple(map(widen, claim.cue)),
        content=tuple(map(widen, claim.content)),
        caveats=tuple(map(widen, claim.caveats)),
    )


def _with_others(
    draft: AttributionDraft, drafts: list[AttributionDraft], sentences: SpanIndex
) -> AttributionDraft:
    """The draft with the contents of the others in its sentence: their dates are not its own."""
    spans = tuple(
        span
        for other in (drafts[number] for number in sentences.overlapping(draft.sentence))
        if other is not draft
        for span in (*(other.focus or other.content), *other.source)
        if not any(span.start <= own.start and own.end <= span.end for own in draft.content)
    )
    return replace(draft, others=spans)


def _resolve_ellipses(claims: list[Claim], text: str) -> list[Claim]:
    """Claims whose object is a bare number or "they": of the kind and party of the claim before."""
    result: list[Claim] = []
    for claim in claims:
        before = result[-1] if result else None
        if before is not None and _is_elliptical(claim, before, text):
            unit = next((q.unit for q in before.quantities if q.unit), "")
            leaning = claim.proposition
            if not (leaning.party or leaning.parties or leaning.both_sides):
                of = before.proposition
                leaning = replace(
                    leaning, party=of.party, parties=of.parties, both_sides=of.both_sides
                )
            claim = replace(
                claim,
                quantities=tuple(q if q.unit else replace(q, unit=unit) for q in claim.quantities),
                proposition=leaning,
            )
        result.append(claim)
    return result


def _is_elliptical(claim: Claim, before: Claim, text: str) -> bool:
    gap = text[before.content[-1].end : claim.content[0].start]
    elliptical = _ELLIPTICAL.fullmatch(claim.proposition.object) is not None
    return elliptical and len(gap) <= _LEAN and "\n" not in gap


class _ClaimBuilder:
    """Adds to drafts what one document and one case's names can tell."""

    def __init__(self, document: Document, names: Names, reader: str) -> None:
        self._document = document
        self._names = names
        self._reader = reader
        self._directory = Directory.of(names, document.text)
        self._speakers = Speakers(self._directory)
        self._calendar = Calendar(document.published, names.events)
        self._dates = time_mentions(document.text, 0, len(document.text), self._calendar)
        self._date_places = SpanIndex(mention.span for mention in self._dates)
        self._site_parties = {site.id: site.party for site in names.sites}
        self._case_actors = {actor.id for actor in names.actors}

    def bears_on_case(self, claim: Claim) -> bool:
        """Whether an own statement of the article can bear on anything in a case."""
        if claim.proposition.verb is not VerbClass.OTHER:
            return True
        if any(place.site for place in claim.places):
            return True
        first, last = claim.content[0].start, claim.content[-1].end
        return any(m.actor.id in self._case_actors for m in self._directory.within(first, last))

    def claim(self, draft: AttributionDraft) -> Claim:
        """One claim, its id still to be given."""
        text = self._document.text
        focus = draft.focus or draft.content
        first, last = focus[0].start, focus[-1].end
        holder, chain = self._holder(draft)
        said, event, dates = self._times(draft)
        places = self._places(draft)
        act = draft.act or main_act(self._directory.text, first, last)
        negated = act.negated
        return Claim(
            id="",
            document=self._document.id,
            attributed=draft.attributed,
            source=draft.source,
            cue=draft.cue,
            content=draft.content,
            holder=holder.name,
            holder_id=holder.actor.id if holder.actor else None,
            holder_kind=holder.kind,
            chain=chain,
            stance=self._stance(draft, holder, first, last),
            polarity=_polarity(draft, negated),
            modality=_modality(draft, text[first:last]),
            quotation=_quotation(draft, text),
            caveats=tuple(
                span for part in draft.content for span in caveats_in(text, part.start, part.end)
            ),
            said=said,
            event_time=event,
            places=places,
            quantities=tuple(
                quantity
                for part in focus
                for quantity in quantities_in(text, part.start, part.end, dates)
            ),
            proposition=proposition(
                self._directory,
                act,
                (first, last),
                places,
                holder.actor,
                _pair(draft.shared_subject),
                draft.stance,
                self._site_parties,
            ),
            reader=self._reader,
        )

    def _holder(self, draft: AttributionDraft) -> tuple[Holder, tuple[str, ...]]:
        """Who holds it, and the chain that leads to them, outermost first."""
        if not draft.attributed:
            return NOBODY, ()
        source = self._speakers.holder((draft.named,) if draft.named else draft.source)
        inner = (draft.cited,) if draft.cited else self._relayed_source(draft, source)
        holders = [source, *([self._speakers.holder(inner)] if inner else [])]
        names = [holder.name for holder in holders if holder.name]
        return holders[-1], tuple(dict.fromkeys(names))

    def _relayed_source(self, draft: AttributionDraft, source: Holder) -> tuple[Span, ...]:
        """Whose words a news agency passes on: "KBS reported that the ministry said ..."."""
        after = self._trailing_speaker(draft.content[-1])
        if after is not None:
            return (after,)
        if source.kind not in _MEDIA | {ActorKind.DOCUMENT}:
            return ()
        inner = self._matrix_clause(draft.content[0])
        if inner is None or inner[1] not in _SAYS | _OBSERVES | _RECKONS:
            return ()
        return (inner[0],)

    def _trailing_speaker(self, content: Span) -> Span | None:
        """The actor that a content ends with, saying it: "..., the agency told its members"."""
        found = _SAID_AFTER.search(self._directory.text, content.start, content.end)
        if found is None or _CUE_FORMS[found["verb"]] not in _SAYS:
            return None
        who = Span(found.start("who"), found.end("who"))
        return who if self._directory.within(who.start, who.end) else None

    def _matrix_clause(self, content: Span) -> tuple[Span, str] | None:
        """The actor that a content begins with and the verb that follows, if it is a cue."""
        text = self._directory.text
        for mention in self._directory.within(content.start, content.end):
            lead = text[content.start : mention.start]
            if len(lead) > _LEAD or not re.fullmatch(
                r"(?:that\s+)?(?:an?\s+|the\s+)?(?:\w+\s+){0,4}", lead
            ):
                return None
            verb = _MATRIX_VERB.match(text, mention.end, content.end)
            if verb and _DENIED.search(verb.group()):
                return None
            if verb and (lemma := _CUE_FORMS.get(verb["verb"].lower())):
                if lemma == "put" and not _FIGURE_PUT.match(text, verb.end(), content.end):
                    return None
                start = content.start + (5 if lead.startswith("that ") else 0)
                return Span(start, verb.start("verb") - 1), lemma
        return None

    def _stance(self, draft: AttributionDraft, holder: Holder, first: int, last: int) -> Stance:
        """A pledge or denial of one party that another reports is not the reporter's own."""
        if draft.stance is not Stance.ASSERTED or holder.actor is None:
            return draft.stance
        if holder.kind in _MEDIA:
            return draft.stance
        own = self._directory.state_of(holder.actor).id
        inner = self._matrix_clause(Span(first, last))
        if inner is not None and inner[1] in _COMMITS:
            speakers = self._directory.within(inner[0].start, inner[0].end)
            if speakers and self._directory.state_of(speakers[0].actor).id != own:
                return Stance.REPORTED_FOR_OTHER
        pledge = _PLEDGE.search(self._directory.text, first, min(last, first + 60))
        if pledge:
            near = self._directory.within(pledge.end(), min(last, pledge.end() + 30))
            if near and self._directory.state_of(near[0].actor).id != own:
                return Stance.REPORTED_FOR_OTHER
        return draft.stance

    def _times(
        self, draft: AttributionDraft
    ) -> tuple[TimeMention | None, TimeMention | None, tuple[Span, ...]]:
        """When it was said, when it happened, and every date in the content."""
        inside = [
            mention for part in draft.focus or draft.content for mention in self._dates_in(part)
        ]
        around = [
            mention
            for mention in self._dates_in(draft.sentence)
            if not any(_overlap(mention.span, part) for part in draft.content)
            and not any(_overlap(mention.span, other) for other in draft.others)
        ]
        in_source = [m for m in around if any(_overlap(m.span, s) for s in draft.source)]
        dates = tuple(mention.span for mention in inside)
        if not draft.attributed:
            return None, next(iter([*inside, *around]), None), dates
        event = next(iter([*inside, *in_source]), None)
        said = next((m for m in around if m not in in_source), None)
        return said, event, dates

    def _dates_in(self, span: Span) -> list[TimeMention]:
        return [self._dates[number] for number in self._date_places.overlapping(span)]

    def _places(self, draft: AttributionDraft) -> tuple[Place, ...]:
        text = self._document.text
        return tuple(
            place
            for part in draft.focus or draft.content
            for place in places_in(text, part.start, part.end, self._names.sites)
        )


def _pair(span: Span | None) -> tuple[int, int] | None:
    return (span.start, span.end) if span else None


def _overlap(first: Span, other: Span) -> bool:
    return first.start < other.end and other.start < first.end


def _polarity(draft: AttributionDraft, negated: bool) -> Polarity:
    if draft.polarity is Polarity.POSITIVE and negated:
        return Polarity.NEGATIVE
    return draft.polarity


def _modality(draft: AttributionDraft, content: str) -> Modality:
    if draft.modality is not Modality.CERTAIN:
        return draft.modality
    if draft.act is not None and draft.act.unrealised is not None:
        return draft.act.unrealised
    hint = modality_hint(content)
    return Modality(hint) if hint else Modality.CERTAIN


def _quotation(draft: AttributionDraft, text: str) -> Quotation:
    if not draft.attributed:
        return Quotation.NONE
    body = "".join(text[part.start : part.end] for part in draft.content).strip(" \n\t,.;:")
    marked = [mark for mark in (*_MARKS, "''") if mark in body]
    if not body:
        return Quotation.INDIRECT
    if body[0] in _MARKS + "'‘" and body[-1] in _MARKS + "'’":
        return Quotation.DIRECT
    return Quotation.MIXED if marked else Quotation.INDIRECT

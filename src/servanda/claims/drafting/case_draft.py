"""A first draft of a case out of one text, every field with the sentence behind it.

It proposes; an analyst corrects. What the text does not say gets a default that claims as little
as it can, and a remark that says what to fill in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Protocol

from servanda.claims.content.actor_mentions import Directory
from servanda.claims.drafting.agreement_draft import agreement_draft
from servanda.claims.drafting.agreement_text import is_agreement
from servanda.claims.drafting.clauses import clause_of, one_line
from servanda.claims.drafting.commitments import Commitment, commitments_in
from servanda.claims.drafting.draft_fields import (
    UNKNOWN_DAY,
    CaseDraft,
    DraftField,
    DraftIds,
    FieldBlock,
    slug,
)
from servanda.claims.text.sentences import sentence_around
from servanda.records import (
    Actor,
    ActorKind,
    Admiralty,
    Claim,
    Document,
    Names,
    ObligationKind,
    Span,
    Stance,
)

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["UNKNOWN_DAY", "CaseDraft", "DraftField", "FieldBlock", "draft_case"]

_SPEAKERS = 40  # actors listed in a draft [limit]
_SIDES = re.compile(r"\b(?:each|both|either|the\s+two|two)\s+(?:sides?|part(?:y|ies))\b", re.I)
_BINDING = re.compile(r"\b(?:agreed|undertook|committed|pledged|promised|vowed|shall)\b", re.I)
_NEEDS = "fill in: "
_NO_NAME = re.compile(r"\b(?:and|or|which|that|who|to|of)$", re.I)  # a stretch misread as a name


def draft_case(
    document: Document,
    claims: Sequence[Claim],
    names: Names,
    parse: Callable[[str], Doc] | None = None,
) -> CaseDraft:
    """What the text proposes as a case; without obligations where nobody promises anything.

    claims: of this document, read with these names; parse: a loaded spaCy model, with which an
    agreement is read provision by provision; without one it is read as a report would be
    """
    drafter = _Drafter(document, claims, names)
    if parse is not None and is_agreement(document.text, document.title):
        draft = agreement_draft(document, names, drafter.source(), drafter.sites(), parse)
        if draft.obligations:
            return draft
    return drafter.case()


@dataclass(frozen=True, slots=True)
class _Party:
    """Who bears a duty, and what is not sure about it."""

    id: str
    name: str
    remark: str = ""


class _Drafter:
    def __init__(self, document: Document, claims: Sequence[Claim], names: Names) -> None:
        self._document = document
        self._claims = claims
        self._directory = Directory.of(names, document.text)
        self._duties: tuple[Commitment, ...] = ()  # of a report; an agreement's are its provisions
        self._actor_ids = DraftIds({actor.id for actor in self._directory.actors})
        self._strangers: dict[str, str] = {}  # name in the text: id
        self._actors: dict[str, FieldBlock] = {}
        self._sites: dict[str, str] = {}  # name: id
        self._site_blocks: list[FieldBlock] = []
        self._instruments: dict[tuple[object, ...], tuple[str, date]] = {}
        self._instrument_blocks: list[FieldBlock] = []
        self._obligation_ids = DraftIds()
        self._instrument_ids = DraftIds()
        self._site_ids = DraftIds()

    def case(self) -> CaseDraft:
        self._duties = commitments_in(self._document, self._claims)
        obligations = tuple(block for duty in self._duties for block in self._obligations(duty))
        if obligations:
            self._places(self._claims)
            self._speakers()
        return CaseDraft(
            head=self._head(),
            actors=tuple(self._actors.values()),
            sources=(self.source(),),
            instruments=tuple(self._instrument_blocks),
            obligations=obligations,
            sites=tuple(self._site_blocks),
        )

    def sites(self) -> tuple[FieldBlock, ...]:
        """A block for each place that the text names."""
        self._places(self._claims)
        return tuple(self._site_blocks)

    # what the text is

    def _head(self) -> FieldBlock:
        first = next(
            (line.strip() for line in self._document.text.splitlines() if line.strip()), ""
        )
        title = self._document.title or one_line(first, 120) or self._document.name
        remark = "the text's first line; name the agreement"
        made = slug(title) or "draft"
        return FieldBlock(
            (
                DraftField("id", made, "", "an id that you like to type"),
                DraftField("title", title, "" if self._document.title else first, remark),
            )
        )

    def source(self) -> FieldBlock:
        """Who published the text."""
        given = self._document.source
        wanted = _NEEDS + "who published the text, and how reliable they are on average (A to F)"
        if given is None:
            name = self._document.title or self._document.name
            return FieldBlock(
                (
                    DraftField("id", "publisher", "", wanted),
                    DraftField("name", f"publisher of {one_line(name, 80)}", ""),
                    DraftField("reliability", Admiralty.F.value, "", "F: cannot be judged"),
                )
            )
        usable = re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}", given) is not None
        fields = [
            DraftField("id", given if usable else slug(given) or "publisher", "", wanted),
            DraftField("name", given, ""),
        ]
        if not usable:
            fields.append(DraftField("url", f"https://{given}/", ""))
        return FieldBlock(
            (*fields, DraftField("reliability", Admiralty.F.value, "", "F: cannot be judged"))
        )

    def _sentence(self, place: Span) -> str:
        span = sentence_around(self._document.text, place)
        return self._document.text[span.start : span.end]

    # who

    def _parties(self, duty: Commitment) -> tuple[_Party, ...]:
        """Who bears a duty: the parties named, or whoever holds the claim."""
        claim = duty.claim
        act = claim.proposition
        ids = list(act.parties)
        if not ids and claim.holder_id and not self._is_report(duty):
            ids = [claim.holder_id]
        if not ids and claim.holder and not self._is_report(duty):
            known = [self._directory.spelled(name) for name in claim.holder.split("; ")]
            ids = [actor.id for actor in known if actor is not None]
            if len(ids) < len(known):
                ids = []
        if not ids and (self._is_report(duty) or not claim.attributed):
            ids = self._actors_before(duty)
        if ids:
            return self._known_parties(ids, duty)
        if act.both_sides or _SIDES.search(self._words(duty)):
            return self._side_parties(duty)
        return self._parties_by_name(duty)

    def _is_report(self, duty: Commitment) -> bool:
        """Whether the holder of the claim only tells of a duty of others."""
        return duty.claim.attributed and duty.claim.stance not in {Stance.AGREED, Stance.PROMISED}

    def _words(self, duty: Commitment) -> str:
        return self._document.text[duty.sentence.start : duty.sentence.end]

    def _subject(self, duty: Commitment) -> str:
        """What stands before the binding word, if it can be a name: "The FARC shall ..."."""
        start = duty.claim.content[0].start
        words = self._document.text[start : duty.claim.content[-1].end]
        place = _BINDING.search(words)
        subject = words[: place.start()].strip() if place else ""
        return subject if 0 < len(subject.split()) <= 8 and "," not in subject else ""

    def _actors_before(self, duty: Commitment) -> list[str]:
        """Actors named in the sentence ahead of what is promised."""
        start = duty.claim.content[0].start
        words = self._document.text[start : duty.claim.content[-1].end]
        place = _BINDING.search(words)
        end = start + (place.start() if place else 0)
        mentions = self._directory.within(start, end)
        return list(dict.fromkeys(mention.actor.id for mention in mentions))

    def _known_parties(self, ids: Iterable[str], duty: Commitment) -> tuple[_Party, ...]:
        parties: dict[str, _Party] = {}
        for actor_id in ids:
            actor = self._directory.by_id(actor_id)
            if actor is None:
                continue
            state = self._directory.state_of(actor)
            remark = "" if state is actor else f"{actor.names[0]} gave the word; check who is bound"
            self._add_actor(state, duty.sentence)
            parties.setdefault(state.id, _Party(state.id, state.names[0], remark))
        return tuple(parties.values())

    def _side_parties(self, duty: Commitment) -> tuple[_Party, ...]:
        """ "Each side": the parties of an earlier duty, or two that the analyst names."""
        for earlier in self._duties:
            if earlier is duty:
                break
            if len(earlier.claim.proposition.parties) > 1:
                return self._known_parties(earlier.claim.proposition.parties, duty)
        remark = _NEEDS + "which side; the text says only that there are two"
        return tuple(
            self._unlisted_party(name, ActorKind.UNKNOWN, duty.sentence, remark)
            for name in ("first side", "second side")
        )

    def _parties_by_name(self, duty: Commitment) -> tuple[_Party, ...]:
        """A bearer that no table knows: by the words of the text."""
        claim = duty.claim
        text = self._document.text
        name = claim.holder or " ".join(text[span.start : span.end] for span in claim.source)
        if not claim.attributed:
            name = self._subject(duty)
        if self._is_report(duty) or not slug(name) or _NO_NAME.search(name):
            remark = _NEEDS + "who bears the duty; the sentence does not say it clearly"
            return (
                self._unlisted_party("unknown party", ActorKind.UNKNOWN, duty.sentence, remark),
            )
        remark = "as the text calls it; add its other spellings"
        return tuple(
            self._unlisted_party(listed, claim.holder_kind, duty.sentence, remark)
            for listed in name.split("; ")
            if slug(listed)
        )

    def _unlisted_party(self, name: str, kind: ActorKind, place: Span, remark: str) -> _Party:
        name = one_line(name, 120)
        known = self._directory.spelled(name)
        if known is not None:
            self._add_actor(known, place)
            return _Party(known.id, known.names[0])
        if name not in self._strangers:
            made = self._strangers[name] = self._actor_ids.allocate(name, "actor")
            sentence = self._document.text[place.start : place.end]
            self._actors[made] = FieldBlock(
                (
                    DraftField("id", made, sentence, remark),
                    DraftField("names", (name,), sentence),
                    DraftField("kind", kind.value, sentence),
                    DraftField("reliability", Admiralty.F.value, "", "F: cannot be judged"),
                )
            )
        return _Party(self._strangers[name], name)

    def _add_actor(self, actor: Actor, place: Span) -> None:
        if actor.id in self._actors:
            return
        sentence = self._document.text[place.start : place.end]
        table = "from Servanda's own table of actors; check"
        self._actors[actor.id] = FieldBlock(
            (
                DraftField("id", actor.id, sentence),
                DraftField("names", actor.names, sentence, table),
                DraftField("kind", actor.kind.value, ""),
                DraftField(
                    "reliability", actor.reliability.value, "", "before any record is known"
                ),
            )
        )

    def _speakers(self) -> None:
        """Those who speak in the text: an assessment weighs them."""
        for claim in self._claims:
            if len(self._actors) >= _SPEAKERS:
                break
            actor = self._directory.by_id(claim.holder_id)
            if claim.attributed and actor is not None and claim.content:
                self._add_actor(actor, sentence_around(self._document.text, claim.content[0]))

    # where

    def _places(self, claims: Iterable[Claim]) -> tuple[str, ...]:
        """The ids of the sites of places that claims name; names of actors are no places."""
        ids: dict[str, None] = {}
        for claim in claims:
            for place in claim.places:
                name = re.sub(r"['’]s?$", "", one_line(place.text, 120))
                if self._directory.spelled(name) or not slug(name):
                    continue
                if name.lower() not in self._sites:
                    self._add_site(name, place.span)
                ids[self._sites[name.lower()]] = None
        return tuple(ids)

    def _add_site(self, name: str, place: Span) -> None:
        made = self._sites[name.lower()] = self._site_ids.allocate(name, "site")
        reason = "not looked up yet: this draft was read from a text that gives no coordinates"
        self._site_blocks.append(
            FieldBlock(
                (
                    DraftField("id", made, ""),
                    DraftField("names", (name,), self._sentence(place)),
                    DraftField("no_geometry_reason", reason, ""),
                )
            )
        )

    # what

    def _instrument(self, duty: Commitment, parties: tuple[_Party, ...]) -> tuple[str, date]:
        """The id and date of the text that binds, as far as this text tells of it."""
        when, remark = self._start_date(duty)
        known = (duty.agreed, tuple(party.id for party in parties), when)
        if known not in self._instruments:
            among = " and ".join(party.name for party in parties)
            what = "Agreement of" if duty.agreed else "Pledge of"
            made = self._instrument_ids.allocate(
                f"{'agreement' if duty.agreed else 'pledge'}-" + "-".join(p.id for p in parties),
                "instrument",
            )
            sentence = self._words(duty)
            self._instrument_blocks.append(
                FieldBlock(
                    (
                        DraftField("id", made, ""),
                        DraftField("title", f"{what} {among}", sentence, "write its proper title"),
                        DraftField(
                            "kind", "agreement" if duty.agreed else "announcement", sentence
                        ),
                        DraftField("date", when, sentence if duty.made else "", remark),
                        DraftField("parties", tuple(party.id for party in parties), sentence),
                    )
                )
            )
            self._instruments[known] = made, when
        return self._instruments[known]

    def _start_date(self, duty: Commitment) -> tuple[date, str]:
        """The first day that it binds, never after its deadline, and what is not sure of it."""
        made, public = duty.made, self._document.published.end
        latest = duty.deadline or date.max
        if made is not None:
            for day in (made.when.end, made.when.start):
                if day is not None and day <= latest:
                    exact = made.when.start == made.when.end
                    return day, "" if exact else f"the text says {made.text!r}; write the day"
        if public is not None and public <= latest:
            return public, _NEEDS + "the day; until then, the day on which the text became public"
        return UNKNOWN_DAY, _NEEDS + "the day; neither the text nor its publication gives one"

    def _obligations(self, duty: Commitment) -> Iterable[FieldBlock]:
        parties = self._parties(duty)
        instrument, _ = self._instrument(duty, parties)
        sites = self._places([duty.claim])
        each = duty.per_side and len(parties) > 1
        for bearers in [(party,) for party in parties] if each else [parties]:
            yield self._obligation(duty, instrument, bearers, each, sites)

    def _obligation(
        self,
        duty: Commitment,
        instrument: str,
        bearers: tuple[_Party, ...],
        each: bool,
        sites: tuple[str, ...],
    ) -> FieldBlock:
        sentence = self._words(duty)
        remarks = dict(duty.remarks)
        who = "-".join(bearer.id for bearer in bearers)
        made = self._obligation_ids.allocate(f"{who} {duty.verb} {duty.object}"[:70], "duty")
        unsure = "; ".join(bearer.remark for bearer in bearers if bearer.remark)
        if len(bearers) > 1:
            unsure = unsure or "the text does not say whether jointly or each; split it if each"

        def make_field(
            key: str, value: object, remark: str = "", said: str = sentence
        ) -> DraftField:
            assert isinstance(value, str | int | float | date | tuple | FieldBlock)
            return DraftField(key, value, said, remark or remarks.get(key, ""))

        names = " and ".join(party.name for party in bearers)
        fields = [
            make_field("id", made, said=""),
            make_field("instrument", instrument),
            make_field(
                "clause", clause_of(duty, "each side" if each else names, each or len(bearers) < 2)
            ),
            make_field("bearer", tuple(party.id for party in bearers), unsure),
            make_field("kind", duty.kind.value, _KIND[duty.kind]),
            make_field("verb", duty.verb),
            make_field("object", one_line(duty.object, 200)),
        ]
        fields += self._terms(duty, make_field, sites)
        return FieldBlock(tuple(fields))

    def _terms(
        self, duty: Commitment, make_field: _MakeField, sites: tuple[str, ...]
    ) -> Iterable[DraftField]:
        unit = duty.unit
        if duty.kind is ObligationKind.LEVEL and duty.bound:
            direction, value = duty.bound
            yield make_field(
                "unit",
                one_line(unit or "", 100) or "unit",
                "" if unit else _NEEDS + "what is measured",
            )
            yield make_field(
                "bound",
                FieldBlock((make_field("direction", direction.value), make_field("value", value))),
            )
        elif unit is not None and duty.count is not None:
            yield make_field("unit", one_line(unit, 100))
        if duty.count is not None and duty.kind is not ObligationKind.LEVEL:
            yield make_field("count", duty.count)
        if duty.preserve:
            yield make_field(
                "preserve",
                duty.preserve,
                "kept beside those to be done; the result has a row for it. The duty to preserve"
                " that follows says the same in its own words: keep one of the two",
            )
        if sites:
            yield make_field("sites", sites)
        if duty.deadline is not None:
            yield make_field("deadline", duty.deadline)
        if duty.condition is not None:
            text, mode = duty.condition
            yield make_field(
                "condition",
                FieldBlock(
                    (make_field("text", one_line(text, 300)), make_field("mode", mode.value))
                ),
                "add `changes` with the day from which it is fulfilled",
            )
        if duty.unscorable is not None:
            yield make_field("unscorable", duty.unscorable, "", "")


class _MakeField(Protocol):
    """How a field of one obligation is made; its sentence is the duty's unless given."""

    def __call__(
        self, key: str, value: object, remark: str = ..., said: str = ...
    ) -> DraftField: ...


_KIND = {
    ObligationKind.STATE: "state: sites reach and keep a state",
    ObligationKind.ABSTAIN: "abstain: no event of a kind; name who would see one under `watchers`",
    ObligationKind.LEVEL: "level: a quantity reaches a value, or stays under one",
    ObligationKind.ACT: "act: something is done once",
}

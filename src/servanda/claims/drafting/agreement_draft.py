"""A draft of a case out of an agreement's own text: one instrument, its parties, its duties."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from servanda.claims.content.actor_mentions import Directory
from servanda.claims.drafting.agreement_duties import AgreementDuty, agreement_duties
from servanda.claims.drafting.agreement_parties import AgreementParty, groups_of, parties_of
from servanda.claims.drafting.agreement_text import title_of
from servanda.claims.drafting.clauses import one_line
from servanda.claims.drafting.draft_fields import (
    UNKNOWN_DAY,
    CaseDraft,
    DraftField,
    DraftIds,
    FieldBlock,
    slug,
)
from servanda.claims.drafting.due_days import signature_day
from servanda.claims.drafting.rates import has_whole_periods, period_of_amount
from servanda.records import ActorKind, Admiralty, Document, Names, ObligationKind

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["agreement_draft"]

_LONGEST_CLAUSE = 1_000  # characters of a clause [layout]
_KINDS = re.compile(
    r"treaty|protocol|convention|memorandum|communiqu[eé]|declaration|accord|order|truce", re.I
)
_GUESSED = "fill in: the day; the text does not say when it was signed"


def agreement_draft(
    document: Document,
    names: Names,
    source: FieldBlock,
    sites: tuple[FieldBlock, ...],
    parse: Callable[[str], Doc],
) -> CaseDraft:
    """The case that an agreement proposes; without obligations where nobody is bound.

    source, sites: the blocks of who published it and of the places that it names
    """
    return _AgreementDrafter(document, names, parse).case(source, sites)


class _AgreementDrafter:
    def __init__(self, document: Document, names: Names, parse: Callable[[str], Doc]) -> None:
        self._document = document
        self._text = document.text
        self._directory = Directory.of(names, document.text)
        self._ids = DraftIds()
        self._duty_ids = DraftIds()
        self._actors: dict[str, tuple[str, FieldBlock]] = {}  # name: id, block
        self._parties = parties_of(document.text)
        self._signed = signature_day(document.text, document.published)
        self._duties = agreement_duties(
            document.text,
            self._parties,
            groups_of(document.text, self._parties),
            self._signed[0] if self._signed else None,
            document.published,
            parse,
        )

    def case(self, source: FieldBlock, sites: tuple[FieldBlock, ...]) -> CaseDraft:
        """All of it."""
        for party in self._parties:
            self._add_party(party)
        instrument = self._instrument()
        obligations = tuple(self._obligation(duty) for duty in self._duties)  # may add actors
        return CaseDraft(
            head=self._head(),
            actors=tuple(block for _, block in self._actors.values()),
            sources=(source,),
            instruments=(instrument,),
            obligations=obligations,
            sites=sites,
        )

    def _title(self) -> tuple[str, str]:
        """The title and the line that gives it."""
        said, span = title_of(self._text)
        return one_line(said or self._document.title or self._document.name, 200), self._text[
            span.start : span.end
        ]

    def _head(self) -> FieldBlock:
        title, line = self._title()
        return FieldBlock(
            (
                DraftField("id", slug(title) or "draft", "", "an id that you like to type"),
                DraftField("title", title, line),
            )
        )

    def _instrument(self) -> FieldBlock:
        title, line = self._title()
        kind = _KINDS.search(title)
        signed, words = self._signed or (None, "")
        day = signed or self._document.published.end or UNKNOWN_DAY
        parties = tuple(self._actors[party.name][0] for party in self._parties if party.signs)
        return FieldBlock(
            (
                DraftField("id", "agreement", ""),
                DraftField("title", title, line),
                DraftField("kind", kind[0].lower() if kind else "agreement", line),
                DraftField("date", day, words, "" if signed else _GUESSED),
                DraftField("parties", parties, ""),
            )
        )

    def _add_party(self, party: AgreementParty) -> None:
        known = self._directory.spelled(party.name)
        sentence = self._text[party.span.start : party.span.end]
        spellings = (party.name, *party.aliases)
        kind, made = ActorKind.UNKNOWN, ""
        if known is not None:
            made, kind = known.id, known.kind
            spellings = (*known.names, *spellings)
        self._add_actor(party.name, spellings, kind, sentence, made)

    def _add_actor(
        self, name: str, spellings: tuple[str, ...], kind: ActorKind, sentence: str, made: str = ""
    ) -> str:
        if name not in self._actors:
            made = self._ids.allocate(made or name, "actor")
            names = tuple(dict.fromkeys(one_line(spelling, 120) for spelling in spellings))
            block = FieldBlock(
                (
                    DraftField("id", made, sentence, "as the text calls it; add other spellings"),
                    DraftField("names", names, sentence),
                    DraftField("kind", kind.value, ""),
                    DraftField("reliability", Admiralty.F.value, "", "F: cannot be judged"),
                )
            )
            self._actors[name] = made, block
        return self._actors[name][0]

    def _obligation(self, duty: AgreementDuty) -> FieldBlock:
        return FieldBlock(tuple(self._fields(duty)))

    def _fields(self, duty: AgreementDuty) -> Iterator[DraftField]:
        span = duty.provision.span
        said = self._text[span.start : span.end]
        remarks = dict(duty.remarks)
        bearers = duty.bearers or ("unknown party",)
        ids = tuple(self._add_actor(n, (n,), ActorKind.UNKNOWN, said) for n in bearers)
        about = " ".join(duty.clause.split()[:12])
        yield DraftField("id", self._duty_ids.allocate(about, "duty"), "")
        yield DraftField("instrument", "agreement", "")
        lead = f"behind the line {duty.provision.lead!r}" if duty.provision.lead else ""
        yield DraftField("clause", one_line(duty.clause, _LONGEST_CLAUSE), said, lead)
        yield DraftField("bearer", ids, said, remarks.get("bearer", ""))
        yield DraftField("kind", duty.kind.value, said)
        yield from self._amounts(duty, said, remarks)
        yield from self._deadline(duty, said, remarks)
        drafted = "drafted from the clause; mend what no report would say"
        yield DraftField("kept_if", duty.shown.kept, said, drafted)
        yield DraftField("broken_if", duty.shown.broken, said)

    def _amounts(
        self, duty: AgreementDuty, said: str, remarks: dict[str, str]
    ) -> Iterator[DraftField]:
        if duty.bound is not None:
            direction, value = duty.bound
            last = duty.deadline if duty.deadline and duty.deadline >= self._first_day else None
            per = period_of_amount(duty.clause, value)
            if per is not None and has_whole_periods(per, self._first_day, last):
                rate = (
                    DraftField(direction.value, value, said),
                    DraftField("unit", one_line(duty.unit, 100), said),
                    DraftField("per", per.value, said),
                )
                yield DraftField("rate", FieldBlock(rate), said, remarks.get("count", ""))
                return
            yield DraftField("unit", one_line(duty.unit, 100), said)
            block = (
                DraftField("direction", direction.value, said),
                DraftField("value", value, said),
            )
            yield DraftField("bound", FieldBlock(block), said, remarks.get("count", ""))
        elif duty.count is not None and duty.kind is not ObligationKind.ABSTAIN:
            yield DraftField("unit", one_line(duty.unit, 100), said)
            if duty.count <= 1_000_000:
                yield DraftField("count", duty.count, said, remarks.get("count", ""))

    def _deadline(
        self, duty: AgreementDuty, said: str, remarks: dict[str, str]
    ) -> Iterator[DraftField]:
        told = remarks.get("deadline", "")
        if duty.deadline is not None and duty.deadline >= self._first_day:
            yield DraftField("deadline", duty.deadline, said, told)

    @property
    def _first_day(self) -> date:
        """The day from which the agreement is taken to bind."""
        return self._signed[0] if self._signed else self._document.published.end or UNKNOWN_DAY

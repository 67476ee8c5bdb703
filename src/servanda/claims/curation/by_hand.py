"""A claim that a person enters: found in the text by its exact words, filled in as they say."""

from __future__ import annotations

from collections.abc import Iterable

from servanda.claims.attribution.draft import ClauseAct
from servanda.claims.content.actor_mentions import Directory
from servanda.claims.content.acts_by_pattern import main_act
from servanda.claims.content.hedges import caveats_in
from servanda.claims.content.progress import is_under_way
from servanda.claims.content.propositions import aspects_in
from servanda.claims.content.quantities import quantities_in
from servanda.errors import InputError
from servanda.plurals import count_phrase
from servanda.records import (
    BY_HAND,
    Actor,
    ActorKind,
    Claim,
    ClaimEntry,
    Comparison,
    DateRange,
    Document,
    Modality,
    Names,
    Polarity,
    Proposition,
    Quantity,
    Quotation,
    Span,
    Stance,
    TimeMention,
    VerbClass,
)

__all__ = [
    "claim_by_hand",
    "days_by_hand",
    "find_holder",
    "is_by_hand",
    "modality_of",
    "next_number",
    "polarity_of",
    "quantity_by_hand",
    "words_at",
]

_MARK = "#h"


def claim_by_hand(
    document: Document, entry: ClaimEntry, names: Names, unit: str | None, number: int
) -> Claim:
    """The claim `DOCUMENT#h<number>`, pinned to the entry's words.

    unit: of the obligation it is entered for, if there is one
    Raises InputError where the words do not stand in the text, or in several places.
    """
    text = document.text
    content = _place_of(document, entry.quote, entry.nth, "quote")
    attributed = entry.holder is not None or entry.source is not None
    source = () if entry.source is None else (_nearest_place(document, entry.source, content),)
    holder, holder_id, kind = find_holder(entry.holder, names)
    act = main_act(text, content.start, content.end)
    read = quantities_in(text, content.start, content.end)
    if entry.count is not None:
        read = (quantity_by_hand(entry.count, entry.unit or unit, text, content, read),)
    negated = act.negated if entry.negated is None else entry.negated
    own_modality = modality_of(entry.stance)
    return Claim(
        id=f"{document.id}{_MARK}{number}",
        document=document.id,
        attributed=attributed,
        source=source,
        cue=(),
        content=(content,),
        holder=holder,
        holder_id=holder_id,
        holder_kind=kind,
        chain=() if holder is None else (holder,),
        stance=entry.stance,
        polarity=polarity_of(entry.stance, negated),
        modality=own_modality,
        quotation=Quotation.INDIRECT if attributed else Quotation.NONE,
        caveats=tuple(caveats_in(text, content.start, content.end)),
        said=None,
        event_time=None if entry.event is None else days_by_hand(entry.event, text, content),
        places=(),
        quantities=read,
        proposition=Proposition(
            verb=entry.verb or (act.word.verb if act.word else VerbClass.OTHER),
            verb_text=act.word.lemma if act.word else "",
            negated=negated,
            object=" ".join(text[act.object[0] : act.object[1]].split()),
            party=None,
            site=None,
            aspects=aspects_in(text[content.start : content.end]),
            completed=_tells_completion(entry, act, text[content.start : content.end]),
            links=(),
        ),
        reader=BY_HAND,
    )


def _tells_completion(entry: ClaimEntry, act: ClauseAct, words: str) -> bool:
    """As the person says; else done, unless the words tell of what goes on or is to come."""
    if entry.completed is not None:
        return entry.completed
    return act.completed or not is_under_way(words)


def next_number(document: str, claims: Iterable[Claim]) -> int:
    """The first number that no claim entered for this document has had."""
    start = document + _MARK
    numbers = [int(claim.id.removeprefix(start)) for claim in claims if claim.id.startswith(start)]
    return max(numbers, default=0) + 1


def is_by_hand(claim_id: str) -> bool:
    """Whether an id is one that an entered claim has."""
    return claim_id.rpartition(_MARK)[2].isdecimal() and _MARK in claim_id


def words_at(text: str, spans: Iterable[Span]) -> str:
    """The words of some spans, as a decision quotes them."""
    return " … ".join(text[span.start : span.end] for span in spans)


def polarity_of(stance: Stance, negated: bool) -> Polarity:
    """What a stance puts forward as so or not so."""
    if stance is Stance.DECLINED:
        return Polarity.NEUTRAL
    if negated or stance in {Stance.DENIED, Stance.NOT_CONFIRMED}:
        return Polarity.NEGATIVE
    return Polarity.POSITIVE


def modality_of(stance: Stance) -> Modality:
    """How firmly a stance by itself puts something forward."""
    if stance is Stance.DECLINED:
        return Modality.OPEN
    if stance in {Stance.PROMISED, Stance.THREATENED, Stance.AGREED}:
        return Modality.FUTURE
    return Modality.PROBABLE if stance is Stance.BELIEVED else Modality.CERTAIN


def find_holder(name: str | None, names: Names) -> tuple[str | None, str | None, ActorKind]:
    """Canonical name, actor id and kind of a holder: an actor by its id or any of its names."""
    if name is None:
        return None, None, ActorKind.UNKNOWN
    directory = Directory.of(names, "")
    found: Actor | None = directory.by_id(name) or directory.spelled(name)
    return (name, None, ActorKind.UNKNOWN) if found is None else (
        found.names[0], found.id, found.kind
    )  # fmt: skip


def quantity_by_hand(
    count: float, unit: str | None, text: str, content: Span, read: Iterable[Quantity] = ()
) -> Quantity:
    """A number that a person states, pinned to where it was read, else to the whole content."""
    for quantity in read:
        if quantity.value == count:
            return quantity if unit is None else _with_unit(quantity, unit)
    first = next(iter(read), None)
    counted = unit or (first.unit if first else "")
    words = text[content.start : content.end]
    return Quantity(words, content, Comparison.EXACTLY, count, counted, False, False, None)


def _with_unit(quantity: Quantity, unit: str) -> Quantity:
    return Quantity(
        quantity.text, quantity.span, quantity.comparison, quantity.value, unit,
        quantity.per_side, quantity.preserve, quantity.denominator,
    )  # fmt: skip


def days_by_hand(when: DateRange, text: str, content: Span) -> TimeMention:
    """Days that a person states, pinned to the content that they are the days of."""
    return TimeMention(text[content.start : content.end], content, when)


def _place_of(document: Document, words: str, nth: int | None, what: str) -> Span:
    places = _places(document, words, what)
    if nth is None and len(places) > 1:
        raise InputError(
            f"{document.id}: the {what} stands there {len(places)} times; "
            f"say which with nth, 1 to {len(places)}, or quote more words"
        )
    if nth is not None and not 1 <= nth <= len(places):
        raise InputError(
            f"{document.id}: nth is {nth}, but the {what} stands there "
            f"{count_phrase(len(places), 'time')}; write 1 to {len(places)}"
        )
    return places[(nth or 1) - 1]


def _nearest_place(document: Document, words: str, content: Span) -> Span:
    """The source's words where they stand nearest to the content; before it where in doubt."""
    places = _places(document, words, "source")
    return min(
        places,
        key=lambda span: (max(span.start - content.end, content.start - span.end), span.start),
    )


def _places(document: Document, words: str, what: str) -> tuple[Span, ...]:
    text, found = document.text, []
    if not words.strip():
        raise InputError(f"{document.id}: the {what} is empty; copy words out of the document")
    start = text.find(words)
    while start >= 0:
        found.append(Span(start, start + len(words)))
        start = text.find(words, start + 1)
    if not found:
        raise InputError(
            f"{document.id}: the {what} does not stand there; {_mismatch_hint(text, words)}"
        )
    return tuple(found)


def _mismatch_hint(text: str, words: str) -> str:
    if " ".join(words.split()) in " ".join(text.split()):
        return "it does with other white space: copy the line ends and blanks as they are"
    if words.casefold() in text.casefold():
        return "it does with other capitals: copy them as they are"
    return "copy it exactly out of the document's text, marks included"

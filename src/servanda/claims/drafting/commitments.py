"""Claims of agreeing and promising to duties: what is to be done, to how much, by when, if what."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from servanda.claims.content.time_expressions import Calendar, time_mentions
from servanda.claims.lexicon.word_lists import words
from servanda.claims.text.sentences import sentence_around
from servanda.plurals import plural, singular
from servanda.records import (
    BoundDirection,
    Claim,
    Comparison,
    ConditionMode,
    Document,
    ObligationKind,
    Polarity,
    Quantity,
    Span,
    Stance,
    TimeMention,
    VerbClass,
)

__all__ = ["Commitment", "commitments_in"]

_BINDS = re.compile(
    r"\b(?:agreed|undertook|committed(?:\s+(?:them|it)selves?)?|pledged|promised|vowed)\s+"
    r"(?:\w+\s+){0,2}?to\b|\bshall\b",
    re.I,
)
_NOT_BEFORE = re.compile(r"(?:\b(?:not|never|neither|nor|yet\s+to\s+have)|n't)\s*$", re.I)
_DUE = re.compile(r"(?:by|before|until|till|no\s+later\s+than|not\s+later\s+than)\b", re.I)
_DUE_BEFORE = re.compile(
    r"\b(?:by|before|until|till|(?:no|not)\s+later\s+than)\s+(?:the\s+)?$", re.I
)
_IF = re.compile(
    r"(?:\bonly\s+)?\b(?P<word>if|unless|provided(?:\s+that)?|on\s+condition\s+that|once"
    r"|as\s+long\s+as|so\s+long\s+as)\s+(?=\w)[^.;!?]{3,300}",
    re.I,
)
_OPENS = re.compile(
    r"\W*(?:that\s+)?(?:(?:it|they|he|she|we)\s+)?(?:(?:would|will|shall|to|not|also|each|both"
    r"|jointly|\w+ly)\s+)*"
)
_BEYOND = re.compile(
    r"[,;:]|\s+(?:by|before|until|near|at|in|if|unless|provided|once|no\s+later|within|with)\b"
)
_STARTS_WITH = words(
    "a an the its their his her our all any some each every both this that these those other own"
)
_NO_TEST = words(
    "work strive seek participate endeavour endeavor continue consider try improve support"
    " cooperate discuss explore make remain pursue promote begin start help"
)
_MASS = words("kg kilogram tonne ton gram barrel litre liter gallon dollar euro percent centrifuge")
_ASIDE = words(
    "km kilometre kilometer metre meter mile m day week month year hour minute time side phase"
    " stage step round"
)
_ABSTAINS = frozenset({VerbClass.SUSPEND})
_STATES = frozenset({VerbClass.REMOVE, VerbClass.WITHDRAW, VerbClass.PRESERVE})
_AMOUNTS = frozenset({VerbClass.HAND_OVER, VerbClass.SUPPLY, VerbClass.PRODUCE})
_UPPER = frozenset({Comparison.AT_MOST, Comparison.LESS_THAN})

# Above it a belief over every count says no more than over a level. [judgement; not from outside]
_LARGEST_COUNT = 10_000

_CAPS = re.compile(r"\b(?:cap|limit|restrict|no\s+more\s+than|at\s+most|not\s+exceed)\b", re.I)


@dataclass(frozen=True, slots=True)
class Commitment:
    """One duty as a sentence puts it; `remarks` say, field by field, what it leaves open."""

    claim: Claim
    sentence: Span
    kind: ObligationKind
    verb: str
    object: str
    unit: str | None
    count: int | None
    preserve: int
    bound: tuple[BoundDirection, float] | None
    per_side: bool
    deadline: date | None
    condition: tuple[str, ConditionMode] | None
    unscorable: str | None
    words: str  # of the duty, as they stand
    agreed: bool  # together with others; else by one party alone
    made: TimeMention | None  # when it was agreed or promised
    object_from: Span | None  # the other sentence that says which kind of object is meant
    remarks: tuple[tuple[str, str], ...]


def commitments_in(document: Document, claims: Iterable[Claim]) -> tuple[Commitment, ...]:
    """Every duty that the claims tell of, in text order, none twice."""
    found: dict[tuple[object, ...], Commitment] = {}
    for claim in claims:
        if not claim.content or not _is_binding(claim, document.text):
            continue
        for duty in _commitments(document, claim):
            found.setdefault(_identity_key(duty), duty)
    return _add_preserve_counts(list(found.values()))


def _is_binding(claim: Claim, text: str) -> bool:
    """Whether somebody binds himself, or the article says that somebody has."""
    if claim.attributed and claim.stance in {Stance.AGREED, Stance.PROMISED}:
        return claim.polarity is not Polarity.NEGATIVE or claim.proposition.negated
    if claim.attributed and claim.stance not in {Stance.ASSERTED, Stance.REPORTED_FOR_OTHER}:
        return False
    return _binding_words(claim, text) is not None


def _binding_words(claim: Claim, text: str) -> re.Match[str] | None:
    match = _BINDS.search(text, claim.content[0].start, claim.content[-1].end)
    if match is None or _NOT_BEFORE.search(text[max(0, match.start() - 20) : match.start()]):
        return None
    return match


def _identity_key(duty: Commitment) -> tuple[object, ...]:
    claim = duty.claim
    who = (claim.holder_id, claim.holder) if not claim.proposition.parties else ()
    return (duty.kind, duty.verb, duty.object.lower(), duty.count, duty.bound, duty.deadline, who)


def _add_preserve_counts(duties: list[Commitment]) -> tuple[Commitment, ...]:
    """A duty to remove knows how many its sentence says to keep of the same, and on which sides."""
    kept = {(duty.sentence, duty.unit): duty.count for duty in duties if duty.verb == "preserve"}
    each = {(duty.sentence, duty.unit) for duty in duties if duty.per_side}
    result = []
    for duty in duties:
        of = duty.sentence, duty.unit
        if duty.verb == "preserve":
            duty = replace(duty, per_side=of in each)
        elif duty.kind is ObligationKind.STATE and duty.count:
            duty = replace(duty, preserve=kept.get(of) or 0)
        result.append(duty)
    return tuple(result)


def _commitments(document: Document, claim: Claim) -> Iterable[Commitment]:
    """The act of one claim, and what it says to keep as a duty of its own."""
    text = document.text
    sentence = sentence_around(text, claim.content[0])
    act = claim.proposition
    kept = [quantity for quantity in claim.quantities if _is_preserve_count(quantity)]
    done = [
        quantity
        for quantity in claim.quantities
        if quantity not in kept and _is_countable(quantity)
    ]
    of = done[0] if done else None
    if act.verb is not VerbClass.PRESERVE or not kept:
        yield _commitment(document, claim, sentence, of)
    for quantity in kept[:1]:
        unit, source = _full_unit(text, quantity.unit, sentence)
        made = _commitment(document, claim, sentence, replace(quantity, unit=unit))
        yield replace(
            made,
            kind=ObligationKind.STATE,
            verb="preserve",
            object=plural(unit) if unit else "what is kept",
            unit=unit or None,
            count=int(quantity.value),
            bound=None,
            object_from=source,
            deadline=None,
            unscorable=None,
            per_side=quantity.per_side or made.per_side,
        )


def _is_preserve_count(quantity: Quantity) -> bool:
    """Whether it counts things that are to stay, and is no cap on an amount."""
    whole = quantity.comparison not in _UPPER and _noun(quantity) not in _MASS
    return quantity.preserve and quantity.value >= 1 and whole


def _is_countable(quantity: Quantity) -> bool:
    noun = _noun(quantity)
    return bool(noun) and noun not in _ASIDE and quantity.value > 0


def _noun(quantity: Quantity) -> str:
    """The noun that it counts, "" where the text names none."""
    return next(iter(reversed(quantity.unit.lower().split())), "")


def _commitment(
    document: Document, claim: Claim, sentence: Span, of: Quantity | None
) -> Commitment:
    text = document.text
    first, last = claim.content[0].start, claim.content[-1].end
    bound_at = (
        None if claim.stance in {Stance.AGREED, Stance.PROMISED} else _binding_words(claim, text)
    )
    said = " ".join(text[bound_at.end() if bound_at else first : last].split())
    verb, thing = _verb_and_object(claim, said)
    unit, source = _full_unit(text, of.unit, sentence) if of else ("", None)
    remarks: dict[str, str] = {}
    if of is not None and _restates_count(of, thing):
        thing = plural(unit)
        if source is not None:
            remarks["object"] = f"the sentence says {of.unit!r}; {unit!r} is from elsewhere"
    kind, unscorable = _kind(claim, verb, thing, of, said)
    bound = _bound(of, said) if kind is ObligationKind.LEVEL and of else None
    count = int(of.value) if of and kind is ObligationKind.STATE else None
    if of and of.comparison is not Comparison.EXACTLY and not _is_particle(verb, of):
        remarks["count" if count else "bound"] = f"the text says {of.text!r}"
    deadline, due_text = _deadline(document, claim, sentence)
    if due_text:
        remarks["deadline"] = f"the text says {due_text!r}"
    if kind is ObligationKind.STATE and count is None and not unscorable and not claim.places:
        count = 1
        remarks["count"] = "the text gives no number: 1 stands for the one thing it names; check"
    return Commitment(
        claim=claim,
        sentence=sentence,
        kind=kind,
        verb=verb,
        object=thing,
        unit=unit or None,
        count=count,
        preserve=0,
        bound=bound,
        per_side=bool(of and of.per_side) or bool(re.search(r"\b(?:each|both)\b", said)),
        deadline=deadline,
        condition=_condition(text, claim, sentence),
        unscorable=unscorable,
        words=said.strip(" ,;:.-–—"),
        agreed=claim.stance is Stance.AGREED or bool(bound_at and "agreed" in bound_at[0].lower()),
        made=_commitment_time(claim),
        object_from=source,
        remarks=tuple(sorted(remarks.items())),
    )


def _is_particle(verb: str, of: Quantity) -> bool:
    """ "hand over 15 prisoners" are not more than 15."""
    return verb.endswith(" over") and of.text.lower().startswith("over ")


def _restates_count(of: Quantity, thing: str) -> bool:
    """Whether the object is no more than what is counted: "10 posts", "15 prisoners each"."""
    counted, said = of.text.lower(), thing.lower()
    if not re.search(r"[a-z]", said) or counted.endswith(said):
        return True
    if said.startswith(counted):
        rest = said[len(counted) :].split()
        return set(rest) <= {"each", "apiece", "in", "all"}
    return False


def _verb_and_object(claim: Claim, said: str) -> tuple[str, str]:
    """The verb as read and its object; where nothing was read, the first words of the duty."""
    act = claim.proposition
    verb, thing = act.verb_text.lower(), act.object
    if act.verb is VerbClass.OTHER and not verb:
        rest = said[_opening_end(said) :].split()
        verb = re.sub(r"\W", "", rest[0]).lower() if rest else ""
        thing = thing or _BEYOND.split(" ".join(rest[1:]))[0]
    if not verb or not re.fullmatch(r"[a-z]+(?: [a-z]+)?", verb) or verb in thing.lower():
        verb = act.verb.value.replace("_", " ")
    return verb, _strip_determiners(thing) or "what the sentence says"


def _opening_end(said: str) -> int:
    match = _OPENS.match(said)
    return match.end() if match else 0


def _strip_determiners(thing: str) -> str:
    """An object without the little words and the number before it."""
    left = " ".join(thing.split()).strip(" ,;:.").split(" ")
    while (
        len(left) > 1
        and left[0].lower() in _STARTS_WITH
        and not left[1].endswith(("'s", "’s", "s'"))
    ):
        left.pop(0)
    return " ".join(left)


def _full_unit(text: str, unit: str, sentence: Span) -> tuple[str, Span | None]:
    """The unit in full: a bare "post" is a guard post where the text says "guard posts" elsewhere.

    Also the sentence that says so, if it is another one.
    """
    if not unit or " " in unit:
        return unit, None
    found: dict[str, list[int]] = {}
    ends = re.escape(unit.lower())
    for match in re.finditer(rf"\b([a-z][a-z-]+) ({ends}|{re.escape(plural(unit))})\b", text):
        word = match[1]
        if word not in _STARTS_WITH and not _PLAIN.fullmatch(word):
            found.setdefault(word, []).append(match.start())
    if not found:
        return unit, None
    word = max(found, key=lambda candidate: (len(found[candidate]), -found[candidate][0]))
    where = sentence_around(text, Span(found[word][0], found[word][0]))
    return f"{word} {unit}", None if where == sentence else where


_PLAIN = re.compile(
    r"\w+(?:ing|ed|ly)|(?:of|in|on|at|to|by|for|and|or|no|not|with|from|than|about|over|more|most"
    r"|many|few|several|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|such|new"
    r"|old|last|first|second|third|one|remaining|same|was|were|is|are|has|have|remove|destroy)"
)


def _kind(
    claim: Claim, verb: str, thing: str, of: Quantity | None, said: str
) -> tuple[ObligationKind, str | None]:
    """Which of the four kinds of duty it is, and why it cannot be scored if it cannot."""
    act = claim.proposition
    capped = of is not None and (of.comparison in _UPPER or bool(_CAPS.search(said)))
    massive = of is not None and (
        _noun(of) in _MASS or of.value > _LARGEST_COUNT or of.value % 1 != 0
    )
    no_more = of is not None and of.comparison in _UPPER  # "no more than" negates nothing
    if (capped or massive) and (no_more or not act.negated):
        return ObligationKind.LEVEL, None
    if act.negated or act.verb in _ABSTAINS:
        return ObligationKind.ABSTAIN, None
    if act.verb in _AMOUNTS and of is not None:
        return ObligationKind.LEVEL, None
    if act.verb in _STATES or (of is not None and act.verb is not VerbClass.MEET):
        many = of is None and not claim.places and singular(thing.split()[-1]) != thing.split()[-1]
        reason = (
            "the text does not say how many, or which; write `count` or `sites` and delete this"
        )
        return ObligationKind.STATE, reason if many else None
    if act.verb is VerbClass.OTHER and verb in {*_NO_TEST, "other"}:
        return ObligationKind.ACT, "the text gives no test by which anybody could tell"
    return ObligationKind.ACT, None


def _bound(of: Quantity, said: str) -> tuple[BoundDirection, float]:
    upper = of.comparison in _UPPER or _CAPS.search(said)
    return BoundDirection.AT_MOST if upper else BoundDirection.AT_LEAST, of.value


def _deadline(document: Document, claim: Claim, sentence: Span) -> tuple[date | None, str]:
    """The day by which it is due, and the words for it; words alone where they give no day."""
    text = document.text
    last = max(claim.content[-1].end, min(sentence.end, claim.content[-1].end + 40))
    for mention in time_mentions(text, claim.content[0].start, last, Calendar(document.published)):
        before = text[max(sentence.start, mention.span.start - 24) : mention.span.start]
        if _DUE.match(mention.text) or _DUE_BEFORE.search(before):
            return mention.when.end, mention.text
    return None, ""


def _condition(text: str, claim: Claim, sentence: Span) -> tuple[str, ConditionMode] | None:
    """What must be so first, in the words of the sentence."""
    first, last = claim.content[0].start, claim.content[-1].end
    match = _IF.search(text, first, max(last, sentence.end))
    if match is None:
        match = _IF.match(text, sentence.start, first)
    if match is None:
        return None
    said = match.group()
    if match.start() < first:
        said = said.split(",")[0]
    mode = ConditionMode.WHILE if match["word"].lower().endswith("long as") else ConditionMode.IF
    return " ".join(said.split()), mode


def _commitment_time(claim: Claim) -> TimeMention | None:
    """When the word was given: a time beside what was promised, not in it."""
    for mention in (claim.event_time, claim.said):
        if (
            mention is not None
            and mention.when.has_date
            and not _lies_in(mention.span, claim.content)
        ):
            return mention
    return None


def _lies_in(span: Span, parts: Sequence[Span]) -> bool:
    return any(part.start <= span.start < part.end for part in parts)

"""A predicate as plain sentences: kept, and broken."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from enum import Enum

from servanda.claims.drafting.predicates import Predicate, PredicateWord
from servanda.claims.lexicon.verb_forms import participle, third_person
from servanda.claims.lexicon.word_lists import words
from servanda.plurals import singular

__all__ = ["broken_sentences", "kept_sentences"]

_NAMED_EACH = 3  # bearers that are named one by one where one of them suffices [limit]
_NOT_ITS_OBJECT = re.compile(r",|\b(?:by|rate|number|numbers|pace|whom|which|with)\b")
_NEAR = 60  # characters from a verb in which a bound belongs to its object [judgement; by eye]

_STOPS = words("suspend halt interrupt discontinue stop terminate cancel")
_CEASES = words("cease stop end halt discontinue")
_REFRAINS = words("refrain abstain desist")
_LEAVES = words("withdraw remove evacuate clear")
_FREES = words("release free liberate repatriate")
_LASTS = words("keep maintain remain retain stay observe respect uphold preserve")
_LEAST = re.compile(r"\b(?:(?:not|no) (?:fewer|less)|at least)( than)?\b")
_MOST = re.compile(r"\b(?:(?:not|no) more than|at most)\b")
_JOINT = re.compile(
    r"\b(?:their|they|them|together|jointly|each other|one another|two|joint|met|meet)\b", re.I
)
_NO_SUBJECT = re.compile(r"no\s+", re.I)
# Names that end as a plural does and are one.
_ONE = words("States Nations Netherlands Philippines Emirates Maldives Seychelles Bahamas")


_COUNTS = words("two three four five six seven eight nine ten twelve")

_PARTICLES = words("over out back off up down")


class _Form(Enum):
    DONE = "has done"
    NOT_DONE = "has not done"
    FAILED = "has failed to do"
    YET = "has yet to be done"


def kept_sentences(of: Predicate, bearers: Sequence[str]) -> Iterator[str]:
    """What would be said of it if it were kept, the plainest first."""
    who, many = _who(of, bearers)
    if of.denied and not _NO_SUBJECT.match(who):
        yield _sentence(of, who, many, _Form.DONE if _says_no(of) else _Form.NOT_DONE)
        if of.lemma in _STOPS and of.target:
            yield _line(f"{who} {_have(many)} gone on with {of.target}")
            yield _line(f"{who} {_have(many)} resumed {of.target}")
        return
    for inner in of.ensured:
        yield from kept_sentences(inner, bearers)
    yield _sentence(of, who, many, _Form.DONE)
    yield from _kept_otherwise(of, who, many, bearers)


def _kept_otherwise(of: Predicate, who: str, many: bool, bearers: Sequence[str]) -> Iterator[str]:
    if of.lemma in _REFRAINS and (avoided := _engagement(of)):
        yield _line(f"{who} {_have(many)} not {re.sub(r'(?<=in )(?:all|every)', 'any', avoided)}")
    elif of.lemma in _CEASES and of.target:
        yield _line(f"{who} {_have(many)} put an end to {of.target}")
    elif of.lemma in _LASTS:
        yield _line(f"{who} still {_now(of, many)}")
    elif of.passive and not of.agent and not of.denied:
        yield from _active(of, bearers, "")


def broken_sentences(of: Predicate, bearers: Sequence[str]) -> Iterator[str]:
    """What would be said of it if it were broken, the plainest first."""
    who, many = _who(of, bearers)
    if of.denied or _NO_SUBJECT.match(who):
        yield from _done_all_the_same(of, who, many, bearers)
        return
    for inner in of.ensured:
        yield from broken_sentences(inner, bearers)
    short = _short_of(of)
    if short is not None:
        yield _sentence(short, who, many, _Form.DONE)
        yield _sentence(of, who, many, _Form.YET if of.passive else _Form.FAILED)
        return
    for name, plural in _each(of, who, many, bearers):
        yield _sentence(of, name, plural, _Form.NOT_DONE)
    yield from _broken_otherwise(of, who, many)


def _broken_otherwise(of: Predicate, who: str, many: bool) -> Iterator[str]:
    if of.lemma in _REFRAINS and (avoided := _engagement(of)):
        yield _line(f"{who} {_have(many)} {_some(avoided)}")
    elif of.lemma in _CEASES and of.target:
        yield _line(f"{who} {_have(many)} gone on with {_bare(of.target)}")
        yield _line(f"{who} {_have(many)} resumed {_bare(of.target)}")
    elif of.lemma in _LEAVES and of.source and of.target:
        thing = re.sub(r"^its\b", "their", _bare(of.target)) if many else _bare(of.target)
        yield _line(f"{who} still {_have(many)} {thing} in {of.source}")
    elif of.lemma in _FREES and of.target:
        yield _line(f"{who} still {'hold' if many else 'holds'} {_bare(of.target)}")
    elif of.lemma in _LASTS:
        yield _line(f"{who} no longer {_now(of, many)}")
    elif of.passive:
        yield _sentence(of, who, many, _Form.YET)
    elif of.lemma != "be":
        yield _sentence(of, who, many, _Form.FAILED)


def _done_all_the_same(
    of: Predicate, who: str, many: bool, bearers: Sequence[str]
) -> Iterator[str]:
    """Of what is not to be done: that it was done."""
    if match := _NO_SUBJECT.match(who):
        who = f"some {who[match.end() :]}"
    done = replace(of, pieces=_some_pieces(of.pieces))
    for name, plural in _each(of, who, many, bearers):
        yield _sentence(done, name, plural, _Form.DONE)
    if of.lemma in _STOPS and of.target:
        yield _line(f"{who} {_have(many)} stopped {of.target}")


# who


def _who(of: Predicate, bearers: Sequence[str]) -> tuple[str, bool]:
    """The subject with its number: the bearers where the clause only says "the Parties"."""
    if of.generic and bearers:
        return _joint_name(bearers), len(bearers) > 1 or _is_many(bearers[0])
    return of.subject or "somebody", of.plural


def _joint_name(names: Sequence[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _is_many(name: str) -> bool:
    last = name.split()[-1] if name.split() else ""
    if last.lower() in _COUNTS:
        return True
    return singular(last) != last and last not in _ONE and name.lower().startswith("the ")


def _each(
    of: Predicate, who: str, many: bool, bearers: Sequence[str]
) -> Iterator[tuple[str, bool]]:
    """Who may have broken it alone: each bearer, unless they act together."""
    said = "".join(piece.text + piece.blank for piece in of.pieces)
    if of.generic and 1 < len(bearers) <= _NAMED_EACH and not _JOINT.search(said):
        for name in bearers:
            yield name, _is_many(name)
    else:
        yield who, many


# forms


def _sentence(of: Predicate, who: str, many: bool, form: _Form) -> str:
    bare = {_Form.FAILED: "failed to", _Form.YET: "yet to"}
    if of.lemma == "be" and not of.passive and form not in bare:
        denial = "" if form is _Form.DONE else "not "
        opening = f"{'are' if many else 'is'} {denial}"
        words_after = _words(of.pieces[1:], participle)
    elif form in bare:
        opening, words_after = f"{_have(many)} {bare[form]} ", _words(of.pieces, _same)
    else:
        denial = "" if form is _Form.DONE else "not "
        opening, words_after = f"{_have(many)} {denial}", _words(of.pieces, participle)
    if of.generic and many and not of.plural:  # "each Party ... its": "they ... their"
        for single, several in (("its", "their"), ("itself", "themselves"), ("by it", "by them")):
            words_after = re.sub(rf"\b{single}\b", several, words_after)
    lead = f" {of.lead}" if of.lead else ""
    return _line(f"{who} {opening}{words_after}{lead}")


def _words(pieces: Sequence[PredicateWord], form: object) -> str:
    assert callable(form)
    return "".join(
        (form(piece.lemma) if piece.lemma else piece.text) + piece.blank for piece in pieces
    ).strip()


def _same(lemma: str) -> str:
    return lemma


def _now(of: Predicate, many: bool) -> str:
    """The predicate in the present tense."""
    return _words(of.pieces, _same if many else third_person)


def _have(many: bool) -> str:
    return "have" if many else "has"


def _line(said: str) -> str:
    """As one sentence: a capital first, one full stop."""
    said = " ".join(said.split()).rstrip(" .,;:")
    said = re.sub(r"\s+,", ",", said)
    return f"{said[:1].upper()}{said[1:]}."


def _active(of: Predicate, bearers: Sequence[str], denial: str) -> Iterator[str]:
    """ "The bearer has vacated the camps" for "the camps shall be vacated"."""
    verbs = [piece for piece in of.pieces[1:4] if piece.text.isalpha()]
    said = _words(of.pieces[1:], participle)
    if of.generic or not bearers or not verbs or _NO_SUBJECT.match(of.subject):
        return
    if " and " in said or len(of.subject.split()) > 12:
        return
    first, _, rest = said.partition(" ")
    if (particle := rest.split(" ")[0].strip(",")) in _PARTICLES:
        first, rest = f"{first} {particle}", rest.partition(" ")[2]
    if any(name.removeprefix("the ") in of.subject for name in bearers):
        return
    many = len(bearers) > 1 or _is_many(bearers[0])
    yield _line(
        f"{_joint_name(bearers)} {_have(many)} {denial}{first} {of.inside.rstrip(' ,')} {rest}"
    )


def _engagement(of: Predicate) -> str:
    """What one refrains from, as having been done: "attacked Z", "engaged in hostilities"."""
    said = _words(of.pieces, _same)
    match = re.search(r"\bfrom\s+(.+)", said)
    if match is None:
        return ""
    return f"engaged in {match[1]}"


def _says_no(of: Predicate) -> bool:
    """True where the object denies it already: "has held no manoeuvre"."""
    return any(piece.text.lower() == "no" for piece in of.pieces[1:3])


def _short_of(of: Predicate) -> Predicate | None:
    """The same with less than is asked, or more than is allowed; None without a bound."""
    said = _words(of.pieces, _same)
    for pattern, instead in ((_LEAST, "fewer than"), (_MOST, "more than")):
        match = pattern.search(said)
        before = said[: match.start()] if match else ""
        if match is None or len(before) > _NEAR or _NOT_ITS_OBJECT.search(before):
            continue
        words_in = "less than" if "less" in match[0] else instead
        return replace(of, pieces=_replace_words(of.pieces, pattern, words_in))
    return None


def _replace_words(
    pieces: Sequence[PredicateWord], pattern: re.Pattern[str], instead: str
) -> tuple[PredicateWord, ...]:
    """The pieces with the first match of a pattern, which holds no verb, written otherwise."""
    starts, said = [], ""
    for piece in pieces:
        starts.append(len(said))
        said += (piece.lemma or piece.text) + piece.blank
    match = pattern.search(said)
    if match is None:
        return tuple(pieces)
    inside = [n for n, at in enumerate(starts) if match.start() <= at < match.end()]
    if any(pieces[n].lemma for n in inside):
        return tuple(pieces)
    blank = pieces[inside[-1]].blank
    return (*pieces[: inside[0]], PredicateWord(instead, blank), *pieces[inside[-1] + 1 :])


def _some(said: str) -> str:
    return re.sub(r"\b(?:any|every|no)\b", "some", re.sub(r"\ball (?:of )?", "", said))


def _some_pieces(pieces: Sequence[PredicateWord]) -> tuple[PredicateWord, ...]:
    """ "any" of what was not to be done as "some" of what was done."""
    instead = {"any": "some", "no": "some", "nor": "or", "neither": ""}
    return tuple(
        piece if piece.lemma else replace(piece, text=instead.get(piece.text.lower(), piece.text))
        for piece in pieces
    )


def _bare(thing: str) -> str:
    """The thing without "all"."""
    return re.sub(r"^(?:all|any|every)(?: of)?\s+", "", thing)

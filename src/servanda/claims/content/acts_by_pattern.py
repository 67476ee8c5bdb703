"""Acts read from plain text: the first verb of a duty in a clause, with what stands around it."""

from __future__ import annotations

import re

from servanda.claims.attribution.draft import ClauseAct, shift_word
from servanda.claims.lexicon.act_words import ActWord, act_words
from servanda.records import VerbClass

__all__ = ["main_act"]

_CLAUSE_EDGE = re.compile(
    r"[,;:.—–]\s|\s-\s|\b(?:but|while|whereas|although|though|because|after|before|when|that|which|who)\s|\band\s+(?=(?:the|that|it|its|they|both|each|[A-Z]))",
    re.I,
)
_NEGATION = re.compile(
    r"\b(?:no\s+longer|not(?!\s+(?:only|just))|n't|never|no|nor|neither|none|without|yet\s+to|refrain\w*|abstain\w*"
    r"|fail(?:s|ed)?\s+to|forgo(?:es|ne|ing)?|forwent|refus(?:e|es|ed|al)\s+to|declin(?:e|ed|es)\s+to|rul(?:e|ed|es)\s+out|nothing|zero)\b|n't\b",
    re.I,
)
_UNDONE_AFTER = re.compile(
    r"^[\w\s'-]{0,60}?\b(?:stall(?:s|ed)?|ha(?:s|ve|d)\s+not|did\s+not|does\s+not|not\s+(?:yet|been|taken|resumed)|never|has\s+stopped|had\s+stopped|paused|no\s+longer)\b",
    re.I,
)
_NOT_DONE = re.compile(
    r"\b(?:will|would|shall|to|going\s+to|plan\w*|agree[sd]?|promis\w+|pledg\w+|vow\w*|begin\w*|began|begun|start\w*|continu\w+|under\s+way|underway|being|may|might|could|can|should|must|intend\w*|threaten\w*|prepar\w+|propos\w+|schedul\w+|possibility\s+of|is|are|orders?|ordered|aim\w*|set\s+to|due\s+to|about\s+to|possible|call\w*\s+for)\s+(?:\w+\s+){0,3}$",
    re.I,
)
_DONE_ING = re.compile(r"\b(?:finish\w*|complet\w+|end(?:ed|s)?)\s+(?:\w+\s+){0,2}$", re.I)
_DONE_NOUN = re.compile(
    r"\b(?:complet\w+|finish\w*|over|done|ended|carried\s+out|took\s+place|taken\s+place|conducted|held|staged|concluded|performed)\b",
    re.I,
)
_GOING_ON = re.compile(
    r"\b(?:under\s?way|began|begun|begin\w*|start(?:s|ed|ing)?|continu\w+|in\s+progress|ongoing|planned|will|would|expected|scheduled|agreed|due)\b",
    re.I,
)
_EVENTS = frozenset(
    {
        VerbClass.TEST,
        VerbClass.LAUNCH,
        VerbClass.EXERCISE,
        VerbClass.FIRE,
        VerbClass.MEET,
        VerbClass.INSPECT,
        VerbClass.SUSPEND,
        VerbClass.RESUME,
    }
)
_PASSIVE = re.compile(
    r"\b(?:is|are|was|were|be|been|being|get|got)\s+(?:\w+ly\s+|also\s+|all\s+|now\s+|partly\s+|only\s+|not\s+|still\s+)*$",
    re.I,
)
_OBJECT_STOP = re.compile(
    r"(?<!\d),|,(?!\d)|[;:()—–\"]|\.(?!\d)|\s-\s|\b(?:in|at|on|within|by|after|before|since|during|near|to|that|which|who|as|while|with|from|for|until|along|through|under|but|so|because|when|where|was|were|is|are|has|have|had|will|would|against|into|over|if|and\s+(?:to|then|also|that|it|its|they|the\s+\w+ry|\w+ed|preserve|keep|agreed|said|left))\b",
    re.I,
)
_LEADING = re.compile(r"^(?:\s|that\b|and\b|also\b|then\b|all\b(?=\s+of)|both\b|,)+", re.I)
_GOVERNORS = frozenset(
    {VerbClass.SUSPEND, VerbClass.RESUME, VerbClass.REFUSE_ACCESS, VerbClass.HAND_OVER}
)


def main_act(text: str, start: int, end: int) -> ClauseAct:
    """The act that a stretch of plain text is about: its first verb, else its first noun."""
    words = [shift_word(word, start) for word in act_words(text[start:end])]
    word = _chosen(text, words)
    if word is None:
        return ClauseAct(
            None, _negated_at_all(text[start:end]), False, (start, start), (start, start)
        )
    edge = _clause_start(text, start, word.start)
    passive = not word.noun and bool(_PASSIVE.search(text, edge, word.start))
    return ClauseAct(
        word,
        _negated(text, edge, word, end),
        _completed(text, edge, word, end, passive),
        _subject(text, edge, word, end, passive),
        _object(text, edge, word, end, passive),
    )


def _chosen(text: str, words: list[ActWord]) -> ActWord | None:
    """The first verb; a noun before it if the verb only tells what became of that noun's act."""
    telling = [w for w in words if w.verb not in {VerbClass.MEET, VerbClass.DECLARE}] or words
    verbs = [word for word in telling if not word.noun]
    nouns = [word for word in telling if word.noun]
    if not verbs:
        return nouns[0] if nouns else None
    first = verbs[0]
    if nouns and nouns[0].start < first.start and first.verb not in _GOVERNORS:
        between = text[nouns[0].end : first.start]
        if (
            nouns[0].verb is not VerbClass.OPERATE
            and not _CLAUSE_EDGE.search(between)
            and len(between) > 25
        ):
            return nouns[0]
    return first


CONVERSE = frozenset({"receive", "gather", "take delivery", "store", "accept", "collect"})
_FROM = re.compile(r"\bfrom\s+((?:the\s+)?[A-Z][^,;.]{1,60})")


def _clause_start(text: str, start: int, position: int) -> int:
    """Where the clause of a word begins, as far as punctuation and conjunctions tell."""
    edge = start
    for match in _CLAUSE_EDGE.finditer(text, start, position):
        edge = match.end()
    return edge


def _negated_at_all(content: str) -> bool:
    return bool(re.search(r"\b(?:not|never|no|refrain\w*|abstain\w*)\b|n't\b", content[:80], re.I))


def _negated(text: str, edge: int, word: ActWord, end: int) -> bool:
    if word.denies:
        return True
    before = text[edge : word.start]
    negations = len(_NEGATION.findall(before))
    if "nothing but" in before.lower():
        negations -= 1
    if re.match(r"(?:go|going|went|gone).*without", word.form) or word.lemma == "not let in":
        return negations > 1
    if negations % 2:
        return True
    if word.noun:
        after = text[word.end : min(end, word.end + 90)]
        stop = _CLAUSE_EDGE.search(after)
        return bool(_UNDONE_AFTER.search(after[: stop.start()] if stop else after))
    return bool(
        re.match(r"\s+(?:no|none\s+of|neither|not)\b", text[word.end : word.end + 12], re.I)
    )


def _completed(text: str, edge: int, word: ActWord, end: int, passive: bool) -> bool:
    before = text[edge : word.start]
    if word.noun:
        clause = text[edge : min(end, word.end + 80)]
        if _GOING_ON.search(clause):
            return False
        return bool(_DONE_NOUN.search(clause)) or word.verb in _EVENTS
    if word.lemma.startswith("be "):
        return not re.search(r"\b(?:will|would|to)\s+(?:\w+\s+)?$", before, re.I)
    if word.form.split()[0].endswith("ing"):
        return bool(_DONE_ING.search(before))
    perfect = re.search(r"\b(?:ha(?:s|ve|d)|'ve|having)\s+(?:\w+\s+){0,3}$", before, re.I)
    if perfect and not re.search(r"\b(?:to|being|begun|started)\s+(?:\w+\s+)?$", before, re.I):
        return True
    if passive:
        return not re.search(
            r"\b(?:being|will\s+be|would\s+be|to\s+be|can\s+be|could\s+be|should\s+be|must\s+be|be)\s+(?:\w+\s+)?$",
            before,
            re.I,
        )
    if _NOT_DONE.search(before):
        return False
    return _is_past(word)


def _is_past(word: ActWord) -> bool:
    first = word.form.split()[0]
    base = word.lemma.split()[0]
    return first not in {base, base + "s", base + "es"} or base in {"put"}


def _subject(text: str, edge: int, word: ActWord, end: int, passive: bool) -> tuple[int, int]:
    """Who acts: what stands before an active verb, or after "by"; who gives, not who receives."""
    if word.lemma in CONVERSE:
        giver = _FROM.search(text, word.end, min(end, word.end + 160))
        return (giver.start(1), giver.end(1)) if giver else (edge, edge)
    by = re.compile(
        r"\bby\s+((?:the\s+)?[A-Z][^,;.]{1,60}|northern[^,;.]{0,40}|southern[^,;.]{0,40})"
    ).search(text, word.end, min(end, word.end + 90))
    if (passive or word.noun) and by:
        return by.start(1), by.end(1)
    return (edge, edge) if passive else (edge, word.start)


def _object(text: str, edge: int, word: ActWord, end: int, passive: bool) -> tuple[int, int]:
    """On what: what stands after an active verb or after "of", or before a passive one."""
    if word.lemma.startswith("be "):
        return _noun_before(text, edge, word.start)
    if passive:
        verb = _PASSIVE.search(text, edge, word.start)
        return _noun_before(text, edge, verb.start() if verb else word.start)
    if word.noun:
        of = re.compile(r"\s+(?:of|on|at|in)\s+(?=\S)").match(text, word.end, end)
        if of and word.verb not in {VerbClass.TEST, VerbClass.LAUNCH, VerbClass.EXERCISE}:
            return _noun_after(text, of.end(), end)
        return _compound(text, edge, word)
    found = _noun_after(text, word.end, end)
    if found[0] == found[1] and word.form.endswith("ed"):
        return _noun_before(text, edge, word.start)
    return found


def _noun_after(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    stop = _OBJECT_STOP.search(text, start, end)
    last = stop.start() if stop else end
    last = min(last, start + 140)
    return start, start + len(text[start:last].rstrip())


def _noun_before(text: str, edge: int, stop: int) -> tuple[int, int]:
    lead = _LEADING.match(text[edge:stop])
    first = edge + (lead.end() if lead else 0)
    piece = re.sub(
        r"\s+(?:has|have|had|will|would|can|could|may|might|must|should|to|are|is|also|all|not|already)(?:\s+\w+)?\s*$",
        "",
        text[first:stop].rstrip(),
    )
    return first, first + len(piece.rstrip())


def _compound(text: str, edge: int, word: ActWord) -> tuple[int, int]:
    """A noun with what stands before it: "the annual military drills"."""
    before = re.search(r"(?:[\w'.-]+\s+){1,6}$", text[edge : word.start])
    if before is None:
        return word.start, word.end
    words = before.group()
    cut = [
        m.end()
        for m in re.finditer(
            r"\b(?:the|a|an|no|any|of|its|their|that|this|held|conducted|has|have|had|and\s+no|for|to|in|on|from|with|about|not|out|suspended|resuming|carried)\s+",
            words,
            re.I,
        )
    ]
    return word.start - len(words) + (cut[-1] if cut else 0), word.end

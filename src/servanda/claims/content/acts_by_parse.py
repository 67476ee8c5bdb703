"""Acts read from a dependency parse: class, who, on what, done or not.

Every word of the act lexicon in a clause is looked up in the tree; the one nearest to the clause's
head is its act. Negation and completion are gathered on the way from the act up to that head:
"has *begun* to demolish", "*no sign* of tests", "*agreed* to remove".
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from servanda.claims.attribution.draft import AttributionDraft, ClauseAct
from servanda.claims.content.acts_by_pattern import CONVERSE
from servanda.claims.content.factuality import unrealised_as
from servanda.claims.lexicon.act_words import ActWord, act_words
from servanda.claims.lexicon.word_lists import words
from servanda.claims.text.coordination import WATCHES, is_joint_act
from servanda.claims.text.spans import trim_span
from servanda.claims.text.tokens import text_of, tokens_within
from servanda.records import Span, VerbClass

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["with_acts"]

_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
_V = VerbClass
_EVENTS = frozenset(
    {
        _V.TEST,
        _V.LAUNCH,
        _V.EXERCISE,
        _V.FIRE,
        _V.MEET,
        _V.INSPECT,
        _V.SUSPEND,
        _V.RESUME,
        _V.HAND_OVER,
    }
)
_GOVERNORS = frozenset({_V.SUSPEND, _V.RESUME, _V.REFUSE_ACCESS, _V.PRESERVE})
_UNFINISHED = words(
    "begin start continue agree promise plan want order prepare decide call propose vow",
    "pledge work aim try intend threaten undertake urge ask demand offer expect commit seek",
    "resume schedule hope need allow require oblige set due able ready willing possibility",
    "talk discuss consider mean target task",
)
_FINISHES = words(
    "finish complete conclude end carry conduct hold stage perform take do make undergo",
    "witness watch see confirm verify certify",
)
_MENTIONS = words(
    "name mention list cover concern describe define",
)
_UNDOES = words(
    "fail refuse decline forgo refrain abstain stall lack miss rule avoid eschew deny",
)
_STOPS = words(
    "stop cease halt pause",
)
_NOT_OF_NOUN = words(
    "with by after before during under since until within as",
)
_MODALS = words(
    "will would wo 'll may might could can should must shall ca",
)
_SPAN_OBJECTS = frozenset({_V.TEST, _V.LAUNCH, _V.EXERCISE, _V.FIRE, _V.MEET, _V.INSPECT})


def with_acts(doc: Doc, draft: AttributionDraft) -> list[AttributionDraft]:
    """The draft with its act; and one more draft for every further coordinated clause with another.

    The first keeps the whole content and has its own clause as focus; the others are parts of it.
    """
    clauses = _clauses(doc, draft)
    acts = [(span, head, _act(doc, span, head)) for span, head in clauses]
    if not acts:
        return [draft]
    # The clause with a subject of its own says what it is about, and then the one with an act.
    acts.sort(key=lambda one: (not _stands_alone(one[1]), one[2].word is None))
    span, main, first = acts[0]
    result = [replace(draft, act=first, focus=(span,))]
    others = [(other, act) for other, head, act in acts[1:] if _is_clause(head, main)]
    for other, act in [*others, *_further_nouns(doc, first, span)]:
        if act.word is not None and not _same(first, act):
            result.append(replace(draft, content=(other,), act=act, focus=(other,), part=True))
    if len(result) == 1:
        result[0] = replace(result[0], focus=())
    return result


def _stands_alone(head: Token) -> bool:
    return any(child.dep_ in _SUBJECTS for child in head.children)


def _is_clause(head: Token, main: Token) -> bool:
    """Whether a stretch is a statement of its own: it has a subject, or shares one."""
    return _stands_alone(head) or (head.dep_ == "conj" and _is_verb(head)) or main.dep_ == "conj"


def _same(one: ClauseAct, other: ClauseAct) -> bool:
    """Whether two acts are of one class, on one object as far as can be told."""
    if one.word is None or other.word is None or one.word.verb is not other.word.verb:
        return False
    return not _apart(one, other)


def _further_nouns(doc: Doc, first: ClauseAct, span: Span) -> list[tuple[Span, ClauseAct]]:
    """Other acts coordinated with a noun: "no nuclear test and no missile launch"."""
    if first.word is None or not first.word.noun:
        return []
    token = _token_at(doc, first.word)
    result = []
    for conj in token.conjuncts if token is not None else ():
        start, end = conj.left_edge.idx, conj.right_edge.idx + len(conj.right_edge)
        if conj.idx < first.word.end or not span.start <= start < end <= span.end:
            continue
        words = [w for w in act_words(text_of(doc)[start:end]) if w.verb is not first.word.verb]
        if words:
            word = replace(words[0], start=words[0].start + start, end=words[0].end + start)
            act = replace(first, word=word, object=(start, end))
            result.append((Span(start, end), act))
    return result


def _apart(one: ClauseAct, other: ClauseAct) -> bool:
    """Whether two acts of one class have objects of their own."""
    return (
        one.object[0] < one.object[1]
        and other.object[0] < other.object[1]
        and one.object != other.object
    )


# --- clauses -----------------------------------------------------------------------------------


def _clauses(doc: Doc, draft: AttributionDraft) -> list[tuple[Span, Token]]:
    """The coordinated clauses of a content, each with its head."""
    result: list[tuple[Span, Token]] = []
    for part in draft.content:
        tokens = tokens_within(doc, part.start, part.end)
        inside = {t.i for t in tokens}
        tops = [t for t in tokens if t.head.i not in inside or t.head == t]
        for top in tops:
            heads = [
                top,
                *(c for c in top.conjuncts if c.i in inside and c.i > top.i and _is_verb(c)),
            ]
            if not _is_verb(top):
                heads = [top]
            heads = [one for one in heads if not is_joint_act(one)]
            result += _cut(doc, part, heads, alone=len(tops) == 1)
    return result


def _is_verb(token: Token) -> bool:
    return token.pos_ in {"VERB", "AUX"}


def _cut(doc: Doc, part: Span, heads: list[Token], *, alone: bool) -> list[tuple[Span, Token]]:
    """The content cut where each coordinated clause begins."""
    starts = []
    for number, head in enumerate(heads):
        own = [
            c
            for c in head.children
            if c.i < head.i and c.dep_ in {*_SUBJECTS, "aux", "auxpass", "neg", "mark", "nmod"}
        ]
        starts.append(min([head.i, *(c.left_edge.i for c in own)]) if number else head.left_edge.i)
    pieces = []
    for number, head in enumerate(heads):
        begin = part.start if number == 0 and alone else max(part.start, doc[starts[number]].idx)
        if number + 1 < len(heads):
            end = doc[starts[number + 1]].idx
        else:
            last = doc[head.right_edge.i]
            end = part.end if alone else min(part.end, last.idx + len(last))
        span = trim_span(text_of(doc), begin, max(begin, end))
        if span is not None:
            pieces.append((_without_and(doc, span), head))
    return pieces


def _without_and(doc: Doc, span: Span) -> Span:
    text = text_of(doc)[span.start : span.end]
    for word in (" and", " but", " or"):
        if text.endswith(word):
            return trim_span(text_of(doc), span.start, span.end - len(word)) or span
    return span


# --- the act of one clause -----------------------------------------------------------------------


def _act(doc: Doc, span: Span, head: Token) -> ClauseAct:
    """The act nearest to the head of a clause."""
    candidates = []
    for word in act_words(text_of(doc)[span.start : span.end]):
        moved = replace(word, start=word.start + span.start, end=word.end + span.start)
        token = _token_at(doc, moved)
        if token is None or _is_misread(token, moved) or _is_mentioned(token, moved):
            continue
        candidates.append((moved, token, _path(token, head)))
    candidates = [one for one in candidates if not _is_watching(one, candidates)]
    if not candidates:
        return ClauseAct(
            None, _negated_clause(head), False, (span.start, span.start), (span.start, span.start)
        )
    word, token, path = min(candidates, key=lambda c: (_rank(c[0], c[1], c[2]), c[0].start))
    return ClauseAct(
        word,
        _negated(word, token, path),
        _completed(word, token, path),
        _extent(_subject(word, token, path), span),
        _object_extent(word, token, span),
        unrealised_as(path),
    )


def _is_watching(
    one: tuple[ActWord, Token, list[Token]], candidates: list[tuple[ActWord, Token, list[Token]]]
) -> bool:
    """ "Verified the destruction of ten posts" is about the destruction."""
    word, token, _ = one
    seen = word.lemma in WATCHES and token.tag_ in {"VBD", "VBN"}
    return seen and any(
        other.verb is not word.verb and token in path[1:] and (other.noun or done.dep_ == "conj")
        for other, done, path in candidates
    )


def _token_at(doc: Doc, word: ActWord) -> Token | None:
    """The token that carries an act: the verb, or the last word of a noun."""
    inside = tokens_within(doc, word.start, word.end)
    if not inside:
        return None
    if word.noun:
        return inside[-1]
    verb = next((t for t in inside if t.pos_ == "VERB"), None)
    return verb or next((t for t in inside if t.pos_ in {"AUX", "ADJ"}), inside[0])


def _is_misread(token: Token, word: ActWord) -> bool:
    """Whether the parse says that a verb of the lexicon is a noun here, or the reverse."""
    if word.noun:
        return token.dep_ in {"compound", "amod", "nmod"} and token.head.pos_ in {"NOUN", "PROPN"}
    if " " in word.lemma:
        return False
    return (
        token.pos_ in {"PROPN", "NUM"}
        or token.dep_ in {"compound", "amod"}
        or (token.pos_ == "NOUN" and token.tag_ != "VBG" and not word.form.endswith("ing"))
    )


def _is_mentioned(token: Token, word: ActWord) -> bool:
    """ "The text names nuclear tests": a noun that is spoken of, not said to have happened."""
    while token.dep_ == "conj":
        token = token.head
    return word.noun and token.dep_ == "dobj" and token.head.lemma_ in _MENTIONS


def _path(token: Token, head: Token) -> list[Token]:
    """The tokens from an act up to the head of its clause, the act first."""
    path = [token]
    while path[-1] != head and path[-1].head != path[-1]:
        path.append(path[-1].head)
    return path


def _rank(word: ActWord, token: Token, path: list[Token]) -> float:
    """How far an act is from the clause's head; relative clauses and adverbials count as far."""
    cost = float(len(path) - 1)
    for step in path[:-1]:
        if step.dep_ in {"relcl", "advcl"}:
            cost += 4
        elif step.dep_ in {"ccomp", "xcomp", "conj"}:
            cost -= 0.5
        elif step.dep_ in {"acl"} or step.dep_ == "pobj":
            cost += 0.5
    if word.verb in {_V.MEET, _V.DECLARE}:
        cost += 3
    if word.verb in {_V.OPERATE, _V.SUPPLY} and word.noun:
        cost += 2
    return cost


def _negated_clause(head: Token) -> bool:
    return any(child.dep_ == "neg" for child in head.children)


def _negated(word: ActWord, token: Token, path: list[Token]) -> bool:
    """Whether an odd number of negations stands on the way from the act to its head."""
    count = 0
    for number, step in enumerate(path):
        count += any(child.dep_ == "neg" for child in step.children)
        count += any(
            child.lower_ in {"no", "neither", "zero"} and child.dep_ in {"det", "nummod", "advmod"}
            for child in step.children
        )
        count += any(
            (child.dep_ in _SUBJECTS or child.dep_ == "dobj")
            and (_is_none(child))
            and child != path[number - 1]
            for child in step.children
        )
        count += any(
            c.lower_ == "no" and child.dep_ in {"amod", "nummod", "advmod"}
            for child in step.children
            for c in child.children
        )
        count += step.lower_ == "without"
        if number:
            count += step.lemma_ in _UNDOES or (
                step.lemma_ in _STOPS and word.verb not in _GOVERNORS
            )
    if word.denies:  # the negation it may hold is its own
        return True
    if word.lemma == "not let in":
        count = max(0, count - 1)
    return count % 2 == 1


def _is_none(token: Token) -> bool:
    """ "no test", "none of the posts", "nothing"."""
    return token.lower_ in {"none", "nothing", "nobody"} or any(
        child.lower_ in {"no", "neither"} and child.dep_ in {"det", "preconj"}
        for child in token.children
    )


def _completed(word: ActWord, token: Token, path: list[Token]) -> bool:
    if word.denies:
        return not any(c.lower_ in {"will", "would"} for step in path for c in step.children)
    above = path[1:]
    top = path[-1]
    elliptic = top.dep_ == "conj" and not any(c.dep_ in {"aux", "auxpass"} for c in top.children)
    if elliptic and top.tag_ == "VBN" and _unfinished_head(top.head):
        return False
    for number, step in enumerate(path):
        if any(c.lower_ in _MODALS and c.dep_ == "aux" for c in step.children):
            return False
        if number and step.lemma_.lower() in _UNFINISHED:
            return False
        if number and step.lower_ in {"under", "underway"}:
            return False
    if word.lemma.startswith("be "):
        return True
    if word.noun:
        return _noun_completed(word, token, above)
    if any(c.dep_ in {"aux", "auxpass"} and c.lower_ == "being" for c in token.children):
        return False
    if any(c.tag_ == "TO" for c in token.children):
        return False
    if token.tag_ == "VBG":
        return bool(above) and above[0].lemma_ in _FINISHES
    return token.tag_ in {"VBD", "VBN"} or token.pos_ == "ADJ"


def _unfinished_head(head: Token) -> bool:
    """Whether the verb that a participle leans on looks ahead: "are to be cut and withdrawn"."""
    chain = [head, *([head.head] if head.dep_ == "xcomp" else [])]
    children = [child for step in chain for child in step.children]
    return any(w.lower_ in _MODALS or w.tag_ == "TO" or w.lower_ == "being" for w in children)


def _noun_completed(word: ActWord, token: Token, above: list[Token]) -> bool:
    verb = next((step for step in above if _is_verb(step)), None)
    if verb is None:
        return False
    predicate = {
        verb.lemma_,
        *(c.lemma_ for c in verb.children if c.dep_ in {"acomp", "attr", "advmod", "prt", "prep"}),
    }
    if predicate & {"underway", "way", "begin", "start", "continue", "expect", "schedule", "plan"}:
        return False
    under = any(c.lower_ == "under" for c in verb.children)
    if under:
        return False
    past = verb.tag_ in {"VBD", "VBN"} or verb.lemma_ == "be"
    if predicate & (_FINISHES | {"over", "complete", "finished"}):
        return past
    return past and word.verb in _EVENTS


def _subject(word: ActWord, token: Token, path: list[Token]) -> Token | None:
    """Who acts: the nearest subject on the way up, or the agent of a passive."""
    if word.lemma in CONVERSE:
        return _giver(token)
    for number, step in enumerate(path):
        for child in step.children:
            if child.dep_ == "agent":
                return next((c for c in child.children if c.dep_ == "pobj"), None)
            by = child.dep_ == "prep" and child.lower_ == "by"  # "an act of removal by the army"
            if word.noun and by and not any(_is_verb(one) for one in path[: number + 1]):
                return next((c for c in child.children if c.dep_ == "pobj"), None)
            if child.dep_ in {"poss"} and number == 0 and word.noun:
                return child
        if number and step.lemma_ in WATCHES:
            continue  # who looks on is not who acts
        for child in step.children:
            if child.dep_ in {"nsubj", "csubj"} and child != token and child not in path[:number]:
                return child
        if step.dep_ == "relcl" or (step.dep_ == "acl" and step.tag_ == "VBG"):
            return step.head
        if step.dep_ == "conj" and _is_verb(step) and step == path[-1]:
            return _shared(step)
    return None


def _giver(token: Token) -> Token | None:
    """Who hands over what another takes: "received from X", "stored weapons handed over by X"."""
    for one in token.subtree:
        near = one.i > token.i and (one.dep_ == "agent" or one.lower_ == "from")
        if near:
            found = next((c for c in one.children if c.dep_ == "pobj"), None)
            if found is not None and found.ent_type_ != "DATE":
                return found
    return None


def _shared(verb: Token) -> Token | None:
    """The subject that a coordinated verb has from the one it hangs on."""
    while verb.dep_ == "conj":
        verb = verb.head
        for child in verb.children:
            if child.dep_ == "nsubj":
                return child
    return None


def _object(word: ActWord, token: Token) -> Token | None:
    if word.noun:
        if word.verb in _SPAN_OBJECTS:
            return token
        return _of(token) or token
    for wanted in ("nsubjpass", "dobj"):
        for child in token.children:
            if child.dep_ == wanted:
                return child
    if word.lemma.startswith("be "):
        verb = token if _is_verb(token) else token.head
        return next((c for c in verb.children if c.dep_ in _SUBJECTS), None) or _raised(verb)
    if token.dep_ == "acl" and token.tag_ == "VBN":
        return token.head
    if token.dep_ == "conj" and any(c.dep_ in {"auxpass"} for c in token.head.children):
        return next((c for c in token.head.children if c.dep_ == "nsubjpass"), None)
    if any(c.dep_ == "auxpass" for c in token.children):
        return _raised(token)
    for conj in token.children:
        if conj.dep_ == "conj":
            found = next((c for c in conj.children if c.dep_ == "dobj"), None)
            if found is not None:
                return found
    for child in token.children:
        if child.dep_ == "prep" and child.lower_ in {"from", "of", "at", "to", "on"}:
            return next((c for c in child.children if c.dep_ == "pobj"), None)
    if token.dep_ == "ccomp" or word.verb in {_V.REMOVE, _V.WITHDRAW}:  # small clause, middle voice
        return next((c for c in token.children if c.dep_ == "nsubj"), None)
    return None


def _raised(verb: Token) -> Token | None:
    """What is acted on in "the tunnels are to be collapsed"."""
    while verb.dep_ in {"xcomp", "conj"}:
        verb = verb.head
        for child in verb.children:
            if child.dep_ in _SUBJECTS:
                return child
    return None


def _of(noun: Token) -> Token | None:
    for child in noun.children:
        if child.dep_ == "prep" and child.lower_ in {"of", "at", "on"}:
            return next((c for c in child.children if c.dep_ == "pobj"), None)
    return None


def _extent(token: Token | None, span: Span) -> tuple[int, int]:
    """The whole phrase of a noun without the clauses that hang on it; empty for none."""
    if token is None:
        return span.start, span.start
    cut = [
        c.left_edge.i
        for c in token.children
        if c.i > token.i
        and (
            c.dep_ in {"relcl", "acl", "appos", "advcl", "punct"}
            or (c.dep_ == "prep" and c.lower_ in _NOT_OF_NOUN)
        )
    ]
    last = min([token.right_edge.i, *(i - 1 for i in cut)])
    doc = token.doc
    return doc[token.left_edge.i].idx, doc[last].idx + len(doc[last])


def _object_extent(word: ActWord, token: Token, span: Span) -> tuple[int, int]:
    found = _object(word, token)
    first, last = _extent(found, span)
    return (first, max(last, word.end)) if found == token and word.noun else (first, last)

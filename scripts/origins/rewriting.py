"""Sentences rewritten: other words, other function words, other order, divided and joined.

What a rewriter does to a sentence is drawn once for a document (`Manner`), because a page is
written in one manner. Some manners leave every function word standing, as programs that swap
synonyms do; others change them as people do.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from scripts.origins.synonyms import Thesaurus

__all__ = ["Manner", "draw_manner", "rewrite"]


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_WORD = re.compile(r"^([^A-Za-z]*)([A-Za-z-]+)(.*)$")
_KEPT = _words(
    """a an the and or but if of in on at to for from by with as is are was were be been being has
    have had do does did will would can could may might must shall should not no nor so than
    that this these those it its he she they him her his their we our you your i my me us who
    whom whose which what when where why how there here all any some more most other such only
    own same too very just about after before over under again then once said says say also into
    out up down off between during through because while new one two"""
)
# Changes of function words and set phrases that leave the sense; either way round.
_FRAME_CHANGES = [
    (r"\bmore than\b", "over"), (r"\bover (?=\d)", "more than "),
    (r"\bat least\b", "no fewer than"),
    (r"\bwhile\b", "whereas"), (r"\balthough\b", "though"), (r"\bhowever\b", "but"),
    (r"\bbecause\b", "as"), (r"\bsince\b", "after"), (r"\bin order to\b", "to"),
    (r"\bsaid that\b", "said"), (r"\bsaid (?=the|it|he|she|they)", "said that "),
    (r"\bwhich\b", "that"), (r"\bwho had\b", "who have"), (r"\bwas\b", "had been"),
    (r"\bwere\b", "have been"), (r"\bis\b", "was"), (r"\bare\b", "were"), (r"\bhas\b", "had"),
    (r"\bhave\b", "had"), (r"\bwill\b", "would"), (r"\bwould\b", "will"), (r"\bcan\b", "could"),
    (r"\bnot\b", "never"), (r"\bthe (?=[a-z]+s\b)", ""), (r"\ba\b", "the"), (r"\bin\b", "within"),
    (r"\bon (?=[A-Z][a-z]+day)", ""), (r"\bby\b", "through"), (r"\bfrom\b", "out of"),
    (r"\bto\b", "towards"), (r"\bof the\b", "of"), (r"\bwith\b", "alongside"), (r"\bfor\b", "over"),
    (r"\babout\b", "around"), (r"\bafter\b", "following"), (r"\bbefore\b", "ahead of"),
    (r"\bduring\b", "in"), (r"\bsaid\b", "stated"), (r"\btold\b", "informed"),
    (r"\band\b", "as well as"), (r"\bbut\b", "yet"), (r"\balso\b", ""), (r"\bthey\b", "these"),
    (r"\btheir\b", "the"), (r"\bits\b", "the"), (r"\bhis\b", "the"), (r"\bhad\b", "has"),
    (r"\bthis\b", "that"), (r"\bthese\b", "those"), (r"\bbetween\b", "among"),
]  # fmt: skip
_FORMS = [
    (r"\bU\.S\.", ["USA", "United States", "American"]),
    (r"\bpercent\b|\bper cent\b", ["%", "per cent"]),
    (r"\bPresident\b", ["Pres.", "Head of state"]), (r"\bGeneral\b", ["Gen."]),
    (r"\bcentre\b", ["center"]), (r"\b(\d{1,2}) (January|February|March|April|May|June|July|August"
     r"|September|October|November|December)\b", [r"\2 \1", r"\1 \2"]),
    (r"\b(January|February|March|April|May|June|July|August|September|October|November|December)"
     r" (\d{1,2})\b", [r"\2 \1"]),
    (r"\bon (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b", ["this week", "earlier"]),
    (r"\btwelve\b", ["12"]), (r"\b12\b", ["twelve"]), (r"\bseven\b", ["7"]), (r"\b7\b", ["seven"]),
    (r"\bthree\b", ["3"]), (r"\bfive\b", ["5"]), (r"\bsix\b", ["6"]),
]  # fmt: skip
_FRONTED = re.compile(
    r"^(?P<head>[A-Z].{20,}?) (?P<tail>(?:on|in|after|before|during|at|by|since) "
    r"(?:the |\d|[A-Z])[^,;\"“”]{4,50})(?P<stop>[.!?])$"
)


@dataclass(frozen=True, slots=True)
class Manner:
    """How one page is rewritten: shares of what could be changed."""

    words: float
    frame: float
    forms: float
    clauses: float
    dropped_words: float  # small words and modifiers left out


def draw_manner(rng: np.random.Generator) -> Manner:
    """A manner from faithful to free; in half of them function words stand."""
    strength = float(rng.beta(1.1, 1.1))
    frees = float(rng.random() < 0.5)
    return Manner(
        words=0.75 * strength,
        frame=frees * float(rng.uniform(0.1, 0.6)),
        forms=0.6 * strength,
        clauses=float(rng.uniform(0, 0.5)) * strength,
        dropped_words=frees * float(rng.uniform(0, 0.2)),
    )


def rewrite(sentence: str, manner: Manner, thesaurus: Thesaurus, rng: np.random.Generator) -> str:
    """A sentence in other words; what stands in quotes is changed a third as often."""
    for pattern, options in _FORMS:
        if rng.random() < manner.forms:
            sentence = re.sub(pattern, options[int(rng.integers(len(options)))], sentence)
    if manner.frame:
        for pattern, instead in _FRAME_CHANGES:
            if rng.random() < manner.frame:
                sentence = re.sub(pattern, instead, sentence, count=1)
    out, quoted = [], False
    for token in sentence.split():
        quoted = quoted or token[0] in '"“'
        rate = manner.words * (0.3 if quoted else 1.0)
        new = _other_word(token, rate, thesaurus, rng)
        if re.search('["”][.,;]?$', token):
            quoted = False
        if new and not (new.islower() and rng.random() < manner.dropped_words * (len(new) < 8)):
            out.append(new)
    return _reordered(" ".join(out), manner, rng)


def _other_word(token: str, rate: float, thesaurus: Thesaurus, rng: np.random.Generator) -> str:
    core = _WORD.match(token)
    if core is None or not core[2].islower() or core[2] in _KEPT or rng.random() >= rate:
        return token
    new = thesaurus.another(core[2], rng)
    return core[1] + new + core[3] if new else token


def _reordered(sentence: str, manner: Manner, rng: np.random.Generator) -> str:
    """A clause moved, left out or brought to the front."""
    if rng.random() >= manner.clauses:
        return sentence
    fronted = _FRONTED.match(sentence)
    if fronted is not None and rng.random() < 0.6:
        tail = fronted["tail"]
        return f"{tail[0].upper()}{tail[1:]}, {fronted['head']}{fronted['stop']}"
    parts = sentence.rstrip(".").split(", ")
    if len(parts) < 2:
        return sentence
    if len(parts) >= 3 and rng.random() < 0.5:
        del parts[int(rng.integers(1, len(parts) - 1))]
    else:
        parts = parts[1:] + parts[:1]
    return ", ".join(parts) + "."

"""Which words announce that somebody speaks, and what each of them does with its content.

A cue is a lemma with the stance it gives and the complements it takes as content. The lists are
our own; a word was kept where it was more often right than wrong on PolNeAR dev
(`make bench-claims`), or where the stances of duties need it whatever the corpus says.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Flag, auto

from servanda.claims.lexicon.word_lists import words
from servanda.records import Stance

__all__ = [
    "ADJECTIVES",
    "CUES",
    "EVIDENCE_NOUNS",
    "LIGHT_VERBS",
    "NOUNS",
    "PREPOSITIONS",
    "SILENT_VERBS",
    "Cue",
    "Takes",
    "inflected",
]


class Takes(Flag):
    """What can stand as the content of a cue."""

    CLAUSE = auto()  # said (that) ...
    THAT = auto()  # verified that ...; but verified whether ... gives nobody's finding
    INFINITIVE = auto()  # promised to ...
    OBJECT = auto()  # denied the report
    GERUND = auto()  # mentioned refinancing ...
    SMALL = auto()  # called him a fraud
    QUOTE = auto()  # said: "..."
    FOR = auto()  # called for ...
    ON = auto()  # called on them to ...
    TO = auto()  # pointed to ...
    ABOUT = auto()  # complained about ...
    OF = auto()  # spoke of ...
    WITH = auto()  # agreed with ...
    AS = auto()  # described it as ...
    AGAINST = auto()  # railed against ...
    AT = auto()  # scoffed at ...
    IN = auto()  # believes in ...
    EVIDENCE = auto()  # published an image


@dataclass(frozen=True, slots=True)
class Cue:
    """One cue word: the stance it gives, and what it takes."""

    lemma: str
    stance: Stance
    takes: Takes

    @property
    def speaks(self) -> bool:
        """Whether it can stand beside a quotation."""
        return Takes.QUOTE in self.takes


C, I, O, G = Takes.CLAUSE, Takes.INFINITIVE, Takes.OBJECT, Takes.GERUND  # noqa: E741
S, Q, AS = Takes.SMALL, Takes.QUOTE, Takes.AS
FOR, ON, TO, ABOUT, OF = Takes.FOR, Takes.ON, Takes.TO, Takes.ABOUT, Takes.OF
WITH, AT, IN, AGAINST = Takes.WITH, Takes.AT, Takes.IN, Takes.AGAINST

_LISTS: tuple[tuple[Stance, Takes, str], ...] = (
    (
        Stance.ASSERTED,
        C | Q,
        "say tell add write state remark reply respond testify quip joke recount retort tweet "
        "continue conclude comment answer shout interject chime",
    ),
    (
        Stance.ASSERTED,
        C | Q | O,
        "report announce declare disclose reveal acknowledge admit concede confirm assert "
        "claim allege stress emphasize emphasise underscore underline reiterate repeat contend "
        "note explain recall",
    ),
    (
        Stance.ASSERTED,
        C | Q,
        "argue insist maintain warn caution lament complain boast marvel counter "
        "muse observe assure "
        "remind inform brief tip read brag",
    ),
    (Stance.ASSERTED, C | Q | G, "suggest"),
    (Stance.ASSERTED, C | Q | G | O, "mention"),
    (Stance.ASSERTED, C | O | G | AS, "describe cite portray characterize characterise"),
    (Stance.ASSERTED, C | O | S, "show"),
    (Stance.ASSERTED, C | O, "indicate demonstrate prove imply signal hint outline detail"),
    (Stance.ASSERTED, C | S, "find discover learn determine"),
    (Stance.ASSERTED, S | Q, "call"),
    (Stance.ASSERTED, Takes.EVIDENCE, "publish release"),
    (Stance.ASSERTED, O | FOR, "blame praise criticize criticise condemn denounce slam blast mock"),
    (Stance.ASSERTED, O | FOR, "chide rebuke scold assail deride ridicule disparage lambaste bash"),
    (Stance.ASSERTED, O, "express discuss reference invoke echo bemoan articulate recite advocate"),
    (Stance.ASSERTED, C | O, "clarify"),
    (Stance.ASSERTED, Takes.THAT, "verify certify"),
    (Stance.ASSERTED, FOR, "apologize apologise"),
    (Stance.ASSERTED, C | Q, "chant sing rule"),
    (Stance.ASSERTED, S, "deem label brand"),
    (Stance.ASSERTED, AGAINST, "rail"),
    (Stance.ASSERTED, O | OF, "accuse"),
    (Stance.ASSERTED, O | FOR | AS, "attack"),
    (Stance.ASSERTED, O, "hail applaud welcome decry endorse tout"),
    (Stance.ASSERTED, O | C, "question"),
    (Stance.ASSERTED, O, "defend downplay highlight back oppose support"),
    (Stance.ASSERTED, TO | C, "point"),
    (Stance.ASSERTED, TO, "refer"),
    (Stance.ASSERTED, ABOUT | OF | Q, "speak talk"),
    (Stance.DENIED, C | O | G | Q, "deny"),
    (Stance.DENIED, C | O, "dispute refute reject dismiss rebut contradict"),
    (Stance.PROMISED, C | I | O | Q, "promise pledge vow"),
    (Stance.PROMISED, I | C, "undertake swear offer guarantee volunteer"),
    (Stance.PROMISED, I | TO, "commit"),
    (Stance.THREATENED, I | O, "threaten"),
    (Stance.DEMANDED, C | I | O, "demand urge request"),
    (Stance.DEMANDED, I | C | Q | FOR | ABOUT, "ask"),
    (Stance.DEMANDED, I | C, "order instruct recommend press implore beg advise"),
    (Stance.DEMANDED, I | C | O | G, "propose"),
    (Stance.DEMANDED, FOR, "appeal push lobby"),
    (Stance.AGREED, I | C | WITH | ON, "agree"),
    (Stance.AGREED, O, "ratify"),
    (Stance.AGREED, I, "consent"),
    (Stance.BELIEVED, C, "think suspect reckon fear doubt guess feel worry wonder"),
    (Stance.BELIEVED, C | O, "believe"),
    (Stance.BELIEVED, C | I, "hope wish expect hop"),  # "hop": what the tagger makes of "hoped"
    (Stance.BELIEVED, C, "assume"),
    (Stance.BELIEVED, C | O | S, "estimate judge"),
    (Stance.BELIEVED, C, "assess predict forecast speculate surmise infer"),
    (Stance.BELIEVED, I | O, "want"),
    (Stance.BELIEVED, I, "plan intend aim seek"),
    (Stance.BELIEVED, C | O, "know realize realise understand"),
    (Stance.DECLINED, I, "decline refuse"),
    (Stance.RETRACTED, O | C, "retract recant disavow"),
)

CUES: dict[str, Cue] = {
    lemma: Cue(lemma, stance, takes) for stance, takes, lemmas in _LISTS for lemma in lemmas.split()
} | {
    "call for": Cue("call for", Stance.DEMANDED, FOR | ON | I | C),
    "lay down": Cue("lay down", Stance.ASSERTED, FOR | ON | I | C),  # "procedures call for ..."
}

PREPOSITIONS: dict[str, Takes] = {
    "for": FOR,
    "on": ON,
    "upon": ON,
    "to": TO,
    "about": ABOUT,
    "of": OF,
    "with": WITH,
    "as": AS,
    "against": AGAINST,
    "at": AT,
    "in": IN,
}

# Attitudes said with "is": "is supportive of", "was sure that".
ADJECTIVES: dict[str, Stance] = {
    **dict.fromkeys(["supportive", "critical", "aware", "dismissive"], Stance.ASSERTED),
    **dict.fromkeys(
        [
            "sure",
            "certain",
            "confident",
            "convinced",
            "skeptical",
            "sceptical",
            "doubtful",
            "hopeful",
            "worried",
            "concerned",
            "optimistic",
            "pessimistic",
            "afraid",
        ],
        Stance.BELIEVED,
    ),
}

# Nouns that put something forward, with the prepositions or clauses that follow them.
_NOUN_LISTS: tuple[tuple[Stance, Takes, str], ...] = (
    (Stance.ASSERTED, C, "claim assertion statement conclusion contention argument suggestion"),
    (Stance.ASSERTED, C | OF | ABOUT, "allegation accusation warning insistence"),
    (Stance.ASSERTED, OF | FOR, "criticism praise condemnation denunciation"),
    (Stance.ASSERTED, ON, "attack"),
    (Stance.DENIED, C | OF, "denial"),
    (Stance.DEMANDED, FOR | I, "call"),
    (Stance.DEMANDED, C | FOR | I, "demand appeal request"),
    (Stance.PROMISED, C | I | OF, "promise pledge vow"),
    (Stance.THREATENED, I | OF, "threat"),
    (Stance.AGREED, I, "agreement"),
    (Stance.BELIEVED, C | ABOUT, "belief concern doubt reservation fear"),
)
NOUNS: dict[str, Cue] = {
    lemma: Cue(lemma, stance, takes)
    for stance, takes, lemmas in _NOUN_LISTS
    for lemma in lemmas.split()
}
# "Made the claim", "has doubts": whoever does this with such a noun speaks.
LIGHT_VERBS: frozenset[str] = words(
    "make issue give offer raise express voice repeat renew deliver level have drop hold",
)

# Verbs of speech: "declined to ..." with one of them is silence, with another a refusal to act.
SILENT_VERBS: frozenset[str] = words(
    "comment confirm say elaborate discuss disclose answer speak specify reveal respond identify",
    "name verify tell address talk give provide deny explain describe detail divulge",
)

# Things that show or find: their institution, where the text names it, is the holder.
EVIDENCE_NOUNS: frozenset[str] = words(
    "imagery image images photograph photographs photo photos picture pictures video footage",
    "report reports study studies analysis assessment survey poll data document documents",
    "records radar satellite satellites inspection inspections review intelligence findings",
)

IRREGULAR: dict[str, str] = {
    "be": "am is are was were been being",
    "begin": "begins began begun beginning",
    "blow": "blows blew blown blowing",
    "break": "breaks broke broken breaking",
    "bring": "brings brought bringing",
    "build": "builds built building",
    "cut": "cuts cut cutting",
    "dig": "digs dug digging",
    "feel": "feels felt feeling",
    "find": "finds found finding",
    "fly": "flies flew flown flying",
    "forgo": "forgoes forwent forgone forgoing",
    "give": "gives gave given giving",
    "halt": "halts halted halting",
    "hold": "holds held holding",
    "keep": "keeps kept keeping",
    "know": "knows knew known knowing",
    "leave": "leaves left leaving",
    "make": "makes made making",
    "meet": "meets met meeting",
    "put": "puts put putting",
    "read": "reads read reading",
    "run": "runs ran running",
    "say": "says said saying",
    "sell": "sells sold selling",
    "send": "sends sent sending",
    "shoot": "shoots shot shooting",
    "show": "shows showed shown showing",
    "speak": "speaks spoke spoken speaking",
    "swear": "swears swore sworn swearing",
    "take": "takes took taken taking",
    "tear": "tears tore torn tearing",
    "tell": "tells told telling",
    "think": "thinks thought thinking",
    "understand": "understands understood understanding",
    "undertake": "undertakes undertook undertaken undertaking",
    "withdraw": "withdraws withdrew withdrawn withdrawing",
    "write": "writes wrote written writing",
}
_DOUBLES = words("admit commit tip brag scrap stop ship plan chip transfer call_off")


_MAY_DOUBLE = re.compile(r"[^aeiou][aeiou]l$")  # the British way with an unstressed end


def inflected(lemma: str) -> tuple[str, ...]:
    """The written forms of one verb, the lemma first: base, -s, past, participles."""
    if lemma in IRREGULAR:
        return (lemma, *IRREGULAR[lemma].split())
    if lemma in _DOUBLES:
        stem = lemma + lemma[-1]
        return (lemma, lemma + "s", stem + "ed", stem + "ing")
    if lemma.endswith("e"):
        return (lemma, lemma + "s", lemma + "d", lemma[:-1] + "ing")
    if lemma.endswith("y") and lemma[-2] not in "aeiou":
        return (lemma, lemma[:-1] + "ies", lemma[:-1] + "ied", lemma + "ing")
    ending = "es" if lemma.endswith(("s", "sh", "ch", "x", "z")) else "s"
    doubled = (lemma + "led", lemma + "ling") if _MAY_DOUBLE.search(lemma) else ()
    return (lemma, lemma + ending, lemma + "ed", lemma + "ing", *doubled)

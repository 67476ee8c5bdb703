"""Which words name the acts that duties are made of, as verbs and as nouns."""

from __future__ import annotations

import re
from dataclasses import dataclass

from servanda.claims.lexicon.cues import inflected
from servanda.claims.lexicon.word_lists import one_of, words
from servanda.records import VerbClass

__all__ = ["ACT_NOUNS", "ACT_VERBS", "ActWord", "act_words", "names_act"]

_V = VerbClass

# Verbs by class; "blow_up" takes its particle, at once or after its object.
_VERBS: tuple[tuple[VerbClass, str], ...] = (
    (_V.REMOVE, "demolish destroy dismantle raze bury collapse flatten level scrap "
            "eliminate detonate "
                "bulldoze blow_up blow_apart tear_down pull_down knock_down break_up "
            "take_down take_apart "
                "tear_apart break_down put_beyond_use "
                "remove clear decommission disable uproot burn"),
    (_V.WITHDRAW, "withdraw disarm empty vacate evacuate pull_out pull_back move_out take_out "
                  "demilitarise demilitarize pull_away leave_behind ship_out take_away"),
    (_V.PRESERVE, "preserve keep retain spare"),
    (_V.TEST, "test test-fire"),
    (_V.LAUNCH, "launch test-launch"),
    (_V.EXERCISE, "exercise drill rehearse"),
    (_V.FIRE, "fire shell bombard shoot"),
    (_V.BUILD, "build expand dig construct rebuild reconstruct enlarge upgrade extend "
            "excavate erect restore "
               "rehabilitate reassemble"),
    (_V.PRODUCE, "produce manufacture mass-produce enrich reprocess churn_out"),
    (_V.OPERATE, "operate function man staff run serve"),
    (_V.HAND_OVER, "surrender relinquish hand_over hand_in turn_over turn_in give_up "
            "deposit yield transfer collect"),
    (_V.INSPECT, "inspect verify check visit examine monitor tour cross_into"),
    (_V.REFUSE_ACCESS, "deny_access refuse_access refuse_entry deny_entry bar block_access expel"),
    (_V.SUSPEND, "suspend cancel halt postpone stop cease freeze pause scrap_plans "
            "call_off turn_off "
                 "put_off shelve defer delay"),
    (_V.RESUME, "resume restart reinstate reactivate"),
    (_V.SUPPLY, "supply export sell ship deliver smuggle import provide"),
    (_V.MEET, "meet convene discuss"),
    (_V.DECLARE, "declare disclose notify"),
)  # fmt: skip


# Nouns by class; the pattern is whole.
_NOUNS: tuple[tuple[VerbClass, str], ...] = (
    (_V.REMOVE, r"demolitions?|destruction|dismantl(?:ing|ement)|razing|removal"
            r"|disablement|teardown|decommissioning"),
    (_V.WITHDRAW, r"withdrawals?|disarmament|disarming|evacuation|pull-?outs?|pull-?backs?"),
    (_V.PRESERVE, r"preservation"),
    (_V.TEST, r"(?:(?:nuclear|missile|ICBM|engine|flight|weapons?|hot[- ]fire"
            r"|static)\s+(?:and\s+\w+\s+)?)?test(?:s|ing)?|detonations?"),
    (_V.LAUNCH, r"(?:test[- ])?flights?\s+of\s+(?:an?\s+"
            r"|any\s+)?(?:[\w-]+\s+){0,3}missiles?|(?:ICBM"
            r"|missile)\s+(?:test[- ])?flights?|(?:missile|rocket|ICBM|satellite"
            r"|test)?\s?launch(?:es|ings?)?|test-launch(?:es)?"),
    (_V.EXERCISE, r"exercises?|drills?|war\s?games?|manoeuvres?|maneuvers?"),
    (_V.FIRE, r"shelling|artillery\s+fire|gunfire|shots|live[- ]fire|hostile\s+acts?"),
    (_V.BUILD, r"construction|expansion|excavation|building\s+work|tunnell?ing"),
    (_V.PRODUCE, r"(?:mass\s+)?production|enrichment|reprocessing"),
    (_V.OPERATE, r"operations?"),
    (_V.HAND_OVER, r"hand-?overs?|handover|surrender|containment"),
    (_V.INSPECT, r"inspections?|verification|on-site\s+visits?|site\s+visits?"
            r"|mutual\s+visits?|visits?|checks?"),
    (_V.REFUSE_ACCESS, r"refusal\s+of\s+access|denial\s+of\s+access|no\s+access"),
    (_V.SUSPEND, r"suspension|cancellation|postponement|halt|moratorium|freeze"),
    (_V.RESUME, r"resumption|restart"),
    (_V.SUPPLY, r"suppl(?:y|ies)|exports?|shipments?|deliver(?:y|ies)|transfers?"),
    (_V.MEET, r"meetings?|talks"),
    (_V.DECLARE, r"declaration"),
)  # fmt: skip

# What is handed over is taken by somebody else: the converse of handing over, said of goods that
# are counted or weighed.
_MANY = (
    r"(?:(?:about|around|some|nearly|almost|over|up|to|more|than|at|least|all|the|their|its|an?"
    r"|further|another|additional|total|of)\s+){0,5}"
)
_SCALES = r"(?:kg|kgs|kilo\w*|tonnes?|tons?|lbs?|pounds?|barrels?|per\s?cent)"
_FIGURE = rf"{_MANY}\d[\d,.]*\s?(?:%|(?:metric\s+)?{_SCALES}\b)"
_TAKEN = (
    rf"(?=\s+{_MANY}(?:\d[\d,.]*\s+)?(?:[\w-]+\s+){{0,4}}?(?:weapons?|arms|guns?|rifles?|pistols?"
    rf"|firearms?|mines?|munitions?|explosives?|missiles?|warheads?|caches?|{_SCALES})\b)"
)
_TAKING = (
    ("receive", r"receiv(?:es?|ed|ing)"),
    ("gather", r"gather(?:s|ed|ing)?"),
    ("take delivery", r"(?:takes?|took|taken|taking)\s+delivery\s+of"),
    ("store", r"(?:stores|stored|storing)"),
    ("accept", r"accept(?:s|ed|ing)?"),
    ("lay down", r"(?:lays?|laid|laying)\s+down"),
)
# Where a level stands: an amount in a unit of measure, or a limit that it keeps or passes.
_LIMITS = r"(?:limit|cap|ceiling|threshold|quota|maximum)\b"
_LEVELS = (
    rf"(?:stood|stands?|standing|kept|stay(?:s|ed|ing)?|remain(?:s|ed|ing)?|was|were|is|are|been)"
    rf"\s+(?:well\s+|still\s+|now\s+)?(?:at\s+|below\s+|under\s+|within\s+|above\s+|over\s+)?"
    rf"(?:{_FIGURE}|(?<=at )\d|(?:the|its|their|that)\s+(?:[\w-]+\s+){{0,4}}{_LIMITS})",
    rf"(?:amount(?:s|ed|ing)?\s+to|total(?:s|led|ling|ed)?)\s+{_FIGURE}",
    rf"(?:grow(?:s|n|ing)?|grew|ris(?:es?|en|ing)|rose|f[ae]ll(?:s|en)?|increased|decreased|dropped"
    rf"|shr[au]nk|climbed|swollen|swelled|reach(?:es|ed)?)\s+{_FIGURE}",
    rf"(?:exceed(?:s|ed|ing)?|surpass(?:es|ed|ing)?)\s+"
    rf"(?:{_FIGURE}|{_MANY}(?:[\w-]+\s+){{0,4}}{_LIMITS})",
    rf"(?:has|had|have|holds?|held|possess(?:es|ed)?|owns?)\s+{_FIGURE}",
)

# States of things that amount to an act: "troops and equipment are out", "the base is active".
_BE = r"(?:is|are|was|were|been|be)"
_STATES: tuple[tuple[VerbClass, str, str], ...] = (
    *((_V.HAND_OVER, lemma, forms + _TAKEN) for lemma, forms in _TAKING),
    *((_V.PRESERVE, "be at", pattern) for pattern in _LEVELS),
    (_V.REMOVE, "verify destruction", r"verif(?:y|ies|ied|ying)\s+(?:the\s+)?(?:\w+\s+)?"
            r"(?:destruction|elimination|removal|dismantl(?:ing|ement))(?=\s+of\b)"),
    (_V.WITHDRAW, "be out", rf"(?<=[a-z] ){_BE}\s+(?:all\s+|now\s+)?(?:out(?!\s+of\s+\w+\s+control)"
            rf"|gone|unmanned|unarmed|empty)\b"),
    (_V.OPERATE, "be active", rf"(?:{_BE}|remains?|remained|still|appears?|appeared)\s+(?:still\s+"
            rf"|an?\s+)?(?:active|in\s+(?:use|operation)|operational|manned)\b"),
    (_V.OPERATE, "be usable", r"(?:unable\s+to|(?:can|could|do|does|did|will)\s+(?:no\s+longer"
            r"|not(?=[^.]{0,40}any\s+more))|cannot(?=[^.]{0,40}any\s+more)"
            r"|no\s+longer\s+able\s+to|incapable\s+of)\s+(?:carry|do|serve|perform"
            r"|fulfil\w*|be\s+used|be\s+manned|function|operate|work|do\w*)\b"
            r"|(?:no\s+longer\s+(?:possible|usable|functional|operational|works?"
            r"|functions?|operates?|active|in\s+use)|unusable|inoperable"
            r"|out\s+of\s+(?:action|use|service))\b"),
    (_V.WITHDRAW, "leave", r"(?:ha(?:s|ve|d)\s+)?left\s+(?:all\s+|both\s+|the\s+|their\s+|those\s+"
            r"|these\s+)?(?:[\w'-]+\s+){0,4}?(?:posts?|bases?|zone|area"
            r"|country|territory|island|port)\b"),
    (_V.HAND_OVER, "be contained", rf"{_BE}\s+(?:\w+ly\s+|all\s+|now\s+)?contained\b"),
    (_V.WITHDRAW, "be still there", rf"{_BE}\s+still\s+(?:in|on|at|inside|within)\b"
            r"(?!\s+(?:charge|control|doubt|force|operation|place|power|use|way|work)\b)"),
    (_V.REMOVE, "be missing", rf"{_BE}\s+(?:again\s+|still\s+|now\s+)?missing\b"),
    (_V.PRESERVE, "be left standing", r"(?:left|leave|leaves|leaving|remain|remains|remained|stays?"
            r"|stayed)\s+(?:[\w-]+\s+){0,6}?(?:standing|in\s+place|intact|untouched)\b"),
    (_V.REFUSE_ACCESS, "not let in", r"(?:not\s+(?:allowed|permitted|let|invited|admitted)"
            r"|no\s+(?:\w+\s+){1,2}(?:was|were)\s+(?:admitted|invited|allowed"
            r"|let\s+in)|turned\s+away|kept\s+out|barred|ha(?:s|ve"
            r"|d)\s+had\s+no\s+access|no\s+access)\b"),
    (_V.LAUNCH, "fire", r"(?:fired?|firing|fires)\s+(?:off\s+)?(?:[\w-]+\s+){0,4}?(?:missiles?"
            r"|rockets?|ICBMs?)\b"),
    (_V.SUSPEND, "not hold", r"(?:go(?:es|ing)?|gone|went)\s+ahead\s+without\b"),
)  # fmt: skip

# States that say the contrary of their act.
_DENYING = frozenset({"be usable", "be still there"})

# What looks like an act and is part of a name or a thing.
_NOT_ACTS = re.compile(
    r"(?:test|launch|nuclear\s+test|missile\s+test|engine\s+test)[- ](?:sites?"
    r"|stands?|grounds?|pads?|facilit\w+|beds?|ranges?|vehicles?|areas?"
    r"|platforms?)\b"
    r"|launch(?:ers?|pad)\b|operating\s+(?:bases?|locations?|procedures?|hours)|operational\b"
    r"|firing\s+(?:slits?|positions?|ports?|range)|fired\s+(?:officials?|from)|building(?:s\b|(?=\s+(?:was|were|is|are|and|at|in|that)))|check-?points?"
    r"|drill(?:ing|ed)?\s+(?:holes?|rig)|level(?:s|led\s+at)?\b(?!led)|burn(?:s|ing)?\s+issue"
    r"|verif(?:y|ies|ied|ying)\s+(?:on\s+[\w\s]{3,25}?\s+)?that\b"
    r"|meeting\s+(?:point|room|place)|serv(?:e|ed|es|ing)\s+as|keep(?:s|ing)?\s+(?:up|watch|an\s+eye|in\s+touch)"
    r"|supply\s+(?:lines?|road)|clear(?:ly)?\s+(?:that|what|whether|who|if)|(?:is|was|it)\s+clear\b|run\s+by|visiting"
    r"|test(?:ed)?\s+positive|demilitari[sz]ed|de-?nuclear\w*|(?:year|month|week|time|day)\s+(?:is|was)\s+out|production\s+(?:facilit\w+|lines?|plants?|sites?)|nuclear-test-ban",
    re.I,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ActWord:
    """One word or phrase that names an act."""

    start: int
    end: int
    verb: VerbClass
    lemma: str
    noun: bool
    form: str  # as written, lower case: its tense is read from it
    denies: bool = False  # the words themselves say that the act is not so: "unusable"


def _verb_table() -> dict[str, list[tuple[VerbClass, str, str | None]]]:
    """Written form -> (class, lemma, particle) for every verb."""
    table: dict[str, list[tuple[VerbClass, str, str | None]]] = {}
    for verb_class, lemmas in _VERBS:
        for lemma in lemmas.split():
            base, _, particle = lemma.partition("_")
            for form in inflected(base):
                table.setdefault(form, []).append(
                    (verb_class, lemma.replace("_", " "), particle.replace("_", " ") or None)
                )
    for readings in table.values():  # the reading with a particle first: it is the more certain
        readings.sort(key=lambda reading: reading[2] is None)
    return table


ACT_VERBS = _verb_table()
ACT_NOUNS: tuple[tuple[VerbClass, re.Pattern[str]], ...] = tuple(
    (verb_class, re.compile(rf"(?<![\w-])(?:{pattern})(?![\w-])", re.I))
    for verb_class, pattern in _NOUNS
)
_STATE_PATTERNS = tuple(
    (verb_class, lemma, re.compile(rf"\b{pattern}", re.I)) for verb_class, lemma, pattern in _STATES
)
_WORD = re.compile(r"[A-Za-z][\w-]*")
_GAP = r"(?:\s+[\w'-]+){0,5}?\s+"
_DETERMINED = re.compile(
    r"\b(?:the|an?|any|no|more|of|further|its|their|another|each|this|that)\s+(?:[\w-]+\s+)?$", re.I
)


def act_words(text: str) -> tuple[ActWord, ...]:
    """The acts that a text names, in order and apart."""
    blocked = [match.span() for match in _NOT_ACTS.finditer(text)]
    found: list[ActWord] = []
    for candidate in (*_states(text), *_verbs(text), *_nouns(text)):
        if any(start < candidate.end and candidate.start < end for start, end in blocked):
            continue
        if not any(a.start < candidate.end and candidate.start < a.end for a in found):
            found.append(candidate)
    return tuple(sorted(found, key=lambda act: act.start))


def _states(text: str) -> list[ActWord]:
    return [
        ActWord(m.start(), m.end(), verb_class, lemma, False, m.group().lower(), lemma in _DENYING)
        for verb_class, lemma, pattern in _STATE_PATTERNS
        for m in pattern.finditer(text)
    ]


def _verbs(text: str) -> list[ActWord]:
    found = []
    for match in _WORD.finditer(text):
        form = match.group().lower()
        for verb_class, lemma, particle in ACT_VERBS.get(form, ()):
            end = match.end()
            if particle:
                after = re.compile(
                    rf"\s+{particle}\b|{_GAP}{particle}\b(?!\s+(?:the|a)\b)", re.I
                ).match(text, end)
                if after is None:
                    continue
                if after.group().strip().lower() == particle:
                    end = after.end()
            if _is_noun_here(text, match.start(), form):
                continue
            found.append(ActWord(match.start(), end, verb_class, lemma, False, form))
            break
    return found


_NOUN_FORMS = words(
    "test tests launch launches exercise exercises drill drills check checks visit visits halt",
    "freeze export exports supply transfer transfers surrender fire fires shell shells man run",
    "runs level stop delay delays shoot testing building import imports pause empty clear restart",
    "monitor monitors bar bars yield upgrade upgrades tour ship ships deposit scrap",
    "decommissioning",
)
_MOSTLY_NOUNS = words("man level shells bars bar ships imports clear empty monitors")
_VERB_BEFORE = re.compile(
    r"\b(?:to|will|would|can|could|may|might|must|shall|not|n't|and|they|it|he|she|we|who|that)\s+$",
    re.I,
)
_NOUN_BEFORE = re.compile(
    one_of(
        "nuclear missile military joint annual large air spring field on-site ICBM war weapon",
        "weapons and or flight live engine mutual ballistic oil three-party August",
    )
    + r"\s+$"
)


def _is_noun_here(text: str, start: int, form: str) -> bool:
    """Whether a form that is also a noun stands as one: after an article or an adjective."""
    if form not in _NOUN_FORMS:
        return False
    before = text[max(0, start - 30) : start]
    if _VERB_BEFORE.search(before):
        return False
    if _DETERMINED.search(before) or form in _MOSTLY_NOUNS:
        return True
    return bool(_NOUN_BEFORE.search(before))


def _nouns(text: str) -> list[ActWord]:
    found = []
    for verb_class, pattern in ACT_NOUNS:
        for match in pattern.finditer(text):
            word = match.group().lower().strip()
            found.append(ActWord(match.start(), match.end(), verb_class, word, True, word))
    return found


def names_act(verb: str) -> bool:
    """Whether acts are read by a verb, given in its base form: "hand over", but not "release"."""
    first, _, rest = verb.partition(" ")
    return any(act_words(f"{form} {rest}".strip()) for form in inflected(first))

"""English verbs in the forms that a sentence needs: "withdrawn", "withdraws".

Our own few rules and the irregular verbs that agreements use; the parser's lemmas lead the other
way only.
"""

from __future__ import annotations

import re

from servanda.claims.lexicon.word_lists import words

__all__ = ["irregular_base", "participle", "past", "third_person"]

# Lemma and past participle in turn.
_IRREGULAR_PAIRS = """
    arise arisen be been bear borne beat beaten become become begin begun bend bent bid bid
    bind bound bite bitten blow blown break broken bring brought broadcast broadcast build
    built burn burnt burst burst buy bought cast cast catch caught choose chosen come come
    cost cost cut cut deal dealt dig dug do done draw drawn drink drunk drive driven eat eaten
    fall fallen feed fed feel felt fight fought find found flee fled fly flown forbid
    forbidden forecast forecast forget forgotten forgive forgiven forgo forgone freeze frozen
    get got give given go gone grow grown hang hung have had hear heard hide hidden hit hit
    hold held hurt hurt keep kept know known lay laid lead led leave left lend lent let let
    lie lain light lit lose lost make made mean meant meet met overcome overcome oversee
    overseen overthrow overthrown pay paid prove proven put put quit quit read read rebuild
    rebuilt relay relayed repay repaid reset reset rewrite rewritten ride ridden ring rung
    rise risen run run say said see seen seek sought sell sold send sent set set shake shaken
    shed shed shoot shot show shown shut shut sing sung sink sunk sit sat sleep slept speak
    spoken spend spent split split spread spread stand stood steal stolen stick stuck strike
    struck swear sworn sweep swept take taken teach taught tear torn tell told think thought
    throw thrown undergo undergone understand understood undertake undertaken undo undone
    uphold upheld wear worn win won wind wound withdraw withdrawn withhold withheld withstand
    withstood write written
"""
# Lemma and past where it is not the participle.
_PAST_PAIRS = """
    arise arose bear bore become became begin began bite bit blow blew break broke choose chose
    come came do did draw drew drink drank drive drove eat ate fall fell fly flew forbid forbade
    forget forgot forgive forgave forgo forwent freeze froze get got give gave go went grow grew
    hide hid know knew lie lay overcome overcame oversee oversaw overthrow overthrew prove proved
    rewrite rewrote ride rode ring rang rise rose run ran see saw shake shook show showed sing
    sang sink sank speak spoke steal stole swear swore take took tear tore throw threw undergo
    underwent undertake undertook undo undid wear wore withdraw withdrew write wrote
"""
_PAST = dict(zip(_PAST_PAIRS.split()[::2], _PAST_PAIRS.split()[1::2], strict=True))
_FORMS = _IRREGULAR_PAIRS.split()
_IRREGULAR = dict(zip(_FORMS[::2], _FORMS[1::2], strict=True))
_BASES = {form: lemma for pairs in (_IRREGULAR, _PAST) for lemma, form in pairs.items()}
# Verbs of several syllables that double their last letter.
_DOUBLES = words(
    "abet abhor acquit admit allot commit compel concur confer control defer demur deter disbar",
    "dispel emit equip excel expel incur infer occur omit patrol permit prefer propel rebut recur",
    "refer remit repel submit transfer transmit",
)
_ONE_SYLLABLE = re.compile(r"(?:qu|[^aeiou])*[aeiouy][bdglmnprt]")


def participle(lemma: str) -> str:
    """The past participle: "withdrawn" of "withdraw", "handed" of "hand"."""
    if lemma in _IRREGULAR:
        return _IRREGULAR[lemma]
    if "-" in lemma:  # "re-lay" as "lay"
        before, _, last = lemma.rpartition("-")
        return f"{before}-{participle(last)}"
    if lemma in _DOUBLES or _ONE_SYLLABLE.fullmatch(lemma):
        return f"{lemma}{lemma[-1]}ed"
    if lemma.endswith("e"):
        return f"{lemma}d"
    if re.search(r"[^aeiou]y$", lemma):
        return f"{lemma[:-1]}ied"
    return f"{lemma}ed"


def past(lemma: str) -> str:
    """The simple past: "withdrew" of "withdraw", "handed" of "hand"."""
    return _PAST.get(lemma) or participle(lemma)


def irregular_base(form: str) -> str | None:
    """The lemma of an irregular form: "fly" of "flew" and of "flown"; None of any other word."""
    return _BASES.get(form)


def third_person(lemma: str) -> str:
    """The form after "it": "withdraws", "carries"."""
    if lemma in {"be", "have"}:
        return {"be": "is", "have": "has"}[lemma]
    if re.search(r"(?:s|sh|ch|x|z|o)$", lemma):
        return f"{lemma}es"
    if re.search(r"[^aeiou]y$", lemma):
        return f"{lemma[:-1]}ies"
    return f"{lemma}s"

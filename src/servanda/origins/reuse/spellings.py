"""One spelling for what is written in several ways, and the words that carry no matter."""

from __future__ import annotations

__all__ = ["FUNCTION_WORDS", "INITIALS", "ONE_SPELLING", "number_of_words"]


def _words(listed: str) -> tuple[str, ...]:
    return tuple(listed.split())


# Closed classes of English: articles, pronouns, prepositions, conjunctions, auxiliaries, and the
# plain adverbs and verbs of saying that a rewriter leaves or changes without changing the matter.
FUNCTION_WORDS = frozenset(
    _words(
        """a an the this that these those such another either neither each every any some all both
    few many much more most other others several no none not never nor or and but if unless until
    till
    though although because since while whereas whether than as so yet i me my mine myself you
    your yours yourself he him his himself she her hers herself it its itself we us our ours
    ourselves they them their theirs themselves who whom whose which what when where why how there
    here of in on at to for from by with within without into onto upon over under above below
    between among against about around after before during through throughout across along behind
    beside besides beyond near off out up down away back toward towards via per despite except
    amid be am is are was were been being have has had having do does did doing done will would
    shall should can could may might must ought cannot dont doesnt didnt wont wouldnt cant couldnt
    isnt arent wasnt werent hasnt havent hadnt shouldnt its thats theres said say says saying also
    just only even still very too again then now already own same like mr mrs ms dr don't doesn't
    didn't won't wouldn't can't couldn't isn't aren't wasn't weren't hasn't haven't hadn't
    shouldn't i'm i've i'd i'll you're you've you'll he'd he'll she'd she'll it'll we're we've
    we'd we'll they're they've they'd they'll"""
    )
)

# Spellings of one word, folded on both sides.
ONE_SPELLING = {
    "american": "usa", "americans": "usa",
    "centre": "center", "centres": "center", "theatre": "theater", "metre": "meter",
    "metres": "meter", "kilometre": "kilometer", "kilometres": "kilometer", "km": "kilometer",
    "defence": "defense", "offence": "offense", "licence": "license", "programme": "program",
    "programmes": "program", "grey": "gray", "tyre": "tire", "cheque": "check",
    "pct": "percent", "%": "percent", "cent": "percent",
    "gov": "governor", "sen": "senator", "rep": "representative", "pres": "president",
    "gen": "general", "col": "colonel", "lt": "lieutenant", "sgt": "sergeant",
    "jan": "january", "feb": "february", "mar": "march", "apr": "april", "jun": "june",
    "jul": "july", "aug": "august", "sep": "september", "sept": "september", "oct": "october",
    "nov": "november", "dec": "december",
}  # fmt: skip

# Capitals with or without points that are a name and would fold to another word.
INITIALS = {
    "US": "usa", "USA": "usa", "UN": "unitednations", "EU": "europeanunion",
    "UK": "unitedkingdom",
}  # fmt: skip

_UNITS = _words(
    """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen"""
)
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_NUMBERS = {word: str(number) for number, word in enumerate(_UNITS)} | {
    word: str(10 * number) for number, word in enumerate(_TENS, start=2)
}
_NUMBERS |= {
    ten + unit: str(int(_NUMBERS[ten]) + number)
    for ten in _TENS
    for number, unit in enumerate(_UNITS[1:10], start=1)
}


def number_of_words(folded: str) -> str | None:
    """The digits of a number under a hundred written as a word ("thirtyeight"), or None."""
    return _NUMBERS.get(folded)

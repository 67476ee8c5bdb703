"""Whether a text is in a language that nobody here reads, by its letters and its small words.

The readers know English. A document in another language is kept and gives no machine-read claims;
whoever shows it says why. The words decide; what a document declares (the template of a page, more
often than its text) is a hint where they cannot. Short or mixed texts count as English: silence
needs a reason.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

from servanda.claims.lexicon.word_lists import words
from servanda.records import Document, DocumentClaims

__all__ = [
    "UNKNOWN",
    "clause_language",
    "is_unread",
    "language_note",
    "unread_language",
    "unread_note",
    "with_language",
]

UNKNOWN = "und"  # ISO 639-2: not English, but which language it is cannot be told
_LOOKED_AT = 20_000  # characters: the head of a text tells its language [limit]

# Of one document. A thick book has two million characters, which take a minute and 360 MB to read
# for claims (measured with 200,000 of plain prose: 5 to 6 s of processor time). [limit]
MOST_READ = 2_500_000
# Before a text is taken for one in another language. [judgement; not from outside]
_FEWEST_LETTERS = 40  # of another script
_FEWEST_WORDS = 25  # of a text whose small words are counted
_ENGLISH_SHARE = 0.12  # of English small words; news has 0.3 to 0.45, lists and tables less
_OTHER_SHARE = 0.12  # of the small words of the other language
_FEWEST_CLAUSE_WORDS = 5  # of a single sentence whose small words are counted
_CLAUSE_SHARE = 0.2  # of the other language's small words in it

_WORD = re.compile(r"[^\W\d_]+")

_SCRIPTS = {
    "HANGUL": "ko",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "CJK": "zh",
    "CYRILLIC": "ru",
    "ARABIC": "ar",
    "HEBREW": "he",
    "GREEK": "el",
    "THAI": "th",
    "DEVANAGARI": "hi",
}
_SMALL_WORDS: dict[str, frozenset[str]] = {
    "en": words("the of and to in that is was for it on with as by at from his he be said has"),
    "de": words("der die das und den von zu mit sich des auf für ist im dem nicht ein eine auch"),
    "fr": words("le la les de des du et en un une que qui dans pour sur par est pas au il elle"),
    "es": words("el la los las de del y en que un una por con para se es no su al lo como más"),
    "it": words("il lo la gli le di del della e che in un una per con non si è sono al nel da"),
    "pt": words("o a os as de do da dos das e em que um uma para com não por se no na ao mais"),
    "nl": words("de het een van en in is dat op te zijn met voor niet aan er om ook als bij door"),
    "sv": words("och att det som en på är av för med den till inte har de ett om var sig från"),
    "pl": words("i w na z się nie że do to jest o jak po co od za dla przez oraz był jego"),
    "tr": words("ve bir bu da de için ile olarak çok daha olan gibi sonra kadar ne var en"),
    "id": words("yang dan di dengan untuk dari pada ini itu tidak dalam akan oleh juga ke adalah"),
    "vi": words("và của là có được trong cho các một không với những người này đã để khi về"),
}  # fmt: skip


def unread_language(document: Document) -> str | None:
    """The language of a document that the readers do not read; None for English, or where unsure.

    The words decide; where they cannot, what the document says of itself is believed. `und` stands
    for "another, not known which".
    """
    head = document.text[:_LOOKED_AT]
    told = _by_script(head) or _by_small_words(head)
    declared = (document.language or "").lower()
    if told is not None or not declared or declared.startswith("en"):
        return told if not (told and declared.startswith(told)) else declared
    return None if _is_english(head) else declared


def language_note(document: Document) -> str | None:
    """What to tell of a document that declares another language than its words are in."""
    declared, told = (document.language or "").lower(), unread_language(document) or "en"
    if not declared or declared[:2] == told[:2] or told == UNKNOWN:
        return None
    return f"{document.id}: declares language {declared!r}; its words are in {told!r}"


def clause_language(clause: str) -> str | None:
    """The language of one sentence that is not in English; None for English, or where unsure."""
    letters = sum(letter.isalpha() for letter in clause)
    return _by_script(clause, min(_FEWEST_LETTERS, letters // 2)) or _by_small_words(
        clause, _FEWEST_CLAUSE_WORDS, _CLAUSE_SHARE
    )


def with_language(document: Document) -> Document:
    """The document with the language of its words, where they tell; else as it declares."""
    declared, told = (document.language or "").lower(), unread_language(document)
    if told is None and declared and not declared.startswith("en"):
        return replace(document, language="en")
    return replace(document, language=told or document.language)


def is_unread(document: Document) -> bool:
    """True of a text that no reader reads: in another language, or longer than any book."""
    return len(document.text) > MOST_READ or unread_language(document) is not None


def unread_note(read: DocumentClaims) -> str | None:
    """What to tell of a document that no reader read, and why not; None of others."""
    if read.document.unread_reason is not None and not read.claims:
        return f"{read.document.id}: kept but not read: {read.document.unread_reason}"
    if len(read.document.text) > MOST_READ and not read.claims:
        what = f"it has more than {MOST_READ:,} characters"
        return f"{read.document.id}: kept but not read, {what}; split it into its parts"
    language = unread_language(read.document)
    if language is None or read.claims:
        return None
    name = "a language that was not recognised" if language == UNKNOWN else f"language {language!r}"
    return (
        f"{read.document.id}: kept but not read, it is in {name}; "
        "enter its claims by hand with: servanda claim add"
    )


def _by_script(text: str, fewest: int = _FEWEST_LETTERS) -> str | None:
    """The language of the script that most letters are of, if that is not Latin."""
    if text.isascii():
        return None
    letters = [letter for letter in text if letter.isalpha()]
    foreign: dict[str, int] = {}
    for letter in letters:
        if letter > "\u036f":
            script = unicodedata.name(letter, "").split(" ")[0].split("-")[0]
            if script != "LATIN":
                language = _SCRIPTS.get(script, UNKNOWN)
                foreign[language] = foreign.get(language, 0) + 1
    count = sum(foreign.values())
    if not count or count < fewest or count * 2 < len(letters):
        return None
    if "ja" in foreign and foreign.get("zh"):  # Han letters among kana are Japanese
        return "ja"
    return max(sorted(foreign), key=lambda language: foreign[language])


def _is_english(text: str) -> bool:
    """True if the small words of a text, even a short one, are those of English and no other's."""
    share = _shares(text, _FEWEST_CLAUSE_WORDS)
    best = max(sorted(share), key=lambda language: share[language], default=None)
    return best == "en" and share[best] >= _ENGLISH_SHARE


def _by_small_words(
    text: str, fewest: int = _FEWEST_WORDS, least: float = _OTHER_SHARE
) -> str | None:
    """The language whose small words are many where those of English are few."""
    share = _shares(text, fewest)
    if not share or share["en"] >= _ENGLISH_SHARE:
        return None
    best = max(sorted(share), key=lambda language: share[language])
    return best if best != "en" and share[best] >= least else None


def _shares(text: str, fewest: int) -> dict[str, float]:
    """How many of the words are small words of each language; of too few words nothing."""
    found = [word.lower() for word in _WORD.findall(text)]
    if len(found) < fewest:
        return {}
    return {
        language: sum(word in small for word in found) / len(found)
        for language, small in _SMALL_WORDS.items()
    }

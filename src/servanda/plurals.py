"""English nouns for one thing and for many, and counts of them.

Our own few rules, as `inflect` costs 1.3 s of CPU to import and makes "bu" of "bus" and "Lao" of
"Laos". They know the nouns that agreements and reports count; a name that happens to end in "s" is
for the caller to leave alone.
"""

from __future__ import annotations

import re

__all__ = ["amount_phrase", "count_phrase", "counted_noun", "plural", "singular"]

# Singular to plural, where the rules on endings below would be wrong.
_IRREGULAR = {
    "aircraft": "aircraft",
    "cache": "caches",
    "child": "children",
    "headquarters": "headquarters",
    "man": "men",
    "person": "people",
    "personnel": "personnel",
    "series": "series",
    "woman": "women",
}
# Words of measure that count themselves.
_SAME_FOR_ALL = frozenset({"percent", "hertz", "celsius"})
_SHORTEST_NOUN = 3  # shorter ones are signs of measures: "kg", "t" [judgement; not from outside]
_SINGULAR = {many: word for word, many in _IRREGULAR.items()}


def singular(word: str) -> str:
    """The singular of a word: "post" for "posts"; a singular stays as it is."""
    low = word.lower()
    if low in _SINGULAR:
        return _SINGULAR[low]
    if low.endswith("ies") and len(low) > 4:
        return f"{word[:-3]}y"
    if low.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    if low.endswith(("ss", "us", "is")) or re.fullmatch(r"[a-z]?[aeiou]s", low):  # "gas", "as"
        return word
    return word.removesuffix("s")


def plural(noun: str) -> str:
    """The plural of a noun, which may have words before it: "guard posts" for "guard post"."""
    before, blank, last = noun.rpartition(" ")
    if last in _IRREGULAR:
        many = _IRREGULAR[last]
    elif re.search(r"(?:s|x|z|ch|sh)$", last):
        many = f"{last}es"
    elif re.search(r"[^aeiou]y$", last):
        many = f"{last[:-1]}ies"
    else:
        many = f"{last}s"
    return f"{before}{blank}{many}"


def counted_noun(count: int, noun: str) -> str:
    """The noun in the form that a count asks for: "look" after 1, "looks" after any other."""
    return noun if count == 1 else plural(noun)


def count_phrase(count: int, noun: str) -> str:
    """A count with its noun: "1 look", "3 looks"."""
    return f"{count} {counted_noun(count, noun)}"


def amount_phrase(amount: str, unit: str) -> str:
    """An amount in figures with its unit: "45 trucks" of a truck, "1 truck"; "20 kg", "3 percent".

    unit: a noun for one thing or for many, or a measure, whose short forms are the same for all
    """
    last = unit.rpartition(" ")[2]
    is_word = len(last) >= _SHORTEST_NOUN and last.isalpha() and last.islower()
    if not is_word or last in _SAME_FOR_ALL:
        return f"{amount} {unit}".strip()
    one = unit.removesuffix(last) + singular(last)
    return f"{amount} {one if amount == '1' else plural(one)}"

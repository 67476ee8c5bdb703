"""Synonyms out of WordNet's data files (Debian's package wordnet-base), inflected by simple rules.

WordNet serves the fit alone; nothing of it is shipped.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

__all__ = ["WORDNET", "Thesaurus"]

WORDNET = Path("/usr/share/wordnet")
SENSES = 2  # the commonest senses of a word, whose other words may stand for it
PARTS = {"noun": "n", "verb": "v", "adj": "a", "adv": "r"}


class Thesaurus:
    """Other words for a word, of its commonest part of speech."""

    def __init__(self, folder: Path = WORDNET) -> None:
        self._others: dict[str, tuple[str, tuple[str, ...]]] = {}
        seen: dict[str, int] = {}
        for name, part in PARTS.items():
            synsets = dict(_synsets(folder / f"data.{name}"))
            for lemma, offsets, weight in _lemmas(folder / f"index.{name}"):
                words = {
                    word
                    for offset in offsets[:SENSES]
                    for word in synsets.get(offset, ())
                    if word != lemma and word.islower()
                }
                if words and "_" not in lemma and weight >= seen.get(lemma, 0):
                    seen[lemma] = weight
                    self._others[lemma] = (part, tuple(sorted(words)))

    def another(self, word: str, rng: np.random.Generator) -> str | None:
        """Another word in the same form, or None if none is known."""
        for ending, stems in _analyses(word):
            for stem in stems:
                part, words = self._others.get(stem, ("", ()))
                if len(stem) < 3 or not words or (ending in ("ed", "ing") and part != "v"):
                    continue
                head, *rest = words[int(rng.integers(len(words)))].split(" ")
                return " ".join([_inflect(head, ending), *rest])
        return None


def _synsets(path: Path) -> list[tuple[str, tuple[str, ...]]]:
    found = []
    for line in path.read_text(encoding="latin-1").splitlines():
        if not line.startswith(" "):
            fields = line.split()
            count = int(fields[3], 16)
            words = tuple(
                word.partition("(")[0].replace("_", " ") for word in fields[4 : 4 + 2 * count : 2]
            )
            found.append((fields[0], words))
    return found


def _lemmas(path: Path) -> list[tuple[str, list[str], int]]:
    found = []
    for line in path.read_text(encoding="latin-1").splitlines():
        if not line.startswith(" "):
            fields = line.split()
            pointers = int(fields[3])
            found.append((fields[0], fields[6 + pointers :], int(fields[5 + pointers])))
    return found


def _analyses(word: str) -> list[tuple[str, list[str]]]:
    found = [("", [word])]
    if word.endswith("ies"):
        found.append(("s", [word[:-3] + "y"]))
    if word.endswith("s"):
        found.append(("s", [word[:-1], word[:-2]]))
    if word.endswith("ed"):
        found.append(("ed", [word[:-2], word[:-1], word[:-3]]))
    if word.endswith("ing"):
        found.append(("ing", [word[:-3], word[:-3] + "e", word[:-4]]))
    return found


def _inflect(head: str, ending: str) -> str:
    if ending == "s":
        return head + ("es" if head.endswith(("s", "x", "ch", "sh")) else "s")
    if ending == "ed":
        return head + ("d" if head.endswith("e") else "ed")
    if ending == "ing":
        return (head[:-1] if head.endswith("e") else head) + "ing"
    return head

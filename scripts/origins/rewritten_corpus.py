"""Labelled corpora of copied, rewritten and mix_bits pages with independent reports of events.

The base articles are the documents of corpus/reading (our own, CC0). Every sentence bears the
sentences it comes from; everything follows from the seed. `write_corpus` writes the files that
scorers of text reuse read: docs, truth, claims and neutral, as JSON lines.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path

import numpy as np

from scripts.origins.events import DAYS, FAMILIES, FILLERS, MONTHS, PARTIES, PLACES
from scripts.origins.rewriting import Manner, draw_manner, rewrite
from scripts.origins.synonyms import Thesaurus

__all__ = ["Corpus", "Page", "Sent", "make_corpus", "read_base", "write_corpus"]

CORPUS = Path(__file__).resolve().parents[2] / "corpus" / "reading"
SHARED_RUN = 6  # words that two base sentences may not share if the pair is to be labelled
MOST_OF_A_RUN = 40
ATTRIBUTIONS = (
    "according to {s}", "{s} reported", "citing {s}", "{s} said", "as first reported by {s}",
    "in an account carried by {s}", "{s} has learned", "as {s} put it", "quoting {s}",
)  # fmt: skip
QUOTES = (
    "We will keep to every line of the text", "There is no turning back from this road",
    "Nobody should doubt our word", "What was signed will be carried out",
    "This is a matter of days and not of weeks", "We have nothing to hide from anyone",
    "The other side knows very well what it owes", "Each step will be answered by a step",
)  # fmt: skip

Origin = tuple[str, int]


@dataclass(slots=True)
class Sent:
    """A sentence, the sentences it comes from, and which half of a divided one it is."""

    text: str
    origins: tuple[Origin, ...]
    part: int = 0


@dataclass(slots=True)
class Page:
    """One document of the corpus."""

    id: str
    outlet: str
    published: int
    kind: str  # origin, copy, claim, attributed
    strength: int
    sents: list[Sent]
    paragraphs: list[list[Sent]] = field(default_factory=list)


@dataclass(slots=True)
class Corpus:
    """Pages, the event claims in them, and pairs of base sentences that are not scored."""

    pages: list[Page]
    claims: list[dict[str, object]]
    neutral: set[tuple[Origin, Origin]]


def read_base(folder: Path = CORPUS) -> list[list[list[str]]]:
    """Articles as paragraphs of sentences."""
    found = []
    for path in sorted(folder.glob("*/documents/*.txt")):
        body = path.read_text(encoding="utf-8").partition("\n\n")[2]
        paragraphs = [
            [line for line in part.split("\n") if line.strip()] for part in body.split("\n\n")
        ]
        paragraphs = [lines for lines in paragraphs if sum(len(x.split()) for x in lines) >= 6]
        if len(paragraphs) >= 4:
            found.append(paragraphs)
    return found


class _Maker:
    def __init__(self, seed: int, thesaurus: Thesaurus) -> None:
        self.rng = np.random.default_rng(seed)
        self.thesaurus = thesaurus
        self.pages: list[Page] = []
        self.claims: list[dict[str, object]] = []
        self.clock = 0

    def draw(self, options: Sequence[object]) -> int:
        return int(self.rng.integers(len(options)))

    def add(
        self, paragraphs: list[list[Sent]], kind: str, strength: int, outlet: str, when: int
    ) -> Page:
        """A page; sentences without an origin are their own."""
        name = f"p{len(self.pages):06d}"
        flat = [sent for paragraph in paragraphs for sent in paragraph]
        for number, sent in enumerate(flat):
            if not sent.origins:
                sent.origins = ((name, number),)
        page = Page(name, outlet, when, kind, strength, flat, paragraphs)
        self.pages.append(page)
        return page

    def site(self) -> str:
        return f"site{int(self.rng.integers(400))}"

    def derive(self, page: Page, other: Page | None, manner: Manner) -> list[list[Sent]]:
        """The paragraphs of a page rewritten: some left out, some of another page mix_bits in."""
        rng = self.rng
        pars = list(page.paragraphs)
        keep = max(1, round(len(pars) * (1 - float(rng.uniform(0, 0.55)))))
        start = int(rng.integers(2))
        chosen = (
            sorted(rng.choice(len(pars), keep, replace=False).tolist()) if start else range(keep)
        )
        pars = [pars[number] for number in chosen]
        if other is not None and other.paragraphs:
            count = max(1, min(len(other.paragraphs), round(len(pars) * 0.6)))
            extra = rng.choice(len(other.paragraphs), count, replace=False).tolist()
            pars += [other.paragraphs[number] for number in extra]
        order = float(rng.random())
        if order < 0.35:
            pars = [pars[number] for number in rng.permutation(len(pars)).tolist()]
        elif order < 0.7:
            flat = [sent for par in pars for sent in par]
            flat = [flat[number] for number in rng.permutation(len(flat)).tolist()]
            pars = [flat[at : at + 2] for at in range(0, len(flat), 2)]
        joins, splits = (float(rng.uniform(0, 0.25)) * (rng.random() < 0.5) for _ in range(2))
        return [self.retell(par, manner, joins, splits) for par in pars]

    def retell(
        self, paragraph: list[Sent], manner: Manner, joins: float = 0.0, splits: float = 0.0
    ) -> list[Sent]:
        """A paragraph in other words; sentences joined and divided."""
        out: list[Sent] = []
        for sent in paragraph:
            new = Sent(
                rewrite(sent.text, manner, self.thesaurus, self.rng), sent.origins, sent.part
            )
            halves = _halves(new) if self.rng.random() < splits else None
            if halves is not None:
                out += halves
            elif out and self.rng.random() < joins and _can_join(out[-1], new):
                text = out[-1].text.rstrip(".") + ", and " + new.text[:1].lower() + new.text[1:]
                out[-1] = Sent(text, tuple(dict.fromkeys(out[-1].origins + new.origins)))
            else:
                out.append(new)
        return out


def _halves(sent: Sent) -> list[Sent] | None:
    """The two halves of a sentence of one origin, each of six words or more."""
    if sent.part or len(sent.origins) != 1:
        return None
    for mark in re.finditer(r"; |, (?:and|but|while|which|who|after) ", sent.text):
        left, right = sent.text[: mark.start()], sent.text[mark.end() :]
        if min(len(left.split()), len(right.split())) >= 6:
            begin = "It " if "which" in mark.group() else ""
            second = begin + right if begin else right[:1].upper() + right[1:]
            return [Sent(left + ".", sent.origins, 1), Sent(second, sent.origins, 2)]
    return None


def _can_join(first: Sent, second: Sent) -> bool:
    return (
        len(first.text.split()) + len(second.text.split()) < 40
        and first.part == second.part == 0
        and first.text.endswith(".")
    )


def make_corpus(
    seed: int,
    thesaurus: Thesaurus,
    base: Sequence[list[list[str]]],
    parents: int,
    claims: int,
    families: Sequence[int],
) -> Corpus:
    """A corpus: every base article, copies of the first `parents`, and reports of events."""
    maker = _Maker(seed, thesaurus)
    order = maker.rng.permutation(len(base)).tolist()
    made = []
    for number in order:
        maker.clock += int(maker.rng.integers(20, 200))
        paragraphs = [[Sent(text, ()) for text in par] for par in base[number]]
        made.append(maker.add(paragraphs, "origin", 0, f"paper{number % 37}", maker.clock))
    for page in made[:parents]:
        _add_copies(maker, page, made[:parents])
    for number in range(claims):
        _add_claim(maker, number, made[parents:], families)
    return Corpus(maker.pages, maker.claims, _neutral(made))


def _add_copies(maker: _Maker, page: Page, parents: list[Page]) -> None:
    pool = [page]
    for _ in range(int(maker.rng.integers(2, 6))):
        source = pool[maker.draw(pool)] if maker.rng.random() < 0.3 else page
        other = parents[maker.draw(parents)] if maker.rng.random() < 0.4 else None
        manner = draw_manner(maker.rng)
        strength = 1 + min(3, int(manner.words / 0.19))
        when = max(source.published, other.published if other else 0)
        copied = maker.derive(source, other, manner)
        pool.append(
            maker.add(copied, "copy", strength, maker.site(), when + maker.draw(range(3000)) + 1)
        )


def _add_claim(maker: _Maker, number: int, hosts: list[Page], families: Sequence[int]) -> None:
    """One event: independent reports, copies of them, and pages that say whom they have it from."""
    rng = maker.rng
    wordings = FAMILIES[families[maker.draw(families)]]
    count = (1, 1, 2, 2, 3, 4)[maker.draw(range(6))]
    places = rng.permutation(len(wordings)).tolist()
    place = PLACES[maker.draw(PLACES)] + ("", " Heights", " Ridge", " North")[maker.draw(range(4))]
    month = MONTHS[maker.draw(MONTHS)]
    slots = {
        "w": PARTIES[maker.draw(PARTIES)], "p": place, "n": str(4 + maker.draw(range(86))),
        "d": f"{DAYS[maker.draw(DAYS)]} {month}",
    }  # fmt: skip
    quote = QUOTES[maker.draw(QUOTES)] if rng.random() < 0.25 else None
    background = hosts[maker.draw(hosts)].paragraphs[:1] if rng.random() < 0.3 else []
    chosen = rng.choice(len(hosts), count, replace=False).tolist()
    when, members, own = maker.clock + maker.draw(range(100_000)), [], []
    for origin in range(count):
        text = wordings[places[origin]].format(**slots)
        if quote is not None:
            text = text.rstrip(".") + f', and a spokesman said: "{quote}."'
        size = int(rng.integers(0, 5))
        manner = draw_manner(rng)
        body = [[Sent(text, ()), Sent(FILLERS[maker.draw(FILLERS)], ())]]
        body += [[_again(sent) for sent in par] for par in hosts[chosen[origin]].paragraphs[:size]]
        body += [maker.retell(par, manner) for par in background]
        outlet = f"agency{number}_{origin}"
        page = maker.add(body, "claim", 0, outlet, when + origin)
        own.append([page.id, 0])
        members.append([page.id, origin])
        for copy in range(int(rng.integers(0, 4))):
            manner = draw_manner(rng)
            retold = [maker.retell(par, manner) for par in page.paragraphs]
            made = maker.add(retold, "copy", 2, maker.site(), when + 10 + copy)
            members.append([made.id, origin])
        if rng.random() < 0.4 and len(places) > count:
            text = wordings[places.pop()].format(**slots).rstrip(".")
            lead = ATTRIBUTIONS[maker.draw(ATTRIBUTIONS)].format(s=outlet)
            told = [[Sent(f"{text}, {lead}.", ((page.id, 0),))]]
            told[0].append(Sent(FILLERS[maker.draw(FILLERS)], ()))
            made = maker.add(told, "attributed", 0, maker.site(), when + 20)
            members.append([made.id, origin])
    maker.claims.append({"claim": number, "origins": count, "members": members, "own": own})


def _again(sent: Sent) -> Sent:
    return Sent(sent.text, sent.origins, sent.part)


def _runs(text: str) -> set[str]:
    words = re.findall(r"[a-z0-9]+", text.lower())
    return {" ".join(words[at : at + SHARED_RUN]) for at in range(len(words) - SHARED_RUN + 1)}


def _neutral(pages: Iterable[Page]) -> set[tuple[Origin, Origin]]:
    """Pairs of base sentences with a run of words in common."""
    where: dict[str, set[Origin]] = defaultdict(set)
    for page in pages:
        for number, sent in enumerate(page.sents):
            for run in _runs(sent.text):
                where[run].add((page.id, number))
    found = set()
    for places in where.values():
        for first, second in combinations(sorted(places)[:MOST_OF_A_RUN], 2):
            if first[0] != second[0]:
                found.add((first, second))
    return found


def write_corpus(corpus: Corpus, folder: Path) -> None:
    """docs.jsonl, truth.jsonl, claims.jsonl and neutral.jsonl."""
    folder.mkdir(parents=True, exist_ok=True)
    docs = [
        {"id": page.id, "outlet": page.outlet, "published": page.published,
         "sents": [sent.text for sent in page.sents]}
        for page in corpus.pages
    ]  # fmt: skip
    truth = [
        {"id": page.id, "kind": page.kind, "strength": page.strength,
         "origin": [sent.origins[0] for sent in page.sents],
         "also": [sent.origins[1:] for sent in page.sents],
         "part": [sent.part for sent in page.sents]}
        for page in corpus.pages
    ]  # fmt: skip
    tables: dict[str, Sequence[object]] = {
        "docs": docs,
        "truth": truth,
        "claims": corpus.claims,
        "neutral": sorted(corpus.neutral),
    }
    for name, rows in tables.items():
        text = "".join(json.dumps(row) + "\n" for row in rows)
        (folder / f"{name}.jsonl").write_text(text, encoding="utf-8")

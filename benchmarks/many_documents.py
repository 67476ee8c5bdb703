"""What it costs to add very many documents, on both databases, beside the bars.

    make bench-sources
    python -m benchmarks.many_documents --documents 10000 --kept FILE

Each part is a command of its own in a process of its own: its processor time and its largest
resident memory are the kernel's. What a part gave is appended to FILE as soon as it is known, and
the parts that are in it are not made again. No part takes more than ten minutes.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.bars import Figure, print_figures
from scripts.run_tests import postgres_programs, private_postgres
from tests.store.conftest import own_schema

CASE = "many"
DATABASES = ("SQLite", "PostgreSQL")
PARTS = ("files", "list", "stopped list", "large list")
LARGE, LARGE_BYTES = 50, 2_000_000  # documents of the large list, and bytes of each
SURROUNDINGS = dict(os.environ)  # noqa: TID251 - a benchmark is an edge
# A process that has all of Servanda loaded takes some 90 MB; a batch of 10 MB some five times that.
MEMORY_MB = 256
SAID = "Monitors of the mission reported on {day} March 2018 that post {number} was dismantled. "


@dataclass(frozen=True, slots=True)
class Run:
    """What one command took."""

    wall_s: float
    cpu_s: float
    memory_mb: float
    code: int
    says: str


@dataclass(frozen=True, slots=True)
class AddedMany:
    """What one part gave."""

    database: str
    part: str
    documents: int  # that the case has afterwards
    entries: int  # of the log that add a document
    added: Run
    verified: Run
    kept_before: int  # documents that were kept when the part was stopped, and not read again
    wanted: int


def main() -> int:
    """Run the parts that are not kept yet, print the figures; 1 if a bar is not reached."""
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--documents", type=int, default=10_000)
    wanted.add_argument("--kept", type=Path, default=Path("build/many-documents.jsonl"))
    asked = wanted.parse_args()
    asked.kept.parent.mkdir(parents=True, exist_ok=True)
    asked.kept.touch()
    found = [_part_of(line) for line in asked.kept.read_text(encoding="utf-8").splitlines()]
    have = {(one.database, one.part, one.wanted) for one in found}
    with contextlib.ExitStack() as stack:
        programs = postgres_programs()
        urls: dict[str, str | None] = {"SQLite": None}
        if programs is not None:
            urls["PostgreSQL"] = stack.enter_context(private_postgres(programs))
        for database, url in urls.items():
            for part in PARTS:
                number = LARGE if part == "large list" else asked.documents
                if (database, part, number) in have:
                    continue
                found.append(_run_part(database, url, part, number))
                with asked.kept.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(asdict(found[-1])) + "\n")
    numbers = {LARGE, asked.documents}
    figures = _figures([one for one in found if one.wanted in numbers])
    return 0 if print_figures(f"{asked.documents:,} documents added", figures) else 1


def _part_of(line: str) -> AddedMany:
    told = json.loads(line)
    runs = {name: Run(**told.pop(name)) for name in ("added", "verified")}
    return AddedMany(**told, **runs)


def _run_part(database: str, url: str | None, part: str, number: int) -> AddedMany:
    with (
        tempfile.TemporaryDirectory(prefix="servanda-many-") as place,
        contextlib.nullcontext(None) if url is None else own_schema(url) as schema,
    ):
        folder = Path(place)
        settings = {"SERVANDA_DATA": str(folder / "data"), "SERVANDA_WHO": "benchmark"}
        if schema is not None:
            settings["SERVANDA_DATABASE_URL"] = schema
        _run(settings, "case", "load", _write_case(folder))
        source = _write_sources(folder, part, number)
        kept_before = 0
        if part == "stopped list":
            _stop(settings, source, number)
        added = _run(settings, "add", CASE, source, "--format", "json")
        told = re.search(r"(\d+) documents were kept when", added.says)
        kept_before = int(told[1]) if told else 0
        verified = _run(settings, "custody", "verify")
        log = _output(settings, "custody", "log", "--format", "jsonl")
        listed = json.loads(_output(settings, "case", "list", "--format", "json"))
        return AddedMany(
            database,
            part,
            listed[0]["documents"],
            log.count('"add document"'),
            added,
            verified,
            kept_before,
            number,
        )


def _write_case(folder: Path) -> Path:
    case = folder / CASE
    case.mkdir()
    nothing = json.dumps({"type": "FeatureCollection", "features": []})
    (case / "sites.geojson").write_text(nothing, encoding="utf-8")
    (case / "case.yaml").write_text(CASE_TEXT, encoding="utf-8")
    return case


CASE_TEXT = """\
id: many
title: Very many documents
actors:
  - {id: guards, names: [Guards], kind: government}
matters:
  - {id: gone, question: Did the guards dismantle their posts?, party: guards, verb: dismantle,
     object: guard posts}
"""


def _write_sources(folder: Path, part: str, number: int) -> Path:
    """The documents of a part: a folder of text files, or a list."""
    texts = (SAID.format(day=1 + n % 28, number=n) * 6 for n in range(number))
    if part == "files":
        place = folder / "files"
        place.mkdir()
        for n, text in enumerate(texts):
            (place / f"report-{n:06}.txt").write_text(text, encoding="utf-8")
        return place
    path = folder / "list.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for n, text in enumerate(texts):
            times = LARGE_BYTES // len(text) if part == "large list" else 1
            entry = {"id": f"r{n:06}", "text": text * times, "published": "2018-03-29"}
            file.write(json.dumps(entry) + "\n")
    return path


def _stop(settings: Mapping[str, str], source: Path, number: int) -> None:
    """Begin to add, and kill the command when about a third is kept."""
    process = subprocess.Popen(
        _words("add", CASE, source),
        env={**SURROUNDINGS, **settings},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    noted = Path(settings["SERVANDA_DATA"], "unfinished")
    while process.poll() is None:
        lines = sum(path.read_bytes().count(b"\n") for path in noted.glob("*.jsonl"))
        if lines > number / 3:
            process.send_signal(signal.SIGKILL)
            process.wait()
        time.sleep(0.02)


def _run(settings: Mapping[str, str], *words: object) -> Run:
    """One command to its end, with what the kernel counted."""
    begun = time.monotonic()
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            _words(*words),
            env={**SURROUNDINGS, **settings},
            stdout=subprocess.DEVNULL,
            stderr=said,
        )
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        wall = time.monotonic() - begun
        said.seek(0)
        says = said.read().decode(errors="replace")[-2000:]
    cpu = used.ru_utime + used.ru_stime
    return Run(round(wall, 1), round(cpu, 1), used.ru_maxrss / 1024, process.returncode, says)


def _output(settings: Mapping[str, str], *words: object) -> str:
    environment = {**SURROUNDINGS, **settings}
    return subprocess.run(
        _words(*words), env=environment, capture_output=True, text=True, check=True
    ).stdout


def _words(*words: object) -> list[str]:
    return [sys.executable, "-c", "from servanda.cli import main; main()", *map(str, words)]


def _figures(found: list[AddedMany]) -> Iterator[Figure]:
    for database in DATABASES:
        of = [one for one in found if one.database == database]
        if not of:
            yield Figure(database, "measured", "no server can be started here", False)
        for one in of:
            yield from _figures_of_part(one)


def _figures_of_part(one: AddedMany) -> Iterator[Figure]:
    what = f"{one.database}, {one.part}"
    right = one.documents == one.entries == one.wanted and one.added.code == 0
    told = f"{one.documents:,} kept, {one.entries:,} entries"
    if one.part == "stopped list":
        told += f", {one.kept_before:,} of them kept before the kill and not read again"
        right = right and one.kept_before > 0
    yield Figure(what, f"{one.wanted:,}, each kept once", told, right)
    run = one.added
    rate = (one.wanted - one.kept_before) / run.wall_s
    told = f"{rate:,.0f} documents a second, {run.cpu_s} s of CPU"
    yield Figure(f"{what}: speed", "watched", told, True)
    bar = f"<= {MEMORY_MB} MB"
    yield Figure(f"{what}: memory", bar, f"{run.memory_mb:.0f} MB", run.memory_mb <= MEMORY_MB)
    run = one.verified
    told = f"{run.wall_s} s, {run.cpu_s} s of CPU, {run.memory_mb:.0f} MB"
    held = run.code == 0 and run.memory_mb <= MEMORY_MB
    yield Figure(f"{what}: custody verify", bar, told, held)


if __name__ == "__main__":
    raise SystemExit(main())

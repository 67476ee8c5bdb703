"""Hostile files of every kind: an answer or one line, within the limits, and the next file goes on.

`make bench-sources` runs more and larger ones.
"""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.hostile.samples import PACKERS, SAMPLES, Sample
from benchmarks.hostile.seeds import FAMILIES, HostileFile, hostile_file, mutate
from benchmarks.hostile.trials import ask, try_file
from servanda.sources.documents.extractor import Extractor
from servanda.sources.files.limits import WORKER_MEMORY_BYTES
from servanda.sources.files.problems import UnreadableError

SIZE = 100_000  # bytes: enough to nest deeper than any parser recurses
# Coprime to the number of parsers and of families, so that 40 seeds meet all of both.
SEEDS = [11 * number for number in range(40)]


def sound_file(parser: str) -> HostileFile:
    sample = SAMPLES[parser]
    data = sample.data if sample.inside is None else PACKERS[sample.inside](sample.data)
    return HostileFile(0, parser, "sound", sample, data)


@pytest.mark.parametrize("parser", SAMPLES)
def test_the_file_that_the_hostile_ones_are_made_of_is_sound(parser: str) -> None:
    with Extractor() as extractor:
        found = ask(extractor, sound_file(parser))
    assert not found.get("problems")


def test_the_seeds_meet_every_parser_and_every_family() -> None:
    files = [hostile_file(seed, 1_000) for seed in SEEDS]
    assert {file.parser for file in files} == set(SAMPLES)
    assert {file.family for file in files} == set(FAMILIES)
    assert [file.data for file in files] == [hostile_file(seed, 1_000).data for seed in SEEDS]


def told(extractor: Extractor, file: HostileFile) -> str:
    """What was wrong with the file; "" where there was an answer."""
    try:
        assert isinstance(ask(extractor, file), dict)
    except UnreadableError as error:
        return str(error)
    return ""


def peak_bytes(extractor: Extractor) -> int:
    """The most memory that the worker has had; 0 where it is gone."""
    if extractor._worker is None:
        return 0
    status = Path(f"/proc/{extractor._worker.process.pid}/status").read_text(encoding="ascii")
    return 1024 * int(status.partition("VmHWM:")[2].split()[0])


@pytest.mark.parametrize("seed", SEEDS)
def test_a_hostile_file_is_an_answer_or_one_line_within_the_limits(seed: int) -> None:
    file = hostile_file(seed, SIZE)
    with Extractor() as extractor:
        assert "\n" not in told(extractor, file)
        assert peak_bytes(extractor) <= WORKER_MEMORY_BYTES
        assert told(extractor, sound_file(file.parser)) == ""


@settings(max_examples=40, deadline=None)
@pytest.mark.parametrize("parser", [name for name in SAMPLES if name not in {"HTML", "workbook"}])
@given(seed=st.integers(0, 2**32), edits=st.integers(1, 20), tail=st.binary(max_size=20))
def test_no_change_to_a_file_breaks_who_asks(
    parser: str, seed: int, edits: int, tail: bytes
) -> None:
    """40 executions for each parser; those left out are slow, and `make bench-sources` has them."""
    sample: Sample = SAMPLES[parser]
    data = mutate(sample.data, edits, np.random.default_rng(seed)) + tail
    with Extractor() as extractor:
        assert "\n" not in told(extractor, HostileFile(0, parser, "mutated", sample, data))


@pytest.mark.slow
def test_what_goes_beyond_the_memory_ends_its_process_alone() -> None:
    """A border of two million points costs its worker; the next file is read."""
    data = SAMPLES["KML"].data.replace(
        b"<Point><coordinates>126.9,38.1</coordinates></Point>",
        b"<LineString><coordinates>" + b"1,2 " * 2_400_000 + b"</coordinates></LineString>",
    )
    trial = try_file(HostileFile(0, "KML", "many", SAMPLES["KML"], data))
    assert trial.outcome == "killed"
    assert "needs more than 512 MB of memory to read" in trial.says
    with Extractor() as extractor:
        assert told(extractor, sound_file("KML")) == ""

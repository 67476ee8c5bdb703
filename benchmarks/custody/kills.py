"""Writers that are killed, at named steps and at any moment, on SQLite and on PostgreSQL.

Each act has the same entries whenever it is made, so that the head of the log tells which of its
two allowed states a store is in: as before the act, or as after it. Anything else is half kept.
Then the store must open and verify, and the act, made again, must end as it would have.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.custody.dice import Dice
from benchmarks.custody.material import ACTS, Act, FixedClock, fill, opened
from servanda.errors import ServandaError
from servanda.records import GENESIS
from servanda.settings import Settings
from servanda.store import export_case, open_to_look, write_backup
from servanda.store.django_setup import set_up_django
from tests.store.conftest import own_schema
from tests.store.past_schemas import past_store

STEPS = ("before digest", "after file", "before row", "before chain", "before commit",
         "during copy", "before record of migration", "at random")  # fmt: skip
ONCE = {"before row", "before chain"}  # steps that an act comes to once


@dataclass(slots=True)
class Kills:
    """What became of so many kills."""

    kills: int = 0
    done_before: int = 0  # the act was over before the kill came
    faults: list[str] = field(default_factory=list)
    steps: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Trial:
    """One act that is killed at the nth time that it comes to a step."""

    act: str
    step: str
    nth: int
    after_s: float  # at random: so long after it began


def trials(count: int, seed: int) -> Iterator[Trial]:
    """So many trials, every act at every step that it has before any twice."""
    dice = Dice(seed)
    waiting: list[tuple[str, str]] = []
    for _ in range(count):
        if not waiting:
            waiting = [(act, step) for act in ACTS for step in STEPS if _has(act, step)]
            waiting = dice.some_of(waiting, len(waiting))
        act, step = waiting.pop()
        nth = 1 if step in ONCE else dice.one_of((1, 1, 1, 2, 3))
        yield Trial(act, step, nth, dice.up_to(0.2))


def _has(act: str, step: str) -> bool:
    copies = act in {"export", "backup"}
    return {
        "during copy": copies or act in {"restore", "import"},
        "before record of migration": ACTS[act].begins_with != "full",
        "at random": True,
    }.get(step, not copies and not act.startswith("migrate"))


def run_kills(count: int, seed: int, place: Path, database_url: str | None = None) -> Kills:
    """Kill so many writers and give what became of it."""
    set_up_django()
    found = Kills()
    with _beginnings(place, database_url) as begin:
        ends = {name: _end(act, begin) for name, act in ACTS.items()}
        for number, trial in enumerate(trials(count, seed)):
            with begin(ACTS[trial.act].begins_with) as (settings, other):
                fault = _try(trial, settings, other, ends[trial.act], found)
            if fault is not None:
                found.faults.append(f"seed {seed}, {number}, {trial}: {fault}")
    return found


Begin = Callable[[str], contextlib.AbstractContextManager[tuple[Settings, Path]]]


@contextmanager
def _beginnings(place: Path, database_url: str | None) -> Iterator[Begin]:
    """How to make a new store that an act begins with, and a folder with copies beside it."""
    template = Settings(place / "template", None, "tester")
    other = place / "other"
    other.mkdir(parents=True)
    with opened(template, 0) as store:
        fill(store)
        write_backup(store, other / "made-before.zip")
        export_case(store, "korea-2018", other / "case-before.zip")

    @contextmanager
    def begin(what: str) -> Iterator[tuple[Settings, Path]]:
        with contextlib.ExitStack() as stack:
            data = place / "trial"
            stack.callback(shutil.rmtree, data, ignore_errors=True)
            shutil.rmtree(data, ignore_errors=True)
            url = None if database_url is None else stack.enter_context(own_schema(database_url))
            settings = Settings(data / "data", url, "tester")
            (data / "data").mkdir(parents=True)
            shutil.copytree(other, data / "other")
            if what == "full" and url is None:
                shutil.rmtree(data / "data")
                shutil.copytree(template.data, data / "data")
            elif what == "full":
                ACTS["restore"].carry_out(settings, data / "other")
            elif what != "empty":
                past_store(what, settings)
            yield settings, data / "other"

    yield begin


def _end(act: Act, begin: Begin) -> tuple[str, str]:
    """The head of the log before the act and after it."""
    with begin(act.begins_with) as (settings, other):
        before = _head(settings) if act.begins_with == "full" else GENESIS
        act.carry_out(settings, other)
        return before, _head(settings)


def _head(settings: Settings) -> str:
    with open_to_look(settings, FixedClock(100)) as store:
        return store.custody_head()


def _try(
    trial: Trial, settings: Settings, other: Path, ends: tuple[str, str], found: Kills
) -> str | None:
    """Kill an act, and give what is wrong afterwards; None if nothing is."""
    act = ACTS[trial.act]
    is_killed = _kill(trial, settings, other)
    found.kills += is_killed
    found.done_before += not is_killed
    if is_killed:
        found.steps[trial.step] = found.steps.get(trial.step, 0) + 1
    try:
        return _fault(act, settings, other, ends, is_killed=is_killed)
    except (ServandaError, zipfile.BadZipFile) as error:
        return f"{type(error).__name__}: {error}"


def _fault(
    act: Act, settings: Settings, other: Path, ends: tuple[str, str], *, is_killed: bool
) -> str | None:
    before, after = ends
    if act.makes is not None and (other / act.makes).exists():
        with zipfile.ZipFile(other / act.makes) as copy:
            if copy.testzip() is not None:
                return "a copy is torn"
    if act.begins_with != "empty":  # an empty folder may still be one
        with opened(settings) as store:
            head = store.custody_head()
            if head not in {before, after} and act.begins_with == "full":
                return "half of it is kept"
            if not is_killed and head != after:
                return "what was acknowledged is lost"
            store.verify()
    if _state(settings) not in {before, after, GENESIS} and act.begins_with == "empty":
        return "half of it is kept"
    if is_killed and not (act.carry_out is ACTS["restore"].carry_out and _state(settings) == after):
        act.carry_out(settings, other)
    with opened(settings) as store:
        verified = store.verify()
        litter = [remark for remark in verified.remarks if ".part" in remark]
        if verified.head != after:
            return "made again, it ends otherwise"
        return f"litter: {litter}" if litter else None


def _state(settings: Settings) -> str:
    try:
        return _head(settings)
    except ServandaError:
        return GENESIS


def _kill(trial: Trial, settings: Settings, other: Path) -> bool:
    """Carry out the act in a child that is killed; False if it was done before."""
    told, tell = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(told)
            if trial.step != "at random":
                _die_at(trial.step, trial.nth)
            ACTS[trial.act].carry_out(settings, other)
            os.write(tell, b"done")
        finally:
            os._exit(0)
    os.close(tell)
    if trial.step == "at random":
        time.sleep(trial.after_s)
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with os.fdopen(told, "rb") as pipe:
        return pipe.read() != b"done"


def _die_at(step: str, nth: int) -> None:
    """Let this process die at the nth time that it comes to a step."""
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.migrations.recorder import MigrationRecorder

    from servanda.store import content_files, custody, write_plan
    from servanda.store.copies import archive, backup, case_copy

    places: dict[str, list[tuple[object, str, bool]]] = {
        "before digest": [(content_files, "sha256", False)],
        "after file": [(content_files, "write_atomically", True)],
        "before row": [(write_plan, "_insert_versions", False), (backup, "_insert", False)],
        "before chain": [(custody, "append", False)],
        "before commit": [(BaseDatabaseWrapper, "commit", False)],
        "during copy": [
            (archive, "canonical_json", False),
            (backup, "write_files", False),
            (case_copy, "keep_members", True),
            (backup, "keep_members", True),
        ],
        "before record of migration": [(MigrationRecorder, "record_applied", False)],
    }
    left = [nth]

    def deadly(real: Callable[..., object], *, after: bool) -> Callable[..., object]:
        def call(*arguments: object, **named: object) -> object:
            left[0] -= not after
            if left[0] == 0 and not after:
                os.kill(os.getpid(), signal.SIGKILL)
            result = real(*arguments, **named)
            left[0] -= after
            if left[0] == 0 and after:
                os.kill(os.getpid(), signal.SIGKILL)
            return result

        return call

    if step == "before commit":
        wrap = BaseDatabaseWrapper._commit  # type: ignore[attr-defined]
        BaseDatabaseWrapper._commit = deadly(wrap, after=False)  # type: ignore[attr-defined]
        return
    for owner, name, after in places[step]:
        setattr(owner, name, deadly(getattr(owner, name), after=after))

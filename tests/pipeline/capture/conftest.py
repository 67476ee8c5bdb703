"""A store with a case, and runs that fetch into it under a clock that only sleeping moves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from servanda.pipeline import CaptureRun, open_data_store
from servanda.settings import Settings
from servanda.store import Store
from tests.builders import case, obligation
from tests.sources.capture.sites import SlowTime, fetcher_for

MakeRun = Callable[..., CaptureRun]


@pytest.fixture
def time() -> SlowTime:
    return SlowTime()


@pytest.fixture
def store(tmp_path: Path, time: SlowTime) -> Iterator[Store]:
    with open_data_store(Settings.from_environment({}, tmp_path / "data"), time.now) as opened:
        opened.save_case(case(obligation()), {}, [])
        yield opened


@pytest.fixture
def run(store: Store, time: SlowTime) -> MakeRun:
    def make(**more: object) -> CaptureRun:
        (kept,) = store.cases()
        return CaptureRun(store, kept, fetcher_for(time), time.now, **more)  # type: ignore[arg-type]

    return make

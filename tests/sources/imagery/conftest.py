"""Servers that live as long as a test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from servanda.sources.imagery.pixels.timeouts import Timeouts
from servanda.sources.network.guard import NetworkGuard
from tests.sources.imagery.servers import Server, serving

HERE = NetworkGuard(frozenset({"127.0.0.1", "localhost"}))
HASTY = Timeouts(connect_seconds=1, answer_seconds=2, retries=0, guard=HERE)


@pytest.fixture
def hasty() -> Timeouts:
    """The patience of tests."""
    return HASTY


@pytest.fixture
def web(tmp_path: Path) -> Iterator[Server]:
    """A server with range requests over the folder `web` of the test."""
    folder = tmp_path / "web"
    folder.mkdir()
    with serving(folder) as server:
        yield server


@pytest.fixture
def web_without_ranges(tmp_path: Path) -> Iterator[Server]:
    """A server that sends only whole files, of the folder `plain`."""
    folder = tmp_path / "plain"
    folder.mkdir()
    with serving(folder, ranges=False) as server:
        yield server

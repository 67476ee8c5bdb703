"""What holds for every test: no other machine, no outside settings, nothing left out in silence."""

import ipaddress
import os
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import psycopg
import pytest

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("SERVANDA_SHARED") or ROOT.parent / "shared").resolve()
POSTGRES_URL = os.environ.get("SERVANDA_TEST_DATABASE_URL")
OUR_SETTINGS = {"SERVANDA_SHARED", "SERVANDA_TEST_DATABASE_URL"}
IN_CI = os.environ.get("CI", "").lower() in {"1", "true", "yes"}

NO_SHARED = "the shared data (set SERVANDA_SHARED to its folder)"
NO_POSTGRES = "PostgreSQL store tests (install Debian's postgresql and run `make test`)"

# The same examples on every run and every machine; a slow machine is not a failing test.
hypothesis.settings.register_profile(
    "servanda",
    derandomize=True,
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
# The same with ten times the cases, for `python -m benchmarks.coherence`.
hypothesis.settings.register_profile(
    "coherence", parent=hypothesis.settings.get_profile("servanda"), max_examples=1_000
)
hypothesis.settings.load_profile("servanda")


class NetworkBlockedError(RuntimeError):
    """A test tried to reach another machine. No OSError, which code under test might forgive."""


def is_here(host: object) -> bool:
    """Whether a socket address names this machine; a name other than localhost might not."""
    if host in (None, "", b"", "localhost", b"localhost"):
        return True
    text = host.decode() if isinstance(host, bytes) else str(host)
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_loopback


def refuse_other_machines(event: str, arguments: tuple[object, ...]) -> None:
    """Python reports every socket call here, whichever library makes it, before it happens."""
    if event in {"socket.connect", "socket.sendto"}:
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else None  # else a unix socket
    elif event in {"socket.getaddrinfo", "socket.gethostbyname"}:
        host = arguments[0]
    else:
        return
    if not is_here(host):
        raise NetworkBlockedError(f"{event}: tests reach only this machine, not {host!r}")


sys.addaudithook(refuse_other_machines)


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """The settings of whoever runs the tests do not reach them."""
    for name in list(os.environ):
        if name.startswith("SERVANDA_") and name not in OUR_SETTINGS:
            monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """The folder of shared data; a test that asks for it is marked `shared`."""
    return SHARED


@pytest.fixture(scope="session")
def postgres_url(worker_id: str) -> str:
    """An empty PostgreSQL database; a test that asks for it is marked `postgres`.

    Each process that runs tests has its own, so that none empties another's.
    """
    assert POSTGRES_URL
    if worker_id == "master":
        return POSTGRES_URL
    server, _, name = POSTGRES_URL.rpartition("/")
    with psycopg.connect(POSTGRES_URL, autocommit=True) as connection:
        connection.execute(f'create database "{name}_{worker_id}"')
    return f"{server}/{name}_{worker_id}"


@pytest.hookimpl(tryfirst=True)  # before -m chooses by mark
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        fixtures = getattr(item, "fixturenames", ())
        if "shared_dir" in fixtures:
            item.add_marker("shared")
        if "postgres_url" in fixtures:
            item.add_marker("postgres")
        if item.get_closest_marker("shared") and not SHARED.is_dir():
            item.add_marker(pytest.mark.skip(reason=NO_SHARED))
        if item.get_closest_marker("postgres") and not POSTGRES_URL:
            item.add_marker(pytest.mark.skip(reason=NO_POSTGRES))


class LeftOut:
    """Counts the skipped tests by reason, says so at the end, and fails the run in CI."""

    def __init__(self) -> None:
        self.tests: Counter[str] = Counter()

    def add(self, report: pytest.TestReport | pytest.CollectReport) -> None:
        if report.skipped and not hasattr(report, "wasxfail"):
            reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else "no reason"
            self.tests[reason.removeprefix("Skipped: ")] += 1

    pytest_runtest_logreport = add
    pytest_collectreport = add

    @property
    def failures(self) -> list[str]:
        """What CI must not leave out: all but shared data in a place that has none."""
        return [reason for reason in self.tests if IN_CI and reason != NO_SHARED]

    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        if self.failures and exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    @pytest.hookimpl(wrapper=True)
    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> Iterator[None]:
        yield
        for reason, count in sorted(self.tests.items()):
            tests = "1 test" if count == 1 else f"{count} tests"
            failed = " -- a failure, because CI is set" if reason in self.failures else ""
            terminalreporter.write_line(f"left out: {reason}: {tests}{failed}")


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(LeftOut(), "servanda-left-out")

"""Run the tests, with a PostgreSQL of their own where that is possible.

The server listens on a free loopback port, keeps its data in a temporary folder, and is gone
afterwards, whatever happens. What cannot run is named in one line; with CI=true it is a failure.
"""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

HERE = Path(__file__).resolve().parents[1]
DATABASE = "servanda_test"
POSTGRES_ACCOUNT = "postgres"  # Debian's; the server refuses to run as root

# Durability is for data that outlives the tests.
SERVER_OPTIONS = (
    "listen_addresses=127.0.0.1",
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
)


# Tests of one file share what is dear to make, such as a loaded model.
SPREAD = ("--dist", "loadfile")


def say(line: str) -> None:
    print(f"servanda tests: {line}", file=sys.stderr, flush=True)


def is_root() -> bool:
    return os.geteuid() == 0


def postgres_programs() -> Path | None:
    """The folder of the newest PostgreSQL's programs, or None where we cannot run one."""
    if is_root() and POSTGRES_ACCOUNT not in {account.pw_name for account in pwd.getpwall()}:
        return None
    debian = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    by_version = sorted(debian, key=lambda path: float(path.parts[-3]))
    on_path = shutil.which("initdb")
    if by_version:
        return by_version[-1].parent
    return Path(on_path).resolve().parent if on_path else None


def missing_packages() -> list[str]:
    """What Debian has for the tests and this machine has not: the server, and PostGIS for it."""
    programs = postgres_programs()
    if programs is None:
        return ["postgresql"]
    version = programs.parent.name  # /usr/lib/postgresql/15/bin
    of_debian = programs.parts[:4] == ("/", "usr", "lib", "postgresql")
    library = programs.parent / "lib" / "postgis-3.so"
    return [f"postgresql-{version}-postgis-3"] if of_debian and not library.exists() else []


def install(packages: list[str]) -> None:
    say(f"installing Debian's {' '.join(packages)} (half a minute, once)")
    path = os.environ.get("PATH", "") + ":/usr/sbin:/sbin"  # where dpkg looks for its tools
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive", "PATH": path}
    wait = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=400"]
    wanted = [*wait, "install", "-y", "--no-install-recommends", *packages]
    for command in (["apt-get", "-qq", "update"], wanted):
        done = subprocess.run(command, env=environment, capture_output=True, text=True)
        if done.returncode:
            say(f"`{' '.join(command)}` failed: {done.stderr.strip()}")
            return


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def private_postgres(programs: Path) -> Iterator[str]:
    """The URL of an empty database in a server that lives as long as the block."""
    folder = Path(tempfile.mkdtemp(prefix="servanda-postgres-", dir="/tmp"))
    as_server: dict[str, Any] = {}
    if is_root():
        account = pwd.getpwnam(POSTGRES_ACCOUNT)
        os.chown(folder, account.pw_uid, account.pw_gid)
        as_server = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    data, log = str(folder / "data"), str(folder / "log")

    def run(program: str, *arguments: str) -> None:
        command = [str(programs / program), *arguments]
        # Not captured: the server would hold the pipe open for as long as it lives.
        with (folder / f"{program}.out").open("w") as out:
            subprocess.run(command, cwd="/", stdout=out, stderr=out, check=True, **as_server)

    def start() -> int:
        for attempts_left in (2, 1, 0):
            port = free_port()  # another program may take it before the server does
            options = (*SERVER_OPTIONS, f"port={port}", f"unix_socket_directories={folder}")
            try:
                run("pg_ctl", "-D", data, "-l", log, "-w", "-o",
                    " ".join(f"-c {option}" for option in options), "start")  # fmt: skip
            except subprocess.CalledProcessError:
                if not attempts_left:
                    raise
            else:
                return port
        raise AssertionError

    try:
        run("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8",
            "--locale=C.UTF-8", "--no-sync")  # fmt: skip
        port = start()
        run("createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "postgres", DATABASE)
        yield f"postgresql://postgres@127.0.0.1:{port}/{DATABASE}"
    except subprocess.CalledProcessError as error:
        say(f"PostgreSQL did not start: {error}")
        for output in [*sorted(folder.glob("*.out")), Path(log)]:
            if output.exists():
                sys.stderr.write(output.read_text(errors="replace"))
        raise SystemExit(1) from error
    finally:
        if (folder / "data" / "postmaster.pid").exists():
            run("pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
        shutil.rmtree(folder)


def run_pytest(arguments: list[str], database_url: str | None) -> int:
    environment = {k: v for k, v in os.environ.items() if k != "SERVANDA_TEST_DATABASE_URL"}
    if database_url:
        environment["SERVANDA_TEST_DATABASE_URL"] = database_url
    # A few tests cannot reach the coverage of all, and start faster in one process.
    chosen = arguments or ["-n", str(os.cpu_count() or 1), *SPREAD, "--cov", "--cov-report=term"]
    command = [sys.executable, "-m", "pytest", *chosen]
    return subprocess.run(command, cwd=HERE, env=environment).returncode


def stop(signum: int, frame: FrameType | None) -> None:
    raise SystemExit(128 + signum)


def main(arguments: list[str]) -> int:
    # As an exception it unwinds through the block that owns the server.
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGHUP, stop)

    if is_root() and Path("/etc/debian_version").exists():
        for _ in range(2):  # PostGIS is asked for once the version of the server is known
            if missing := missing_packages():
                install(missing)
    programs = postgres_programs()
    if programs is None:
        return run_pytest(arguments, None)
    with private_postgres(programs) as url:
        return run_pytest(arguments, url)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)

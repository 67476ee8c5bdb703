"""The repository keeps its own rules: pins, machine names, public names, versions, packaging."""

import importlib
import re
import socket
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

import servanda

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "servanda"
PINS = sorted((ROOT / "requirements").glob("*.txt"))
ROOMS = sorted(path.parent for path in PACKAGE.glob("*/__init__.py"))

# Spelt in two halves, or this file would be the first to break its own rule.
MACHINE_FOLDERS = ["/" + name + "/" for name in ("work", "root", "farm")]
REGISTRY_HOSTS = [
    name + "." + domain
    for name, domain in [
        ("pypi", "org"),
        ("pypi", "python.org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("yarnpkg", "com"),
        ("crates", "io"),
        ("conda", "anaconda.org"),
        ("proxy", "golang.org"),
    ]
]
PIN = re.compile(r"([a-z0-9][a-z0-9.\-]*(?:\[[a-z0-9,\-]+\])?)==(\S+)( ; .*?)? \\")
HASH = re.compile(r"    --hash=sha256:[0-9a-f]{64}( \\)?")


def pins(path: Path) -> list[tuple[str, str]]:
    """The pins of one file as (name and marker, version)."""
    found = [PIN.fullmatch(line) for line in path.read_text().splitlines()]
    return [(pin[1] + (pin[3] or ""), pin[2]) for pin in found if pin]


def repository_texts() -> list[tuple[Path, str]]:
    """Every text file that git tracks or would track, with its text."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("a check of all files in the repository (this folder is not a git checkout)")
    texts = []
    for name in sorted(listed.stdout.decode().split("\0")):
        path = ROOT / name
        content = path.read_bytes() if path.is_file() else b""
        if content and b"\0" not in content:
            texts.append((path.relative_to(ROOT), content.decode(errors="replace")))
    return texts


@pytest.mark.parametrize("path", PINS, ids=lambda path: path.stem)
def test_pins_are_exact_hashed_and_name_no_address(path):
    text = path.read_text()
    assert "://" not in text
    assert pins(path)
    needs_hash = False
    for line in text.splitlines():
        is_hash = bool(HASH.fullmatch(line))
        assert is_hash or not needs_hash, f"the pin before this line has no hash: {line}"
        assert is_hash or PIN.fullmatch(line), f"neither a pin nor a hash: {line}"
        needs_hash = not is_hash
    assert not needs_hash


def test_all_files_of_pins_are_there():
    stems = [path.stem for path in PINS]
    assert stems == ["bootstrap", "dev", "origins", "reader-weights", "reader", "run"]


def test_dev_pins_contain_the_run_pins():
    run, dev = (dict(pins(ROOT / "requirements" / f"{name}.txt")) for name in ("run", "dev"))
    assert run.items() <= dev.items()


def test_every_declared_dependency_is_pinned():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    declared = [*project["dependencies"], *project["optional-dependencies"]["text-model"]]
    names = {re.split(r"[\[<>=! ]", wanted)[0].lower() for wanted in declared}
    pinned = {re.split(r"[\[ ]", name)[0] for name, _ in pins(ROOT / "requirements" / "run.txt")}
    assert names <= pinned


def test_no_file_names_a_machine_folder_or_a_package_registry():
    folder = re.compile(r"(?<![\w.~)}])(" + "|".join(MACHINE_FOLDERS) + ")")
    host = re.compile(r"\b(" + "|".join(map(re.escape, REGISTRY_HOSTS)) + r")\b")
    found = [
        f"{path}: {match[0]}"
        for path, text in repository_texts()
        for match in [*folder.finditer(text), *host.finditer(text)]
    ]
    assert not found


def test_no_lock_format_that_records_addresses_is_tracked():
    names = {path.name for path, _ in repository_texts()}
    assert not {name for name in names if name == "uv.lock" or name.startswith("pylock")}


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_each_room_lists_its_public_names_and_has_them(room):
    module = importlib.import_module(f"servanda.{room.name}")
    assert "__all__" in vars(module)
    missing = [name for name in module.__all__ if not hasattr(module, name)]
    assert not missing


def test_every_core_room_that_exists_is_held_by_the_core_contract():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    (core,) = [contract for contract in contracts["contracts"] if contract["id"] == "core"]
    edges = {"sources", "store", "cli", "web", "pipeline"}  # the last wires rooms and edges
    assert {f"servanda.{room.name}" for room in ROOMS if room.name not in edges} <= set(
        core["source_modules"]
    )


def test_changelog_opens_with_this_version():
    headings = re.findall(r"^## \[?(\d+\.\d+\.\d+)", (ROOT / "CHANGELOG.md").read_text(), re.M)
    assert headings[0] == servanda.__version__


def test_first_screen_of_the_readme_has_the_two_commands():
    first_screen = (ROOT / "README.md").read_text().splitlines()[:30]
    assert {"make demo", "make test"} <= {line.split("  ")[0].strip() for line in first_screen}


def test_wheel_carries_the_built_in_case_and_the_command(tmp_path):
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (built,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(built) as wheel:
        names = set(wheel.namelist())
        entry_points = wheel.read(f"servanda-{servanda.__version__}.dist-info/entry_points.txt")
    assert "servanda/examples/korea-2018/case.yaml" in names
    assert "servanda/__init__.py" in names
    assert b"servanda = servanda.cli:main" in entry_points
    assert not [name for name in names if name.startswith(("src/", "examples/", "tests/"))]


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("2001:db8::1", 80)])
def test_network_guard_refuses_other_machines(address):
    family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
    with (
        socket.socket(family) as client,
        pytest.raises(RuntimeError, match="only this machine"),
    ):
        client.connect(address)


def test_network_guard_refuses_to_look_up_names():
    with pytest.raises(RuntimeError, match="only this machine"):
        socket.getaddrinfo("example.org", 443)


def test_network_guard_lets_a_test_talk_to_its_own_server():
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname()) as client,
    ):
        assert client.getpeername() == server.getsockname()

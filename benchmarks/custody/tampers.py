"""Changes behind the store's back: each must be found, or change nothing that the store says.

A head of the log is noted elsewhere before each change, as a dossier has it. What verify passes
must read as before, entry by entry and byte by byte.
"""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from benchmarks.custody.dice import Dice
from benchmarks.custody.material import CASE, FixedClock, everything, fill, opened
from servanda.errors import ServandaError
from servanda.records import entry_hash, sha256
from servanda.settings import Settings
from servanda.store import open_to_look

TABLES = ("custody", "version", "case", "case_file", "document", "reading", "scene",
          "hand_made_claim", "decision", "data_file")  # fmt: skip
DATABASE = "servanda.sqlite3"


class SkipError(Exception):
    """This change makes no sense here."""


@dataclass(slots=True)
class Tampers:
    """What became of so many changes."""

    changes: int = 0
    found: int = 0
    listed: int = 0  # passed with a remark, and everything reads as before
    harmless: int = 0  # passed, and everything reads as before
    missed: list[str] = field(default_factory=list)  # passed, and something reads otherwise
    kinds: dict[str, int] = field(default_factory=dict)


Change = Callable[[Path, Dice], str]


@contextmanager
def _database(data: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(data / DATABASE, isolation_level=None)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        yield connection


def _columns(connection: sqlite3.Connection, table: str) -> list[str]:
    return [row[1] for row in connection.execute(f"PRAGMA table_info(servanda_{table})")]


def _row(connection: sqlite3.Connection, table: str, dice: Dice) -> int:
    rows = connection.execute(f"SELECT rowid FROM servanda_{table} ORDER BY rowid").fetchall()
    return int(dice.one_of(rows)[0])


def edit_value(data: Path, dice: Dice) -> str:
    with _database(data) as connection:
        table = dice.one_of(TABLES)
        row, column = _row(connection, table, dice), dice.one_of(_columns(connection, table))
        (old,) = connection.execute(
            f'SELECT "{column}" FROM servanda_{table} WHERE rowid = ?', [row]
        ).fetchone()
        new = _other_value(old, dice)
        connection.execute(
            f'UPDATE servanda_{table} SET "{column}" = ? WHERE rowid = ?', [new, row]
        )
        return f"{table}.{column}: {old!r} to {new!r}"


def _other_value(old: object, dice: Dice) -> object:
    if old is None:
        return "x"
    if isinstance(old, int):
        return old + dice.one_of((-1, 1, 1000))
    text = str(old)
    place = dice.below(len(text)) if text else 0
    swapped = chr(ord(text[place]) ^ 1) if text else "x"
    return dice.one_of((text[:place] + swapped + text[place + 1 :], text + " ", text[:-1], None))


def swap_values(data: Path, dice: Dice) -> str:
    with _database(data) as connection:
        table = dice.one_of(TABLES)
        column = dice.one_of(_columns(connection, table))
        rows = connection.execute(f'SELECT rowid, "{column}" FROM servanda_{table}').fetchall()
        if len(rows) < 2:
            raise SkipError
        (one, first), (two, second) = dice.some_of(rows, 2)
        set_it = f'UPDATE servanda_{table} SET "{column}" = ? WHERE rowid = ?'
        for value, row in ((-5, one), (first, two), (second, one)):
            connection.execute(set_it, [value, row])
        return f"{table}.{column} of two rows swapped"


def delete_row(data: Path, dice: Dice) -> str:
    with _database(data) as connection:
        table = dice.one_of(TABLES)
        connection.execute(
            f"DELETE FROM servanda_{table} WHERE rowid = ?", [_row(connection, table, dice)]
        )
        return f"{table}: a row deleted"


def copy_row(data: Path, dice: Dice) -> str:
    with _database(data) as connection:
        table = dice.one_of(TABLES)
        names = [name for name in _columns(connection, table) if name != "id" or table == "case"]
        named = ", ".join(f'"{name}"' for name in names)
        text = next(n for n in ("key", "document", "subject", "path", "kind", "name", "id")
                    if n in names)  # fmt: skip
        picked = ", ".join(
            f"\"{name}\" || 'x'" if name in {text, "digest", "sequence"} else f'"{name}"'
            for name in names
        )
        connection.execute(
            f"INSERT INTO servanda_{table} ({named}) SELECT {picked} FROM servanda_{table} "
            "WHERE rowid = ?", [_row(connection, table, dice)],
        )  # fmt: skip
        return f"{table}: a row copied under another name"


def edit_body(data: Path, dice: Dice) -> str:
    """A date or a number in a kept record, or how it is spelt; with its digest at times."""
    with _database(data) as connection:
        kept = connection.execute("SELECT digest, body FROM servanda_version").fetchall()
        old, body = dice.one_of(kept)
        key = re.match(r'\{("[^"]+"):', body)
        changes = [
            re.sub(r"(20\d\d)", lambda year: str(int(year[1]) - 1), body, count=1),
            re.sub(r":(\d)", lambda n: f":{(int(n[1]) + 1) % 10}", body, count=1),
            body.replace(":", ": ", 1), body.replace('"', "'", 1),
            "{" + key[1] + ':"forged",' + body[1:] if key else body + " ",
            body.replace("false", "true", 1), body.replace("tester", "somebody", 1),
        ]  # fmt: skip
        new = dice.one_of([change for change in changes if change != body])
        connection.execute("UPDATE servanda_version SET body = ? WHERE digest = ?", [new, old])
        if dice.up_to(1.0) < 0.3:
            told = sha256(new.encode())
            connection.execute(
                "UPDATE servanda_version SET digest = ? WHERE digest = ?", [told, old]
            )
            for table in TABLES:
                if "version_id" in _columns(connection, table):
                    connection.execute(
                        f"UPDATE servanda_{table} SET version_id = ? WHERE version_id = ?",
                        [told, old],
                    )
            return "a record changed with its digest and its rows"
        return "a record changed"


def cut_log(data: Path, dice: Dice) -> str:
    with _database(data) as connection:
        (last,) = connection.execute("SELECT max(sequence) FROM servanda_custody").fetchone()
        connection.execute(
            "DELETE FROM servanda_custody WHERE sequence > ?", [last - (1 + dice.below(5))]
        )
        return "the tail of the log cut off"


def take_back_last(data: Path, dice: Dice) -> str:
    """The last acts with their rows and records: nothing inside can tell."""
    with _database(data) as connection:
        (last,) = connection.execute("SELECT max(sequence) FROM servanda_custody").fetchone()
        digest, what, subject = connection.execute(
            "SELECT digest, what, subject FROM servanda_custody WHERE sequence = ?", [last]
        ).fetchone()
        if what.endswith("data file"):
            connection.execute("DELETE FROM servanda_data_file WHERE path = ?", [subject])
        connection.execute("DELETE FROM servanda_decision WHERE version_id = ?", [digest])
        connection.execute("DELETE FROM servanda_version WHERE digest = ?", [digest])
        connection.execute("DELETE FROM servanda_custody WHERE sequence = ?", [last])
        return "the last act taken back whole"


def seal_anew(data: Path, dice: Dice) -> str:
    with _database(data) as connection:
        rows = connection.execute(
            'SELECT sequence, who, what, subject, digest, "when" FROM servanda_custody ORDER BY 1'
        ).fetchall()
        at, previous = dice.below(len(rows)), "0" * 64
        for number, (sequence, who, what, subject, digest, when) in enumerate(rows):
            name = "somebody" if number == at else who
            seal = entry_hash(sequence, name, what, subject, digest,
                              datetime.fromisoformat(when), previous)  # fmt: skip
            connection.execute(
                "UPDATE servanda_custody SET who = ?, previous = ?, hash = ? WHERE sequence = ?",
                [name, previous, seal, sequence],
            )
            previous = seal
        return "the log sealed anew from a forged entry on"


def set_clock_back(data: Path, dice: Dice) -> str:
    with _database(data) as connection:
        row = _row(connection, "custody", dice)
        change = dice.one_of(("replace(\"when\", '2018', '2017')", "replace(\"when\", 'T', ' ')",
                             "replace(\"when\", '+00:00', 'Z')"))  # fmt: skip
        connection.execute(f'UPDATE servanda_custody SET "when" = {change} WHERE rowid = ?', [row])
        return "a time in the log changed or spelt otherwise"


def hide_from_index(data: Path, dice: Dice) -> str:
    with _database(data) as connection:
        names = connection.execute(
            "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'index' "
            "AND sql IS NOT NULL AND tbl_name LIKE 'servanda_%'"
        ).fetchall()
        name, table, made = dice.one_of(names)
        if table.removeprefix("servanda_") not in TABLES:
            raise SkipError
        row = _row(connection, table.removeprefix("servanda_"), dice)
        names_row = "rowid" if "id" not in _columns(connection, table[9:]) else "id"
        (value,) = connection.execute(
            f"SELECT {names_row} FROM {table} WHERE rowid = ?", [row]
        ).fetchone()
        joint = " AND " if " WHERE " in made else " WHERE "
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute(
            "UPDATE sqlite_master SET sql = sql || ? WHERE name = ?",
            [f"{joint}{names_row} <> {value!r}", name],
        )
    with _database(data) as connection:
        try:
            connection.execute(f'REINDEX "{name}"')
        finally:
            connection.execute("PRAGMA writable_schema = ON")
            connection.execute("UPDATE sqlite_master SET sql = ? WHERE name = ?", [made, name])
    return f"a row hidden from an index of {table}"


def change_schema(data: Path, dice: Dice) -> str:
    with _database(data) as connection:
        index = dice.one_of(connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
        ).fetchall())[0]  # fmt: skip
        statement = dice.one_of((
            f'DROP INDEX "{index}"', "CREATE TABLE evil (x)",
            "CREATE TRIGGER evil AFTER INSERT ON servanda_decision BEGIN "
            "DELETE FROM servanda_decision WHERE id = new.id; END",
            "CREATE VIEW evil AS SELECT 1", "CREATE INDEX evil ON servanda_scene (key)",
            "ALTER TABLE servanda_scene ADD COLUMN evil",
        ))  # fmt: skip
        connection.execute(statement)
        return f"schema: {statement[:20]}"


def damage_database(data: Path, dice: Dice) -> str:
    path = data / DATABASE
    content = bytearray(path.read_bytes())
    what = dice.one_of(("bit", "bit", "bit", "page", "cut"))
    if what == "bit":
        content[dice.below(len(content))] ^= 1 << dice.below(8)
    elif what == "page":
        start = dice.below(len(content) // 4096) * 4096
        content[start : start + 4096] = bytes(4096)
    else:
        del content[dice.below(len(content)) :]
    path.write_bytes(content)
    return f"the database file: a {what}"


def lose_database(data: Path, dice: Dice) -> str:
    (data / DATABASE).unlink()
    what = dice.one_of(("gone", "empty", "a new one"))
    if what == "empty":
        (data / DATABASE).touch()
    elif what == "a new one":
        opened(Settings(data.parent / "new", None, "tester")).close()
        shutil.copy(data.parent / "new" / DATABASE, data / DATABASE)
    return f"the database {what}"


def put_back_older(data: Path, dice: Dice) -> str:
    shutil.copy(data.parent / "older.sqlite3", data / DATABASE)
    return "the database put back to an older state"


def change_file(data: Path, dice: Dice) -> str:
    rooms = ("originals", "texts", "imagery", "pictures")
    files = sorted(p for room in rooms for p in (data / room).rglob("*") if p.is_file())
    path, other = dice.some_of(files, 2)
    what = dice.one_of(("bit", "cut", "grown", "swapped", "gone", "folder", "pipe", "link"))
    content = path.read_bytes()
    path.unlink()
    if what == "bit":
        place = dice.below(len(content))
        path.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
    elif what == "cut":
        path.write_bytes(content[: dice.below(len(content))])
    elif what == "grown":
        path.write_bytes(content + b"\n")
    elif what == "swapped":
        path.write_bytes(other.read_bytes())
        other.chmod(0o600)
        other.write_bytes(content)
    elif what == "folder":
        path.mkdir()
    elif what == "pipe":
        os.mkfifo(path)
    elif what == "link":
        (data.parent / "elsewhere").write_bytes(content)
        path.symlink_to(data.parent / "elsewhere")
    return f"a file of {path.relative_to(data).parts[0]}: {what}"


def plant_file(data: Path, dice: Dice) -> str:
    content = b"planted %d" % dice.below(1 << 30)
    named = sha256(content) if dice.up_to(1.0) < 0.5 else sha256(content + b" ")
    path = data / dice.one_of(("originals", "texts")) / named[:2] / named[2:]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return "a file that nothing names"


CHANGES: tuple[Change, ...] = (
    edit_value, edit_value, edit_value, edit_value, swap_values, swap_values, delete_row, copy_row,
    edit_body, edit_body, cut_log, take_back_last, seal_anew, set_clock_back, hide_from_index,
    hide_from_index, change_schema, damage_database, damage_database, lose_database,
    put_back_older, change_file, change_file, change_file, plant_file,
)  # fmt: skip


def run_tampers(count: int, seed: int, place: Path) -> Tampers:
    """Change a store so many times, each time from the same state, and see what is found."""
    template = place / "template"
    with opened(Settings(template, None, "tester"), 0) as store:
        fill(store)
    shutil.copy(template / DATABASE, place / "older.sqlite3")
    with opened(Settings(template, None, "tester"), 1) as store:
        store.save_all([], CASE)
        from benchmarks.custody.material import decide

        decide(store, 5)
        noted, as_before = store.custody_head(), everything(store)
    found, dice, waiting = Tampers(), Dice(seed), list[Change]()
    while found.changes < count:
        if not waiting:
            waiting = dice.some_of(CHANGES, len(CHANGES))
        change = waiting.pop()
        data = place / "data"
        shutil.rmtree(data, ignore_errors=True)
        shutil.copytree(template, data)
        with suppress(SkipError, sqlite3.Error):
            told = change(data, dice)
            found.changes += 1
            found.kinds[change.__name__] = found.kinds.get(change.__name__, 0) + 1
            _judge(f"seed {seed}, {found.changes}: {told}", data, noted, as_before, found)
    return found


def _judge(what: str, data: Path, noted: str, as_before: str, found: Tampers) -> None:
    settings = Settings(data, None, "tester")
    try:
        with open_to_look(settings, FixedClock(100)) as store:
            remarks = store.verify(noted_head=noted).remarks
    except ServandaError:
        found.found += 1
        return
    except Exception as error:  # noqa: BLE001 - whatever else it is, it is no clear line
        found.missed.append(f"{what}: {type(error).__name__}: {error}")
        return
    with opened(settings) as store:
        is_same = everything(store) == as_before
    if not is_same:
        found.missed.append(what)
    elif remarks:
        found.listed += 1
    else:
        found.harmless += 1

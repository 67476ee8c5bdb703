"""A small store with something of every kind in it, the acts on it, and all that it says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from servanda.claims.curation.decisions import decision_on
from servanda.records import Claim, Decision, DecisionAct, Scene, digest
from servanda.settings import Settings
from servanda.store import Store, export_case, import_case, open_store, restore_backup, write_backup
from tests.store.examples import START, a_case, a_claim, a_kept, a_scene

CASE = "korea-2018"
ADDED = 6  # documents of one act of adding


class FixedClock:
    """A clock that a test sets: the same act has the same entries each time it is made."""

    def __init__(self, day: int) -> None:
        self.now = START + timedelta(days=day)

    def __call__(self) -> datetime:
        return self.now


def opened(settings: Settings, day: int = 100) -> Store:
    return open_store(settings, FixedClock(day))


def fill(store: Store) -> None:
    """Put something of every kind into an empty store."""
    kept = [a_kept(f"n-{number}", f"{number} posts are gone.") for number in range(4)]
    store.save_case(a_case(), {"case.yaml": b"id: korea-2018\n"}, kept)
    store.keep(a_kept("added", "Eleven posts are gone."), CASE)
    store.keep(a_kept("added", "Eleven posts are gone now."), CASE)
    store.keep(a_kept("alone"), None)
    store.save_reading(CASE, kept[0].document, "rules 1", "names", [a_claim("n-0")])
    store.save_all([a_scene(f"s-{number}") for number in range(3)], CASE)
    store.save(replace(a_claim("n-0", "n-0#h1"), reader="by hand"), CASE)
    decide(store, 0)
    decide(store, 1)
    for name in ("imagery/chips/ab.npz", "pictures/korea-2018/look.png"):
        path = store.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode() * 50)
    store.record_data_files()


def decide(store: Store, number: int) -> None:
    claim = a_claim("n-0")
    made = START + timedelta(days=number)
    decision = decision_on(
        claim, a_kept("n-0").document, DecisionAct.REJECT, "tester", made, reason=str(number)
    )
    store.append([decision], CASE)


@dataclass(frozen=True, slots=True)
class Act:
    """One act of a user; the same one on the same store leaves the same log."""

    begins_with: str  # "full", "empty", or the number of a past schema
    carry_out: Callable[[Settings, Path], None]  # settings, and a folder for other files
    makes: str | None = None  # the file that it writes there


def _load(settings: Settings, place: Path) -> None:
    kept = [a_kept(f"n-{number}", f"{number} of the posts are gone.") for number in (1, 2, 5)]
    with opened(settings) as store:
        store.save_case(a_case(title="Korea again"), {"case.yaml": b"changed"}, kept)


def _first(settings: Settings, place: Path) -> None:
    with opened(settings) as store:
        store.save_case(a_case(), {"case.yaml": b"x"}, [a_kept(f"n-{n}") for n in range(3)])


def _add(settings: Settings, place: Path) -> None:
    kept = [a_kept(f"new-{number}", f"Then {number} posts.") for number in range(ADDED)]
    with opened(settings) as store:
        case = store.case(CASE)
        store.keep_all(kept, case, read=case)


def _decide(settings: Settings, place: Path) -> None:
    with opened(settings) as store:
        decide(store, 7)


def _read(settings: Settings, place: Path) -> None:
    with opened(settings) as store:
        claims = [a_claim("n-1", f"c-{number}") for number in range(30)]
        store.save_reading(CASE, store.document(CASE, "n-1"), "rules 2", "names", claims)


def _migrate(settings: Settings, place: Path) -> None:
    opened(settings).close()


def _export(settings: Settings, place: Path) -> None:
    with opened(settings) as store:
        export_case(store, CASE, place / "case.zip")


def _backup(settings: Settings, place: Path) -> None:
    with opened(settings) as store:
        write_backup(store, place / "backup.zip")


def _restore(settings: Settings, place: Path) -> None:
    restore_backup(settings, FixedClock(100), place / "made-before.zip")


def _import(settings: Settings, place: Path) -> None:
    with opened(settings) as store:
        import_case(store, place / "case-before.zip")


ACTS = {
    "first run": Act("empty", _first),
    "load": Act("full", _load),
    "add": Act("full", _add),
    "decide": Act("full", _decide),
    "read": Act("full", _read),
    "export": Act("full", _export, "case.zip"),
    "backup": Act("full", _backup, "backup.zip"),
    "restore": Act("empty", _restore),
    "import": Act("empty", _import),
    "migrate 0001": Act("0001", _migrate),
    "migrate 0003": Act("0003", _migrate),
}


def everything(store: Store) -> str:
    """A digest of all that the store gives to a reader."""
    found: list[object] = []
    for case in store.cases():
        documents = store.documents(case.id)
        found += [digest(case), *map(digest, documents), sorted(store.case_files(case.id).items())]
        found += [digest(store.document(case.id, document.id)) for document in documents]
        found += [digest(document) for document in store.added_documents(case.id)]
        found += [store.original(document.sha256).hex() for document in documents]
        for kind in (Scene, Claim, Decision):
            found += [digest(record) for record in store.load_all(kind, case.id)]
            found.append(sorted((k, str(v)) for k, v in store.record_times(kind, case.id).items()))
        for reader in ("rules 1", "rules 2"):
            found += [
                (name, [digest(claim) for claim in reading.claims])
                for name, reading in store.readings(case.id, reader, "names").items()
            ]
    found += [digest(document) for document in store.documents(None)]
    return repr((found, [entry.hash for entry in store.custody()]))

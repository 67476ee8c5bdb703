"""Every past schema is brought up to date, and one that was interrupted as well."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from django.db.migrations.recorder import MigrationRecorder

from servanda.records import Decision
from servanda.settings import Settings
from servanda.store import Store, open_store
from servanda.store.schema.shape import made_shape, shape_differences, standing_shape
from tests.store.examples import Ticks, a_case, a_kept, a_scene
from tests.store.past_schemas import FOLDER, PAST, past_store

MIGRATIONS = Path(__file__).parents[2] / "src/servanda/store/tables/migrations"


def differences(store: Store) -> list[str]:
    connection = store.database.connection
    return list(shape_differences(standing_shape(connection), made_shape(connection)))


def check_whole(store: Store) -> None:
    """The store has everything of its fixture, and can be written to."""
    assert differences(store) == []
    assert [document.id for document in store.documents("korea-2018")] == ["n-1", "n-2"]
    assert store.documents("korea-2018")[0].text == "Ten posts are gone."
    held = [decision.reason for decision in store.load_all(Decision, "korea-2018")]
    assert held in ([], ["wrong place"])
    before = store.verify().entries
    assert before == 5 + len(held)
    store.save(a_scene("s-2"), "korea-2018")
    assert store.verify().entries == before + 1


def test_every_migration_but_the_last_has_its_fixture():
    names = sorted(path.name[:4] for path in MIGRATIONS.glob("0*.py"))
    assert names[: len(PAST)] == PAST
    assert all((FOLDER / number / "servanda.sql").is_file() for number in PAST)


@pytest.mark.parametrize("is_recorded", [True, False], ids=["whole", "killed before its record"])
@pytest.mark.parametrize("number", PAST)
def test_a_store_of_the_past_opens_with_everything_in_it(settings, number, is_recorded):
    past_store(number, settings, is_recorded=is_recorded)
    with open_store(settings, Ticks()) as store:
        check_whole(store)
    with open_store(settings, Ticks()) as store:
        assert differences(store) == []


class KilledError(BaseException):
    """Stands for a process that is gone."""


@pytest.mark.parametrize("number", [None, *PAST[:-1]])
@pytest.mark.parametrize("survived", [0, 2])
def test_a_migration_that_dies_leaves_the_old_schema_or_the_new(
    settings, monkeypatch, number, survived
):
    if number is not None:
        past_store(number, settings)
    record, recorded = MigrationRecorder.record_applied, []

    def die_later(self, app, name):
        if len(recorded) >= survived:
            raise KilledError
        recorded.append(name)
        record(self, app, name)

    monkeypatch.setattr(MigrationRecorder, "record_applied", die_later)
    with contextlib.suppress(KilledError):
        open_store(settings, Ticks()).close()
    monkeypatch.undo()
    with open_store(settings, Ticks()) as store:
        if number is None:
            store.save_case(a_case(), {}, [a_kept()])
            assert store.verify().entries == 2
        else:
            check_whole(store)


CHANGES = {
    "an index dropped": (
        "DROP INDEX servanda_document_sha256_8dce8ade",
        "the index servanda_document_sha256_8dce8ade of servanda_document is missing",
    ),
    "an index of somebody": (
        "CREATE INDEX mine ON servanda_document (key)",
        "the index mine of servanda_document is none of Servanda's",
    ),
    "a table": ("CREATE TABLE servanda_x (x int)", "the table servanda_x is none of Servanda's"),
    "a column": (
        "ALTER TABLE servanda_document ADD COLUMN x int",
        "servanda_document",
    ),
}


@pytest.mark.parametrize(("change", "told"), CHANGES.values(), ids=CHANGES)
def test_a_change_of_the_schema_is_named(store, sql_on, change, told):
    if "dropped" in change or "DROP" in change:
        connection = store.database.connection
        indexes = [
            name
            for kind, table, name in standing_shape(connection)
            if kind == "index"
            and name.startswith("servanda_document_sha256")
            and not name.endswith("like")
        ]
        change, told = (
            text.replace("servanda_document_sha256_8dce8ade", indexes[0]) for text in (change, told)
        )
    sql_on(change)
    assert any(told in line for line in differences(store)), differences(store)


TRIGGERS = {
    "sqlite": "CREATE TRIGGER evil AFTER INSERT ON servanda_decision BEGIN "
    "DELETE FROM servanda_decision WHERE id = new.id; END",
    "postgresql": "CREATE RULE evil AS ON INSERT TO servanda_decision DO INSTEAD NOTHING",
}


def test_what_acts_at_the_next_write_is_named(store, sql_on):
    sql_on(TRIGGERS[store.database.connection.vendor])
    assert any("evil of servanda_decision is none of" in line for line in differences(store))


def test_tables_of_other_programs_beside_ours_are_theirs(settings: Settings):
    with open_store(settings, Ticks()) as store:
        if store.database.connection.vendor == "sqlite":
            return  # a file of its own: whatever is in it is listed
        with store.database.connection.cursor() as cursor:
            cursor.execute("CREATE TABLE theirs (x int)")
        assert differences(store) == []

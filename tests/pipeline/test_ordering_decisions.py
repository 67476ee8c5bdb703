"""Which of two decisions is the later one: the log says, and no clock."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servanda.claims.curation.decisions import decision_on, effective_decisions
from servanda.pipeline.custody.ordering_decisions import decisions_of
from servanda.records import Decision, DecisionAct
from servanda.settings import Settings
from servanda.store import Store, open_store
from tests.store.examples import START, Ticks, a_case, a_claim, a_kept

CASE = "korea-2018"


@pytest.fixture
def store(tmp_path: Path):
    with open_store(Settings(tmp_path / "data", None, "tester"), Ticks()) as store:
        store.save_case(a_case(), {}, [a_kept()])
        yield store


def decide(store: Store, reason: str, days: float, undoes: str | None = None) -> Decision:
    """Keep a decision whose clock says so many days from now."""
    decision = decision_on(
        a_claim(), a_kept().document, DecisionAct.UNDO if undoes else DecisionAct.REJECT,
        "tester", START + timedelta(days=days), reason=reason, undoes=undoes,
    )  # fmt: skip
    store.append([decision], CASE)
    return decision


def test_the_later_act_counts_though_the_clock_was_set_back(store):
    for reason, days in (("first", 0), ("a year before", -365), ("third", 0)):
        decide(store, reason, days)
    held = effective_decisions(decisions_of(store, Decision, CASE))
    assert [decision.reason for decision in held] == ["first", "a year before", "third"]
    assert [held[0].made, held[-1].made] == [START, START + timedelta(microseconds=2)]


def test_an_undoing_with_a_clock_set_back_undoes(store):
    first = decide(store, "first", 0)
    undo = decide(store, "", -365, undoes=first.id)
    assert effective_decisions(decisions_of(store, Decision, CASE)) == ()
    decide(store, "", -700, undoes=undo.id)  # taken back itself: the first one holds again
    assert [held.id for held in effective_decisions(decisions_of(store, Decision, CASE))] == [
        first.id
    ]


@settings(max_examples=15)
@given(st.lists(st.integers(-1000, 1000), min_size=1, max_size=6, unique=True))
def test_clocks_never_change_the_order(days):
    import tempfile

    with (
        tempfile.TemporaryDirectory() as folder,
        open_store(Settings(Path(folder), None, "tester"), Ticks()) as store,
    ):
        store.save_case(a_case(), {}, [a_kept()])
        for number, day in enumerate(days):
            decide(store, str(number), day)
        held = effective_decisions(decisions_of(store, Decision, CASE))
        assert [decision.reason for decision in held] == [str(n) for n in range(len(days))]
        if days == sorted(days):  # and times that run on are as they were
            assert [decision.made for decision in held] == [
                START + timedelta(days=day) for day in days
            ]


def test_the_numbers_of_rows_decide_nothing(store):
    decide(store, "first", 0)
    decide(store, "second", 1)
    with store.database.connection.cursor() as cursor:
        cursor.execute("UPDATE servanda_decision SET id = 100 - id")
    held = decisions_of(store, Decision, CASE)
    assert [decision.reason for decision in held] == ["first", "second"]

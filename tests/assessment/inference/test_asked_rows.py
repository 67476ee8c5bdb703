"""Of a few rows only what they rest on is summed, and their numbers stay what they are."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from importlib import import_module

import pytest

from servanda.assessment import BetaSampler, assess, point_posteriors, sensitivity
from servanda.assessment.explanation import account
from servanda.assessment.inference import case_inference, source_record
from servanda.assessment.inference.source_record import LEAST_SETTLED
from servanda.assessment.inference.wrong_source_model import with_plausible_days
from servanda.records import CaseEvidence, Coverage, Evidence, Reliability
from tests.builders import case, count_report, matter, obligation

END = date(2018, 12, 31)
DONE = (0.001, 0.009, 0.99)
NOT_DONE = (0.989, 0.01, 0.001)


def says(duty: str, right: tuple[float, ...], origin: str, kind: str = "") -> Evidence:
    item = count_report(right, END, id=f"{duty}/{origin}", origin=origin)
    return replace(item, obligation=duty, reliability=Reliability(7.0, 3.0, "test", kind))


def known(*evidence: Evidence) -> CaseEvidence:
    """Two duties that share their bearer's intent, and as many others as are spoken of."""
    others = sorted({item.obligation for item in evidence} - {"surface", "underground"})
    duties = [
        obligation(id="surface", count=2, preserve=0, aspect="surface"),
        obligation(id="underground", count=2, preserve=0, aspect="underground"),
        *(obligation(id=name, count=2, preserve=0, aspect=None) for name in others),
    ]
    matters = (matter(id="posts"), matter(id="base"))
    coverage = {
        "posts": Coverage("posts", ("other",), None, "covered"),
        "base": Coverage("base", (), None, "not covered"),
    }
    return CaseEvidence(case(*duties, matters=matters), END, END, evidence, {}, coverage)


FEW = known(
    says("surface", DONE, "north"),
    says("underground", NOT_DONE, "south"),
    says("other", DONE, "north"),
    says("third", NOT_DONE, "south"),
)


@pytest.fixture
def prepared(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The duties whose reports were weighed, in order."""
    seen: list[str] = []
    prepare = with_plausible_days

    def watch(question: object, reports: object) -> object:
        seen.append(question.obligation.id)  # type: ignore[attr-defined]
        return prepare(question, reports)  # type: ignore[arg-type]

    monkeypatch.setattr(case_inference, "with_plausible_days", watch)
    return seen


def test_assumptions_are_moved_for_the_row_and_what_is_coupled_to_it(prepared: list[str]) -> None:
    assert sensitivity(FEW, "surface")
    assert set(prepared) == {"surface", "underground"}
    prepared.clear()
    assert sensitivity(FEW, "other")
    assert set(prepared) == {"other"}


def test_nothing_is_learnt_of_sources_where_no_record_is_long_enough(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_: object) -> float:
        raise AssertionError("summed for a record that nothing uses")

    monkeypatch.setattr(source_record, "_decibans_right", refuse)
    kinds = [says(f"duty-{n}", DONE, "north", "own") for n in range(LEAST_SETTLED)]
    assert point_posteriors(known(*kinds))
    with pytest.raises(AssertionError, match="nothing uses"):
        point_posteriors(known(*kinds, says("last", DONE, "north", "own")))


def test_a_row_asked_for_alone_has_the_number_that_it_has_among_all() -> None:
    whole = point_posteriors(FEW)
    for row in whole:
        (found,) = point_posteriors(FEW, wanted={row}).items()
        assert found[0] == row
        assert found[1].probability == whole[row].probability


def test_a_row_asked_for_alone_is_weighed_by_the_record_of_its_sources() -> None:
    boasts = [says(f"duty-{n:02}", DONE, "north", "own") for n in range(LEAST_SETTLED)]
    refuted = [says(f"duty-{n:02}", NOT_DONE, "visitors") for n in range(LEAST_SETTLED)]
    claim = says("last", DONE, "north", "own")
    made = known(claim, *boasts, *refuted)
    (alone,) = point_posteriors(made, wanted={"last"}).values()
    assert alone.probability == point_posteriors(made)["last"].probability
    assert alone.probability < point_posteriors(known(claim))["last"].probability


def test_only_the_rows_asked_for_are_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    explained: list[str] = []
    explain = account.explain_number

    def watch(model: object, *rest: object) -> object:
        explained.append(model.question.obligation.id)  # type: ignore[attr-defined]
        return explain(model, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(import_module("servanda.assessment.assess"), "explain_number", watch)
    draws = BetaSampler(8, 1)
    whole = {row.id: row for row in assess(FEW, draws).judgements}
    for asked, by in (("surface", "surface"), ("posts", "other")):  # a matter: what covers it
        explained.clear()
        some = {row.id: row for row in assess(FEW, draws, explained={asked}).judgements}
        assert explained == [by]
        assert some[asked] == whole[asked]
    explained.clear()
    none = assess(FEW, draws, explained=False)
    assert not explained
    assert not none.sources
    for row in none.judgements:
        numbers = replace(whole[row.id], account=None, contributions=(), contradictions=())
        assert row == numbers

"""explain, next and what-if on the built-in case: what they answer; none of them writes."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from servanda.assessment import BetaSampler
from servanda.pipeline import (
    AssessedCase,
    AssessmentQuestion,
    assess_case,
    find_case,
    information_gains,
    load_reader,
    open_data_store,
    reads_of,
    what_if,
)
from servanda.records import WhatIfChanges
from servanda.settings import Settings
from tests.builders import NOW
from tests.cli.conftest import KOREA
from tests.cli.running import run

YEAR_END = "2018-12-31"


def ask(data: Path, *words: str, as_of: str = YEAR_END) -> Any:
    outcome = run(*words, "--as-of", as_of, "--format", "json", "--data", data)
    assert outcome.code == 0, outcome.err
    return json.loads(outcome.out)


@pytest.fixture(scope="module")
def found(korea_data: Path) -> AssessedCase:
    settings = Settings.from_environment({}, korea_data)
    with open_data_store(settings, lambda: NOW) as store:
        case = find_case(store, "korea-2018", NOW)
        reader, _ = load_reader()
        reads = reads_of(store, case, reader)
    day = date.fromisoformat(YEAR_END)
    return assess_case(case, reads, AssessmentQuestion(day, day))


@pytest.fixture(scope="module")
def explained(korea_data: Path) -> Any:
    return ask(korea_data, "explain", "korea-2018", "c-gp-dprk-slits")


def test_an_explanation_has_the_number_of_the_assessment(explained: Any, assessed: Any) -> None:
    row = assessed(YEAR_END)["c-gp-dprk-slits"]
    assert explained["obligation"] == row
    assert [one["evidence"] for one in explained["items"]] == [
        one["evidence"] for one in row["contributions"]
    ]


def test_each_item_comes_with_its_own_words(explained: Any) -> None:
    notes = {path.stem: path.read_text("utf-8") for path in (KOREA / "sources").glob("*.md")}
    quoted = [one for one in explained["items"] if one["quote"] is not None]
    assert quoted
    for one in quoted:
        assert one["quote"].split(" ... ")[0][:30] in notes[one["document"]].replace("\n", " ")


def test_what_moved_it_adds_up_and_names_only_later_items(explained: Any) -> None:
    moved = explained["moved"]
    assert moved["after"] == explained["obligation"]["probability_met"]
    assert moved["decibans"] == pytest.approx(sum(one["decibans"] for one in moved["steps"]))
    days = {one["evidence"]: one["published"] for one in explained["items"]}
    late = [days[one["evidence"]] for one in moved["steps"] if one["evidence"] in days]
    assert late
    assert min(late) > moved["since"]


def test_what_moved_it_can_be_asked_since_any_day(korea_data: Path, assessed: Any) -> None:
    row = "c-gp-dprk-surface"
    told = ask(korea_data, "explain", "korea-2018", row, "--since", "2018-11-12")
    assert told["moved"]["since"] == "2018-11-12"
    assert told["moved"]["before"] == assessed("2018-11-12")[row]["probability_met"]
    assert {"time", "item"} <= {one["by"] for one in told["moved"]["steps"]}


def test_the_reach_of_each_assumption_holds_the_number(explained: Any) -> None:
    number = explained["obligation"]["probability_met"]
    assert explained["sensitivity"]
    for one in explained["sensitivity"]:
        low, high = sorted(one["probability_met"])
        assert low - 0.01 <= number <= high + 0.01


def test_an_explanation_ends_with_at_most_five_looks(explained: Any) -> None:
    looks = explained["next"]["looks"]
    assert 0 < len(looks) <= 5
    assert all(one["bits"] > 0.0 for one in looks)


def test_a_contradiction_is_a_pair_of_two_sides_with_their_words(korea_data: Path) -> None:
    rows = ask(korea_data, "assess", "korea-2018")["obligations"]
    (row, *_) = [one for one in rows if one["contradictions"]]
    told = ask(korea_data, "explain", "korea-2018", row["id"])
    assert len(told["contradictions"]) == len(row["contradictions"])
    for pair, ids in zip(told["contradictions"], row["contradictions"], strict=True):
        assert [one["evidence"] for one in pair] == ids
        assert all(one["quote"] for one in pair)


@pytest.mark.parametrize("row", ["x-sakkanmol", "c-yongbyon", "c-denuc"])
def test_what_carries_no_number_is_explained_by_its_reason(korea_data: Path, row: str) -> None:
    told = ask(korea_data, "explain", "korea-2018", row)
    assert told["obligation"]["probability_met"] is None
    assert (told["moved"], told["sensitivity"], told["next"]) == (None, [], None)
    table = run("explain", "korea-2018", row, "--as-of", YEAR_END, "--data", korea_data)
    assert told["obligation"]["why"][:40] in table.out.replace("\n", " ")


def test_the_table_of_an_explanation_has_all_its_sections(korea_data: Path) -> None:
    words = ("explain", "korea-2018", "c-gp-dprk-surface", "--as-of", YEAR_END)
    outcome = run(*words, "--data", korea_data)
    assert outcome.code == 0, outcome.err
    for section in ("what moved it", "since 2018", "could not be seen", "assumptions", "next"):
        assert section in outcome.out


def test_lines_of_an_explanation_are_one_section_each(korea_data: Path) -> None:
    outcome = run(
        "explain", "korea-2018", "c-hostile", "--as-of", YEAR_END, "--format", "jsonl",
        "--data", korea_data,
    )  # fmt: skip
    lines = [json.loads(line) for line in outcome.out.splitlines()]
    assert [one["section"] for one in lines] == [
        "obligation", "items", "contradictions", "moved", "sensitivity", "next",
        "set_aside", "silence",
    ]  # fmt: skip
    assert {one["id"] for one in lines} == {"c-hostile"}


def test_looks_come_most_telling_first_and_no_more_than_asked_for(korea_data: Path) -> None:
    told = ask(korea_data, "next", "korea-2018", "--limit", "7")
    bits = [one["bits"] for one in told["looks"]]
    assert len(bits) == 7
    assert bits == sorted(bits, reverse=True)
    for one in told["looks"]:
        assert sum(out["chance"] for out in one["outcomes"]) == pytest.approx(1.0)


def test_no_image_tells_of_what_lies_below_ground(found: AssessedCase) -> None:
    (told,) = information_gains(found, {"c-gp-dprk-underground"})
    images = [one for one in told.looks if one.kind.value == "image"]
    assert {one.bits for one in images} == {0.0}
    outcome = run("next", "korea-2018", "--help")
    assert outcome.code == 0


def test_before_a_deadline_looking_after_it_is_among_the_choices(korea_data: Path) -> None:
    told = ask(
        korea_data, "next", "korea-2018", "--obligation", "c-gp-dprk-surface", as_of="2018-11-12"
    )
    assert {one["day"] for one in told["looks"]} == {"2018-11-12", "2018-12-01"}
    assert told["looks"][0]["day"] == "2018-12-01"


def test_what_cannot_tell_is_listed_with_its_reason(korea_data: Path) -> None:
    outcome = run(
        "next", "korea-2018", "--obligation", "c-gp-dprk-underground", "--as-of", YEAR_END,
        "--data", korea_data,
    )  # fmt: skip
    assert "underground parts do not show from above" in outcome.out


def digests(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_asking_what_if_writes_nothing(korea_data: Path) -> None:
    before = digests(korea_data)
    told = ask(korea_data, "what-if", "korea-2018", "--distrust", "rok", "--prior", "keeps=6")
    assert told["obligations"]
    assert digests(korea_data) == before


def test_distrusting_the_south_moves_what_rests_on_its_word(korea_data: Path) -> None:
    rows = {
        one["id"]: one
        for one in ask(korea_data, "what-if", "korea-2018", "--distrust", "rok")["obligations"]
    }
    surface = rows["c-gp-dprk-surface"]
    assert surface["after"]["probability_met"] < surface["before"]["probability_met"] - 0.05
    assert "c-denuc" not in rows


def test_distrusting_a_part_moves_less_than_distrusting_the_whole(found: AssessedCase) -> None:
    def of(name: str) -> float:
        rows = {one.id: one for one in what_if(found, WhatIfChanges(distrust=(name,))).judgements}
        return rows["c-gp-dprk-surface"].probability_met or 0.0

    now = {one.id: one for one in found.assessment.judgements}["c-gp-dprk-surface"]
    assert now.probability_met is not None
    assert abs(of("rok") - now.probability_met) > abs(of("rok-jcs") - now.probability_met) > 0.0


def test_an_actor_is_known_by_its_names_too(found: AssessedCase) -> None:
    assert what_if(found, WhatIfChanges(distrust=("South Korea",))) == what_if(
        found, WhatIfChanges(distrust=("rok",))
    )


def test_a_page_left_out_is_as_if_it_had_never_been_there(found: AssessedCase) -> None:
    page = "gp-12-koreaherald"
    left = tuple(read for read in found.reads if read.document.id != page)
    expected = assess_case(found.case, left, found.question).assessment
    supposed = what_if(found, WhatIfChanges(exclude=(page,)))
    for one, other in zip(supposed.judgements, expected.judgements, strict=True):
        assert (one.probability_met, one.interval, one.documents, one.count) == (
            other.probability_met, other.interval, other.documents, other.count,
        )  # fmt: skip


def test_an_item_left_out_leaves_its_claim_to_other_obligations(found: AssessedCase) -> None:
    item = next(one for one in found.evidence if one.id.startswith("c-gp-dprk-slits/gp-12-kor"))
    supposed = what_if(found, WhatIfChanges(exclude=(item.id,)))
    assert supposed != what_if(found, WhatIfChanges(exclude=(item.claim or "",)))
    rows = {one.id: one for one in supposed.judgements}
    before = {one.id: one for one in found.assessment.judgements}
    assert rows[item.obligation].probability_met != before[item.obligation].probability_met
    assert rows["c-jsa"].probability_met == before["c-jsa"].probability_met


def test_no_change_changes_nothing_and_samples_can_be_shared(found: AssessedCase) -> None:
    samples = BetaSampler(128, 2018)
    same = what_if(found, WhatIfChanges(), samples)
    assert same == what_if(found, WhatIfChanges(), samples)
    for one, other in zip(found.assessment.judgements, same.judgements, strict=True):
        assert (one.probability_met, one.interval, one.status, one.why, one.count) == (
            other.probability_met, other.interval, other.status, other.why, other.count,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("words", "said", "advice"),
    [
        (("what-if", "korea-2018", "--distrust", "rok-mmd"), "rok-mmd", "did you mean 'rok-mnd'"),
        (("what-if", "korea-2018", "--exclude", "gp-12-korea"), "no item", "gp-12-k"),
        (("what-if", "korea-2018", "--prior", "keep=2"), "no such assumption", "'keeps'"),
        (("what-if", "korea-2018", "--prior", "keeps"), "not NAME=VALUE", "keeps=6"),
        (("what-if", "korea-2018", "--prior", "late=1.5"), "not a value", "between 0 and 1"),
        (("what-if", "korea-2018", "--prior", "keeps=nan"), "not a value", "above 0"),
        (("what-if", "korea-2018"), "nothing is to be otherwise", "--distrust"),
        (("explain", "korea-2018", "c-gp-dprk-slit"), "no obligation", "'c-gp-dprk-slits'"),
        (("explain", "korea-2018", "c-jsa", "--since", "2019-01-01"), "--since", "earlier day"),
        (("next", "korea-2018", "--obligation", "c-denuc"), "with a number", "write one of"),
    ],
)
def test_what_cannot_be_asked_is_one_line_with_advice(
    korea_data: Path, words: tuple[str, ...], said: str, advice: str
) -> None:
    outcome = run(*words, "--as-of", YEAR_END, "--data", korea_data)
    assert (outcome.code, outcome.out) == (1, "")
    assert said in outcome.err
    assert advice in outcome.err
    assert outcome.err.count("\n") == 1

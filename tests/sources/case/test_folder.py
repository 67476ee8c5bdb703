"""Case folders: whole or not at all, every mistake told with its line and what to write."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from servanda.errors import CaseError, SourceError
from servanda.records import Admiralty, DocumentKind, Source, day, month, terms_in_force
from servanda.sources import case_schema, check_case, read_case, with_publisher
from servanda.sources.case.day_checks import check_days
from servanda.sources.case.entries import read_entries
from servanda.sources.case.force_checks import check_force
from servanda.sources.case.obligation_checks import check_duties
from servanda.sources.case.reference_checks import check_references
from servanda.sources.formats.located import Located

RECORDED = datetime(2024, 2, 3, tzinfo=UTC)

Spoil = Callable[..., Path]


def problems(folder: Path) -> list[str]:
    return [str(problem) for problem in check_case(folder)]


def test_a_case_without_mistakes_is_loaded_with_its_defaults(case_dir: Path) -> None:
    assert problems(case_dir) == []
    loaded = read_case(case_dir, RECORDED)
    surface, tests, oil = loaded.case.obligations
    assert surface.start == date(2018, 10, 26)  # the instrument's
    assert surface.bearers == tests.bearers == ("north",)
    assert surface.amendments[0].published == day(date(2018, 11, 10))
    assert tests.watchers[0].delay_days == 7
    assert oil.bound is not None
    assert oil.bound.value == 500.0
    assert loaded.case.actors[0].reliability is Admiralty.F
    assert [site.names for site in loaded.case.sites] == [("Post 1",), ("Post 2", "GP 2")]
    (note,) = loaded.documents
    assert note.document.kind is DocumentKind.NOTE
    assert (note.document.id, note.document.source) == ("one", "paper")
    assert note.document.published == month(2018, 11)
    assert note.document.recorded == RECORDED
    assert loaded.files["case.yaml"] == (case_dir / "case.yaml").read_bytes()


def test_a_duty_may_be_its_clause_alone_with_sentences_that_show_it(spoil: Spoil) -> None:
    written = (
        "    kept_if: [The North has tested nothing.]\n"
        "    broken_if: [A test was seen., It tested.]\n"
    )
    folder = spoil("    verb: test\n    object: missiles\n", written)
    assert problems(folder) == []
    duty = read_case(folder, RECORDED).case.obligations[1]
    assert (duty.verb, duty.object) == ("", "")
    assert duty.kept_if == ("The North has tested nothing.",)
    assert duty.broken_if == ("A test was seen.", "It tested.")


EVENTS = """\
events:
  - {names: [the summit], date: 2018-06-12}
  - id: handover
    names: [the handover]
    date: 2018-12-01
    published: 2018-10-26
    extended:
      - {to: 2019-02-01, effective: 2018-11-28, published: 2018-12-03, note: put off}
  - {id: review, names: [the review]}
obligations:
"""


def test_a_deadline_is_reckoned_from_an_event_and_moves_with_it(spoil: Spoil) -> None:
    spoil("obligations:\n", EVENTS)
    folder = spoil("deadline: 2018-11-30", "deadline: {days: 60, after: handover}")
    duty = read_case(folder, RECORDED).case.obligations[0]
    last = date(2019, 12, 31)
    assert duty.deadline == date(2019, 1, 30)
    assert terms_in_force(duty, date(2018, 12, 2), last).deadline == date(2019, 1, 30)
    assert terms_in_force(duty, last, last).deadline == date(2019, 4, 2)
    assert duty.deadline_after is not None
    assert duty.deadline_after.in_words(last) == (
        "60 days after the handover (2019-02-01): 2019-04-02"
    )


@pytest.mark.parametrize(("after", "start"), [("release", date(2018, 11, 5)), ("review", date.max)])
def test_a_start_is_reckoned_from_an_instrument_or_waits_for_an_event(
    spoil: Spoil, after: str, start: date
) -> None:
    spoil("obligations:\n", EVENTS)
    folder = spoil("deadline: 2018-11-30", f"start: {{days: 10, after: {after}}}")
    assert read_case(folder, RECORDED).case.obligations[0].start == start


def test_duties_are_in_force_as_their_instrument_unless_they_say_otherwise(spoil: Spoil) -> None:
    spoil("parties: [north]}", "parties: [north], force: {until: 2021-01-01}}")
    folder = spoil("deadline: 2018-11-30", "force: {until: 2020-01-01}")
    loaded = read_case(folder, RECORDED).case
    last_days = [duty.force and duty.force.last_day(date.max) for duty in loaded.obligations]
    assert last_days == [date(2020, 1, 1), date(2021, 1, 1), date(2021, 1, 1)]


SEVERAL = "bearer: [north, south]\n    several: true\n    kind: state"
SOUTH = "actors:\n  - {id: south, names: [South], kind: government}\n"


def test_a_duty_that_each_bears_for_itself_is_a_row_of_each_with_its_own_sites(
    spoil: Spoil,
) -> None:
    spoil("bearer: north\n    kind: state", SEVERAL)
    folder = spoil("actors:\n", SOUTH)
    assert problems(folder) == []
    first, second, *_ = read_case(folder, RECORDED).case.obligations
    assert (first.id, second.id) == ("surface.north", "surface.south")
    assert (first.bearers, first.co_bearers) == (("north",), ("south",))
    assert (second.bearers, second.co_bearers) == (("south",), ("north",))
    assert first.count == second.count == 2
    assert first.sites == ("post-1", "post-2")
    assert second.sites == ("post-2",)  # the other is the north's


def test_the_row_of_a_bearer_cannot_have_the_id_of_another_duty(spoil: Spoil) -> None:
    spoil("bearer: north\n    kind: state", SEVERAL)
    spoil("actors:\n", SOUTH)
    (told,) = problems(spoil("id: tests", "id: surface.south"))
    assert "its row 'surface.south' is the id of another entry" in told


def test_an_end_and_a_suspension_are_public_on_their_day_unless_said_otherwise(
    spoil: Spoil,
) -> None:
    written = (
        "force:\n"
        "      ended_by: {on: 2020-01-01, by: north, ground: notice}\n"
        "      suspended: [{from: 2019-01-01, until: 2019-02-01, by: [north], ground: a drill}]"
    )
    force = read_case(spoil("deadline: 2018-11-30", written), RECORDED).case.obligations[0].force
    assert force is not None
    assert force.ended_by is not None
    assert force.ended_by.published == day(date(2020, 1, 1))
    (stretch,) = force.suspended
    assert (stretch.published, stretch.until_published) == (
        day(date(2019, 1, 1)),
        day(date(2019, 2, 1)),
    )


def test_an_empty_sentence_that_shows_a_duty_is_told(spoil: Spoil) -> None:
    folder = spoil("    verb: test\n", "    kept_if: ['']\n")
    (told,) = problems(folder)
    assert "kept_if" in told


# What is replaced, by what, and the problems that must be told, every character of them.
MISTAKES = yaml.safe_load((Path(__file__).parent / "mistakes.yaml").read_text())


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake["told"][0][:40])
def test_each_mistake_is_told_with_its_line_and_what_to_write(
    spoil: Spoil, mistake: dict[str, Any]
) -> None:
    folder = spoil(mistake["old"], mistake["new"])
    assert problems(folder) == mistake["told"]


CONDITION = """\
    condition:
      text: if the South does
      mode: if
      changes:
        - {fulfilled: true, since: 2018-11-01}
        - {fulfilled: false, since: 2018-11-01, published: 2018-11}
    count: 2
"""


def test_two_changes_of_a_condition_on_one_day_contradict(spoil: Spoil) -> None:
    (problem,) = problems(spoil("    count: 2\n", CONDITION))
    assert problem.startswith("case.yaml:28: a second change of the condition on 2018-11-01")


def test_a_change_of_a_condition_that_is_public_by_no_day_is_a_mistake(spoil: Spoil) -> None:
    condition = CONDITION.replace("since: 2018-11-01,", "since: 2018-12-01,")
    (problem,) = problems(spoil("    count: 2\n", condition.replace(": 2018-11}", ": 2018-11/..}")))
    assert problem.startswith("case.yaml:28: ")
    assert "'2018-11/..' has no end, so it is public by no day" in problem


def test_a_condition_is_read_with_its_changes(spoil: Spoil) -> None:
    folder = spoil("    count: 2\n", CONDITION.replace("since: 2018-11-01,", "since: 2018-12-01,"))
    condition = read_case(folder, RECORDED).case.obligations[0].condition
    assert condition is not None
    assert [change.published for change in condition.changes] == [
        day(date(2018, 11, 1)),
        month(2018, 11),
    ]


def test_all_mistakes_are_told_at_once_in_the_order_of_their_lines(spoil: Spoil) -> None:
    for old, new in [
        ("part_of: north", "part_of: nort"),
        ("deadline: 2018-11-30", "dedline: 2018-11-30"),
        ("count: 1, preserve: 1", "count: -1"),
        ("clause: No tests.", "clause:"),
        ("    bound: {direction: at_most, value: 500}\n", ""),
    ]:
        folder = spoil(old, new)
    spoil("126.9, 38.1", "38.1, 126.9", file="sites.geojson")
    spoil("publisher: paper", "publisher: papr", file="sources/one.md")
    (folder / "sources" / "two.txt").write_bytes(b"")
    places = [problem.split(": ")[0] for problem in problems(folder)]
    assert places == [
        "case.yaml:10",
        "case.yaml:25",
        "case.yaml:27",
        "case.yaml:30",
        "case.yaml:37",
        "sites.geojson:4",
        "sources/two.txt",
        "sources/one.md:3",
    ]
    with pytest.raises(CaseError) as caught:
        read_case(folder, RECORDED)
    assert len(caught.value.problems) == 8


def test_a_circle_is_told_at_each_of_its_parts(spoil: Spoil) -> None:
    spoil("kind: government\n", "kind: government\n    part_of: office\n")
    folder = spoil(
        "    part_of: north\n",
        "    part_of: north\n  - {id: office, names: [Office], kind: other, part_of: north}\n",
    )
    assert [problem.split(";")[0] for problem in problems(folder)] == [
        "case.yaml:7: 'north' is part of itself",
        "case.yaml:12: 'office' is part of itself",
    ]


def test_an_empty_list_of_sites_says_no_number(spoil: Spoil) -> None:
    folder = spoil("    count: 2\n    sites: [post-1, post-2]\n", "    sites: []\n")
    (problem,) = problems(folder)
    assert "'surface' does not say how many sites it is about" in problem


def test_an_unscorable_duty_needs_no_count(spoil: Spoil) -> None:
    folder = spoil(
        "    count: 2\n    sites: [post-1, post-2]\n", "    unscorable: no test is agreed\n"
    )
    assert problems(folder) == []


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "case.yaml: holds no text"),
        (b"# nothing yet\n", "case.yaml:1: is not a block of keys"),
        (b"- a\n", "case.yaml:1: is not a block of keys"),
        (b"id: [\n", "case.yaml:2: is not YAML here"),
        (b"id: a\ntitle: A\n", "case.yaml:1: has no obligation and no matter"),
        (b"id: a\ntitle: A\nobligations: 3\n", "case.yaml:3: 'obligations' is not a list"),
        (b"id: a\ntitle: A\nobligations: [x]\n", "case.yaml:3: 'entry' is 'x', not a block"),
        (b"id: a\0b\n", "case.yaml: is binary"),
        ("title: 북한은 파괴했다".encode("cp949"), "case.yaml: is not UTF-8"),
        (b"x" * 10_000_001, "case.yaml: is larger than 10 MB"),
    ],
)
def test_a_case_file_that_is_none_is_told_in_one_problem(
    case_dir: Path, content: bytes, told: str
) -> None:
    (case_dir / "case.yaml").write_bytes(content)
    (case_dir / "sites.geojson").write_text('{"type": "FeatureCollection", "features": []}')
    (case_dir / "sources" / "one.md").unlink()
    (problem,) = problems(case_dir)
    assert problem.startswith(told)


def test_a_file_that_cannot_be_read_is_not_blamed_on_the_others(case_dir: Path) -> None:
    for name in ("case.yaml", "sites.geojson"):
        content = (case_dir / name).read_text()
        (case_dir / name).write_text("[" + content)
        (problem,) = problems(case_dir)
        assert problem.startswith(f"{name}:")
        (case_dir / name).write_text(content)


def test_what_is_missing_is_told(case_dir: Path, tmp_path: Path) -> None:
    assert "is not a folder; give the folder with case.yaml" in problems(tmp_path / "none")[0]
    (case_dir / "sites.kml").write_text("<kml/>")
    assert problems(case_dir) == ["sites.geojson and sites.kml: are both there; keep one"]
    (case_dir / "sites.kml").unlink()
    (case_dir / "sites.geojson").unlink()
    assert "are missing, both of them" in problems(case_dir)[0]
    (case_dir / "case.yaml").unlink()
    assert problems(case_dir)[0] == "case.yaml: does not exist; check the path"


@pytest.mark.parametrize("name", ["case.yaml", "sites.geojson", "sources"])
def test_a_case_cannot_bring_in_files_from_outside(
    case_dir: Path, tmp_path: Path, name: str
) -> None:
    (case_dir / name).rename(tmp_path / "outside")
    (case_dir / name).symlink_to(tmp_path / "outside")
    assert f"{name}: is a link to a place outside the case; put a copy in its place" in problems(
        case_dir
    )


@pytest.mark.parametrize("content", [None, "", ".hidden"])
def test_a_case_may_have_no_documents_yet(case_dir: Path, content: str | None) -> None:
    (case_dir / "sources" / "one.md").unlink()
    if content is None:
        (case_dir / "sources").rmdir()
    elif content:
        (case_dir / "sources" / content).write_text("x")
    assert read_case(case_dir, RECORDED).documents == ()


def test_a_folder_that_cannot_be_looked_into_is_a_problem(
    case_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "is_dir", refuse)
    assert "may not be read; change its permissions" in problems(case_dir)[0]


def test_progress_is_told_file_by_file(case_dir: Path) -> None:
    (case_dir / "sources" / "two.txt").write_text("Two.")
    seen: list[tuple[int, int]] = []
    check_case(case_dir, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(1, 2), (2, 2)]


def test_the_same_folder_gives_the_same_case_twice(case_dir: Path) -> None:
    assert read_case(case_dir, RECORDED) == read_case(case_dir, RECORDED)


@given(
    st.recursive(
        st.none() | st.text(max_size=9),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    [
                        "id",
                        "actors",
                        "obligations",
                        "names",
                        "kind",
                        "bearer",
                        "x",
                        "force",
                        "from",
                        "until",
                        "deadline",
                        "days",
                        "after",
                        "events",
                        "date",
                    ]
                ),
                inner,
                max_size=4,
            )
        ),
        max_leaves=20,
    )
)
def test_no_value_is_too_strange_to_be_checked(value: object) -> None:
    case, found = read_entries(Located("case.yaml", value, {(): 1}))
    if case is not None:
        found += [*check_references(case, set()), *check_days(case, date.max), *check_force(case)]
        found += check_duties(case)
    assert all(problem.message and problem.advice for problem in found)
    assert all("\n" not in str(problem) for problem in found)


PAPER = Source("paper", "The Paper", "https://www.paper.example/news", None, Admiralty.B)


def test_a_page_gets_the_source_whose_host_it_names(case_dir: Path) -> None:
    document = read_case(case_dir, RECORDED).documents[0].document
    page = replace(document, source="paper.example")
    assert with_publisher(page, [PAPER]).source == "paper"
    assert with_publisher(replace(page, source="paper"), [PAPER]).source == "paper"
    assert with_publisher(replace(page, source=None), [PAPER]).source is None
    odd = replace(PAPER, id="odd", url="http://[")
    with pytest.raises(
        SourceError, match=r"one\.md: publisher 'other' is not among .*; declare it"
    ):
        with_publisher(replace(page, source="other"), [odd])


def test_a_source_that_is_declared_with_a_mistake_is_still_declared(spoil: Spoil) -> None:
    folder = spoil("name: The Paper, ", "")
    assert problems(folder) == ["case.yaml:12: 'name' is missing; add `name: ...` (as we print it)"]


def test_the_schema_is_the_same_twice_and_explains_every_key() -> None:
    schema = case_schema()
    assert schema == case_schema()
    assert list(schema) == sorted(schema)
    assert schema["additionalProperties"] is False
    for model in [schema, *(m for m in schema["$defs"].values() if "properties" in m)]:
        for name, field in model["properties"].items():
            assert field.get("description"), name


def test_the_korea_case_has_no_problems(request: pytest.FixtureRequest) -> None:
    folder = request.config.rootpath / "examples" / "korea-2018"
    assert problems(folder) == []

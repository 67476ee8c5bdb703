"""Drafts as files: whatever a text holds, what is written is a case, and says only what it says."""

from __future__ import annotations

import errno
import json
import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from servanda.claims import PatternReader, default_names, draft_case
from servanda.claims.drafting.case_draft import CaseDraft, DraftField, FieldBlock
from servanda.errors import SettingsError, StoreFullError
from servanda.records import day, terms_in_force
from servanda.sources import check_case, read_case
from servanda.sources.case.writer import case_yaml, sites_geojson, write_case_folder
from tests.claims.texts import page
from tests.sources.conftest import RECORDED

HOSTILE = [
    'a" # b: [c',
    "x\nobligations: []",
    "x\u2028evil: yes",
    "x\x85evil: yes",
    "\ufeff",
    "\x00\x1b[31m",
    "null",
    "~",
    "*a &b !!python/object:x",
    "{{ x }}",
    "- x",
    "'",
    "\\",
    "\\N\\u0041",
    "\u202egnp.exe",
    "\ud800",
    "\U000e0041",
    "\uffff",
    "---",
    "%YAML 9",
    "한국",
    " ",
    "",
    "key: value # comment",
    "Zs\u00a0\u3000 x",
    "👩‍👩‍👧",
]
texts = st.one_of(
    st.sampled_from(HOSTILE), st.text(max_size=40), st.text("\n\r\t \"'#:\\\x85", max_size=9)
)


def block(**values: Any) -> FieldBlock:
    """A block whose sentence and remark are as hostile as its values."""
    sentence, remark = values.pop("sentence", ""), values.pop("remark", "")
    return FieldBlock(
        tuple(DraftField(key, value, sentence, remark) for key, value in values.items())
    )


def a_case(word: str, sentence: str, remark: str) -> CaseDraft:
    """A case with one of each, a word in every place that takes any words."""
    said: dict[str, Any] = {"sentence": sentence, "remark": remark}
    return CaseDraft(
        head=block(id="draft", title=word, **said),
        actors=(block(id="north", names=(word, "North"), kind="government", **said),),
        sources=(block(id="paper", name=word, reliability="F", **said),),
        instruments=(
            block(id="release", title=word, kind=word, date=date(2018, 1, 2), parties=("north",),
                  **said),
        ),
        obligations=(
            block(id="duty", instrument="release", clause=word, bearer=("north",), kind="level",
                  verb=word, object=word, unit=word,
                  bound=block(direction="at_most", value=1.5),
                  condition=block(text=word, mode="if"), sites=("place",), **said),
        ),
        sites=(block(id="place", names=(word,), no_geometry_reason=word, **said),),
    )  # fmt: skip


@given(texts, texts, texts)
def test_any_words_in_any_place_make_a_case_without_problems(
    word: str, sentence: str, remark: str
) -> None:
    draft = a_case(word, sentence, remark)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "case"
        write_case_folder(folder, draft, {"text.txt": b"A text."})
        assert check_case(folder) == ()
        found = read_case(folder, RECORDED).case
    assert len(found.obligations) == len(found.sites) == len(found.instruments) == 1
    assert found.obligations[0].clause == found.title == found.sites[0].names[0]


@given(texts, texts, texts)
def test_nothing_is_read_but_the_keys_that_were_written(
    word: str, sentence: str, remark: str
) -> None:
    text = case_yaml(a_case(word, sentence, remark))
    read = yaml.safe_load(text)
    plain = yaml.safe_load(case_yaml(a_case("words", "", "")))
    assert shape(read) == shape(plain)
    assert all(line.isprintable() for line in text.split("\n"))


def shape(value: Any) -> Any:
    """The keys of a value, all the way down."""
    if isinstance(value, dict):
        return {key: shape(inside) for key, inside in value.items()}
    return [shape(one) for one in value] if isinstance(value, list) else None


PROMISES = [
    "{} promised to remove 10 {}.",
    "{} and {} agreed to each remove 10 posts and preserve one.",
    "{} pledged to hand over {} at {} by 3 May 2019 if {} agrees.",
    "Under an agreement, {} agreed to withdraw 5 {} before 2017.",
    "{} promised not to test {} until 2025, as long as {}.",
    "The two sides agreed to {} 7,000,000 tonnes of {}.",
    "{} shall {} 3.5 {}.",
]


@given(
    st.lists(
        st.builds(
            lambda form, words: form.format(*words),
            st.sampled_from(PROMISES),
            st.lists(texts | st.sampled_from(["North Korea", "Kenya", "posts"]), min_size=4,
                     max_size=4),
        ),
        min_size=1,
        max_size=4,
    ),
    st.one_of(st.none(), texts),
)  # fmt: skip
def test_any_draft_of_a_text_is_a_case_without_problems(
    sentences: list[str], publisher: str | None
) -> None:
    document = page(" ".join(sentences), source=publisher)
    names = default_names()
    draft = draft_case(document, PatternReader().read(document, names), names)
    if not draft.obligations:
        return
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "case"
        write_case_folder(folder, draft, {"text.txt": b"A text."})
        assert check_case(folder) == ()


def test_the_sentence_stands_above_its_fields_and_each_names_it() -> None:
    lines = case_yaml(a_case("words", "They agreed.", "check this")).splitlines()
    assert lines.count('# s1: "They agreed."') == 1
    assert "  - id: north  # s1" in lines
    assert "    # kind: check this" in lines


def test_a_number_and_a_day_are_written_plainly_and_odd_words_in_quotes() -> None:
    text = case_yaml(a_case("no", "", ""))
    assert "date: 2018-01-02" in text
    assert "value: 1.5" in text
    assert 'title: "no"' in text


def test_blocks_in_blocks_and_lists_of_blocks_are_read_back_as_they_were_written(
    tmp_path: Path,
) -> None:
    draft = a_case("words", "They agreed.", "")
    (duty,) = draft.obligations
    stretches = (
        block(**{"from": date(2019, 1, 1)}, until=date(2019, 2, 1), by=("north",), ground="talks"),
        block(**{"from": date(2019, 3, 1)}, by=("north",), ground="a drill"),
    )
    ending = block(on=date(2020, 1, 1), by=("north",), ground="notice", published=date(2019, 7, 1))
    renewal = block(until=date(2021, 1, 1), published=date(2019, 6, 1))
    force = block(
        **{"from": date(2018, 1, 2)}, until=date(2019, 12, 31), renewed_by=(renewal,),
        ended_by=ending, suspended=stretches,
    )  # fmt: skip
    own = block(deadline=block(days=60, after="handover"), force=force).fields
    moved = block(to=date(2018, 7, 1), published=date(2018, 4, 1))
    event = block(id="handover", names=("the handover",), date=date(2018, 5, 1), extended=(moved,))
    whole = replace(draft, events=(event,), obligations=(FieldBlock((*duty.fields, *own)),))
    write_case_folder(tmp_path / "case", whole, {"text.txt": b"A text."})
    assert check_case(tmp_path / "case") == ()
    found = read_case(tmp_path / "case", RECORDED).case.obligations[0]
    last = date(2021, 1, 1)
    assert terms_in_force(found, last, last).deadline == date(2018, 8, 30)
    assert found.force is not None
    assert found.force.last_day(last) == date(2021, 1, 1)
    assert found.force.ended_by is not None
    assert found.force.ended_by.published == day(date(2019, 7, 1))
    assert [stretch.until for stretch in found.force.suspended] == [date(2019, 2, 1), None]


def test_the_same_draft_gives_the_same_bytes() -> None:
    draft = a_case("words", "They agreed.", "check")
    assert case_yaml(draft) == case_yaml(draft)
    assert json.loads(sites_geojson(draft))["features"][0]["geometry"] is None


def test_no_sites_are_an_empty_collection() -> None:
    draft = CaseDraft(block(id="x", title="x"), (), (), (), (), ())
    assert json.loads(sites_geojson(draft))["features"] == []


def test_a_folder_that_is_there_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "case").mkdir()
    with pytest.raises(SettingsError, match="is there already; name a new folder"):
        write_case_folder(tmp_path / "case", a_case("x", "", ""), {})
    assert list((tmp_path / "case").iterdir()) == []


def test_a_place_that_is_not_there_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be made"):
        write_case_folder(tmp_path / "none" / "case", a_case("x", "", ""), {})


def test_a_full_disk_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: object, **named: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(StoreFullError, match="no room left"):
        write_case_folder(tmp_path / "case", a_case("x", "", ""), {"a.txt": b"a"})
    assert list(tmp_path.iterdir()) == []


def test_a_text_keeps_its_name_but_never_leads_out_of_the_folder(tmp_path: Path) -> None:
    originals = {"../../out.txt": b"a", ".hidden.txt": b"b"}
    write_case_folder(tmp_path / "case", a_case("x", "", ""), originals)
    names = sorted(path.name for path in (tmp_path / "case" / "sources").iterdir())
    assert names == ["hidden.txt", "out.txt"]

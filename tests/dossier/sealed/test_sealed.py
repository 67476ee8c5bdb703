"""A dossier carries what it was made from: nothing is lost, nothing more is told, all is sealed."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.dossier import check_kept_files, dossier_html, read_dossier, write_archive
from servanda.dossier.sealed.bare_trail import bare_trail
from servanda.dossier.sealed.blanks import blank_out, pack_blanks, unpack_blanks
from servanda.dossier.sealed.pool import Pool, PooledRecords
from servanda.dossier.sealed.seal import check_seal, seal_page
from servanda.dossier.sealed.trail_json import trail_from_json, trail_json
from servanda.errors import DossierError
from servanda.records import CaseEvidence, Grounds, Span, sha256
from tests.dossier.trails import TRAIL

KNOWN = CaseEvidence(
    TRAIL.case, TRAIL.assessment.as_of, TRAIL.assessment.on, TRAIL.evidence, {}, {},
    {look.id: look for look in TRAIL.observations},
)  # fmt: skip
GROUNDS = Grounds(
    KNOWN,
    16,
    7,
    {"keeps": 2.0},
    (replace(KNOWN, on=date(2018, 11, 1), evidence=KNOWN.evidence[1:]),),
)
WHOLE = replace(TRAIL, grounds=GROUNDS)
PAGE = dossier_html(WHOLE)
DATA = PAGE.encode("utf-8")

TEXT = st.text(st.sampled_from("ab \n한<"), max_size=60)
SPANS = st.lists(st.builds(lambda a, b: Span(min(a, b), max(a, b)), *[st.integers(0, 70)] * 2))


@given(TEXT.map(lambda text: text.replace("a", " " * 9)))
def test_a_text_with_blanks_comes_back(text: str) -> None:
    packed = json.loads(json.dumps(pack_blanks(text)))
    assert unpack_blanks(packed, 1000) == text


@given(TEXT, SPANS)
def test_what_is_shown_stays_in_its_place_and_the_rest_is_blank(
    text: str, spans: list[Span]
) -> None:
    bare = blank_out(text, spans)
    assert len(bare) == len(text)
    shown = {place for span in spans for place in range(span.start, span.end)}
    for place, letter in enumerate(text):
        assert bare[place] == (letter if place in shown else " ")


@pytest.mark.parametrize("packed", [None, 3, [True], ["a", -1], ["a", 1.5], [10**9], ["aaaa"]])
def test_a_text_that_is_none_is_refused(packed: object) -> None:
    with pytest.raises(ValueError, match="text"):
        unpack_blanks(packed, 3)


@given(st.lists(st.integers(0, 9), max_size=30))
def test_a_pool_gives_back_the_lists_that_it_numbered(numbers: list[int]) -> None:
    spans = [Span(number, number + 1) for number in numbers]
    pool = Pool[Span]()
    ranges = [pool.ranges(part) for part in (spans, reversed(spans))]
    assert len(pool.values) == len(set(numbers))
    back = PooledRecords(Span, json.loads(json.dumps(pool.values)))
    assert [list(back.in_ranges(one)) for one in ranges] == [spans, spans[::-1]]


@pytest.mark.parametrize("ranges", [None, "0", [5], [-1], [[0, 9]], [None], [[0]], [True]])
def test_a_list_of_records_that_are_not_there_is_refused(ranges: object) -> None:
    with pytest.raises(ValueError, match="record"):
        PooledRecords(Span, [{"start": 0, "end": 1}, {"start": 1, "end": 2}]).in_ranges(ranges)


def test_a_few_letters_cannot_name_records_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("servanda.dossier.sealed.pool.MOST_LISTED", 5)
    pool = PooledRecords(Span, [{"start": 0, "end": 1}, {"start": 1, "end": 2}])
    assert len(pool.in_ranges([[0, 1], [0, 1]])) == 4
    with pytest.raises(ValueError, match="more than 5 records"):
        pool.in_ranges([[0, 1], [0, 1], [0, 1]])


def test_the_page_is_that_of_its_own_records() -> None:
    assert read_dossier(DATA).trail == bare_trail(WHOLE)
    assert dossier_html(read_dossier(DATA).trail) == PAGE


def test_a_trail_comes_back_with_what_its_numbers_were_made_from() -> None:
    bare = bare_trail(WHOLE)
    assert trail_from_json(json.loads(json.dumps(trail_json(bare)))) == bare
    assert bare.grounds == GROUNDS


def test_a_bare_trail_has_no_text_but_its_quotations() -> None:
    bare = bare_trail(TRAIL)
    assert bare_trail(bare) == bare
    kept = {document.id: document for document in bare.documents}
    for document in TRAIL.documents:
        if document.id in kept:
            assert len(kept[document.id].text) == len(document.text)
    quoted = {claim.document for claim in bare.claims}
    for document in bare.documents:
        assert bool(document.text.strip()) == (document.id in quoted)
    assert any(document.text.strip() for document in bare.documents)


def test_nothing_of_what_became_public_later_is_inside() -> None:
    early = replace(TRAIL.assessment, as_of=date(2018, 11, 1), on=date(2018, 11, 1))
    bare = bare_trail(replace(TRAIL, assessment=early, timelines=()))
    assert bare.later_documents == len(TRAIL.documents) - len(bare.documents) > 0
    assert bare.later_items == len(TRAIL.evidence) - len(bare.evidence) > 0
    page = dossier_html(bare)
    later = [one for one in TRAIL.documents if one.id not in {kept.id for kept in bare.documents}]
    for document in later:
        assert document.sha256 not in page


def test_every_bit_is_under_the_seal() -> None:
    dice = random.Random(11)
    places = [*range(900), *(dice.randrange(len(DATA)) for _ in range(400))]
    for place in places:
        changed = bytearray(DATA)
        changed[place] ^= 1 << dice.randrange(8)
        with pytest.raises(DossierError, match="seal"):
            check_seal(bytes(changed))


@pytest.mark.parametrize(
    "changed",
    [DATA[:-1], DATA[: len(DATA) // 2], DATA + b"\n", b"", DATA[:1000], b"<!DOCTYPE html>"],
    ids=["last byte", "half", "one more", "empty", "head", "another page"],
)
def test_a_dossier_that_was_cut_is_named_so(changed: bytes) -> None:
    with pytest.raises(DossierError, match="seal"):
        read_dossier(changed)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('id="records">{', 'id="records">[', "no JSON"),
        ('id="records">', 'id="other">', "0 elements #records"),
        ('"schema":"servanda/dossier/1"', '"schema":"servanda/dossier/9"', "schema"),
        ('"pool":{', '"poll":{', "not complete"),
        ('"seed":7', '"seed":"x"', "cannot be read"),
    ],
)
def test_a_sealed_file_that_is_no_dossier_is_one_clear_line(old: str, new: str, says: str) -> None:
    assert old in PAGE
    forged = forge(PAGE.replace(old, new))
    with pytest.raises(DossierError, match=says) as caught:
        read_dossier(forged.encode("utf-8"))
    assert "\n" not in str(caught.value)


def forge(page: str) -> str:
    """The page sealed again by somebody who knows how."""
    seal = check_seal(DATA)
    return seal_page(page.replace(seal, "sha256-" + "0" * 64))


def test_an_archive_is_the_same_bytes_and_holds_each_file_once() -> None:
    files = [(sha256(data), data) for data in (b"one", b"two")]
    first, again = BytesIO(), BytesIO()
    write_archive(first, PAGE, files)
    write_archive(again, PAGE, files)
    assert first.getvalue() == again.getvalue()
    check_kept_files(first, [digest for digest, _ in files])


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda files: files[1:], "missing"),
        (lambda files: [*files, ("f" * 64, b"three")], "no document names"),
        (lambda files: [(files[0][0], b"other"), files[1]], "other bytes"),
    ],
)
def test_a_kept_file_that_is_not_the_one_named_is_found(change: object, says: str) -> None:
    files = [(sha256(data), data) for data in (b"one", b"two")]
    archive = BytesIO()
    write_archive(archive, PAGE, change(files))  # type: ignore[operator]
    with pytest.raises(DossierError, match=says):
        check_kept_files(archive, [digest for digest, _ in files])


def test_an_archive_that_was_cut_is_one_clear_line() -> None:
    archive = BytesIO()
    write_archive(archive, PAGE, [])
    with ZipFile(archive) as whole:
        assert whole.namelist() == ["dossier.html"]
    for length in (10, len(archive.getvalue()) // 2):
        with pytest.raises(DossierError, match="unpacked"):
            check_kept_files(BytesIO(archive.getvalue()[:length]), [])

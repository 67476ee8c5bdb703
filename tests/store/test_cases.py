"""Cases, their files and their documents."""

from dataclasses import replace

import pytest

from servanda.errors import InputError, NotFoundError
from servanda.records import Admiralty, Case, Scene, Source, digest, sha256
from tests.store.examples import START, a_case, a_kept, a_scene, later

FILES = {"case.yaml": b"id: korea-2018\n", "sites.geojson": b"{}"}


def log(store):
    return [f"{entry.what} {entry.subject}" for entry in store.custody()]


def test_loading_a_case_is_one_act_with_an_entry_for_each_thing_kept(store):
    assert store.save_case(a_case(), FILES, [a_kept()])
    assert log(store) == [
        "load case korea-2018",
        "load case file korea-2018/case.yaml",
        "load case file korea-2018/sites.geojson",
        "load document korea-2018/n-1",
    ]
    entries = list(store.custody())
    assert entries[0].digest == digest(a_case())
    assert entries[1].digest == sha256(FILES["case.yaml"])
    assert entries[3].digest == digest(a_kept().document)
    assert {entry.who for entry in entries} == {"tester"}
    assert len({entry.when for entry in entries}) == 1


def test_loading_it_again_unchanged_writes_nothing(store):
    store.save_case(a_case(), FILES, [a_kept()])
    before = store.custody_head()
    assert not store.save_case(a_case(), FILES, [later(a_kept())])
    assert store.custody_head() == before
    assert store.document("korea-2018", "n-1").recorded == START


def test_only_what_changed_is_written(store):
    store.save_case(a_case(), FILES, [a_kept("n-1"), a_kept("n-2")])
    retitled = a_case(title="Korea again")
    changed = {**FILES, "case.yaml": b"title: Korea again\n"}
    assert store.save_case(retitled, changed, [a_kept("n-1"), a_kept("n-2", "Nine.")])
    assert log(store)[5:] == [
        "load case korea-2018",
        "load case file korea-2018/case.yaml",
        "load document korea-2018/n-2",
    ]
    assert store.case("korea-2018") == retitled
    assert store.document("korea-2018", "n-2").text == "Nine."


def test_what_left_the_folder_is_detached_and_its_bytes_stay(store):
    gone = a_kept("n-2", "Gone.")
    store.save_case(a_case(), FILES, [a_kept("n-1"), gone])
    assert store.save_case(a_case(), {"case.yaml": FILES["case.yaml"]}, [a_kept("n-1")])
    assert log(store)[5:] == [
        "detach case file korea-2018/sites.geojson",
        "detach document korea-2018/n-2",
    ]
    assert [document.id for document in store.documents("korea-2018")] == ["n-1"]
    assert store.original(gone.document.sha256) == gone.original
    assert store.verify().records == 3


def test_a_document_added_by_itself_survives_a_reload_of_the_folder(store):
    store.save_case(a_case(), FILES, [a_kept("n-1")])
    store.keep(a_kept("added"), "korea-2018")
    assert not store.save_case(a_case(), FILES, [a_kept("n-1")])
    assert [document.id for document in store.documents("korea-2018")] == ["added", "n-1"]


def test_a_document_that_the_folder_takes_over_leaves_with_the_folder(store):
    store.save_case(a_case(), {}, [])
    store.keep(a_kept(), "korea-2018")
    assert store.save_case(a_case(), {}, [a_kept()])
    assert store.save_case(a_case(), {}, [])
    assert log(store)[1:] == [
        "add document korea-2018/n-1",
        "load document korea-2018/n-1",
        "detach document korea-2018/n-1",
    ]


def test_keeping_the_same_again_adds_nothing(store):
    store.save_case(a_case(), {}, [])
    first = store.keep(a_kept(), "korea-2018")
    before = store.custody_head()
    assert store.keep(later(a_kept()), "korea-2018") == first
    assert store.custody_head() == before


def test_other_bytes_under_the_same_id_take_its_place_and_the_old_ones_stay(store):
    store.save_case(a_case(), {}, [])
    old, new = a_kept(text="Ten."), a_kept(text="Eleven.")
    store.keep(old, "korea-2018")
    assert store.keep(new, "korea-2018") == new.document
    assert log(store)[1:] == ["add document korea-2018/n-1"] * 2
    assert store.original(old.document.sha256) == old.original
    assert store.verify().files == 4


def test_another_publication_date_is_a_change(store):
    kept = a_kept()
    store.keep(kept, None)
    other = replace(kept, document=replace(kept.document, source="kcna"))
    assert store.keep(other, None).source == "kcna"


def test_the_same_page_in_two_cases_is_one_file_and_two_documents(store):
    for case_id in ("one", "two"):
        store.save_case(a_case(case_id), {}, [a_kept()])
    verified = store.verify()
    assert (verified.entries, verified.files) == (4, 2)
    assert verified.size_bytes == len(a_kept().original) + len(a_kept().document.text)


def test_a_document_can_stand_outside_every_case(store):
    store.keep(a_kept(), None)
    store.keep(a_kept(), None)
    assert [document.id for document in store.documents(None)] == ["n-1"]
    assert log(store) == ["add document /n-1"]


def test_an_id_may_hold_a_slash_without_two_subjects_becoming_one(store):
    store.save_case(a_case("a"), {}, [a_kept("b/c")])
    store.save_case(a_case("a/b"), {}, [a_kept("c")])
    subjects = [entry.subject for entry in store.custody()]
    assert subjects == ["a", "a/b%2Fc", "a%2Fb", "a%2Fb/c"]


@pytest.mark.parametrize(
    "ask",
    [
        lambda store: store.case("no"),
        lambda store: store.documents("no"),
        lambda store: store.keep(a_kept(), "no"),
        lambda store: store.readings("no", "reader", "names"),
        lambda store: store.save(a_scene("s"), "no"),
        lambda store: store.load_all(Scene, "no"),
    ],
)
def test_an_unknown_case_is_named_with_those_there_are(store, ask):
    store.save_case(a_case(), {}, [])
    with pytest.raises(NotFoundError, match=r"no case 'no' is kept \(kept: korea-2018\); load"):
        ask(store)
    assert len(log(store)) == 1


def test_an_unknown_document_record_or_file_is_named(store):
    store.save_case(a_case(), {}, [])
    with pytest.raises(NotFoundError, match="no document 'x' is kept in case 'korea-2018'"):
        store.document("korea-2018", "x")
    with pytest.raises(NotFoundError, match="no document 'x' is kept outside the cases"):
        store.document(None, "x")
    with pytest.raises(NotFoundError, match="no scene 'x'"):
        store.load(Scene, "x", "korea-2018")
    with pytest.raises(NotFoundError, match="no file with SHA-256 000"):
        store.original("0" * 64)
    with pytest.raises(NotFoundError, match="is not a SHA-256"):
        store.original("../../etc/passwd")


def test_a_kind_with_its_own_methods_is_not_saved_as_any_record(store):
    store.save_case(a_case(), {}, [])
    with pytest.raises(TypeError, match="Case is not saved like this"):
        store.save(a_case(), "korea-2018")


BAD = {
    "NUL": ("a\0b", "title holds a NUL at character 1"),
    "half a pair": ("a\ud800", "title holds half a surrogate pair at character 1"),
}


@pytest.mark.parametrize(("text", "message"), BAD.values(), ids=BAD)
def test_text_that_no_database_holds_is_refused_before_anything_is_written(store, text, message):
    with pytest.raises(InputError, match=message):
        store.save_case(a_case(title=text), FILES, [a_kept()])
    assert log(store) == []
    assert not (store.folder / "originals").exists()


@pytest.mark.parametrize("name", ["a\0b", "a\udce4", "long" * 51])
def test_a_file_name_that_cannot_be_kept_is_refused(store, name):
    with pytest.raises(InputError, match="case file"):
        store.save_case(a_case(), {name: b""}, [])
    assert not (store.folder / "originals").exists()


@pytest.mark.parametrize("text", ["a\0b", "a\udce4"])
def test_asking_for_an_id_that_cannot_be_kept_is_one_of_our_errors(store, text):
    with pytest.raises((InputError, NotFoundError)):
        store.case(text)


def test_an_id_too_long_for_its_column_is_refused(store):
    with pytest.raises(InputError, match="is 201 characters long; use at most 200"):
        store.save_case(a_case("x" * 201), {}, [])
    assert store.cases() == ()
    store.save_case(a_case("동" * 200), {}, [a_kept("창" * 200)])
    assert store.verify().records == 2


def test_two_documents_of_one_id_are_refused(store):
    with pytest.raises(InputError, match="two are called 'n-1'"):
        store.save_case(a_case(), {}, [a_kept(), a_kept(text="Other.")])
    assert store.cases() == ()


def test_bytes_that_are_not_the_document_are_refused(store):
    kept = replace(a_kept(), original=b"something else")
    with pytest.raises(InputError, match="n-1: the bytes do not have the SHA-256"):
        store.keep(kept, None)
    assert store.documents(None) == ()


def test_case_ids_come_in_order(store):
    for case_id in ("b", "a", "Z", "é"):
        store.save_case(a_case(case_id), {}, [])
    assert [case.id for case in store.cases()] == ["Z", "a", "b", "é"]


def test_a_whole_case_comes_back(store):
    source = Source("kcna", "KCNA", "https://kcna.example", None, Admiralty.D)
    case = replace(a_case(), sources=(source,))
    store.save_case(case, FILES, [])
    assert isinstance(store.case(case.id), Case)
    assert store.case(case.id) == case

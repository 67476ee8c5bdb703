"""Claims, and the records that rooms make of them."""

from dataclasses import replace

import pytest

from servanda.claims import decision_on_statement, unread_statement
from servanda.errors import InputError
from servanda.records import (
    Label,
    Observation,
    Reliability,
    Scene,
    Span,
    StatementAct,
    StatementDecision,
    WhyAsked,
)
from tests.store.examples import START, a_case, a_claim, a_kept, a_scene
from tests.store.test_cases import log

CASE = "korea-2018"


def claims_of(store, reader, names):
    return {key: found.claims for key, found in store.readings(CASE, reader, names).items()}


@pytest.fixture
def read(store):
    """A store whose one document has been read."""
    store.save_case(a_case(), {}, [a_kept()])
    store.save_reading(CASE, a_kept().document, "rules 1", "names", [a_claim()])
    return store


def test_claims_are_found_by_reader_and_names(read):
    assert claims_of(read, "rules 1", "names") == {"n-1": (a_claim(),)}
    assert claims_of(read, "rules 2", "names") == {}
    assert claims_of(read, "rules 1", "other names") == {}


def test_a_document_without_claims_has_been_read(read):
    read.keep(a_kept("n-2"), CASE)
    assert "n-2" not in claims_of(read, "rules 1", "names")
    read.save_reading(CASE, a_kept("n-2").document, "rules 1", "names", [])
    assert claims_of(read, "rules 1", "names")["n-2"] == ()


def test_a_document_that_changed_has_not_been_read(read):
    read.keep(a_kept(text="Eleven posts are gone."), CASE)
    assert claims_of(read, "rules 1", "names") == {}


def test_claims_of_the_text_before_never_pass_to_the_text_after(read):
    before = a_kept().document
    read.keep(a_kept(text="Eleven posts are gone."), CASE)
    read.save_reading(CASE, before, "rules 1", "names", [a_claim(claim_id="late")])
    assert claims_of(read, "rules 1", "names") == {}


def test_another_publication_date_asks_for_another_reading(read):
    document = replace(a_kept().document, language="ko")
    read.keep(replace(a_kept(), document=document), CASE)
    assert claims_of(read, "rules 1", "names") == {}


def test_reading_again_with_other_names_replaces_the_claims(read):
    assert read.save_reading(CASE, a_kept().document, "rules 1", "more", [])
    assert claims_of(read, "rules 1", "more") == {"n-1": ()}
    assert claims_of(read, "rules 1", "names") == {}
    assert log(read)[-1] == "add claims korea-2018/n-1/rules 1"
    assert read.verify().entries == 4


def test_saving_the_same_claims_again_writes_nothing(read):
    before = read.custody_head()
    assert not read.save_reading(CASE, a_kept().document, "rules 1", "names", [a_claim()])
    assert read.custody_head() == before


def test_claims_of_another_document_are_refused(read):
    with pytest.raises(InputError, match="n-1: these claims are of another document"):
        read.save_reading(CASE, a_kept().document, "rules 1", "names", [a_claim("n-2")])


def test_saving_again_takes_the_place_of_the_one_with_its_id(read):
    assert read.save(a_scene("s", "a"), CASE)
    assert not read.save(a_scene("s", "a"), CASE)
    assert read.save(a_scene("s", "b"), CASE)
    assert read.load_all(Scene, CASE) == (a_scene("s", "b"),)
    assert log(read)[-2:] == ["add scene korea-2018/s"] * 2


def test_what_is_replaced_is_detached(read):
    scenes = [a_scene(name) for name in ("a", "b", "c")]
    read.save_all(scenes, CASE)
    assert read.replace_all(Scene, scenes[1:], CASE)
    assert not read.replace_all(Scene, scenes[1:], CASE)
    assert read.load_all(Scene, CASE) == tuple(scenes[1:])
    assert log(read)[-1] == "detach scene korea-2018/a"
    assert read.verify().records == 6


def test_nothing_to_save_is_no_act(read):
    before = read.custody_head()
    assert not read.save_all([], CASE)
    assert read.custody_head() == before


def test_more_records_than_one_statement_takes(read):
    scenes = [a_scene(f"s-{number:04}") for number in range(1201)]
    assert read.save_all(scenes, CASE)
    assert not read.save_all(scenes, CASE)
    assert read.load_all(Scene, CASE) == tuple(scenes)
    entries = list(read.custody())  # more than one page
    assert [entry.sequence for entry in entries] == list(range(1, 1205))
    assert read.verify().entries == 1204


def test_two_records_of_one_id_in_one_act_are_refused(read):
    with pytest.raises(InputError, match="scene: two are called 's'"):
        read.save_all([a_scene("s"), a_scene("s", "a")], CASE)


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_a_number_that_is_not_finite_is_refused(read, number):
    scene = Scene("s", "0" * 64, None, "Sentinel-2", START, number, False)
    with pytest.raises(InputError, match="scene: holds a number that is not finite"):
        read.save(scene, CASE)


def test_a_time_without_a_zone_is_refused(read):
    scene = Scene("s", "0" * 64, None, "Sentinel-2", START.replace(tzinfo=None), 10.0, False)
    with pytest.raises(InputError, match="has no time zone"):
        read.save(scene, CASE)


def test_records_of_one_act_are_of_one_kind(read):
    with pytest.raises(TypeError, match="Reliability is not saved like this"):
        read.save(Reliability(1.0, 1.0, "prior"), CASE)
    assert read.load_all(Observation, CASE) == ()


def test_a_decision_on_a_statement_is_kept_and_in_the_log(read):
    span = Span(0, 19)
    blank = unread_statement(a_kept().document, 0, span, "surface", ())
    decision = decision_on_statement(
        a_kept().document, blank, StatementAct.OTHER_LABEL,
        [replace(blank, label=Label.DONE)], "ann", START,
        judged=False, why_asked=WhyAsked.MISSED, lot=0.25,
    )  # fmt: skip
    read.append([decision], CASE)
    assert read.load_all(StatementDecision, CASE) == (decision,)
    assert log(read)[-1] == f"add statement decision {CASE}/{decision.id}"
    assert read.verify().records > 0

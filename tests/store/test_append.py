"""Records of several kinds in one act, beside what is there and never in its place."""

import pytest

from servanda.errors import NotFoundError, StoreBusyError
from servanda.records import Claim, Scene
from tests.store.examples import a_case, a_claim, a_scene
from tests.store.test_cases import log

CASE = "korea-2018"


@pytest.fixture
def case(store):
    store.save_case(a_case(), {}, [])
    return store


def test_all_kinds_of_one_act_are_kept_and_logged(case):
    case.append([a_claim(), a_scene("s")], CASE)
    assert case.load_all(Claim, CASE) == (a_claim(),)
    assert log(case)[-2:] == ["add hand-made claim korea-2018/c-1", "add scene korea-2018/s"]
    assert case.verify().entries == 3


def test_nothing_takes_the_place_of_what_stands_and_then_nothing_is_kept(case):
    case.append([a_scene("s", "a")], CASE)
    with pytest.raises(StoreBusyError, match="korea-2018/s was entered a moment ago"):
        case.append([a_claim(), a_scene("s", "b")], CASE)
    assert case.load_all(Scene, CASE) == (a_scene("s", "a"),)
    assert case.load_all(Claim, CASE) == ()


def test_the_same_again_is_no_act(case):
    case.append([a_claim()], CASE)
    before = case.custody_head()
    case.append([a_claim()], CASE)
    assert case.custody_head() == before


def test_an_unknown_case_is_refused(store):
    with pytest.raises(NotFoundError):
        store.append([a_claim()], "none")

"""Store, then load, is identity, for every record and on both databases."""

from dataclasses import replace
from operator import attrgetter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servanda.records import Case, Claim, Decision, Observation, Scene
from tests.store.examples import a_case, a_kept
from tests.strategies import kept_documents, records_of

EXAMPLES = settings(max_examples=50)  # each is a transaction or two, on two databases
GENERIC = [Claim, Decision, Observation, Scene]
by_id = attrgetter("id")


@EXAMPLES
@given(case=records_of(Case))
def test_a_case_loads_as_it_was_saved(lasting_store, case):
    lasting_store.save_case(case, {}, [])
    assert lasting_store.case(case.id) == case
    assert case in lasting_store.cases()


@EXAMPLES
@given(kept=kept_documents())
def test_a_document_loads_as_it_was_kept(lasting_store, kept):
    lasting_store.save_case(a_case(), {}, [])
    document = lasting_store.keep(kept, "korea-2018")
    assert replace(document, recorded=kept.document.recorded) == kept.document
    assert lasting_store.document("korea-2018", kept.document.id) == document
    assert lasting_store.original(document.sha256) == kept.original


@EXAMPLES
@given(kept=st.lists(kept_documents(), max_size=4, unique_by=lambda kept: kept.document.id))
def test_a_case_has_the_documents_of_its_folder(lasting_store, kept):
    lasting_store.save_case(a_case("folder"), {}, kept)
    loaded = lasting_store.documents("folder")
    given = sorted((one.document for one in kept), key=lambda document: document.id)
    assert [document.id for document in loaded] == [document.id for document in given]
    for ours, theirs in zip(loaded, given, strict=True):
        assert replace(ours, recorded=theirs.recorded) == theirs


@pytest.mark.parametrize("kind", GENERIC, ids=lambda kind: kind.__name__)
@EXAMPLES
@given(data=st.data())
def test_what_rooms_made_loads_as_it_was_saved(lasting_store, kind, data):
    lasting_store.save_case(a_case(), {}, [])
    record = data.draw(records_of(kind))
    lasting_store.save(record, "korea-2018")
    assert lasting_store.load(kind, record.id, "korea-2018") == record


@pytest.mark.parametrize("kind", GENERIC, ids=lambda kind: kind.__name__)
@EXAMPLES
@given(data=st.data())
def test_replacing_all_leaves_exactly_those(lasting_store, kind, data):
    lasting_store.save_case(a_case("whole"), {}, [])
    records = data.draw(st.lists(records_of(kind), max_size=3, unique_by=by_id))
    lasting_store.replace_all(kind, records, "whole")
    loaded = lasting_store.load_all(kind, "whole")
    assert sorted(loaded, key=by_id) == sorted(records, key=by_id)


@EXAMPLES
@given(claims=st.lists(records_of(Claim), max_size=3))
def test_claims_load_as_they_were_saved(lasting_store, claims):
    lasting_store.save_case(a_case(), {}, [])
    document = lasting_store.keep(a_kept("read"), "korea-2018")
    ours = tuple(replace(claim, document="read") for claim in claims)
    lasting_store.save_reading("korea-2018", document, "reader 1", "names", ours)
    assert lasting_store.readings("korea-2018", "reader 1", "names")["read"].claims == ours


def test_all_that_was_stored_verifies(lasting_store):
    verified = lasting_store.verify()
    assert verified.entries == sum(1 for _ in lasting_store.custody()) > 0

"""One spelling of every record, and the way back."""

import dataclasses
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.records import (
    Block,
    BlockKind,
    Document,
    DocumentWithOriginal,
    Image,
    Span,
    StackWindow,
    canonical_json,
    digest,
    json_value,
    parse,
    parse_json,
)
from servanda.records.codec import LEFT_OUT_IF_EMPTY
from tests.builders import document
from tests.strategies import RECORD_KINDS, records_of

# They carry bytes and pixels: they are handed over, never written as JSON.
WRITTEN = [kind for kind in RECORD_KINDS if kind not in {DocumentWithOriginal, Image, StackWindow}]


def test_there_is_a_strategy_for_every_record():
    assert len(WRITTEN) > 40


@pytest.mark.parametrize("kind", WRITTEN, ids=lambda kind: kind.__name__)
@given(data=st.data())
def test_parse_gives_back_what_plain_was_given(kind, data):
    record = data.draw(records_of(kind))
    text = canonical_json(json_value(record))
    again = parse(kind, json.loads(text))
    assert again == record
    assert canonical_json(json_value(again)) == text
    assert parse_json(kind, text) == record


@pytest.mark.parametrize("kind", WRITTEN, ids=lambda kind: kind.__name__)
@given(data=st.data())
def test_every_field_of_a_record_is_in_its_text(kind, data):
    record = data.draw(records_of(kind))
    left_out = {
        field.name
        for field in dataclasses.fields(kind)
        if LEFT_OUT_IF_EMPTY in field.metadata and not getattr(record, field.name)
    }
    assert set(json_value(record)) == {field.name for field in dataclasses.fields(kind)} - left_out


def test_a_document_without_blocks_has_the_digest_that_it_had_before_there_were_any():
    plain = document("Posts gone.", None)
    assert "blocks" not in json_value(plain)
    assert parse(Document, json_value(plain)) == plain
    block = Block(BlockKind.HEADLINE, Span(0, 11), None, None)
    assert digest(replace(plain, blocks=(block,))) != digest(plain)


@given(data=st.data())
def test_records_that_differ_have_different_digests(data):
    kind = data.draw(st.sampled_from(WRITTEN))
    one, other = data.draw(records_of(kind)), data.draw(records_of(kind))
    assert (digest(one) == digest(other)) == (json_value(one) == json_value(other))


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
def test_a_number_that_is_not_finite_has_no_text(number):
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical_json({"value": number})


def test_keys_are_sorted_and_letters_stay_as_they_are():
    assert canonical_json({"b": "동창리", "a": [1, 0.5, None]}) == '{"a":[1,0.5,null],"b":"동창리"}'

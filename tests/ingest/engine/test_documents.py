import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from karmayogi.ingest.engine.documents import merge
from karmayogi.ingest.types import Invalid
from tests.ingest import strategies

objects = st.dictionaries(strategies.texts, strategies.anything, max_size=4)


@settings(max_examples=25)
@given(objects, objects)
def test_the_top_level_is_merged_and_no_other(old, new):
    merged = merge(json.dumps(old).encode(), json.dumps(new, ensure_ascii=False).encode())
    assert json.loads(merged) == {**old, **new}


@settings(max_examples=15)
@given(objects, objects, objects)
def test_merging_is_associative_and_the_same_twice(a, b, c):
    a, b, c = (json.dumps(one).encode() for one in (a, b, c))
    assert json.loads(merge(merge(a, b), c)) == json.loads(merge(a, merge(b, c)))
    assert json.loads(merge(merge(a, b), b)) == json.loads(merge(a, b))


def test_values_are_kept_as_they_were_written():
    assert merge(b'{"a": 1.10, "b": 1e2}', b'{"c" : [ 1.0 ]}') == b'{"a":1.10,"b":1e2,"c":[ 1.0 ]}'


@pytest.mark.parametrize("body", [b"[]", b'"x"', b"1", b"null", b"", b"{", b"\xff", b'{"a":1,"a":2}', b"text"])
def test_only_objects_are_merged(body):
    with pytest.raises(Invalid, match="that is sent"):
        merge(b"{}", body)
    with pytest.raises(Invalid, match="that is stored"):
        merge(body, b"{}")

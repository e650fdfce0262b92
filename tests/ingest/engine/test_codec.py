import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from karmayogi.ingest.engine.codec import decode, encode
from karmayogi.ingest.types import Invalid
from tests.ingest import strategies


def typed(value):
    """A value with its types, so that 1 differs from 1.0 and from true."""
    if isinstance(value, dict):
        return {key: typed(item) for key, item in value.items()}
    if isinstance(value, list):
        return [typed(item) for item in value]
    return (type(value), value)


@settings(max_examples=25)
@given(strategies.anything)
def test_what_is_written_is_read_the_same(value):
    assert typed(decode(encode(value))) == typed(value)


@settings(max_examples=25)
@given(strategies.anything, st.booleans(), st.sampled_from([None, 1]))
def test_it_reads_what_the_standard_library_writes(value, ascii_only, indent):
    assert typed(decode(json.dumps(value, ensure_ascii=ascii_only, indent=indent).encode())) == typed(value)


@pytest.mark.parametrize(
    "text", ["1.0", "0.12123434", "12.125", "-0.5", "1e-7", "123456789012345678901234567890", "9007199254740993", "0"]
)
def test_numbers_stay_as_they_are(text):
    assert encode(decode(text.encode())) == text.encode()


@pytest.mark.parametrize(
    "body",
    [
        b'{"a":1,"a":2}',
        b'{"a":1, "a":2}',
        b'{"a" :1,"a"\t:2}',
        b'{"a"\n:1,"b":[{"c":1,"c":1}]}',
        b'{"a":1,"\\u0061":2}',
        b'{"a":"\\u0022:","b":1,"b":1}',
        b'{"a":": ","b":1,"b":1}',
        b'{"x":"\\u003a","b":1,"b":1}',
        b'[{"a":{"\xe0\xa4\x95":1,"\xe0\xa4\x95":2}}]',
        b'{"":1,"":2}',
    ],
)
def test_a_name_twice_in_one_object_is_refused(body):
    """1.0.3 Data 2.2.s2.b2."""
    with pytest.raises(Invalid, match="twice"):
        decode(body)


@pytest.mark.parametrize(
    "body",
    [b'{"a":{"a":1},"b":[{"a":1}]}', b'{"a":"\\":","b":": a","c":"\\u003a"}', b'{"A":1,"a":2}', b'{"a":"\\"a\\":1"}'],
)
def test_the_same_name_in_different_objects_and_in_texts_is_taken(body):
    assert decode(body) == json.loads(body)


@settings(max_examples=25)
@given(strategies.anything.filter(lambda value: isinstance(value, dict)), st.data())
def test_any_name_repeated_is_refused(value, data):
    """Wherever a text holds what looks like a name, and however the JSON is written."""
    text = json.dumps(value, ensure_ascii=data.draw(st.booleans()), indent=data.draw(st.sampled_from([None, 1])))
    name = data.draw(st.sampled_from([*value, '":', "a"]))
    again = "{" + f"{json.dumps(name)}: {text}, {json.dumps(name, ensure_ascii=False)}:1" + "}"
    with pytest.raises(Invalid, match="twice"):
        decode(again.encode())


NO_JSON = [b"", b" ", b"{", b"{} x", b"[1,]", b"{'a':1}", b"01", b"NaN", b"[Infinity]", b"-Infinity", b"1e400", b"nul"]
NO_JSON += [
    b"\xff",
    b'"\xff"',
    b'"\\ud800"',
    b'"\x01"',
    b"\xef\xbb\xbf{}",
    "{}".encode("utf-16"),
    b"9" * 5000,
    b'{"a"}',
]


@pytest.mark.parametrize("body", NO_JSON)
def test_what_is_not_json_in_utf_8_is_refused(body):
    with pytest.raises(Invalid) as refusal:
        decode(body, where="here")
    assert refusal.value.where == "here"


def test_sixty_four_levels_and_no_more():
    for opening, closing in ((b"[", b"]"), (b'{"a":', b"}")):
        decode(opening * 64 + b"1" + closing * 64)
        for levels in (65, 66, 900, 100_000):
            with pytest.raises(Invalid, match="64 levels"):
                decode(opening * levels + b"1" + closing * levels)
    decode(b"[" + b",".join([b"[[]]"] * 500) + b"]")

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from karmayogi.ingest.engine import multipart
from karmayogi.ingest.types import Invalid, Part
from tests.ingest.examples import FILE, FILE_BODY, SUB, VALID

HASH = FILE["sha2"]
TYPE = "multipart/mixed; boundary=abc"
JSON = b"--abc\r\nContent-Type: application/json\r\n\r\n{}"
HEADERS = f"Content-Type: text/plain\r\nContent-Transfer-Encoding: binary\r\nX-Experience-API-Hash: {HASH}".encode()
FILE_PART = b"\r\n--abc\r\n" + HEADERS + b"\r\n\r\n" + FILE_BODY
END = b"\r\n--abc--\r\n"


def part(body, hashed=hashlib.sha256, content_type="text/plain"):
    return Part(sha2=hashed(body).hexdigest(), content_type=content_type, body=body)


def test_statements_and_a_file():
    statements, parts = multipart.read(TYPE, JSON + FILE_PART + END)
    assert statements == b"{}"
    assert parts == {HASH: Part(sha2=HASH, content_type="text/plain", body=FILE_BODY)}


TYPES = ['multipart/mixed; boundary="abc"', "Multipart/Mixed;boundary=abc", "  multipart/mixed ; boundary=abc "]
TYPES += ["multipart/mixed; charset=x; BOUNDARY=abc; y=z", 'multipart/mixed; boundary="a\\bc"']
NO_TYPES = ["multipart/mixed", "multipart/mixed;", "multipart/form-data; boundary=abc", "application/json", ""]
NO_TYPES += ["multipart/mixed; x=y", "multipart/mixed; boundary=", 'multipart/mixed; boundary=""']
NO_TYPES += [f"multipart/mixed; boundary={'a' * 71}", 'multipart/mixed; boundary="a\r\nb"']
NO_TYPES += ['multipart/mixed; boundary="a ', "multipart/mixedx; boundary=abc"]


def test_a_part_without_a_type_is_bytes():
    _, parts = multipart.read(TYPE, JSON + FILE_PART.replace(b"Content-Type: text/plain\r\n", b"") + END)
    assert parts[HASH].content_type == "application/octet-stream"


@pytest.mark.parametrize("content_type", TYPES)
def test_ways_to_name_the_boundary(content_type):
    assert multipart.read(content_type, JSON + FILE_PART + END)[0] == b"{}"


@pytest.mark.parametrize("content_type", NO_TYPES)
def test_types_that_are_refused(content_type):
    """1.0.3 Communication 1.5.2; XAPI-00127, 00130, 00131."""
    with pytest.raises(Invalid, match="Content-Type"):
        multipart.read(content_type, JSON + FILE_PART + END)


@pytest.mark.parametrize(
    "body",
    [
        b"before it\r\n" + JSON + FILE_PART + END,
        b"\r\n" + JSON + FILE_PART + END,
        JSON + FILE_PART + b"\r\n--abc--",
        JSON + FILE_PART + b"\r\n--abc-- \t\r\nafter it",
        (JSON + FILE_PART + END).replace(b"\r\n", b"\n"),
        (JSON + FILE_PART + END).replace(b": ", b":"),
        JSON + FILE_PART.lower().replace(HASH.encode(), HASH.upper().encode()) + END,
        JSON.replace(b"json", b"json; charset=utf-8") + FILE_PART + END,
        JSON + FILE_PART + FILE_PART + END,
    ],
)
def test_ways_to_write_it(body):
    statements, parts = multipart.read(TYPE, body)
    assert statements == b"{}"
    assert parts[HASH].body == FILE_BODY


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "does not end"),
        (b"{}", "does not end"),
        (JSON, "does not end"),
        (JSON + FILE_PART, "does not end"),
        (END, "has no part"),
        (b"--abcd\r\n\r\n--abcd--", "does not end"),
        (b"--abc\r\n{}" + END, "no empty line"),
        (b"--abc\r\n\r\n{}" + END, "application/json"),
        (JSON.replace(b"application/json", b"text/plain") + END, "application/json"),
        (JSON.replace(b"application/json", b"application/jsonx") + END, "application/json"),
        (FILE_PART + END, "application/json"),
        (JSON + FILE_PART.replace(b"binary", b"base64") + END, "Content-Transfer-Encoding"),
        (JSON + FILE_PART.replace(b"Content-Transfer-Encoding: binary\r\n", b"") + END, "Content-Transfer-Encoding"),
        (JSON + FILE_PART.replace(b"X-Experience-API-Hash", b"X-Hash") + END, "X-Experience-API-Hash"),
        (JSON + FILE_PART.replace(HASH.encode(), b"z" * 64) + END, "X-Experience-API-Hash"),
        (JSON + FILE_PART.replace(HASH.encode(), b"a" * 64) + END, "SHA-2"),
        (JSON + FILE_PART.replace(b"simple", b"Simple") + END, "SHA-2"),
        (JSON + FILE_PART.replace(b"Content-Type: text/plain", b"no header") + END, "cannot be read"),
        (JSON + FILE_PART.replace(b"Content-Type: text/plain", b"Content-Type: \xff") + END, "UTF-8"),
        (JSON + FILE_PART.replace(b"Content-Type", b"X-Experience-API-Hash: x\r\nContent-Type") + END, "twice"),
        (JSON + JSON.replace(b"--abc", b"\r\n--abc") + END, "Content-Transfer-Encoding"),
        (b"--abc\r\nX: " + b"a" * 20_000 + b"\r\n\r\n" + END, "no empty line"),
    ],
)
def test_bodies_that_are_refused(body, why):
    with pytest.raises(Invalid, match=why):
        multipart.read(TYPE, body)


def test_a_boundary_inside_a_line_or_with_more_letters_is_content():
    body = b"a--abc\r\n--abcd\r\n --abc\r\n--abc x\r\n--abc-\r\n"
    piece = FILE_PART.replace(FILE_BODY, body).replace(HASH.encode(), hashlib.sha256(body).hexdigest().encode())
    _, parts = multipart.read(TYPE, JSON + piece + END)
    assert [one.body for one in parts.values()] == [body]


def test_too_many_parts_are_refused():
    with pytest.raises(Invalid, match="at most 1000 parts"):
        multipart.read(TYPE, JSON + FILE_PART * 1000 + END)


@settings(max_examples=25)
@given(
    st.binary(max_size=60),
    st.lists(
        st.builds(
            part,
            st.binary(max_size=60) | st.sampled_from([b"\r\n", b"\r\n--", b"--part-", b"\n--abc--\r\n", b"\r", b"\n"]),
            st.sampled_from([hashlib.sha224, hashlib.sha256, hashlib.sha384, hashlib.sha512]),
            st.sampled_from(["text/plain", "application/octet-stream", 'text/plain; charset="é"']),
        ),
        max_size=4,
    ),
)
def test_what_is_written_is_read_to_the_last_byte(statements, parts):
    content_type, body = multipart.write(statements, parts)
    assert multipart.read(content_type, body) == (statements, {one.sha2: one for one in parts})
    assert multipart.write(statements, parts) == (content_type, body)


def test_a_content_that_has_the_boundary_gets_another_one():
    statements = b"{}"
    for _ in range(3):
        content_type, _body = multipart.write(statements, [])
        statements += content_type.partition("=")[2].encode()
        content_type, body = multipart.write(statements, [])
        assert multipart.read(content_type, body) == (statements, {})


def test_a_line_end_in_a_content_type_makes_no_header():
    _, body = multipart.write(b"{}", [part(b"x", content_type="text/plain\r\nX-Evil: 1")])
    assert b"\r\nX-Evil" not in body


SMALL = VALID["smallest"]
WITH_URL = {**FILE, "fileUrl": "https://a.example/f"}


@pytest.mark.parametrize(
    ("statements", "parts"),
    [
        ([SMALL], []),
        ([{**SMALL, "attachments": [WITH_URL]}], []),
        ([{**SMALL, "attachments": [WITH_URL]}], [part(FILE_BODY)]),
        ([{**SMALL, "attachments": [FILE]}], [part(FILE_BODY)]),
        ([{**SMALL, "attachments": [{**FILE, "sha2": HASH.upper()}]}], [part(FILE_BODY)]),
        ([{**SMALL, "attachments": [FILE]}, {**SMALL, "attachments": [FILE]}], [part(FILE_BODY)]),
        ([SMALL, {**SMALL, "object": {**SUB, "attachments": [FILE]}}], [part(FILE_BODY)]),
        ([{**SMALL, "attachments": [{**FILE, "length": 5}]}], [part(FILE_BODY)]),
        ([{**SMALL, "attachments": [FILE]}], [part(FILE_BODY, content_type="application/octet-stream")]),
        ([{**SMALL, "attachments": [FILE]}], [part(FILE_BODY, content_type="Text/Plain; charset=ascii")]),
    ],
)
def test_attachments_and_parts_that_match(statements, parts):
    multipart.match(statements, {one.sha2: one for one in parts})


@pytest.mark.parametrize(
    ("statements", "parts", "where"),
    [
        ([{**SMALL, "attachments": [FILE]}], [], "statement.attachments[0]"),
        ([SMALL, {**SMALL, "attachments": [WITH_URL, {**FILE, "sha2": "a" * 64}]}], [], "statements[1].attachments[1]"),
        ([{**SMALL, "attachments": [FILE]}], [part(FILE_BODY), part(b"more")], "body"),
        ([SMALL], [part(FILE_BODY)], "body"),
        (
            [{**SMALL, "attachments": [FILE]}],
            [part(FILE_BODY, content_type="a/b")],
            "statement.attachments[0].contentType",
        ),
        ([{**SMALL, "object": {**SUB, "attachments": [FILE]}}], [], "statement.object.attachments[0]"),
    ],
)
def test_attachments_without_data_and_parts_without_attachment(statements, parts, where):
    """XAPI-00128, XAPI-00129."""
    with pytest.raises(Invalid) as refusal:
        multipart.match(statements, {one.sha2: one for one in parts})
    assert refusal.value.where == where

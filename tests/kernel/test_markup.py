import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karmayogi.kernel import languages
from karmayogi.kernel.markup import (
    TooDeep,
    XmlFault,
    attribute,
    check_nesting,
    child_text,
    every,
    parse_xml,
    plain,
    writable,
)


@pytest.mark.parametrize(
    ("content", "doctype"),
    [
        (b"<!DOCTYPE a><a/>", True),
        (b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', True),
        (b"<a>", False),
        (b"", False),
        (b"<a>" * 61 + b"</a>" * 61, False),
        (b'<?xml version="1.0" encoding="martian"?><a/>', False),
        (b"<a>" + b" " * 5 * 1024 * 1024 + b"</a>", False),
    ],
)
def test_hostile_xml_is_refused(content, doctype):
    with pytest.raises(XmlFault) as caught:
        parse_xml(content)
    assert caught.value.doctype is doctype


def test_namespaces_do_not_matter():
    root = parse_xml(b'<x:a xmlns:x="urn:x" x:kind="1"><x:b> one\n two </x:b><c><x:b>3</x:b></c></x:a>')
    assert (attribute(root, "kind"), child_text(root, "b"), len(list(every(root, "b")))) == ("1", "one two", 2)


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>One\n  two</p><p>Three</p>", "One two\nThree"),
        ("a<br>b<script>alert(1)</script>", "a\nb"),
        ("1 &lt; 2 &amp;&amp; x", "1 < 2 && x"),
        ("<ul><li>a</li><li>b</li></ul>", "a\nb"),
        ("a\x00b\ufffe", "ab"),
    ],
)
def test_html_as_text(markup, text):
    assert plain(markup) == text


def test_comments_that_are_not_closed_cost_no_more_than_their_length():
    begun = time.process_time()
    check_nesting("<!--" * 100_000)
    assert time.process_time() - begun < 1


@pytest.mark.parametrize("comment", ["<!-->", "<!--->", "<!-- x --!>"])
def test_a_comment_ends_where_browsers_end_it(comment):
    with pytest.raises(TooDeep):
        check_nesting(comment + "<div>" * 1000 + "-->")


@given(st.text())
def test_what_is_writable_is_held_by_any_table(text):
    assert "\0" not in writable(text)
    writable(text).encode()


@pytest.mark.parametrize(
    ("name", "code"),
    [("hin", "hi"), ("en-IN", "en"), ("UR", "ur"), ("ta_IN", "ta"), ("fr", ""), ("", ""), ("../en", "")],
)
def test_languages_as_others_write_them(name, code):
    assert languages.code_of(name) == code
    assert languages.direction("ur") == "rtl"
    assert len(languages.NAMES) == 23

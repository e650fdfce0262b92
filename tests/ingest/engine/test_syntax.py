import datetime as dt
import time

import pytest

from karmayogi.ingest.engine import syntax

IRIS = ["http://a", "https://a.example/b?c=d#e", "urn:uuid:x", "mailto:a@b", "http://example.com/فعل/خواندن", "a:b"]
IRIS += ["https://a.example/%E0%A4%95", "tag:a,2026:x", "HTTPS://A", "http://a/?b[]=c"]
NO_IRIS = ["", "a", "a:", "http:", "http://", "https:/a", "//a", "1a:b", "a b:c", "a:b c", "a:<b>", 'a:"b"', "a:{b}"]
NO_IRIS += ["a:%", "a:%2", "a:%zz", "a:#b#c", "a:\\b", "a:^b", "a:`b`", "a:|b", "a:b\n", "a:\x7f", "a:\ud800"]
MAILTOS = [
    "mailto:a@b",
    "mailto:a.b+c@d.example",
    "mailto:a%40b@c.example",
    "mailto:अ@उदाहरण.example",
    "mailto:o'x@a-b.c",
]
NO_MAILTOS = ["mailto:", "mailto:@b", "mailto:a@", "mailto:a@-b", "mailto:a@b-", "mailto:a@b..c", "mailto:a@.b", "a@b"]
NO_MAILTOS += ["mailto:a@b,c@d", "mailto:a@b?subject=x", "mailto:a%@b", "mailto:a b@c", "mailto:<a@b>", "mailto:a@b\n"]
DURATIONS = ["P1Y", "P1M", "P1D", "P1W", "PT1H", "PT1M", "PT1S", "P1Y2M3DT4H5M6S", "PT0.1S", "PT1,5H", "P1.5D", "P0.5W"]
DURATIONS += ["P1YT1S", "P1Y1D", "PT16559.14S"]
NO_DURATIONS = ["", "P", "PT", "P1", "P1YT", "P1W1D", "P1D1W", "PT1.5H1M", "P1.5YT1S", "PT1S1M", "P-1D", "-P1D", "P1H"]
NO_DURATIONS += ["p1d", "P1DT", "PT.5S", "PT1.S", "P1D\n", "PT١S"]
TYPES = ["text/plain", "text/plain; charset=ascii", "a/b+c;d"]
NO_TYPES = ["", "text", "a/", "/b", "a b/c", "a/b c"]


@pytest.mark.parametrize(
    ("pattern", "good", "bad"),
    [
        (syntax.IRI, IRIS, NO_IRIS),
        (syntax.URI, ["http://a.example/b"], ["http://a.example/é", "", "a"]),
        (syntax.MAILTO, MAILTOS, NO_MAILTOS),
        (syntax.DURATION, DURATIONS, NO_DURATIONS),
        (syntax.MEDIA_TYPE, TYPES, NO_TYPES),
    ],
    ids=["iri", "uri", "mailto", "duration", "media type"],
)
def test_forms(pattern, good, bad):
    assert [text for text in good if not pattern.fullmatch(text)] == []
    assert [text for text in bad if pattern.fullmatch(text)] == []


TAGS = ["de", "en-US", "zh-Hant", "sr-Latn-RS", "zh-cmn-Hans-CN", "sl-rozaj-biske", "de-CH-1901", "hy-Latn-IT-arevela"]
TAGS += ["es-419", "az-Arab-x-AZE-derbend", "x-whatever", "i-enochian", "ine", "cmn", "en-GB-oed", "sgn-BE-FR", "und"]
TAGS += ["zh-min-nan", "art-lojban", "en-a-bbb-x-a-ccc", "en-u-ca-indian", "abcd", "abcdefgh", "qaa-Qaaa-QM-x-southern"]
NO_TAGS = ["", "a", "a-DE", "de-419-DE", "ar-a-aaa-b-bbb-a-ccc", "zh-z-aaa-z-bbb-c-ccc", "something", "a12345", "en_US"]
NO_TAGS += ["en-", "-en", "en--US", "x-", "x", "en-x", "en-a", "i-none", "de-1901-1901", "en US", "en\n", "हिन्दी", "12"]
NO_TAGS += ["en-abcdefghi"]


@pytest.mark.parametrize("tag", TAGS)
def test_good_languages(tag):
    assert syntax.is_language_tag(tag)
    assert syntax.is_language_tag(tag)  # the second time it is remembered


@pytest.mark.parametrize("tag", NO_TAGS)
def test_bad_languages(tag):
    assert not syntax.is_language_tag(tag)


def test_a_moment_is_in_utc_and_keeps_its_fraction():
    assert syntax.moment("2026-11-20T12:00:00.123456+05:30") == dt.datetime(
        2026, 11, 20, 6, 30, 0, 123456, tzinfo=dt.UTC
    )
    assert syntax.moment("2026-11-20T12:00:00.123456+05:30").utcoffset() == dt.timedelta(0)
    for text in ("2026-11-20t06:30:00z", "2026-11-20 06:30:00+00:00", "20261120T0630", "2026-11-20T06:30:00"):
        assert syntax.moment(text) == dt.datetime(2026, 11, 20, 6, 30, tzinfo=dt.UTC)


def test_a_leap_second_is_the_first_moment_after_it():
    for text in ("2016-12-31T23:59:60Z", "2016-12-31T23:59:60.5Z", "20161231T235960Z", "2017-01-01T05:29:60+05:30"):
        assert syntax.moment(text) == dt.datetime(2017, 1, 1, tzinfo=dt.UTC)


@pytest.mark.parametrize("text", ["2026-02-30T00:00:00Z", "0001-01-01T00:00:00+05:30", "9999-12-31T23:59:60Z", "x"])
def test_a_moment_outside_the_calendar(text):
    with pytest.raises(ValueError):
        syntax.moment(text)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (syntax.IRI, "a:" + "%aa" * 30_000 + " "),
        (syntax.IRI, "a" * 100_000),
        (syntax.URI, "a:" + "b" * 100_000 + "é"),
        (syntax.MAILTO, "mailto:" + "a" * 100_000),
        (syntax.MAILTO, "mailto:a@" + "a-" * 3_000 + "!"),
        (syntax.MAILTO, "mailto:a@" + "a." * 3_000),
        (syntax.DURATION, "P" + "1" * 100_000),
        (syntax.RFC_3339, "2026-11-20T06:30:00." + "1" * 100_000),
        (syntax.MEDIA_TYPE, "a/" + "b" * 100_000 + " "),
    ],
)
def test_long_texts_take_no_long_time(pattern, text):
    before = time.perf_counter()
    assert not pattern.fullmatch(text)
    assert time.perf_counter() - before < 2


def test_a_long_language_tag_takes_no_long_time():
    before = time.perf_counter()
    assert not syntax.is_language_tag("en" + "-abcde1" * 5_000 + "-")
    assert time.perf_counter() - before < 2

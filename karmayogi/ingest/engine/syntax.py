"""The forms that strings of a statement must have: identifiers, times, languages. Patterns are for `fullmatch`."""

import datetime as dt
import re

# RFC 3987 as far as it can be told without knowing the scheme: a scheme, then something without characters that must
# be escaped. Where the scheme is http(s), a host as well.
_BARE = r"[^\x00-\x20\x7f-\x9f\"<>\\^`{|}%#\ud800-\udfff]*+"
_TEXT = rf"{_BARE}(?:%[0-9A-Fa-f]{{2}}{_BARE})*+"
_IRI = rf"(?![Hh][Tt][Tt][Pp][Ss]?:(?!//[^/?#]))[A-Za-z][A-Za-z0-9+.\-]*+:(?=.){_TEXT}(?:#{_TEXT})?"
IRI = re.compile(_IRI)
URI = re.compile(rf"(?=[\x21-\x7e]*+\Z){_IRI}")

# \w would do for domains, were it not for the vowel signs of Indian scripts.
_LETTERS = r"0-9A-Za-z\u00a1-\ud7ff\uf900-\U0010ffff"
_LABEL = rf"[{_LETTERS}](?:[{_LETTERS}\-]*[{_LETTERS}])?"
MAILTO = re.compile(
    r"mailto:(?:[^\x00-\x20\x7f-\x9f\"(),:;<>@\[\\\]?%\ud800-\udfff]++|%[0-9A-Fa-f]{2})++"
    rf"@{_LABEL}(?:\.{_LABEL})*"
)
UUID = re.compile(r"[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}")
SHA1 = re.compile(r"[0-9A-Fa-f]{40}")
SHA2 = re.compile(r"[0-9A-Fa-f]{64}|[0-9A-Fa-f]{56}|[0-9A-Fa-f]{96}|[0-9A-Fa-f]{128}")
_NAME = r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+"
MEDIA_TYPE = re.compile(rf"{_NAME}/{_NAME}(?:[ \t]*;[^\x00-\x08\x0a-\x1f\x7f]*)?")

_HOUR, _MINUTE, _SECOND = r"(?:[01][0-9]|2[0-3])", r"[0-5][0-9]", r"(?:[0-5][0-9]|60)"
_MONTH, _DAY = r"(?:0[1-9]|1[0-2])", r"(?:0[1-9]|[12][0-9]|3[01])"
_DATE = rf"[0-9]{{4}}-{_MONTH}-{_DAY}"
_OFFSET = rf"(?:Z|(?!-00(?::?00)?\Z)[+\-]{_HOUR}(?::?{_MINUTE})?)?"
RFC_3339 = re.compile(rf"{_DATE}[Tt ]{_HOUR}:{_MINUTE}:{_SECOND}(?:\.[0-9]+)?(?:[Zz]|(?!-00:00)[+\-]{_HOUR}:{_MINUTE})")
ISO_8601 = re.compile(
    rf"(?:{_DATE}T{_HOUR}:{_MINUTE}(?::{_SECOND}(?:[.,][0-9]+)?)?"
    rf"|[0-9]{{4}}{_MONTH}{_DAY}T{_HOUR}{_MINUTE}(?:{_SECOND}(?:[.,][0-9]+)?)?){_OFFSET}"
)

# ISO 8601:2004 4.4.3.2: only the last figure may have a fraction; weeks stand alone.
_NUMBER = r"[0-9]+(?:[.,][0-9]+(?=[A-Z]\Z))?"
_TIME = rf"T(?=[0-9])(?:{_NUMBER}H)?(?:{_NUMBER}M)?(?:{_NUMBER}S)?"
DURATION = re.compile(rf"P(?=[0-9T])(?:{_NUMBER}W|(?:{_NUMBER}Y)?(?:{_NUMBER}M)?(?:{_NUMBER}D)?(?:{_TIME})?)")

# RFC 5646 2.1. The irregular tags are those which the grammar would not make.
_LANGUAGE = r"(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4}|[a-z]{5,8})"
_VARIANT = r"(?:[0-9a-z]{5,8}|[0-9][0-9a-z]{3})"
_EXTENSION = r"[0-9a-wy-z](?:-[0-9a-z]{2,8})+"
_PRIVATE = r"x(?:-[0-9a-z]{1,8})+"
_IRREGULAR = (
    "en-gb-oed i-ami i-bnn i-default i-enochian i-hak i-klingon i-lux i-mingo i-navajo i-pwn i-tao i-tay i-tsu "
    "sgn-be-fr sgn-be-nl sgn-ch-de"
).replace(" ", "|")
_LANGUAGE_TAG = re.compile(
    rf"{_LANGUAGE}(?:-[a-z]{{4}})?(?:-(?:[a-z]{{2}}|[0-9]{{3}}))?(?P<variants>(?:-{_VARIANT})*)"
    rf"(?P<extensions>(?:-{_EXTENSION})*)(?:-{_PRIVATE})?|{_PRIVATE}|{_IRREGULAR}"
)
known_tags: set[str] = set()
_MOST_TAGS = 2000


def is_language_tag(text: str) -> bool:
    """Whether the text is a well-formed tag of RFC 5646 in which no variant and no extension comes twice."""
    if text in known_tags:
        return True
    found = _LANGUAGE_TAG.fullmatch(text.lower()) if text.isascii() else None
    if found is None:
        return False
    variants = (found["variants"] or "").split("-")[1:]
    singletons = [part for part in (found["extensions"] or "").split("-") if len(part) == 1]
    if len(set(variants)) != len(variants) or len(set(singletons)) != len(singletons):
        return False
    if len(known_tags) < _MOST_TAGS and len(text) < 36:
        known_tags.add(text)
    return True


def moment(text: str) -> dt.datetime:
    """The instant of a timestamp that has the right form, in UTC; without an offset it is taken as UTC.

    A leap second is the first moment of the next minute. Raises ValueError for a day that the calendar lacks.
    """
    try:
        at = dt.datetime.fromisoformat(text)
    except ValueError:
        at = _unusual(text)
    if at.tzinfo is dt.UTC:
        return at
    if at.tzinfo is None:
        return at.replace(tzinfo=dt.UTC)
    try:
        return at.astimezone(dt.UTC)
    except OverflowError as error:
        raise ValueError(text) from error


def in_utc(text: str) -> str:
    """A good timestamp with its offset as Z; one that has none, or has Z already, as it is."""
    if text[-1] == "Z" or not re.search(r"[+\-][0-9:]+\Z|z\Z", text[11:]):
        return text
    at = moment(text)
    return at.isoformat(timespec="microseconds" if at.microsecond % 1000 else "milliseconds")[:-6] + "Z"


def _unusual(text: str) -> dt.datetime:
    """Forms that RFC 3339 has and Python has not: small letters, and the sixty-first second."""
    leap = re.fullmatch(r"(.*[0-9]{2}:?[0-9]{2}:?)60(.*)", text)
    at = dt.datetime.fromisoformat((f"{leap[1]}59{leap[2]}" if leap else text).upper())
    try:
        return at.replace(microsecond=0) + dt.timedelta(seconds=1) if leap else at
    except OverflowError as error:
        raise ValueError(text) from error

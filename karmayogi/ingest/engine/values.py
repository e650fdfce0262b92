"""Checkers of single values, and the one that puts them together to an object. Each takes a value and raises Invalid,
naming the place beneath the value; whoever calls puts the name of the property before it."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from karmayogi.ingest.engine import syntax
from karmayogi.ingest.types import Invalid

type Check = Callable[[Any], None]
_known_iris: set[str] = set()
_KNOWN_IRIS = 20_000


def shown(value: object) -> str:
    """A value as a message quotes it: shortly, and only if it is short by nature."""
    if not isinstance(value, str):
        return kind(value)
    return f'"{value[:57]}…"' if len(value) > 60 else f'"{value}"'


def inside(refusal: Invalid, key: str | int) -> Invalid:
    """The same refusal, seen from one level further out."""
    if isinstance(key, int):
        step = f"[{key}]"
    elif key.isidentifier():
        step = f".{key}"
    else:
        step = f"[{shown(key)}]"
    refusal.where = step + refusal.where
    return refusal


def refuse(why: str, at: str = "") -> Invalid:
    return Invalid(f".{at}" if at else "", why)


def kind(value: object) -> str:
    """What JSON calls the type of a value."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "a boolean"
    if isinstance(value, (int, float)):
        return "a number"
    return {str: "a string", list: "an array", dict: "an object"}.get(type(value), "not JSON")


def text(value: Any) -> None:
    if type(value) is not str:
        raise refuse(f"must be a string and is {kind(value)}")


def filled(value: Any) -> None:
    """A string that identifies something: not empty, and without U+0000, under which nothing can be looked up."""
    if type(value) is not str or not value or "\0" in value:
        raise refuse("must be a string that is not empty and has no character U+0000")


def boolean(value: Any) -> None:
    if value is not True and value is not False:
        raise refuse(f"must be true or false and is {kind(value)}")


def number(value: Any) -> None:
    if type(value) is not float and type(value) is not int:
        raise refuse(f"must be a number and is {kind(value)}")


def size(value: Any) -> None:
    if type(value) is not int or value < 0:
        raise refuse("must be a whole number of octets, zero or more")


def iri(value: Any) -> None:
    if type(value) is not str:
        raise refuse(f"must be an IRI in a string and is {kind(value)}")
    if value not in _known_iris:
        if not syntax.IRI.fullmatch(value):
            raise refuse(f"must be an IRI with a scheme, such as https://example.org/a; {shown(value)} is not one")
        if len(_known_iris) < _KNOWN_IRIS and len(value) < 200:
            _known_iris.add(value)


def formed(pattern: Any, what: str) -> Check:
    """A checker for strings of one form."""
    fullmatch = pattern.fullmatch

    def check(value: Any) -> None:
        if type(value) is not str or not fullmatch(value):
            raise refuse(f"must be {what}; {shown(value)} is not")

    return check


uuid = formed(syntax.UUID, "a UUID in its usual form, such as 6690e6c9-3ef0-4ed3-8b37-7f3964730bee")
uri = formed(syntax.URI, "a URI with a scheme")
mailto = formed(syntax.MAILTO, '"mailto:" and an e-mail address')
sha1 = formed(syntax.SHA1, "a SHA-1 sum in 40 hexadecimal digits")
sha2 = formed(syntax.SHA2, "a SHA-2 sum in 64 hexadecimal digits (or 56, 96, 128)")
media_type = formed(syntax.MEDIA_TYPE, "a media type, such as application/pdf")
duration = formed(syntax.DURATION, "a duration by ISO 8601, such as PT1H30M or P4W")


def language(value: Any) -> None:
    if type(value) is not str or not syntax.is_language_tag(value):
        raise refuse(f"must be a language tag by RFC 5646, such as hi or en-IN; {shown(value)} is not one")


def language_map(value: Any) -> None:
    known = syntax.known_tags
    if type(value) is not dict:
        raise refuse(f"must be a language map (an object of language tags and texts) and is {kind(value)}")
    for tag, words in value.items():
        if tag not in known and not syntax.is_language_tag(tag):
            raise refuse(
                f"the keys of a language map are tags by RFC 5646, such as hi or en-IN; {shown(tag)} is not one"
            )
        if type(words) is not str:
            raise inside(refuse(f"must be a string and is {kind(words)}"), tag)


def extensions(value: Any) -> None:
    """Any JSON, under keys that are IRIs. The only place where null may stand."""
    if type(value) is not dict:
        raise refuse(f"must be an object and is {kind(value)}")
    for key in value:
        try:
            iri(key)
        except Invalid:
            raise refuse(f"the keys of extensions are IRIs; {shown(key)} is not one") from None


def timestamp(pattern: Any, what: str) -> Check:
    fullmatch = pattern.fullmatch
    parse: Callable[[str], dt.datetime] = syntax.moment

    def check(value: Any) -> None:
        if type(value) is not str or not fullmatch(value):
            raise refuse(f"must be {what}; {shown(value)} is not")
        if value[8:10] > "28" or not "0001" < value[:4] < "9999":  # else every day is in every calendar
            try:
                parse(value)
            except ValueError:
                raise refuse(f"{shown(value)} is not in the calendar") from None

    return check


def word(*allowed: str) -> Check:
    """A checker for a string out of a few; their case counts."""
    choices = " or ".join(f'"{name}"' for name in allowed)

    def check(value: Any) -> None:
        if type(value) is not str or value not in allowed:
            raise refuse(f"must be {choices}; {shown(value)} is not")

    return check


def array(item: Check, noun: str, *, least: int = 0) -> Check:
    def check(value: Any) -> None:
        if type(value) is not list:
            raise refuse(f"must be an array of {noun} and is {kind(value)}")
        if len(value) < least:
            raise refuse(f"must hold at least {least} of {noun}")
        for index, one in enumerate(value):
            try:
                item(one)
            except Invalid as refusal:
                raise inside(refusal, index) from None

    return check


def record(noun: str, properties: Mapping[str, Check], required: tuple[str, ...] = (), *more: Check) -> Check:
    """A checker for an object: only these properties, each by its own checker; then the rules that need several."""
    find = dict(properties).get

    def check(value: Any) -> None:
        if type(value) is not dict:
            raise refuse(f"must be {noun} (an object) and is {kind(value)}")
        for key, item in value.items():
            checker = find(key)
            if checker is None:
                raise refuse(_unknown(noun, key, properties))
            try:
                checker(item)
            except Invalid as refusal:
                raise inside(refusal, key) from None
        for key in required:
            if key not in value:
                raise refuse(f'{noun} needs the property "{key}"')
        for rule in more:
            rule(value)

    return check


def _unknown(noun: str, key: str, properties: Mapping[str, Check]) -> str:
    meant = [name for name in properties if name.lower() == key.lower()]
    hint = f'; write it "{meant[0]}"' if meant else ""
    return f"{noun} has no property {shown(key)}{hint}"

"""Frozen figures as a document that can be signed, and back. Numbers are in it only where they were shown."""

import dataclasses
import datetime as dt
import hashlib
import uuid
from collections.abc import Iterable
from typing import Any

import rfc8785

from karmayogi.insight.types import Figure, Frozen, FrozenMetric, FrozenPlace, State, Unit, Words

type Document = dict[str, Any]

TYPE = "KarmayogiFrozenFigures"
VERSION = 1
COUNTRY, REGION = "country", "region"
_WORDED = tuple(
    field.name for field in dataclasses.fields(FrozenMetric) if field.name not in ("code", "unit", "digest")
)


def write(
    *,
    number: uuid.UUID,
    name: str,
    on: dt.date,
    as_on: dt.datetime,
    frozen_at: dt.datetime,
    issued_by: str,
    metrics: Iterable[FrozenMetric],
    places: Iterable[FrozenPlace],
) -> Document:
    """The document, without issuer and proof. places: the country first."""
    return {
        "type": TYPE,
        "version": VERSION,
        "uuid": str(number),
        "name": name,
        "on": on.isoformat(),
        "asOn": as_on.astimezone(dt.UTC).isoformat(),
        "frozenAt": frozen_at.astimezone(dt.UTC).isoformat(),
        "issuedBy": issued_by,
        "metrics": [_metric(metric) for metric in metrics],
        "places": [_place(place) for place in places],
    }


def digest(document: Document) -> str:
    """SHA-256 of the canonical form (RFC 8785) without issuer and proof: the same wherever it was signed."""
    bare = {key: value for key, value in document.items() if key not in ("issuer", "proof")}
    return hashlib.sha256(rfc8785.dumps(bare)).hexdigest()


def read(document: Document) -> Frozen:
    """Raises ValueError when it is no such document."""
    try:
        if document["type"] != TYPE or document["version"] != VERSION:
            raise ValueError("not frozen figures of this version")
        metrics = {metric.code: metric for metric in map(_read_metric, document["metrics"])}
        places = [_read_place(place, metrics) for place in document["places"]]
        [country] = [place for place in places if place.kind == COUNTRY]
        return Frozen(
            uuid=uuid.UUID(document["uuid"]),
            name=str(document["name"]),
            on=dt.date.fromisoformat(document["on"]),
            as_on=dt.datetime.fromisoformat(document["asOn"]),
            frozen_at=dt.datetime.fromisoformat(document["frozenAt"]),
            issued_by=str(document["issuedBy"]),
            digest=digest(document),
            metrics=metrics,
            country=country,
            regions=tuple(place for place in places if place.kind == REGION),
            organisations=tuple(place for place in places if place.kind not in (COUNTRY, REGION)),
        )
    # A number without end, as 1e999 is read, is no whole one: OverflowError.
    except (KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise ValueError("not frozen figures") from error


def _metric(metric: FrozenMetric) -> Document:
    said: Document = {"code": metric.code, "unit": metric.unit.value, "digest": metric.digest}
    for name in _WORDED:
        text = getattr(metric, name)
        said[name] = None if text is None else _words(text)
    return said


def _read_metric(said: Document) -> FrozenMetric:
    texts: dict[str, Any] = {name: None if said[name] is None else _read_words(said[name]) for name in _WORDED}
    return FrozenMetric(code=str(said["code"]), unit=Unit(said["unit"]), digest=str(said["digest"]), **texts)


def _place(place: FrozenPlace) -> Document:
    said: Document = {"kind": place.kind, "code": place.code, "name": _words(place.name)}
    if place.tile is not None:
        said["tile"] = list(place.tile)
    said["figures"] = {code: _figure(one) for code, one in place.figures.items()}
    return said


def _read_place(said: Document, metrics: dict[str, FrozenMetric]) -> FrozenPlace:
    tile = said.get("tile")
    return FrozenPlace(
        kind=str(said["kind"]),
        code=str(said["code"]),
        name=_read_words(said["name"]),
        figures={code: _read_figure(code, metrics[code].unit, said["figures"][code]) for code in metrics},
        tile=None if tile is None else (int(tile[0]), int(tile[1])),
    )


def _figure(one: Figure) -> Document:
    said: Document = {"state": one.state.value}
    if one.numerator is not None:
        said["numerator"] = one.numerator
    if one.denominator is not None:
        said["denominator"] = one.denominator
    return said


def _read_figure(code: str, unit: Unit, said: Document) -> Figure:
    state = State(said["state"])
    if state is not State.SHOWN:
        return Figure(code, unit, state)
    whole = said.get("denominator")
    return Figure(code, unit, state, int(said["numerator"]), None if whole is None else int(whole))


def _words(text: Words) -> Document:
    return {"en": text.en, "hi": text.hi, "ur": text.ur}


def _read_words(said: Document) -> Words:
    return Words(str(said["en"]), str(said["hi"]), str(said["ur"]))

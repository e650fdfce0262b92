"""The statements and documents that are the system's to write: sections 9.3, 9.6 and 10."""

import datetime as dt
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

from karmayogi.learning.engine.cmi5 import names

type Texts = dict[str, str]


def context(registration: str, session: str, publisher: str) -> dict[str, Any]:
    """What every statement of a launch says around itself."""
    return {"registration": registration, **template(session, publisher)}


def template(session: str, publisher: str) -> dict[str, Any]:
    """The same as it stands in the launch data: the registration comes with the address."""
    return {
        "contextActivities": {"grouping": [{"objectType": "Activity", "id": publisher}]},
        "extensions": {names.SESSION_ID: session},
    }


def activity(iri: str, titles: Texts, descriptions: Texts, kind: str = "") -> dict[str, Any]:
    definition: dict[str, Any] = {"name": titles, "description": descriptions, "type": kind}
    return {"objectType": "Activity", "id": iri, "definition": {key: one for key, one in definition.items() if one}}


def statement(
    word: str,
    *,
    actor: dict[str, Any],
    about: dict[str, Any],
    registration: str,
    session: str,
    publisher: str,
    result: dict[str, Any] | None = None,
    extensions: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """A cmi5 defined statement."""
    said = context(registration, session, publisher)
    categories = [names.CMI5]
    if result is not None and ("success" in result or "completion" in result):
        categories.append(names.MOVE_ON)
    said["contextActivities"]["category"] = [{"objectType": "Activity", "id": one} for one in categories]
    said["extensions"] |= extensions or {}
    made = {
        "actor": actor,
        "verb": {"id": names.VERBS[word], "display": {"en": word}},
        "object": about,
        "context": said,
    }
    return made | ({"result": result} if result is not None else {})


def launched(*, mode: str, move_on: str, url: str, mastery: Decimal | None, parameters: str | None) -> dict[str, Any]:
    """The extensions of the Launched statement."""
    found: dict[str, Any] = {names.LAUNCH_MODE: mode, names.LAUNCH_URL: url, names.MOVE_ON_RULE: move_on}
    if mastery is not None:
        found[names.MASTERY] = float(mastery)
    if parameters is not None:
        found[names.LAUNCH_PARAMETERS] = parameters
    return found


def launch_data(
    *,
    session: str,
    publisher: str,
    mode: str,
    move_on: str,
    mastery: Decimal | None,
    parameters: str | None,
    entitlement_key: str | None,
    return_url: str,
) -> dict[str, Any]:
    """The document LMS.LaunchData."""
    found: dict[str, Any] = {
        "contextTemplate": template(session, publisher),
        "launchMode": mode,
        "moveOn": move_on,
        "returnURL": return_url,
    }
    if mastery is not None:
        found["masteryScore"] = float(mastery)
    if parameters is not None:
        found["launchParameters"] = parameters
    if entitlement_key is not None:
        found["entitlementKey"] = {"courseStructure": entitlement_key}
    return found


def preferences(known: dict[str, Any], languages: list[str]) -> dict[str, Any]:
    """What the learner prefers: languages as they are chosen here, the rest as a unit has left it."""
    return {"audioPreference": "on", **known, "languagePreference": ",".join(languages)}


def with_query(url: str, more: dict[str, str]) -> str:
    """The address with these parameters behind its own query."""
    parts = urlsplit(url)
    query = "&".join(filter(None, [parts.query, urlencode(more)]))
    return urlunsplit(parts._replace(query=query))


def duration(span: dt.timedelta) -> str:
    """ISO 8601, to the hundredth of a second."""
    seconds = max(0.0, span.total_seconds())
    return f"PT{seconds:.2f}".rstrip("0").rstrip(".") + "S"

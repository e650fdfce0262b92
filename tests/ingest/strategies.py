"""Statements made up by hypothesis: good in both versions; `statements(second=True)` also with what only 2.0 has."""

from typing import Any

from hypothesis import strategies as st

from karmayogi.ingest.engine.interactions import COMPONENTS

tags = st.sampled_from(["en", "hi", "ur-Arab", "en-IN", "zh-cmn-Hans-CN", "de-CH-1901", "x-office", "i-klingon", "und"])
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
maps = st.dictionaries(tags, texts, max_size=3)
_names = st.text("abcdefgh0123456789-._~é", min_size=1, max_size=8)
iris = st.builds(
    lambda scheme, name: scheme + name,
    st.sampled_from(["https://a.example/", "http://b.example/x#", "urn:x:", "tag:a,2026:", "https://c.example/%E0?q="]),
    _names,
)
uuids = st.uuids().map(str) | st.uuids().map(lambda value: str(value).upper())
timestamps = st.datetimes().map(lambda at: at.isoformat(timespec="milliseconds") + "Z")
timestamps |= st.sampled_from(["2026-11-20T12:00:00+05:30", "2024-02-29T00:00:00.1-11:00", "2016-12-31T23:59:60Z"])
durations = st.sampled_from(["PT1H", "P4W", "P3Y1M29DT4H35M59.14S", "PT16559.14S", "PT0S", "P1D", "PT0.5M", "P0.5Y"])
numbers = st.integers(-1000, 1000) | st.floats(-1000, 1000)
scalars = st.none() | st.booleans() | numbers | texts
anything = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3), max_leaves=6
)
extensions = st.dictionaries(iris, anything, max_size=2)


def some(required: dict[str, Any], optional: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(required, optional=optional)


accounts = some({"homePage": iris, "name": texts.filter(lambda name: name and "\0" not in name)}, {})
_identifiers: list[tuple[str, Any]] = [
    (
        "mbox",
        st.builds(
            "mailto:{}@{}".format, st.sampled_from(["a", "B.c", "d+e"]), st.sampled_from(["x.example", "Y.Example"])
        ),
    ),
    ("mbox_sha1sum", st.text("0123456789abcdefABCDEF", min_size=40, max_size=40)),
    ("openid", st.sampled_from(["https://id.example/a", "https://id.example/b"])),
    ("account", accounts),
]


def agents(named: bool = False) -> st.SearchStrategy[dict[str, Any]]:
    """named: with objectType, as an agent has it that is an object."""
    kind = {"objectType": st.just("Agent")}
    must, may = (kind, {}) if named else ({}, kind)
    return st.one_of([some({name: value, **must}, {"name": texts, **may}) for name, value in _identifiers])


groups = st.one_of(
    some({"objectType": st.just("Group"), "member": st.lists(agents(), min_size=1, max_size=3)}, {"name": texts}),
    *[
        some({"objectType": st.just("Group"), name: value}, {"name": texts, "member": st.lists(agents(), max_size=2)})
        for name, value in _identifiers
    ],
)
actors = agents() | groups
components = st.lists(some({"id": _names}, {"description": maps}), max_size=3, unique_by=lambda one: one["id"])
_plain = {"name": maps, "description": maps, "type": iris, "moreInfo": iris, "extensions": extensions}
definitions = some({}, _plain) | st.one_of(
    [
        some(
            {"interactionType": st.just(kind)},
            {**_plain, "correctResponsesPattern": st.lists(texts, max_size=2), **dict.fromkeys(lists, components)},
        )
        for kind, lists in COMPONENTS.items()
    ]
)
activities = some({"id": iris}, {"objectType": st.just("Activity"), "definition": definitions})
verbs = some({"id": iris}, {"display": maps})
references = some({"objectType": st.just("StatementRef"), "id": uuids}, {})
_ends = st.tuples(st.integers(-100, 100), st.integers(1, 200), st.floats(0, 1))
scores = some({}, {"scaled": st.floats(-1, 1)}) | _ends.map(
    lambda ends: {"min": ends[0], "max": ends[0] + ends[1], "raw": ends[0] + ends[1] * ends[2]}
)
results = some(
    {},
    {
        "score": scores,
        "success": st.booleans(),
        "completion": st.booleans(),
        "response": texts,
        "duration": durations,
        "extensions": extensions,
    },
)
places = some(
    {}, dict.fromkeys(("parent", "grouping", "category", "other"), st.lists(activities, max_size=2) | activities)
)
attachments = st.lists(
    some(
        {
            "usageType": iris,
            "display": maps,
            "contentType": st.sampled_from(["text/plain", "application/pdf; x=y"]),
            "length": st.integers(0, 10**9),
            "sha2": st.text("0123456789abcdef", min_size=64, max_size=64),
        },
        {"description": maps, "fileUrl": iris},
    ),
    max_size=2,
)


def contexts(about_activity: bool, second: bool) -> st.SearchStrategy[dict[str, Any]]:
    optional: dict[str, Any] = {
        "registration": uuids,
        "instructor": actors,
        "team": groups,
        "contextActivities": places,
        "language": tags,
        "statement": references,
        "extensions": extensions,
    }
    if about_activity:
        optional |= {"revision": texts, "platform": texts}
    if second:
        for name, member, value in (("contextAgent", "agent", agents()), ("contextGroup", "group", groups)):
            types = {"relevantTypes": st.lists(iris, min_size=1, max_size=2)}
            one = some({"objectType": st.just(name), member: value}, types)
            optional[f"{name}s"] = st.lists(one, max_size=2)
    return some({}, optional)


def _statements(objects: st.SearchStrategy[dict[str, Any]], more: dict[str, Any], second: bool, activity: bool) -> Any:
    optional = {
        "result": results,
        "context": contexts(activity, second),
        "timestamp": timestamps,
        "attachments": attachments,
    }
    required = {"actor": actors, "verb": verbs, "object": objects}
    return some(required, optional | more) if "objectType" not in more else some(required | more, optional)


def statements(second: bool = False) -> st.SearchStrategy[dict[str, Any]]:
    top = {
        "id": uuids,
        "stored": timestamps,
        "authority": agents(),
        "version": st.sampled_from(["1.0.0", "1.0.3", "2.0.0"] if second else ["1.0.0", "1.0.3", "1.0"]),
    }
    sub = {"objectType": st.just("SubStatement")}
    others = agents(named=True) | groups | references
    inner = _statements(activities, sub, second, True) | _statements(others, sub, second, False)
    return _statements(activities, top, second, True) | _statements(others | inner, top, second, False)

"""One change each that makes a good statement bad, with the clause that it breaks. Clauses are those of xAPI 1.0.3 Data
(2.x, 4.x); where 2.0 alone says it, of IEEE 9274.1.1 with "IEEE" before."""

import dataclasses
import json
from typing import Any

from karmayogi.ingest.types import Version
from tests.ingest import examples
from tests.ingest.examples import ACTIVITY, AGENT, BY_ACCOUNT, BY_SUM, GROUP, REF, SUB

DROP = object()
BOTH = (Version.V1, Version.V2)
ONLY_2 = (Version.V2,)
ONLY_1 = (Version.V1,)
_TOP = {"id", "stored", "authority", "version"}
_ALL = examples.VALID | examples.VALID_2


@dataclasses.dataclass(frozen=True)
class Breaker:
    """base: name of an example; path: where in it; value: what is put there."""

    clause: str
    base: str
    path: str
    value: Any
    versions: tuple[Version, ...] = BOTH

    @property
    def place(self) -> str:
        return f"{self.clause} {self.base}: {self.path}"

    @property
    def in_a_sub(self) -> bool:
        """Whether the same change breaks a SubStatement."""
        if self.path.split(".")[0] in {*_TOP, "objectType"} or self.base == "voiding":
            return False
        return _ALL[self.base]["object"].get("objectType") != "SubStatement"

    @property
    def where(self) -> str:
        """The path that the refusal must begin with: the place, or the object that lacks or has too much."""
        steps = _steps(self.path)
        return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps[:-1])

    def broken(self) -> dict[str, Any]:
        made = json.loads(json.dumps(_ALL[self.base]))  # a deep copy in which no two places share an object
        *before, last = _steps(self.path)
        here: Any = made
        for step in before:
            here = here[step]
        if self.value is DROP:
            del here[last]
        else:
            here[last] = json.loads(json.dumps(self.value))
        return made

    def broken_sub(self) -> dict[str, Any]:
        inner = {name: value for name, value in self.broken().items() if name not in _TOP}
        return {"actor": AGENT, "verb": examples.VERB, "object": {**inner, "objectType": "SubStatement"}}


def _steps(path: str) -> list[str | int]:
    return [int(step) if step.isdigit() else step for step in path.split(".")]


E_ = "everything"
WRONG_IRIS = [
    "",
    "should fail",
    "ab=c://should.fail.com",
    "/relative",
    "no-scheme.example",
    "http://",
    "http:/a",
    "a b:c",
]
WRONG_IRIS += ["https://a.example/<b>", "https://a.example/%zz", "https://a.example/#a#b", 12345, None, {}, True]
WRONG_MAPS = [None, "text", 12345, ["en"], {"a12345678": "x"}, {"en": None}, {"en": 1}, {"something": "x"}, {"": "x"}]
WRONG_MAPS += [{"de-419-DE": "x"}, {"a-DE": "x"}, {"zh-z-aaa-z-bbb-c-ccc": "x"}, {"en_US": "x"}, {"en": {}}]
WRONG_UUIDS = ["AA97B177-9383-4934-8543-0F91A7A028368", "MA97B177-9383-4934-8543-0F91A7A02836", "", 12345, None, {}]
WRONG_UUIDS += [
    "{6690e6c9-3ef0-4ed3-8b37-7f3964730bee}",
    "6690e6c93ef04ed38b377f3964730bee",
    "urn:uuid:" + examples.REGISTRATION,
]
WRONG_TEXTS = [None, 12345, True, {}, ["a"]]
WRONG_NUMBERS = [None, "1", "one hundred", True, {}, [1]]
WRONG_BOOLEANS = [None, "true", "false", 0, 1, {}]
WRONG_DURATIONS = [
    "PA1H0M0S",
    "P4W1D",
    "",
    "P",
    "PT",
    "P1YT",
    "1H",
    "PT1.5H30M",
    "-PT1H",
    "P1S",
    "PT1D",
    "P0003-06-04T12:30:05",
]
WRONG_DURATIONS += [12345, None, {}, "pt1h", "PT1H "]
WRONG_TIMES = ["should fail", "01/011/2015", "", 12345, None, {}, "2026-02-30T00:00:00Z", "2025-02-29T00:00:00Z"]
WRONG_TIMES += [f"2008-09-15T15:53:00.601{offset}" for offset in ("-00", "-0000", "-00:00", "+25:00", "+05:60", "X")]
WRONG_TIMES += [
    "2026-11-20T24:00:00Z",
    "2026-11-20T12:60:00Z",
    "2026-13-01T00:00:00Z",
    "2026-11-20",
    "0000-01-01T00:00:00Z",
]
WRONG_TIMES += ["0001-01-01T00:00:00+05:30", "9999-12-31T23:59:60Z", "2026-11-20T12:00:00Z\n", "٢٠٢٦-11-20T12:00:00Z"]
TWO = {"objectType": "Group", "member": [AGENT, BY_ACCOUNT]}


def _each(clause: str, base: str, path: str, values: list[Any], **more: Any) -> list[Breaker]:
    return [Breaker(clause, base, path, value, **more) for value in values]


def _ifis(base: str, path: str, agent_only: bool = False) -> list[Breaker]:
    """path: of an agent that is known by its mbox."""
    clause = "2.4.2.3.s3"
    wrong = ["mailto:should.fail.com", "http://should.fail.com", "a@b.example", "", "mailto:", "mailto:a@", "mailto:@b"]
    wrong += [
        "MAILTO:a@b.example",
        "mailto:a b@c.example",
        "mailto:a@b@c.example",
        "mailto:a@b.example?subject=x",
        None,
        1,
    ]
    rows = _each(clause, base, f"{path}.mbox", wrong)
    rows += [Breaker("2.4.2.1.s2.b1", base, f"{path}.mbox", DROP)]
    for name, value in (BY_SUM | {"openid": "https://a.example", "account": BY_ACCOUNT["account"]}).items():
        if name != "name":
            rows.append(Breaker("2.4.2.1.s2.b2", base, f"{path}.{name}", value))
    rows += _each("2.4.2.1.s2.table1.row2", base, f"{path}.name", WRONG_TEXTS)
    rows += _each("2.4.2.1.s2.table1.row1", base, f"{path}.objectType", ["agent", "Activity", "Person", None, 1, {}])
    if agent_only:
        rows.append(Breaker("2.4.2.1", base, f"{path}.member", []))
        rows.append(Breaker("2.2.s4.b1.b5", base, f"{path}.Name", "x"))
    return rows


BREAKERS: list[Breaker] = [
    # 2.2: what a statement is made of
    *[Breaker("2.2.s2.b3", E_, name, DROP) for name in ("actor", "verb", "object")],
    *[Breaker("2.2.s4.b1.b1", E_, name, None) for name in examples.VALID[E_]],
    *[Breaker("2.2.s4.b1.b7", E_, name, 1) for name in ("extra", "extensions", "objectType", "", "voided")],
    *[Breaker("2.2.s4.b1.b5", E_, name, AGENT) for name in ("iD", "Actor", "veRb", "oBject", "RESULT", "conText")],
    *[
        Breaker("2.2.s4.b1.b5", E_, name, "x")
        for name in ("timeStamp", "STOred", "auTHORity", "Version", "attachmentS")
    ],
    *_each("2.4.1", E_, "id", WRONG_UUIDS),
    # 2.4.2: who
    *_each("2.4.2", "smallest", "actor", [None, "a", 1, [], [AGENT], {}, {"name": "x"}, {"key": "x"}]),
    *_ifis("smallest", "actor", agent_only=True),
    *_ifis("group", "actor.member.0", agent_only=True),
    *_ifis(E_, "context.instructor"),
    *_ifis(E_, "authority"),
    *_ifis("about an agent", "object", agent_only=True),
    *_each("2.4.2.3.s3.table1.row2", "by sum", "actor.mbox_sha1sum", ["", "z" * 40, "a" * 39, "a" * 41, None, 1, {}]),
    *_each("2.4.2.3.s3.table1.row3", "by openid", "actor.openid", [*WRONG_IRIS, "https://a.example/é"]),
    *_each("2.4.2.4.s2.table1.row1", "by account", "actor.account.homePage", [*WRONG_IRIS, DROP]),
    *_each("2.4.2.4.s2.table1.row2", "by account", "actor.account.name", [DROP, "", None, 1, {"key": "x"}, "a\0b"]),
    *_each("2.4.2.4", "by account", "actor.account", [None, "x", [], {}]),
    Breaker("2.2.s4.b1.b7", "by account", "actor.account.more", "x"),
    *_each("2.4.2.2.s4.b1", "group", "actor.member", [DROP, [], None, AGENT, "x", [None], [{}]]),
    *_each("2.4.2.2.s4.b2", "group", "actor.member.0", [GROUP, examples.IDENTIFIED_GROUP]),
    *_each("2.4.2.2.s5.b2", "identified group", "actor.member.0", [GROUP, None]),
    Breaker("2.4.2.2.s5.b1", "identified group", "actor.openid", "https://a.example"),
    Breaker("2.4.2.2.s2.table1.row1", "group", "actor.objectType", DROP),
    *_each("2.4.2.2.s2.table1.row2", "group", "actor.name", WRONG_TEXTS),
    # 2.4.3: did what
    *_each("2.4.3", "smallest", "verb", [None, "a", [], {}]),
    *_each("2.4.3.s3.table1.row1", "smallest", "verb.id", [*WRONG_IRIS, DROP]),
    *_each("2.4.3.s3.table1.row2", "smallest", "verb.display", WRONG_MAPS),
    *[Breaker("2.2.s4.b1.b7", "smallest", f"verb.{name}", "x") for name in ("Display", "name", "ID")],
    # 2.4.4: with what
    *_each("2.4.4", "smallest", "object", [None, "a", 1, [], {}, {"objectType": "Activity"}, {"objectType": "Thing"}]),
    *_each(
        "2.4.4", E_, "object.objectType", ["activity", "ACTIVITY", "", None, 1, {}, "Person", "Agent", "StatementRef"]
    ),
    *_each("2.4.4.1.s1.table1.row2", E_, "object.id", [*WRONG_IRIS, DROP]),
    *_each("2.4.4.1.s1.table1.row3", E_, "object.definition", [None, "x", 1, []]),
    *_each("2.4.4.1.s2.table1.row1", E_, "object.definition.name", WRONG_MAPS),
    *_each("2.4.4.1.s2.table1.row2", E_, "object.definition.description", WRONG_MAPS),
    *_each("2.4.4.1.s2.table1.row3", E_, "object.definition.type", WRONG_IRIS),
    *_each("2.4.4.1.s2.table1.row4", E_, "object.definition.moreInfo", WRONG_IRIS),
    *_each("4.1.s3.b1", E_, "object.definition.extensions", [None, "x", 1, [], {"should fail": 1}, {"": 1}]),
    *[Breaker("2.2.s4.b1.b7", E_, f"object.{name}", "x") for name in ("ID", "name", "member", "mbox")],
    *[Breaker("2.2.s4.b1.b7", E_, f"object.definition.{name}", {}) for name in ("Name", "more", "objectType")],
    *_each("2.4.4.1.s8.table1.row1", "choice", "object.definition.interactionType", ["choiCe", "", "x", None, 1, {}]),
    *[
        Breaker("2.2.s4.b1.b6", kind, "object.definition.interactionType", kind.title())
        for kind in (
            "true-false",
            "fill-in",
            "long-fill-in",
            "matching",
            "performance",
            "sequencing",
            "likert",
            "other",
        )
    ],
    Breaker("2.4.4.1.s13.b1", "true-false", "object.definition.interactionType", DROP),
    Breaker("2.4.4.1.s13.b1", "smallest", "object.definition", {"choices": []}),
    *_each(
        "2.4.4.1.s8.table1.row2", "choice", "object.definition.correctResponsesPattern", [None, "a", {}, [1], [None]]
    ),
    *[
        Breaker("2.4.4.1.s15.table2", kind, f"object.definition.{name}", [{"id": "a"}])
        for kind, names in (
            ("true-false", ("choices", "scale", "source", "target", "steps")),
            ("choice", ("scale", "source", "target", "steps")),
            ("likert", ("choices", "source", "target", "steps")),
            ("matching", ("choices", "scale", "steps")),
            ("performance", ("choices", "scale", "source", "target")),
            ("sequencing", ("scale", "steps")),
            ("numeric", ("scale",)),
            ("other", ("choices",)),
        )
        for name in names
    ],
    *_each("2.4.4.1.s15", "choice", "object.definition.choices", [None, "a", {}, [None], ["a"], [{}], [{"ID": "a"}]]),
    *_each("2.4.4.1.s15", "choice", "object.definition.choices.0.id", [None, 1, "", DROP, {}]),
    *_each("2.4.4.1.s15", "choice", "object.definition.choices.1.description", WRONG_MAPS),
    Breaker("2.4.4.1.s16.b1", "choice", "object.definition.choices.2.id", "a"),
    Breaker("2.4.4.1.s16.b1", "matching", "object.definition.target.1.id", "a"),
    Breaker("2.2.s4.b1.b7", "choice", "object.definition.choices.0.more", 1),
    Breaker("2.4.4.2.s1.b1", "about an agent", "object.objectType", DROP),
    Breaker("2.4.4.2.s1.b1", "about a group", "object.objectType", DROP),
    *_each("2.4.4.3.s4.b2", "about a statement", "object.id", [*WRONG_UUIDS, DROP]),
    *_each("2.4.4.3.s4.b1", "about a statement", "object.objectType", [DROP, "statementRef", "StatementRefs"]),
    Breaker("2.2.s4.b1.b7", "about a statement", "object.definition", {}),
    *[Breaker("2.4.4.3.s8.b2", "sub", f"object.{name}", DROP) for name in ("actor", "verb", "object")],
    *_each("2.4.4.3.s8.b1", "sub", "object.objectType", [DROP, "substatement", "Substatement"]),
    Breaker("2.4.4.3.s8.b3", "sub", "object.id", "fd41c918-b88b-4b20-a0a5-a4c32391aaa0"),
    Breaker("2.4.4.3.s8.b3", "sub", "object.stored", "2013-05-18T05:32:34.804Z"),
    Breaker("2.4.4.3.s8.b3", "sub", "object.version", "1.0.0"),
    Breaker("2.4.4.3.s8.b3", "sub", "object.authority", AGENT),
    Breaker("2.4.4.3.s8.b4", "sub", "object.object", SUB),
    *_each("2.4.4.3.s8.b2", "sub", "object.timestamp", WRONG_TIMES),
    # 2.4.5: with what result
    *_each("2.4.5", E_, "result", [None, "x", 1, []]),
    *_each("2.4.5.1", E_, "result.score", [None, 12345, "x", []]),
    *[
        row
        for name in ("scaled", "raw", "min", "max")
        for row in _each("2.4.5.1", E_, f"result.score.{name}", WRONG_NUMBERS)
    ],
    *_each("2.4.5.1.s2.table1.row1", E_, "result.score.scaled", [1.01, -1.00001, 2, -2, 10**30]),
    *_each("2.4.5.1.s2.table1.row2", E_, "result.score.raw", [-0.1, 100.1, 10**30]),
    *_each("2.4.5.1.s2.table1.row3", E_, "result.score.min", [100, 101, 86]),
    *_each("2.4.5.1.s2.table1.row4", E_, "result.score.max", [0, -1, 84]),
    Breaker("2.4.5.1.s2.table1.row2", "smallest", "result", {"score": {"raw": 2, "max": 1}}),
    Breaker("2.4.5.1.s2.table1.row2", "smallest", "result", {"score": {"raw": 0, "min": 1}}),
    *_each("2.4.5.s2.table1.row2", E_, "result.success", WRONG_BOOLEANS),
    *_each("2.4.5.s2.table1.row3", E_, "result.completion", WRONG_BOOLEANS),
    *_each("2.4.5.s2.table1.row4", E_, "result.response", WRONG_TEXTS),
    *_each("4.6.s1.b1", E_, "result.duration", WRONG_DURATIONS),
    *_each("4.1.s3.b1", E_, "result.extensions", [None, "x", [], {"should fail": None}]),
    *[Breaker("2.2.s4.b1.b7", E_, f"result.{name}", 1) for name in ("Score", "grade")],
    *[Breaker("2.2.s4.b1.b7", E_, f"result.score.{name}", 1) for name in ("Raw", "scale")],
    # 2.4.6: in what context
    *_each("2.4.6", E_, "context", [None, "x", 1, []]),
    *_each("2.4.6.s3.table1.row1", E_, "context.registration", WRONG_UUIDS),
    *_each("2.4.6.s3.table1.row2", E_, "context.instructor", [None, "x", {}, {"key": "x"}, [AGENT]]),
    *_each("2.4.6.s3.table1.row3", E_, "context.team", [None, "x", {}, AGENT, BY_ACCOUNT, {"objectType": "Group"}]),
    *_each("2.4.6.s3.table1.row5", E_, "context.revision", WRONG_TEXTS),
    *_each("2.4.6.s3.table1.row6", E_, "context.platform", WRONG_TEXTS),
    *_each(
        "2.4.6.s3.table1.row7", E_, "context.language", ["", "something", "de-419-DE", "en_US", None, 1, {}, "i-none"]
    ),
    *_each("2.4.6.s3.table1.row8", E_, "context.statement", [None, "x", {}, REF["id"], ACTIVITY]),
    *_each("2.4.6.s3.table1.row8", E_, "context.statement.id", WRONG_UUIDS),
    *_each("2.4.6.s3.table1.row8", E_, "context.statement.objectType", [DROP, "statementRef", "Activity"]),
    *_each("4.1.s3.b1", E_, "context.extensions", [None, "x", [], {"should fail": {}}]),
    *_each("2.4.6.s3.table1.row4", E_, "context.contextActivities", [None, "x", [], [ACTIVITY]]),
    *[
        row
        for place in ("parent", "grouping", "category", "other")
        for row in _each(
            "2.4.6.2.s4.b2",
            E_,
            f"context.contextActivities.{place}",
            [None, "x", [None], [{}], {}, [ACTIVITY, {"key": "x"}], AGENT, [AGENT], [[ACTIVITY]]],
        )
    ],
    *[Breaker("2.4.6.2.s4.b1", E_, f"context.contextActivities.{name}", []) for name in ("Parent", "others", "")],
    *[Breaker("2.2.s4.b1.b7", E_, f"context.{name}", "x") for name in ("Registration", "more", "contextactivities")],
    *[
        Breaker("2.4.6.s4", base, "context", {name: "x"})
        for base in ("about an agent", "about a group", "about a statement")
        for name in ("revision", "platform")
    ],
    *[Breaker("2.4.6.s4", "sub", "context", {name: "x"}) for name in ("revision", "platform")],
    *[Breaker("2.4.6.s4", "sub about an agent", "object.context", {name: "x"}) for name in ("revision", "platform")],
    # 2.0 alone: agents and groups in the context
    Breaker("IEEE 4.2.2", "smallest", "context", {"contextAgents": [examples.CONTEXT_AGENT]}, ONLY_1),
    Breaker("IEEE 4.2.2", "smallest", "context", {"contextGroups": [examples.CONTEXT_GROUP]}, ONLY_1),
    *[
        row
        for base, name, member, wrong in (
            ("context agents", "contextAgents", "agent", [None, "x", {}, {"key": "x"}, GROUP, [AGENT], DROP]),
            ("context groups", "contextGroups", "group", [None, "x", {}, {"key": "x"}, AGENT, [GROUP], DROP]),
        )
        for row in (
            *_each("IEEE 4.2.2", base, f"context.{name}", [None, "x", {}, [None], [{}], [AGENT]], versions=ONLY_2),
            *_each("IEEE 4.2.2", base, f"context.{name}.0.objectType", [None, "Agent", "x", DROP], versions=ONLY_2),
            *_each("IEEE 4.2.2", base, f"context.{name}.0.{member}", wrong, versions=ONLY_2),
            *_each("IEEE 4.2.2", base, f"context.{name}.0.more", ["x"], versions=ONLY_2),
            *_each(
                "IEEE 4.2.2", base, f"context.{name}.0.relevantTypes", [None, [], "x", ["abc"], [1]], versions=ONLY_2
            ),
        )
    ],
    # 2.4.7 to 2.4.10: when, by whom, which version
    *_each("4.5.s1.b1", E_, "timestamp", WRONG_TIMES),
    *_each("2.4.8.s3.b2", E_, "stored", WRONG_TIMES),
    *_each(
        "IEEE 4.2.7", E_, "timestamp", ["2026-11-20T12:00:00", "20261120T120000Z", "2026-11-20T12:00Z"], versions=ONLY_2
    ),
    *_each("4.5.s1.b1", E_, "timestamp", ["2026-11-20 12:00:00Z", "2026-W47-5T12:00:00Z"], versions=ONLY_1),
    *_each("2.4.9.s3.b1", E_, "authority", [None, "x", {}, GROUP["member"], {"objectType": "Activity"}]),
    *_each("2.4.9.s3.b1", "three parties", "authority.member", [[AGENT], [AGENT, BY_ACCOUNT, BY_SUM], [], DROP]),
    *_each("2.4.9.s3.b1", "three parties", "authority.mbox", ["mailto:bob@example.com"]),
    *_each(
        "2.4.9.s3.b1", "three parties", "authority", [examples.IDENTIFIED_GROUP, {**TWO, "openid": "https://a.example"}]
    ),
    *_each(
        "2.4.10.s3.b2", E_, "version", ["0.9.9", "1.1.0", "should fail", "", "1", "1.0.", "3.0.0", "2.1.0", None, 1.0]
    ),
    *_each("2.4.10.s3.b2", E_, "version", ["2.0.0", "2.0"], versions=ONLY_1),
    # 2.4.11: with what attached
    *_each("2.4.11", "attachment", "attachments", [None, "x", examples.FILE, [12345], ["x"], [None], [{}]]),
    *_each("2.4.11.s2.table1.row1", "attachment", "attachments.0.usageType", [*WRONG_IRIS, DROP]),
    *_each("2.4.11.s2.table1.row2", "attachment", "attachments.0.display", [*WRONG_MAPS, DROP]),
    *_each("2.4.11.s2.table1.row3", "attachment", "attachments.0.description", WRONG_MAPS),
    *_each(
        "2.4.11.s2.table1.row4", "attachment", "attachments.0.contentType", [DROP, 12345, None, "", "text", "a b/c"]
    ),
    *_each("2.4.11.s2.table1.row5", "attachment", "attachments.0.length", [DROP, "27", 27.5, -1, None, True]),
    *_each("2.4.11.s2.table1.row6", "attachment", "attachments.0.sha2", [DROP, 12345, None, "", "a" * 63, "z" * 64]),
    *_each("2.4.11.s2.table1.row7", "attachment", "attachments.0.fileUrl", WRONG_IRIS),
    *[Breaker("2.2.s4.b1.b7", "attachment", f"attachments.0.{name}", "x") for name in ("fileURL", "more", "Sha2")],
    Breaker("2.6.s4.b1", "attachment", "attachments.0.usageType", "http://adlnet.gov/expapi/attachments/signature"),
    # 2.3.2: voiding
    *_each("2.3.2.s2.b1", "voiding", "object", [ACTIVITY, AGENT, GROUP, SUB, {"id": ACTIVITY["id"]}]),
]


def together() -> list[list[Breaker]]:
    """The rows, those of one place in one list."""
    found: dict[str, list[Breaker]] = {}
    for row in BREAKERS:
        found.setdefault(row.place, []).append(row)
    return list(found.values())

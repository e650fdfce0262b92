"""Statements that both versions take (VALID), and some that only 2.0 takes (VALID_2). Copy before changing one."""

from typing import Any

AGENT = {"objectType": "Agent", "name": "Asha Verma", "mbox": "mailto:asha.verma@gov.example"}
BY_ACCOUNT = {"account": {"homePage": "https://lms.gov.example", "name": "asha|verma"}}
BY_SUM = {"mbox_sha1sum": "ebd31e95054c018b10727ccffd2ef2ec3a016ee9", "name": "Ravi"}
BY_OPENID = {"openid": "https://id.gov.example/ravi"}
GROUP = {"objectType": "Group", "name": "Batch 7", "member": [AGENT, BY_ACCOUNT]}
IDENTIFIED_GROUP = {"objectType": "Group", "mbox": "mailto:batch7@gov.example", "member": [BY_SUM]}
THREE_PARTIES = {
    "objectType": "Group",
    "member": [{"account": {"homePage": "https://app.example/oauth", "name": "c1"}}, AGENT],
}
VERB = {"id": "http://adlnet.gov/expapi/verbs/completed", "display": {"en-IN": "completed", "hi": "पूरा किया"}}
ACTIVITY = {
    "objectType": "Activity",
    "id": "https://lms.gov.example/courses/noting-and-drafting",
    "definition": {
        "type": "http://adlnet.gov/expapi/activities/course",
        "name": {"en-IN": "Noting and drafting", "hi": "टिप्पण और प्रारूपण"},
        "description": {"en-IN": "How a file moves."},
        "moreInfo": "https://lms.gov.example/courses/noting-and-drafting/about",
        "extensions": {"https://lms.gov.example/x/level": {"deep": [None, 1.0, {"a": None}]}},
    },
}
REF = {"objectType": "StatementRef", "id": "8f87ccde-bb56-4c2e-ab83-44982ef22df0"}
REGISTRATION = "ec531277-b57b-4c15-8d91-d292c5b2b8f7"
FILE = {
    "usageType": "http://adlnet.gov/expapi/attachments/certificate-of-completion",
    "display": {"en": "Certificate"},
    "description": {"en": "As printed"},
    "contentType": "text/plain; charset=utf-8",
    "length": 27,
    "sha2": "495395e777cd98da653df9615d09c0fd6bb2f8d4788394cd53c56a3bfdcd848a",
}
FILE_BODY = b"here is a simple attachment"
CONTEXT = {
    "registration": REGISTRATION,
    "instructor": AGENT,
    "team": GROUP,
    "contextActivities": {
        "parent": [{"id": "https://lms.gov.example/programmes/induction"}],
        "grouping": {"objectType": "Activity", "id": "https://lms.gov.example/catalogue"},
        "category": [{"id": "https://w3id.org/xapi/cmi5/context/categories/cmi5"}],
        "other": [],
    },
    "revision": "3",
    "platform": "iGOT",
    "language": "hi-IN",
    "statement": REF,
    "extensions": {"https://lms.gov.example/x/session": "S1"},
}
RESULT = {
    "score": {"scaled": 0.85, "raw": 85, "min": 0, "max": 100},
    "success": True,
    "completion": True,
    "response": "[,]",
    "duration": "PT1H12M30.5S",
    "extensions": {},
}
SUB = {"objectType": "SubStatement", "actor": AGENT, "verb": VERB, "object": ACTIVITY}


def _about(object_: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"actor": AGENT, "verb": VERB, "object": object_, **more}


def _question(kind: str, **lists: list[str]) -> dict[str, Any]:
    made = {
        name: [{"id": word, "description": {"en": word}} if place else {"id": word} for place, word in enumerate(words)]
        for name, words in lists.items()
    }
    definition = {"interactionType": kind, "correctResponsesPattern": ["a[,]b"], **made}
    return _about({"id": f"https://lms.gov.example/questions/{kind}", "definition": definition})


TYPICAL = {
    "id": "6690e6c9-3ef0-4ed3-8b37-7f3964730bee",
    "actor": {"objectType": "Agent", "account": {"homePage": "https://lms.gov.example", "name": "10023311"}},
    "verb": VERB,
    "object": {
        "objectType": "Activity",
        "id": "https://lms.gov.example/courses/noting-and-drafting",
        "definition": {
            "type": "http://adlnet.gov/expapi/activities/course",
            "name": {"en-IN": "Noting and drafting"},
        },
    },
    "result": {"score": {"scaled": 0.85, "raw": 85.0, "min": 0, "max": 100}, "success": True, "duration": "PT1H12M30S"},
    "context": {
        "registration": REGISTRATION,
        "contextActivities": {
            "parent": [{"id": "https://lms.gov.example/programmes/induction"}],
            "category": [{"id": "https://w3id.org/xapi/cmi5/context/categories/cmi5"}],
        },
        "language": "hi",
    },
    "timestamp": "2026-11-20T06:30:00.123Z",
}

VALID: dict[str, dict[str, Any]] = {
    "smallest": {"actor": {"mbox": "mailto:a@b.example"}, "verb": {"id": VERB["id"]}, "object": {"id": ACTIVITY["id"]}},
    "typical": TYPICAL,
    "everything": _about(
        ACTIVITY,
        id="fd41c918-b88b-4b20-a0a5-a4c32391aaa0",
        result=RESULT,
        context=CONTEXT,
        timestamp="2026-11-20T12:00:00+05:30",
        stored="2026-11-20T06:30:01.000Z",
        authority=AGENT,
        version="1.0.3",
        attachments=[{**FILE, "fileUrl": "https://lms.gov.example/files/1"}],
    ),
    "by account": {"actor": BY_ACCOUNT, "verb": VERB, "object": ACTIVITY},
    "by sum": {"actor": BY_SUM, "verb": VERB, "object": ACTIVITY},
    "by openid": {"actor": BY_OPENID, "verb": VERB, "object": ACTIVITY},
    "group": {"actor": GROUP, "verb": VERB, "object": ACTIVITY},
    "identified group": {"actor": IDENTIFIED_GROUP, "verb": VERB, "object": ACTIVITY},
    "about an agent": _about(AGENT),
    "about a group": _about(GROUP),
    "about a statement": _about(REF),
    "voiding": {"actor": AGENT, "verb": {"id": "http://adlnet.gov/expapi/verbs/voided"}, "object": REF},
    "sub": _about({**SUB, "context": CONTEXT, "result": RESULT, "timestamp": "2026-11-20T06:30:00Z"}),
    "sub about an agent": _about({**SUB, "object": AGENT}),
    "sub about a statement": _about({**SUB, "object": REF}),
    "three parties": _about(ACTIVITY, authority=THREE_PARTIES),
    "attachment": _about(ACTIVITY, attachments=[FILE]),
    "nothing inside": _about({"id": ACTIVITY["id"], "definition": {}}, result={}, context={}),
    "true-false": _question("true-false"),
    "choice": _question("choice", choices=["a", "b", "c"]),
    "fill-in": _question("fill-in"),
    "long-fill-in": _question("long-fill-in"),
    "matching": _question("matching", source=["a", "b"], target=["a", "b"]),
    "performance": _question("performance", steps=["a", "b"]),
    "sequencing": _question("sequencing", choices=["a", "b"]),
    "likert": _question("likert", scale=["a", "b"]),
    "numeric": _question("numeric"),
    "other": _question("other"),
}

CONTEXT_AGENT = {
    "objectType": "contextAgent",
    "agent": BY_ACCOUNT,
    "relevantTypes": ["https://lms.gov.example/types/mentor"],
}
CONTEXT_GROUP = {"objectType": "contextGroup", "group": IDENTIFIED_GROUP}
VALID_2: dict[str, dict[str, Any]] = {
    "context agents": _about(ACTIVITY, context={"contextAgents": [CONTEXT_AGENT]}, version="2.0.0"),
    "context groups": _about(ACTIVITY, context={"contextGroups": [CONTEXT_GROUP]}),
    "time with a space": _about(ACTIVITY, timestamp="2008-09-15 15:53:00.601+00:00"),
}

"""A certificate as an Open Badges 3.0 credential, and reading one back.

Source of the names: 1EdTech "Open Badges Specification 3.0", sections B.1 and B.2, on W3C "Verifiable Credentials Data
Model v2.0". Context addresses are text that is signed; nothing here or elsewhere fetches them.
"""

import datetime as dt
import hashlib
import uuid
from typing import Any

from karmayogi.credentials.engine.proofs import Document
from karmayogi.credentials.types import Competency, Facts, Source

CONTEXTS = ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"]
SCHEMA = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
FRAMEWORK = "Karmayogi Competency Model"

GRADES = {
    "E0": "Reported by the learner's own browser; not checked by the server.",
    "E1": "Taking part was observed by the server.",
    "E2": "Proved by a server-marked test.",
    "E3": "Proved by a witnessed test or attendance.",
}


# Of the vocabulary of Open Badges 3.0.
TYPES = {"course": "Course", "test": "Assessment"}
_DONE = {"course": "Completion of the course", "test": "Passing the test"}


def instant(at: dt.datetime) -> str:
    """xsd:dateTime in UTC, to the second."""
    return at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def hashed(identity: str, salt: str) -> str:
    """An identifier that only somebody who knows it can recognise (Open Badges 3.0, IdentityHash)."""
    return "sha256$" + hashlib.sha256((identity + salt).encode()).hexdigest()


def identifiers(holder: uuid.UUID, salt: str, *names: str) -> list[Document]:
    """Who it is about: her uuid as a salted hash, and her names as they are."""
    found: list[Document] = [
        {
            "type": "IdentityObject",
            "hashed": True,
            "identityHash": hashed(str(holder), salt),
            "identityType": "systemId",
            "salt": salt,
        }
    ]
    found += [
        {"type": "IdentityObject", "hashed": False, "identityHash": name, "identityType": "name"}
        for name in names
        if name
    ]
    return found


def build(
    facts: Facts,
    *,
    origin: str,
    issuer: str,
    issuer_name: str,
    holder: uuid.UUID,
    salt: str,
    status_list: str,
    status_place: int,
) -> Document:
    """The credential, not yet signed. holder: uuid of the person, which goes in only as a salted hash."""
    course = f"urn:uuid:{facts.course_uuid}"
    alignments = [alignment(origin, competency) for competency in facts.competencies]
    achievement: Document = {
        "id": course,
        "type": ["Achievement"],
        "name": facts.title,
        "inLanguage": facts.title_language,
        "humanCode": facts.course_code,
        "achievementType": TYPES[facts.kind],
        "description": f"{_DONE[facts.kind]} {facts.course_code}: {facts.title}",
        "criteria": {"narrative": GRADES[facts.grade]},
        "resultDescription": [
            {
                "id": f"{course}#minutes",
                "type": ["ResultDescription"],
                "name": "Learning time in minutes",
                "resultType": "Result",
            },
            {
                "id": f"{course}#score",
                "type": ["ResultDescription"],
                "name": "Score in per cent",
                "resultType": "Percent",
                "valueMin": "0",
                "valueMax": "100",
            },
            {
                "id": f"{course}#level",
                "type": ["ResultDescription"],
                "name": "Level of the competency",
                "resultType": "PerformanceLevel",
                "valueMin": "1",
                "valueMax": "5",
            },
        ],
    }
    results = [_result(f"{course}#minutes", str(facts.minutes))]
    if facts.score is not None:
        results.append(_result(f"{course}#score", str(facts.score)))
    if alignments:
        achievement["alignment"] = alignments
        results += [
            _result(f"{course}#level", str(level)) | {"alignment": [alignment]}
            for alignment, (_, _, level) in zip(alignments, facts.competencies, strict=True)
        ]
    subject: Document = {
        "type": ["AchievementSubject"],
        "identifier": identifiers(holder, salt, facts.name, facts.name_native),
        "achievement": achievement,
        "result": results,
    }
    if facts.source is not None:
        subject["source"] = _profile(facts.source)
    until = {"validUntil": instant(facts.valid_until)} if facts.valid_until is not None else {}
    return {
        "@context": CONTEXTS,
        "id": f"{origin}/v/{facts.code}",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": facts.title,
        "issuer": {"id": issuer, "type": ["Profile"], "name": issuer_name, "url": origin},
        "validFrom": instant(facts.issued_at),
        **until,
        "awardedDate": instant(facts.issued_at),
        "credentialSubject": subject,
        "evidence": [
            {"type": ["Evidence"], "name": "How it was proved", "genre": facts.grade, "narrative": GRADES[facts.grade]}
        ],
        "credentialSchema": [{"id": SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}],
        "credentialStatus": {
            "id": f"{status_list}#{status_place}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": str(status_place),
            "statusListCredential": status_list,
        },
    }


def facts_in(credential: Document) -> Facts:
    """What a credential of ours says. Raises ValueError when it is not shaped like one."""
    try:
        return _facts_in(credential)
    except (KeyError, TypeError, AttributeError, IndexError) as error:
        raise ValueError("not a credential of ours") from error


def status_list(
    *, url: str, issuer: str, issuer_name: str, encoded: str, at: dt.datetime, until: dt.datetime
) -> Document:
    """The list of revoked places as a credential, not yet signed (Bitstring Status List v1.0, 2.2).

    until: from then on nobody may rely on this copy of it; the list is signed anew long before.
    """
    return {
        "@context": CONTEXTS[:1],
        "id": url,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": {"id": issuer, "name": issuer_name},
        "validFrom": instant(at),
        "validUntil": instant(until),
        "credentialSubject": {
            "id": f"{url}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": encoded,
        },
    }


def alignment(origin: str, competency: Competency) -> Document:
    """The competency at a level, as something that an achievement is aligned to."""
    code, name, level = competency
    return {
        "type": ["Alignment"],
        "targetName": name,
        "targetUrl": f"{origin}/competencies/library/?q={code}",
        "targetCode": code,
        "targetFramework": FRAMEWORK,
        "targetType": "CFItem",
        "targetDescription": f"Level {level}",
    }


# Between the name of an official and the title: neither holds one (actions.save_template), both may hold commas.
OFFICIAL = "; "


def _profile(source: Source) -> Document:
    found: Document = {"id": f"urn:uuid:{source.organisation_uuid}", "type": ["Profile"], "name": source.name}
    if source.line:
        found["description"] = source.line
    if source.signatory:
        found["official"] = f"{source.signatory}{OFFICIAL}{source.signatory_title}"
    return found


def _source_in(profile: Document) -> Source:
    signatory, _, title = profile.get("official", "").partition(OFFICIAL)
    identity = uuid.UUID(profile["id"].removeprefix("urn:uuid:"))
    return Source(identity, profile["name"], profile.get("description", ""), signatory, title)


def _result(description: str, value: str) -> Document:
    return {"type": ["Result"], "resultDescription": description, "value": value}


def _facts_in(credential: Document) -> Facts:
    subject = credential["credentialSubject"]
    achievement = subject["achievement"]
    names = [i["identityHash"] for i in subject["identifier"] if i["identityType"] == "name" and not i["hashed"]]
    results: list[Any] = subject["result"]

    def value(kind: str) -> list[Document]:
        return [result for result in results if result["resultDescription"].endswith(f"#{kind}")]

    score = value("score")
    return Facts(
        code=credential["id"].rpartition("/")[2],
        name=names[0],
        name_native=names[1] if len(names) > 1 else "",
        title=achievement["name"],
        title_language=achievement["inLanguage"],
        course_uuid=uuid.UUID(achievement["id"].removeprefix("urn:uuid:")),
        course_code=achievement["humanCode"],
        minutes=int(value("minutes")[0]["value"]),
        grade=credential["evidence"][0]["genre"],
        score=int(score[0]["value"]) if score else None,
        competencies=tuple(
            (r["alignment"][0]["targetCode"], r["alignment"][0]["targetName"], int(r["value"])) for r in value("level")
        ),
        issued_at=dt.datetime.fromisoformat(credential["validFrom"]),
        valid_until=dt.datetime.fromisoformat(credential["validUntil"]) if "validUntil" in credential else None,
        source=_source_in(subject["source"]) if "source" in subject else None,
        kind={said: kind for kind, said in TYPES.items()}[achievement["achievementType"]],
    )

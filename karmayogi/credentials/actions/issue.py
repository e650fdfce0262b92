"""Issuing a certificate: signed at once, printed by a job."""

import datetime as dt
import json
import secrets
import uuid

from django.db import transaction

from karmayogi.credentials import conf
from karmayogi.credentials.actions import signing, status_list
from karmayogi.credentials.engine import badge, bitstring, codes
from karmayogi.credentials.events import Issued
from karmayogi.credentials.queries.certificates import certificate_for
from karmayogi.credentials.types import CertificateRow, Competency, Facts, Grade
from karmayogi.kernel import audit, events, ids, rows
from karmayogi.kernel.access import Agent
from karmayogi.people.api import person

_INSERT = """
insert into credentials_certificate
  (uuid, code, person_id, name, name_native, title_en, title_hi, title_ur, language, course_uuid, course_code,
   minutes, grade, score, ref_kind, ref_uuid, issued_at, credential, key_id, status_list_id, status_place,
   revoked_reason)
values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, '')
on conflict do nothing
returning id
"""

_COMPETENCIES = """
insert into credentials_certificatecompetency (certificate_id, position, code, name, level)
select %s, row_number() over (), * from unnest(%s::text[], %s::text[], %s::smallint[])
"""


def issue(
    *,
    agent: Agent,
    person_id: int,
    name: str,
    name_native: str,
    title_en: str,
    title_hi: str,
    title_ur: str,
    language: str,
    course_uuid: uuid.UUID,
    course_code: str,
    hours_minutes: int,
    grade: str,
    score: int | None,
    competencies: list[Competency],
    ref_kind: str,
    ref_uuid: uuid.UUID,
    at: dt.datetime,
) -> CertificateRow:
    """Signs and stores a certificate; the one that is there already when this ref has one.

    The caller has made sure that it is earned. hours_minutes: learning time in minutes. grade: a value of Grade.
    ref: what it is issued for. Raises ValueError for an unknown grade, signing.KeyMissing without the private key.
    """
    found = certificate_for(ref_uuid, ref_kind)
    if found is not None:
        return found
    title = {"hi": title_hi, "ur": title_ur}.get(language) or title_en
    issued_at = at.replace(microsecond=0)
    with transaction.atomic():
        holder = person(person_id).uuid
        key = signing.current_key(at)
        while True:
            number, place = bitstring.place(rows.scalar("select nextval('credentials_status_place')"))
            place_list = status_list.list_for(number, key.kid, at)
            facts = Facts(
                code=ids.code(codes.PREFIX, length=codes.LENGTH),
                name=name,
                name_native=name_native,
                title=title,
                title_language=language if title != title_en else "en",
                course_uuid=course_uuid,
                course_code=course_code,
                minutes=hours_minutes,
                grade=Grade(grade).value,
                score=score,
                competencies=tuple(competencies),
                issued_at=issued_at,
            )
            credential = badge.build(
                facts,
                origin=conf.origin(),
                issuer=conf.issuer(),
                issuer_name=conf.issuer_name(),
                holder=holder,
                salt=secrets.token_hex(16),
                status_list=conf.status_list_url(place_list.uuid),
                status_place=place,
            )
            text = json.dumps(signing.sign(credential, key.kid, at), ensure_ascii=False)
            new = ids.uuid7()
            certificate_id = rows.scalar(
                _INSERT,
                [
                    new, facts.code, person_id, name, name_native, title_en, title_hi, title_ur, language,
                    course_uuid, course_code, hours_minutes, facts.grade, score, ref_kind, ref_uuid, issued_at, text,
                    key.pk, place_list.pk, place,
                ],
            )  # fmt: skip
            if certificate_id is not None:
                break
            # Refused by a unique key: somebody else issued it a moment ago, or the code exists: then another code.
            found = certificate_for(ref_uuid, ref_kind)
            if found is not None:
                return found
        if competencies:
            its_codes, names, levels = zip(*competencies, strict=True)
            rows.run(_COMPETENCIES, [certificate_id, list(its_codes), list(names), list(levels)])
        audit.record(
            "credentials:certificate:issue", agent=agent, at=at, kind="certificate", subject=new,
            label=f"{facts.code} {title_en}", concerns=person_id,
        )  # fmt: skip
        events.announce(Issued(new, ref_kind, ref_uuid, person_id, at))
        issued = certificate_for(ref_uuid, ref_kind)
    assert issued is not None
    return issued

"""Issuing a certificate: signed at once, printed when it is first asked for."""

import dataclasses
import datetime as dt
import json
import secrets
import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.credentials import conf
from karmayogi.credentials.actions import signing, status_list
from karmayogi.credentials.actions.revoke import FLIP
from karmayogi.credentials.engine import badge, bitstring, codes
from karmayogi.credentials.engine.wording import LANGUAGES
from karmayogi.credentials.events import Issued, Replaced
from karmayogi.credentials.models import Certificate
from karmayogi.credentials.queries.certificates import COUNTS, HOLDER_PATH, certificate_for
from karmayogi.credentials.queries.templates import template_by_id, template_over
from karmayogi.credentials.types import CertificateRow, Competency, Facts, Grade, Kind, Outside, Reason
from karmayogi.kernel import audit, clock, events, ids, rows
from karmayogi.kernel.access import Agent, Refused
from karmayogi.orgs.api import FILLS
from karmayogi.people.api import account_of

_INSERT = """
with made as (
insert into credentials_certificate
  (uuid, code, person_id, name, name_native, title_en, title_hi, title_ur, title_own, language, course_uuid,
   course_code, minutes, grade, score, ref_kind, ref_uuid, issued_at, credential, key_id, status_list_id, status_place,
   valid_until, replaces_id, template_id, organisation_id, revoked_reason)
values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, '')
on conflict do nothing
returning id
), named as (
  insert into credentials_certificatecompetency (certificate_id, position, code, name, level)
  select made.id, x.position, x.code, x.name, x.level
  from made, unnest(%s::text[], %s::text[], %s::smallint[]) with ordinality x (code, name, level, position)
)
select id from made
"""

# All that signing needs, in one statement: it is done a hundred times a second in a learning week. A number is only
# drawn where there is no certificate yet.
_GROUND = f"""
with there as (
  select from (
    select c.uuid from credentials_certificate c
    where c.ref_uuid = %(ref)s and c.ref_kind = %(ref_kind)s and {COUNTS} order by c.id desc limit 1
  ) newest where newest.uuid is distinct from %(replaces)s::uuid
), drawn as (
  select nextval('credentials_status_place') as number where not exists (select from there)
)
select exists (select from there), p.uuid, ({HOLDER_PATH.format(person="p.id", fills=FILLS)}), k.id, k.kid,
  drawn.number, l.id, l.uuid
from (values (1)) one
left join drawn on true
left join people_person p on p.id = %(person)s
left join credentials_signingkey k on k.valid_to is null
left join credentials_statuslist l on l.number = drawn.number / {bitstring.LENGTH}
"""


@dataclasses.dataclass(frozen=True, slots=True)
class _Ground:
    there: bool
    holder: uuid.UUID | None
    path: str | None
    key_id: int | None
    kid: str | None
    number: int | None
    list_id: int | None
    list_uuid: uuid.UUID | None


@dataclasses.dataclass(frozen=True, slots=True)
class _Place:
    """Where the certificate stands: key, list and place in it."""

    key_id: int
    kid: str
    list_id: int
    list_uuid: uuid.UUID
    place: int


def issue(
    *,
    agent: Agent,
    person_id: int | None,
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
    valid_until: dt.datetime | None = None,
    replaces: uuid.UUID | None = None,
    kind: str = Kind.COURSE.value,
    outside: Outside | None = None,
    title_own: str = "",
    look: int | None = 0,
    savepoint: bool = True,
) -> CertificateRow:
    """Signs and stores a certificate; the one that is there already when this ref has one.

    The caller has made sure that it is earned. hours_minutes: learning time in minutes. grade: a value of Grade. kind:
    of Kind; of a test that stands alone the paper and the page say so. language: in which it was done; where the paper
    has no words in it, it speaks the language of the holder's account. title_own: the title in that language.
    ref: what it is issued for. It looks as the holder's office or the nearest above it says. replaces: uuid of the
    certificate whose place it takes, which then says so for good. outside: in place of a person, for one who has no
    account; it needs an end, looks as the office that invited says, and is not announced: nobody else knows of them.
    look: id of the template in place of the one that counts now, None for none of any organisation. savepoint: False
    where the caller undoes everything when this fails.
    Raises ValueError for an unknown grade, signing.KeyMissing without the private key, Refused when the other one was
    revoked.
    """
    with transaction.atomic(savepoint=savepoint):
        asked = {
            "ref": ref_uuid, "ref_kind": ref_kind, "replaces": replaces, "person": person_id, "on": clock.day(at),
        }  # fmt: skip
        ground = rows.first(_Ground, _GROUND, asked)
        assert ground is not None
        if ground.there:
            return _there(ref_uuid, ref_kind)
        earlier = _lay_down(replaces, agent, at) if replaces else None
        issued_at = at.replace(microsecond=0)
        holder = outside.holder if outside else ground.holder
        if holder is None:
            raise ValueError("a certificate is of a person, or of somebody from outside")
        path = outside.path if outside else ground.path
        template = template_by_id(look) if look else template_over(path) if path and look == 0 else None
        if language not in LANGUAGES:
            account = account_of(person_id) if person_id is not None else None
            language, title_own = account.language if account else "en", ""
        if language in ("en", "hi", "ur"):
            title_own = ""
        title = title_own or {"hi": title_hi, "ur": title_ur}.get(language) or title_en
        while True:
            stands = _place(ground, at)
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
                valid_until=valid_until,
                source=template.source(language) if template else None,
                kind=Kind(kind).value,
            )
            credential = badge.build(
                facts,
                origin=conf.origin(),
                issuer=conf.issuer(),
                issuer_name=conf.issuer_name(),
                holder=holder,
                salt=secrets.token_hex(16),
                status_list=conf.status_list_url(stands.list_uuid),
                status_place=stands.place,
            )
            text = json.dumps(signing.sign(credential, stands.kid, at), ensure_ascii=False)
            new = ids.uuid7()
            certificate_id = rows.scalar(
                _INSERT,
                [
                    new, facts.code, person_id, name, name_native, title_en, title_hi, title_ur, title_own,
                    language, course_uuid, course_code, hours_minutes, facts.grade, score, ref_kind, ref_uuid,
                    issued_at, text,
                    stands.key_id, stands.list_id, stands.place, valid_until, earlier.pk if earlier else None,
                    template.id if template else None, outside.organisation_id if outside else None,
                    *([one[place] for one in competencies] for place in range(3)),
                ],
            )  # fmt: skip
            if certificate_id is not None:
                break
            # Refused by a unique key: somebody else issued it a moment ago, or the code exists: then another code.
            ground = rows.first(_Ground, _GROUND, asked)
            assert ground is not None
            if ground.there:
                return _there(ref_uuid, ref_kind)
        audit.record(
            "credentials:certificate:issue", agent=agent, at=at, kind="certificate", subject=new,
            label=f"{facts.code} {title_en}", concerns=person_id,
            detail={"replaces": earlier.code} if earlier else None,
        )  # fmt: skip
        if person_id is not None:
            events.announce(Issued(new, ref_kind, ref_uuid, person_id, at))
    return CertificateRow(
        int(certificate_id), new, facts.code, person_id, name, name_native, title_en, title_hi, title_ur, language,
        course_uuid, course_code, hours_minutes, facts.grade, score, issued_at, valid_until, None, "", "",
        outside.path if outside else "",
    )  # fmt: skip


def _there(ref_uuid: uuid.UUID, ref_kind: str) -> CertificateRow:
    found = certificate_for(ref_uuid, ref_kind)
    assert found is not None
    return found


def _place(ground: _Ground, at: dt.datetime) -> _Place:
    """The first certificate of all makes the key, the first one of a list the list."""
    assert ground.number is not None
    number, place = bitstring.place(ground.number)
    if ground.key_id is not None and ground.kid and ground.list_id is not None and ground.list_uuid is not None:
        return _Place(ground.key_id, ground.kid, ground.list_id, ground.list_uuid, place)
    key = signing.current_key(at)
    place_list = status_list.list_for(number, key.kid, at)
    return _Place(key.pk, key.kid, place_list.pk, place_list.uuid, place)


def _lay_down(certificate_uuid: uuid.UUID, agent: Agent, at: dt.datetime) -> Certificate:
    """The certificate that another one takes the place of: no good from now on, what it proved still counts."""
    old = Certificate.objects.select_for_update().get(uuid=certificate_uuid)
    if old.revoked_at is not None:
        raise Refused(_("This certificate is revoked already."))
    old.revoked_at = old.replaced_at = at
    old.revoked_reason = Reason.REPLACED.value
    old.save(update_fields=["revoked_at", "replaced_at", "revoked_reason"])
    rows.run(FLIP, [old.status_place, old.status_list_id])
    audit.record(
        "credentials:certificate:replace", agent=agent, at=at, kind="certificate", subject=old.uuid,
        label=f"{old.code} {old.title_en}", concerns=old.person_id,
    )  # fmt: skip
    events.announce(Replaced(old.uuid, at))
    return old

"""Writing a SCIM user: what people and orgs have a place for takes effect there, the rest is kept as stated."""

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from scim2_models import ForbiddenException, InvalidValueException, UniquenessException

from karmayogi.feeds.actions.scim.settle import settle
from karmayogi.feeds.engine.resources import EnterpriseUser, Officer
from karmayogi.feeds.models import ScimContact, ScimUser
from karmayogi.feeds.queries.scim_users import end_of, user_named
from karmayogi.feeds.queries.tokens import Caller
from karmayogi.kernel import audit, clock, rows
from karmayogi.kernel.access import System
from karmayogi.orgs import api as orgs
from karmayogi.people import api as people
from karmayogi.people.types import GROUPS

_LENGTHS = {field.name: int(getattr(field, "max_length", None) or 0) for field in ScimUser._meta.concrete_fields}


def agent_of(caller: Caller) -> System:
    return System(f"{caller.label} ({caller.organisation_code})")


def create_user(*, caller: Caller, resource: Any, at: dt.datetime) -> int:
    """A new user; the id of the person. Somebody whom the platform knows and whom nobody employs now is taken on again.

    Raises UniquenessException for a user name, and for a contact of somebody whom the token reaches already.
    """
    with transaction.atomic():
        # Two requests that create the same user at once: the second one waits and then meets the first one's.
        rows.run("select pg_advisory_xact_lock(%s::int, %s::int)", [0x5C1, caller.organisation_id % 2**31])
        if user_named(caller.path, caller.organisation_id, resource.user_name) is not None:
            raise UniquenessException(detail=f"Another user has the name {resource.user_name}.")
        person_id = _known(caller, resource, clock.day(at))
        if person_id is None:
            person_id = people.create_person(agent=agent_of(caller), name=_name(resource), at=at).id
        _write(caller, person_id, resource, at)
    return person_id


def replace_user(*, caller: Caller, person_id: int, resource: Any, at: dt.datetime) -> None:
    """The user is as the resource says; what it leaves out is no longer stated."""
    with transaction.atomic():
        holder = user_named(caller.path, caller.organisation_id, resource.user_name)
        if holder not in (None, person_id):
            raise UniquenessException(detail=f"Another user has the name {resource.user_name}.")
        _write(caller, person_id, resource, at)


def delete_user(*, caller: Caller, person_id: int, at: dt.datetime) -> None:
    """She leaves the organisation: what she holds within the reach of the token ends, and SCIM no longer shows her.

    Her account and her record stay: they are hers for life, whoever employs her next.
    """
    agent = agent_of(caller)
    with transaction.atomic():
        row = _statement(caller, person_id, at)
        row.deleted_at = at
        row.save()
        orgs.relieve_many(agent=agent, person_ids=[person_id], path=caller.path, on=clock.day(at), at=at)
        _audit("feeds:user:delete", agent, person_id, at)


def _known(caller: Caller, resource: Any, on: dt.date) -> int | None:
    """A person with one of these contacts whom nobody employs. Raises UniquenessException for one who is here."""
    emails = [clean for part in resource.emails or [] if part.value and (clean := people.clean_email(part.value))]
    mobiles = [clean for part in resource.phone_numbers or [] if (clean := _mobile(part.value))]
    found = rows.first(
        lambda *columns: columns,
        """
        select a.person_id, bool_or(i.organisation_path >= %(path)s and i.organisation_path < %(end)s), count(i.id),
          bool_or(s.deleted_at is null and s.path >= %(path)s and s.path < %(end)s),
          exists (select from orgs_delegatedauthority d
            where d.person_id = a.person_id and (d.valid_to is null or d.valid_to > %(on)s::date))
        from people_account a
        left join orgs_incumbency i on i.person_id = a.person_id and i.valid_from <= %(on)s::date
          and (i.valid_to is null or i.valid_to > %(on)s::date)
        left join feeds_scimuser s on s.person_id = a.person_id
        where a.person_id is not null and (a.email = any(%(emails)s::text[]) or a.mobile = any(%(mobiles)s::text[]))
        group by a.person_id order by a.person_id limit 1
        """,
        {"path": caller.path, "end": end_of(caller.path), "on": on, "emails": emails, "mobiles": mobiles},
    )
    if found is None:
        return None
    person_id, here, posts, stated, held = found
    if (here or stated) and not _deleted(person_id):
        raise UniquenessException(detail="A user of the organisation has this contact already.")
    # Whoever still sits elsewhere, or holds an authority, is entered as somebody new, whose contact waits.
    return None if (posts or held) and not here else int(person_id)


def _deleted(person_id: int) -> bool:
    return ScimUser.objects.filter(person_id=person_id, deleted_at__isnull=False).exists()


def _write(caller: Caller, person_id: int, resource: Any, at: dt.datetime) -> None:
    agent = agent_of(caller)
    row = _statement(caller, person_id, at)
    if _serves_elsewhere(caller, person_id, clock.day(at)):
        raise ForbiddenException(detail="She serves in another organisation. Only its own system writes about her.")
    enterprise = resource[EnterpriseUser] or EnterpriseUser()
    officer = resource[Officer] or Officer.model_construct()
    manager = enterprise.manager
    name = resource.name
    stated = {
        "user_name": resource.user_name, "external_id": resource.external_id, "display_name": resource.display_name,
        "language": resource.preferred_language, "title": resource.title,
        "formatted": name.formatted if name else "", "prefix": name.honorific_prefix if name else "",
        "family_name": name.family_name if name else "", "given_name": name.given_name if name else "",
        "middle_name": name.middle_name if name else "", "suffix": name.honorific_suffix if name else "",
        "cost_center": enterprise.cost_center, "organization": enterprise.organization,
        "division": enterprise.division, "department": enterprise.department,
        "manager": manager.value if manager else "", "manager_ref": str(manager.ref or "") if manager else "",
        "post_code": officer.post_code, "designation": officer.designation,
        "organisation_code": officer.organisation_code, "service": officer.service, "cadre": officer.cadre,
    }  # fmt: skip
    for field, value in stated.items():
        setattr(row, field, _text(field, value))
    if officer.batch is not None and abs(officer.batch) >= 2**31:
        raise InvalidValueException(detail="batch is the year of a batch.")
    row.active, row.batch = resource.active, officer.batch
    row.deleted_at, row.updated_at = None, at
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise UniquenessException(detail="Another user has this name.") from error
    _contacts(row, resource)
    _person(agent, row, resource, enterprise, officer, at)
    if row.active is True:
        people.set_active(agent=agent, person_id=person_id, active=True, why="SCIM", at=at)
    settle(row, agent=agent, at=at)
    _audit("feeds:user:write", agent, person_id, at)


def _serves_elsewhere(caller: Caller, person_id: int, on: dt.date) -> bool:
    """Whether every post that she fills is out of reach: an additional charge here gives no say over her record."""
    return bool(
        rows.scalar(
            f"""
            select not bool_or(organisation_path >= %s and organisation_path < %s) from orgs_incumbency
            where person_id = %s and kind in {orgs.FILLS}
              and valid_from <= %s::date and (valid_to is null or valid_to > %s::date)
            """,
            [caller.path, end_of(caller.path), person_id, on, on],
        )
    )


def _statement(caller: Caller, person_id: int, at: dt.datetime) -> ScimUser:
    """The statement about her, locked; one of another organisation is taken over empty, and a new one is begun."""
    rows.run("select id from people_person where id = %s for update", [person_id])
    row = ScimUser.objects.filter(person_id=person_id).first()
    if row is None:
        row = ScimUser(person_id=person_id, created_at=at, user_name=str(person_id))
    elif not row.path.startswith(caller.path):
        ScimContact.objects.filter(user=row).delete()
        row = ScimUser(id=row.id, person_id=person_id, created_at=row.created_at, user_name=str(person_id))
    row.organisation_id, row.path, row.updated_at = caller.organisation_id, caller.path, at
    return row


def _contacts(row: ScimUser, resource: Any) -> None:
    ScimContact.objects.filter(user=row).delete()
    ScimContact.objects.bulk_create(
        ScimContact(
            user=row, kind=kind, place=place, value=_text("user_name", part.value) or None,
            display=_text("user_name", part.display) or None, type=_text("prefix", part.type) or None,
            primary=part.primary,
        )
        for kind, parts in (("email", resource.emails), ("phone", resource.phone_numbers))
        for place, part in enumerate(parts or [])
    )  # fmt: skip


def _person(
    agent: System, row: ScimUser, resource: Any, enterprise: EnterpriseUser, officer: Officer, at: dt.datetime
) -> None:
    """The facts that people keeps."""
    group = officer.group or ""
    if group and group not in GROUPS:
        raise InvalidValueException(detail=f"group is one of: {', '.join(GROUPS)}.")
    changes: dict[str, Any] = {"group": group, "employee_code": _text("batch", enterprise.employee_number, 60)}
    name = _name(resource)
    if row.formatted or row.given_name or row.family_name or row.display_name:
        changes["name"] = name
    if len(row.prefix) <= 30:
        changes["honorific"] = row.prefix
    people.update_person(agent=agent, person_id=row.person_id, at=at, **changes)


def _name(resource: Any) -> str:
    name = resource.name
    parts = (name.given_name, name.middle_name, name.family_name) if name else ()
    full = (name.formatted if name else None) or " ".join(part for part in parts if part)
    full = " ".join((full or resource.display_name or resource.user_name).split())[:200]
    if orgs.looks_like_legacy_font(full):
        raise InvalidValueException(
            detail=_(
                "“%(what)s” was typed for an old font such as Kruti Dev. "
                "Send the name in Unicode or in English letters."
            )
            % {"what": full[:80]}
        )
    return full


def _mobile(value: str | None) -> str | None:
    try:
        return orgs.read_mobile(value) if value else None
    except orgs.BadCell:
        return None


def _text(field: str, value: Any, most: int | None = None) -> str:
    """One line that the database can hold. Raises InvalidValueException when it is too long or holds a NUL."""
    plain = "" if value is None else str(value)
    most = most or _LENGTHS.get(field) or 254
    if len(plain) > most or "\0" in plain:
        raise InvalidValueException(detail=f"A value is longer than {most} characters or holds a NUL.")
    return plain


def _audit(tag: str, agent: System, person_id: int, at: dt.datetime) -> None:
    person = people.person(person_id)
    audit.record(tag, agent=agent, at=at, kind="person", subject=person.uuid, label=person.name, concerns=person_id)

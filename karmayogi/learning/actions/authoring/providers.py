"""Providers: they apply, the platform decides with a reason, licenses, limits and suspends; they have members."""

import datetime as dt
import uuid as uuids

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.kernel import audit
from karmayogi.kernel.access import Actor, NotFound, Refused, Role
from karmayogi.learning.actions.ensure_provider import new_code
from karmayogi.learning.models import CatalogueEntry, Provider, ProviderMember
from karmayogi.learning.policies import MEMBER_ROLES, can_license
from karmayogi.learning.queries.authoring.providers import access_provider
from karmayogi.orgs import api as orgs
from karmayogi.people import api as people


@transaction.atomic
def apply(
    *, actor: Actor, name: str, name_hi: str = "", name_ur: str = "", kind: str, about: str, organisation: str = "",
    at: dt.datetime,
) -> uuids.UUID:  # fmt: skip
    """An application. organisation: the code of the office that it is, "" for a company or an expert.

    The applicant becomes its first administrator once it is licensed. Raises Refused for a name that is taken.
    """
    name, about = " ".join(name.split())[:150], about.strip()[:4000]
    if not name or not about:
        raise Refused(_("Give the name, and say what the provider teaches and what shows that it can."))
    if kind not in Provider.Kind.values:
        raise NotFound
    if Provider.objects.filter(name_en__iexact=name).exists():
        raise Refused(_("A provider of this name is in the register already."))
    office = None
    if organisation.strip():
        office = orgs.organisation_by_code(organisation.strip())
        if office is None:
            raise Refused(_("There is no organisation with the code %(code)s.") % {"code": organisation.strip()[:40]})
    made = Provider.objects.create(
        code=new_code(name), name_en=name, name_hi=name_hi.strip()[:150], name_ur=name_ur.strip()[:150], kind=kind,
        about=about, organisation_id=office.id if office else None, applicant_id=actor.person_id, applied_at=at,
    )  # fmt: skip
    _record("apply", made, actor, at)
    return made.uuid


@transaction.atomic
def license_provider(
    *, actor: Actor, provider: uuids.UUID, valid_from: dt.date, valid_to: dt.date | None, most_live: int | None,
    reason: str, at: dt.datetime,
) -> None:  # fmt: skip
    """Licenses an applicant, renews or changes a licence, or ends a suspension; never for oneself."""
    found = _decided(actor, provider, reason, at)
    if valid_to is not None and valid_to <= valid_from:
        raise Refused(_("The licence has to end after it begins."))
    if most_live is not None and not 0 <= most_live <= 10_000:
        raise Refused(_("Give a number of courses up to 10,000, or leave it empty for no limit."))
    first = found.status == Provider.Status.APPLIED
    found.status, found.licensed_from, found.licensed_to = Provider.Status.LICENSED, valid_from, valid_to
    found.most_live = most_live
    found.save()
    if first and found.applicant_id:
        ProviderMember.objects.get_or_create(
            provider=found, person_id=found.applicant_id, role=Role.CBP_ADMIN,
            defaults={"given_by_id": actor.person_id, "given_at": at},
        )  # fmt: skip
    _record(
        "license", found, actor, at, reason, {"from": str(valid_from), "to": str(valid_to or ""), "most": most_live}
    )


@transaction.atomic
def refuse(*, actor: Actor, provider: uuids.UUID, reason: str, at: dt.datetime) -> None:
    found = _decided(actor, provider, reason, at)
    if found.status != Provider.Status.APPLIED:
        raise Refused(_("Only an application can be refused; a licence is suspended."))
    found.status = Provider.Status.REFUSED
    found.save()
    _record("refuse", found, actor, at, reason)


@transaction.atomic
def suspend(*, actor: Actor, provider: uuids.UUID, reason: str, at: dt.datetime) -> None:
    """Nothing new is begun or published. Its courses stay in the catalogue until somebody retires them."""
    found = _decided(actor, provider, reason, at)
    if found.status != Provider.Status.LICENSED:
        raise Refused(_("Only a licensed provider can be suspended."))
    found.status = Provider.Status.SUSPENDED
    found.save()
    _record("suspend", found, actor, at, reason)


@transaction.atomic
def rename(*, actor: Actor, provider: uuids.UUID, name: str, name_hi: str, name_ur: str, at: dt.datetime) -> None:
    """The names, also in the catalogue; by the platform, since courses are found and cited by them."""
    if not can_license(actor):
        raise NotFound
    row = access_provider(actor, provider)
    name = " ".join(name.split())[:150]
    if not name:
        raise Refused(_("The provider needs an English name."))
    if Provider.objects.filter(name_en__iexact=name).exclude(id=row.id).exists():
        raise Refused(_("A provider of this name is in the register already."))
    found = Provider.objects.select_for_update().get(id=row.id)
    was, found.name_en = found.name_en, name
    found.name_hi, found.name_ur = " ".join(name_hi.split())[:150], " ".join(name_ur.split())[:150]
    found.save()
    CatalogueEntry.objects.filter(course__provider_id=found.id).update(provider=name)
    _record("rename", found, actor, at, detail={"was": was})


@transaction.atomic
def add_member(*, actor: Actor, provider: uuids.UUID, email: str, role: str, at: dt.datetime) -> None:
    """Lets a person do `role` for the provider; found by the address that they sign in with. Twice changes nothing."""
    row = access_provider(actor, provider, to="members")
    if role not in MEMBER_ROLES:
        raise NotFound
    account = people.find_account(email=people.clean_email(email))
    if account is None or account.person_id is None:
        raise Refused(_("Nobody signs in with this e-mail address."))
    _member, new = ProviderMember.objects.get_or_create(
        provider_id=row.id, person_id=account.person_id, role=role,
        defaults={"given_by_id": actor.person_id, "given_at": at},
    )  # fmt: skip
    if new:
        audit.record(
            "learning:provider:add_member", agent=actor, at=at, kind="provider", subject=row.uuid, label=row.name_en,
            concerns=account.person_id, detail={"role": role},
        )  # fmt: skip


@transaction.atomic
def remove_member(*, actor: Actor, provider: uuids.UUID, person_id: int, role: str, at: dt.datetime) -> None:
    row = access_provider(actor, provider, to="members")
    gone, _kinds = ProviderMember.objects.filter(provider_id=row.id, person_id=person_id, role=role).delete()
    if gone:
        audit.record(
            "learning:provider:remove_member", agent=actor, at=at, kind="provider", subject=row.uuid,
            label=row.name_en, concerns=person_id, detail={"role": role},
        )  # fmt: skip


def _decided(actor: Actor, provider: uuids.UUID, reason: str, at: dt.datetime) -> Provider:
    if not can_license(actor):
        raise NotFound
    row = access_provider(actor, provider)
    if row.applicant_id == actor.person_id:
        raise Refused(_("You applied for this provider yourself. Another person has to decide."))
    if not reason.strip():
        raise Refused(_("Give the reason: the provider will read it."))
    found = Provider.objects.select_for_update().get(id=row.id)
    found.reason, found.decided_by_id, found.decided_at = reason.strip()[:2000], actor.person_id, at
    return found


def _record(
    act: str, provider: Provider, actor: Actor, at: dt.datetime, why: str = "", detail: dict[str, object] | None = None
) -> None:
    audit.record(
        f"learning:provider:{act}", agent=actor, at=at, kind="provider", subject=provider.uuid, label=provider.name_en,
        concerns=provider.applicant_id, why=why.strip()[:300], detail=detail,
    )  # fmt: skip

"""Keeping a brought course as a draft: named, tied to a competency, ready for a second person."""

import dataclasses
import datetime as dt
import re
import uuid

import msgspec
from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.competencies import api as competencies
from karmayogi.kernel import audit, clock, slots
from karmayogi.kernel.access import Agent, Refused
from karmayogi.learning.actions.exchange.draft_of import draft_of
from karmayogi.learning.actions.exchange.for_provider import check_provider
from karmayogi.learning.models import BroughtCourse
from karmayogi.learning.queries.exchange.brought import access_brought

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{1,39}")


def keep_draft(
    *,
    agent: Agent,
    brought_uuid: uuid.UUID,
    code: str,
    title: str,
    provider: str,
    licence: str,
    competencies_taught: list[tuple[str, int]],
    at: dt.datetime,
) -> None:
    """Everything that publishing could refuse is tried here, so that the second person meets no surprise.

    Raises NotFound, and Refused for a code that is none or another provider's, a provider for whom the actor does not
    publish, a competency that is not there, a package inside that cannot
    be used, or when the course is published already.
    """
    brought = access_brought(agent, brought_uuid)
    if brought.state == "published":
        raise Refused(_("This course is published already."))
    if not _CODE.fullmatch(code):
        raise Refused(_("A code has 2 to 40 letters, digits, dots or dashes, and begins with a letter or digit."))
    if not title.strip() or not provider.strip():
        raise Refused(_("The course needs a title and a provider."))
    check_provider(agent, name=provider.strip(), code=code, on=clock.day(at))
    wanted = [one for one, _level in competencies_taught]
    unknown = sorted(set(wanted) - competencies.by_codes(wanted).keys())
    if unknown:
        raise Refused(_("There is no competency %(codes)s in the framework.") % {"codes": ", ".join(unknown)})
    plan = dataclasses.replace(
        brought.plan,
        provider=provider.strip()[:150],
        licence=licence.strip()[:60],
        competencies=competencies_taught,
        titles=brought.plan.titles | {"en": title.strip()[:250]},
    )
    changed = dataclasses.replace(brought, plan=plan, code=code, title=plan.titles["en"])
    draft = draft_of(changed)  # packages are unpacked here: before the transaction, which would be idle meanwhile
    for part in draft.parts:
        if part.kind == "quiz":
            for check in slots.every("learning.check_questions"):
                check(part.questions, part.quiz or draft.quiz)
    with transaction.atomic():
        kept = BroughtCourse.objects.filter(id=brought.id, state__in=("read", "draft")).update(
            state="draft", code=code, title=changed.title, plan=msgspec.to_builtins(plan)
        )
        if not kept:
            raise Refused(_("Somebody else has decided about this file meanwhile."))
        audit.record(
            "learning:brought:keep",
            agent=agent,
            at=at,
            kind="brought course",
            subject=brought.uuid,
            label=changed.title,
            detail={"code": code},
        )

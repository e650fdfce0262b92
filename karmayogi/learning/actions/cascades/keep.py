"""Beginning and closing a cascade."""

import dataclasses
import datetime as dt
import uuid as uuids
from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from karmayogi.kernel import audit, rows
from karmayogi.kernel.access import Actor, Agent, NotFound, Refused
from karmayogi.learning.models import Cascade, CascadeTier
from karmayogi.learning.policies import can_keep_cascade
from karmayogi.learning.queries.cascades.access import access_cascade
from karmayogi.orgs import api as orgs

MOST_TIERS = 6
MOST_PLANNED = 30_000_000


@dataclasses.dataclass(frozen=True, slots=True)
class TierPlan:
    """test: code of the course or test that whoever is to train others completes; "" for none."""

    name_en: str
    name_hi: str
    planned: int
    due_on: dt.date
    name_ur: str = ""
    test: str = ""


@transaction.atomic
def begin_cascade(
    *, agent: Agent, organisation: str, course: str, name_en: str, name_hi: str, name_ur: str = "",
    tiers: Sequence[TierPlan], at: dt.datetime,
) -> uuids.UUID:  # fmt: skip
    """organisation, course: codes. Raises Refused in words; an office that is not the actor's is like none."""
    office = orgs.organisation_by_code(organisation.strip())
    if office is None or not can_keep_cascade(agent, office.path):
        raise Refused(_("You look after no organisation with the code %(code)s.") % {"code": organisation.strip()[:40]})
    name_en, name_hi, name_ur = (" ".join(one.split()) for one in (name_en, name_hi, name_ur))
    if not name_en or not name_hi:
        raise Refused(_("A cascade has a name in English and in Hindi."))
    if max(len(name_en), len(name_hi), len(name_ur)) > 150:
        raise Refused(_("A name has at most %(most)s letters.") % {"most": 150})
    taught = _courses([course])
    _check_tiers(tiers)
    tests = _courses([one.test for one in tiers if one.test.strip()])
    try:
        with transaction.atomic():
            made = Cascade.objects.create(
                organisation_id=office.id, course_id=taught[course.strip()], name_en=name_en, name_hi=name_hi,
                name_ur=name_ur, created_by_id=agent.person_id if isinstance(agent, Actor) else None, created_at=at,
            )  # fmt: skip
    except IntegrityError:
        raise Refused(_("This organisation has a cascade of that name already.")) from None
    CascadeTier.objects.bulk_create(
        CascadeTier(
            cascade=made, position=place, name_en=one.name_en.strip(), name_hi=one.name_hi.strip(),
            name_ur=one.name_ur.strip(), planned=one.planned, due_on=one.due_on,
            test_id=tests[one.test.strip()] if one.test.strip() else None,
        )
        for place, one in enumerate(tiers, 1)
    )  # fmt: skip
    audit.record("learning:cascade:begin", agent=agent, at=at, kind="cascade", subject=made.uuid, label=name_en)
    return made.uuid


def _check_tiers(tiers: Sequence[TierPlan]) -> None:
    if not 2 <= len(tiers) <= MOST_TIERS:
        raise Refused(_("A cascade has from two to %(most)s tiers.") % {"most": MOST_TIERS})
    for one in tiers:
        if not one.name_en.strip() or not one.name_hi.strip():
            raise Refused(_("Each tier has a name in English and in Hindi."))
        if max(len(one.name_en), len(one.name_hi), len(one.name_ur)) > 100:
            raise Refused(_("A name has at most %(most)s letters.") % {"most": 100})
        if not 1 <= one.planned <= MOST_PLANNED:
            raise Refused(_("Each tier says how many people are to be trained in it, and by when."))


def _courses(codes: Sequence[str]) -> dict[str, int]:
    """code -> id of what is published for everybody; an item by invitation is like none."""
    wanted = [code.strip() for code in codes]
    found: dict[str, int] = dict(
        rows.fetch(
            lambda code, course: (code, course),
            "select code, id from learning_course where code = any(%s) and audience <> 'invited' and kind <> 'event'"
            " and status = 'published'",
            [wanted],
        )
    )
    for code in wanted:
        if code not in found:
            raise Refused(_("No course with the code %(code)s is published.") % {"code": code[:40]})
    return found


@transaction.atomic
def close_cascade(*, actor: Actor, cascade: uuids.UUID, at: dt.datetime) -> None:
    """No session is added any more; attendance of those that it has still counts."""
    row = access_cascade(actor, cascade)
    if not row.kept:
        raise NotFound
    if rows.run("update learning_cascade set closed_at = %s where id = %s and closed_at is null", [at, row.id]):
        audit.record("learning:cascade:close", agent=actor, at=at, kind="cascade", subject=row.uuid, label=row.name_en)

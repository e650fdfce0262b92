"""Making true what an HR system states: posting, service, contacts. What cannot be yet waits, with the reason."""

import datetime as dt
import logging

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from karmayogi.feeds.models import ScimContact, ScimUser
from karmayogi.feeds.queries.officers import own_contacts
from karmayogi.kernel import clock, rows
from karmayogi.kernel.access import Refused, System
from karmayogi.orgs import api as orgs
from karmayogi.people import api as people

log = logging.getLogger("karmayogi.feeds")


def settle(row: ScimUser, *, agent: System, at: dt.datetime) -> None:
    """Tries everything that the row states; sets what waits and why. Called again, it changes what can be by then."""
    problems: list[str] = []
    with transaction.atomic():
        before = (row.post_waits, row.service_waits, row.contact_waits, row.problems)
        row.contact_waits = _tell(problems, _contacts(row, agent, at))
        row.post_waits = _tell(problems, _posting(row, agent, at))
        row.service_waits = _tell(problems, _service(row, agent, at))
        _tell(problems, _sign_in(row, agent, at))
        row.problems = problems
        if before != (row.post_waits, row.service_waits, row.contact_waits, problems):
            row.save(update_fields=["post_waits", "service_waits", "contact_waits", "problems"])


def settle_waiting(*, at: dt.datetime, page: int = 500) -> int:
    """Tries again what waits; how many no longer do. What one statement meets does not stop the others."""
    done = last = 0
    waiting = ScimUser.objects.filter(deleted_at__isnull=True).exclude(problems=[]).order_by("id")
    while found := list(waiting.filter(id__gt=last).values_list("id", "person_id")[:page]):
        for statement_id, person_id in found:
            last = statement_id
            try:
                with transaction.atomic():
                    done += _try_again(statement_id, person_id, at)
            except Exception:
                log.exception("feeds.settle.failed", extra={"statement": statement_id})
    return done


def _try_again(statement_id: int, person_id: int, at: dt.datetime) -> bool:
    rows.run("select id from people_person where id = %s for update", [person_id])
    row = ScimUser.objects.filter(pk=statement_id, deleted_at__isnull=True).first()
    if row is None or rows.scalar(_OVERTAKEN, [person_id, row.updated_at, row.path, row.path + "~"]):
        return False
    settle(row, agent=System("nightly repeat of what HR systems state"), at=at)
    return not row.problems


# She was posted elsewhere after the HR system said this: what it said of her is over.
_OVERTAKEN = f"""
select exists (
  select from orgs_incumbency
  where person_id = %s and kind in {orgs.FILLS} and created_at > %s
    and not (organisation_path >= %s and organisation_path < %s)
)
"""


def _tell(problems: list[str], problem: str) -> bool:
    if problem:
        problems.append(problem)
    return bool(problem)


def _contacts(row: ScimUser, agent: System, at: dt.datetime) -> str:
    stated = list(ScimContact.objects.filter(user=row).order_by("kind", "-primary", "place"))
    stated.sort(key=lambda one: (one.primary is not True, one.place))
    emails = [clean for one in stated if one.kind == "email" and one.value and (clean := people.clean_email(one.value))]
    mobiles = []
    for one in stated:
        try:
            mobiles += [orgs.read_mobile(one.value)] if one.kind == "phone" and one.value else []
        except orgs.BadCell:
            continue
    if not emails and not mobiles:
        return _("No e-mail address or mobile number can be used to sign in.") if stated else ""
    email, mobile = (emails[0] if emails else None), (mobiles[0] if mobiles else None)
    account = people.account_of(row.person_id)
    if account is not None and row.person_id in own_contacts([row.person_id], at):
        if (email or account.email, mobile or account.mobile) == (account.email, account.mobile):
            return ""
        return _("Contacts are not changed from here: only their owner changes them, by a code.")
    try:
        with transaction.atomic():
            if account is None:
                language = row.language if row.language in ("hi", "ur") else "en"
                opened = people.open_account(
                    agent=agent, email=email, mobile=mobile, password=None, person_id=row.person_id,
                    language=language, at=at,
                )  # fmt: skip
                people.invite_later(agent=agent, account_ids=[opened.id])
            else:
                people.set_contacts(agent=agent, person_id=row.person_id, email=email, mobile=mobile, at=at)
    except Refused:
        # Says no more: whoever has it may be of another ministry.
        return _(
            "A contact cannot be used here. If the officer was transferred to you, it can be used once they are "
            "relieved there."
        )
    return ""


def _sign_in(row: ScimUser, agent: System, at: dt.datetime) -> str:
    """Closes it when the system says so. Not of who holds an authority: a machine could leave an office without anybody
    who administers it, so that a person ends the authority first."""
    if row.active is not False:
        return ""
    if orgs.authorities_of(row.person_id, at):
        return _(
            "The sign-in stays open, since this person holds an authority. It is closed when somebody has ended the "
            "authority under Roles."
        )
    people.set_active(agent=agent, person_id=row.person_id, active=False, why="SCIM", at=at)
    return ""


def _posting(row: ScimUser, agent: System, at: dt.datetime) -> str:
    on = clock.day(at)
    stated = (row.post_code, row.designation, row.organisation_code)
    held = rows.first(
        lambda *columns: columns,
        f"""
        select i.post_id, post.organisation_id, coalesce(d.merged_into_id, d.id), i.valid_from, i.organisation_path,
          post.code
        from orgs_incumbency i join {orgs.POSTS_AS_ON} post on post.id = i.post_id
        join orgs_designation d on d.id = post.designation_id
        where i.person_id = %(person)s and i.kind in {orgs.FILLS}
          and i.valid_from <= %(on)s::date and (i.valid_to is null or i.valid_to > %(on)s::date)
        order by {orgs.main_first("i")} limit 1
        """,
        {"person": row.person_id, "on": on},
    )
    if not any(stated):
        if held and held[4].startswith(row.path) and row.deleted_at is None:
            orgs.relieve_many(agent=agent, person_ids=[row.person_id], path=row.path, on=on, at=at)
        return ""
    place = _place(row, on, held)
    if isinstance(place, str):
        return place
    if held and (place.post_id or held[0]) == held[0] and (place.office_id, place.designation_id) == (held[1], held[2]):
        return ""
    if held and not held[4].startswith(row.path):
        return _(
            "The officer holds a post elsewhere. The posting begins once they are relieved there, or the transfer is "
            "approved."
        )
    if held and held[3] >= on:
        return _("The present posting began today; the next one can begin tomorrow.")
    last_day = orgs.last_days([row.person_id]).get(row.person_id)
    if last_day is not None and last_day <= on:
        return _("Service ended by retirement on %(day)s.") % {"day": f"{last_day:%d-%m-%Y}"}
    try:
        with transaction.atomic():
            orgs.seat_many(agent=agent, places=[place], on=on, at=at)
    except IntegrityError:
        return _("The post %(code)s is held by somebody else.") % {"code": row.post_code}
    return ""


def _place(row: ScimUser, on: dt.date, held: tuple[object, ...] | None) -> orgs.Place | str:
    """The seat that is meant; or the sentence that says why there is none."""
    if row.post_code:
        post = rows.first(
            lambda *columns: columns,
            f"""
            select p.id, p.organisation_id, coalesce(d.merged_into_id, d.id) from {orgs.POSTS_AS_ON} p
            join orgs_designation d on d.id = p.designation_id
            where p.code = %(code)s and p.organisation_path >= %(path)s and p.organisation_path < %(end)s
              and p.valid_from <= %(on)s::date and (p.valid_to is null or p.valid_to > %(on)s::date)
            """,
            {"code": row.post_code, "path": row.path, "end": row.path + "~", "on": on},
        )
        # The client sends the whole user back: with the code of the post she held, but another designation.
        moves = held is not None and held[5] == row.post_code and (row.designation or row.organisation_code)
        if post is None:
            return _("No post of your organisation has the code %(code)s.") % {"code": row.post_code}
        if not moves:
            return orgs.Place(row.person_id, post[1], post[2], post[0])
    if not row.designation:
        return _("A posting needs a designation or the code of a post.")
    designation = orgs.designation_by_name(row.designation)
    if designation is None:
        return _("“%(what)s” is not in the list of designations.") % {"what": row.designation}
    office = orgs.organisation_by_code(row.organisation_code) if row.organisation_code else None
    if row.organisation_code and (office is None or not office.path.startswith(row.path)):
        return _("No office of your organisation has the code %(code)s.") % {"code": row.organisation_code}
    return orgs.Place(row.person_id, office.id if office else row.organisation_id, designation.id)


def _service(row: ScimUser, agent: System, at: dt.datetime) -> str:
    if row.batch is not None and not 1900 <= row.batch <= 2100:
        return _("%(what)s is not the year of a batch.") % {"what": row.batch}
    unknown = orgs.set_service(
        agent=agent, person_id=row.person_id, service=row.service, cadre=row.cadre, batch=row.batch,
        on=clock.day(at), at=at,
    )  # fmt: skip
    if unknown == "cadre":
        return _("“%(what)s” is not in the list of cadres.") % {"what": row.cadre}
    if unknown and row.service:
        return _("“%(what)s” is not in the list of services.") % {"what": row.service}
    return _("A cadre or a batch needs a service.") if unknown else ""

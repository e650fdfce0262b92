"""Contesting a figure of one's own year, withdrawing that, and deciding it: by somebody else, with reasons."""

import datetime as dt
import uuid as uuids

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.kernel import audit, clock, rows
from karmayogi.kernel.access import Actor, NotFound, Refused
from karmayogi.talent.models import Allowance, Contest
from karmayogi.talent.queries.contests import access_contest
from karmayogi.talent.queries.officers import courses_of
from karmayogi.talent.queries.standing import standings
from karmayogi.talent.queries.years import asked_of, year_of_person
from karmayogi.talent.types import About, State


def contest(*, actor: Actor, about: str, course: uuids.UUID | None = None, words: str, at: dt.datetime) -> uuids.UUID:
    """Freezes her line of the feed until somebody decides. Sent twice it is one. Refused: no words, another one waits,
    or a course that is not prescribed to her."""
    if about not in set(About):
        raise NotFound
    words = words.replace("\0", "").strip()[:1000]
    if not words:
        raise Refused(_("Say what is wrong: whoever decides reads this."))
    on = clock.day(at)
    with transaction.atomic():
        rows.run("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"talent.contest {actor.person_id}"])
        row = year_of_person(actor.person_id, on)
        if row is None:
            raise NotFound
        if held_state(row.pk) != State.OPEN:
            raise Refused(_("The year is closed."))
        asked = asked_of(row)
        mine = standings(asked, on, [actor.person_id]).get(actor.person_id)
        if mine is None:
            raise NotFound
        which = row.test_id if about == About.TEST else None
        if about == About.COURSE:
            which = next((one.id for one in courses_of(asked, actor.person_id, on) if one.uuid == course), None)
            if which is None:
                raise Refused(_("Choose one of the courses that are prescribed to you."))
        elif about == About.TEST and which is None:
            raise Refused(_("No test is asked for in this year."))
        waiting = Contest.objects.filter(year=row, person_id=actor.person_id, state="waiting").first()
        if waiting is not None:
            if (waiting.about, waiting.course_id, waiting.words) == (about, which, words):
                return waiting.uuid
            raise Refused(_("You contest a figure already: it is decided first, or withdraw it."))
        made = Contest.objects.create(
            year=row, person_id=actor.person_id, about=about, course_id=which, words=words,
            organisation_path=mine.path, standing=mine.standing, prescribed=mine.prescribed, done=mine.done,
            needed=mine.needed, days=mine.days, asked_at=at,
        )  # fmt: skip
        _note(made, "ask", actor, at, words)
    return made.uuid


def held_state(year_id: int) -> str:
    """The state of the year, which nobody changes before this transaction ends; several may hold it at once."""
    return str(rows.scalar("select state from talent_appraisalyear where id = %s for share", [year_id]))


def withdraw_contest(*, actor: Actor, contest: uuids.UUID, at: dt.datetime) -> None:
    """Repeating it changes nothing."""
    with transaction.atomic():
        row = Contest.objects.select_for_update().filter(uuid=contest, person_id=actor.person_id).first()
        if row is None:
            raise NotFound
        if row.state == "withdrawn":
            return
        if row.state != "waiting":
            raise Refused(_("It is decided already."))
        row.state, row.decided_at = "withdrawn", at
        row.save(update_fields=["state", "decided_at"])
        _note(row, "withdraw", actor, at)


def decide_contest(
    *, actor: Actor, contest: uuids.UUID, uphold: bool, reason: str, counts_on: dt.date | None = None, at: dt.datetime
) -> None:
    """By somebody else within reach. Upheld, a course or the test counts as done on `counts_on`; days are put right
    where absences are kept, before. The feed goes on with a new line."""
    reason = reason.replace("\0", "").strip()[:1000]
    with transaction.atomic():
        # The year before the contest, as whoever closes it: while she decides it is not closed, and of a closed one
        # the standings stay as they are.
        state = held_state(access_contest(actor, contest).year_id)
        row = access_contest(actor, contest, lock=True)
        if row.state != "waiting":
            if (row.state == "upheld") == uphold and row.decided_by_id == actor.person_id:
                return
            raise Refused(_("It is decided already."))
        if not reason:
            raise Refused(_("Give the reasons: the officer reads them."))
        if uphold and state == State.CLOSED:
            raise Refused(_("The year is closed."))
        if uphold and row.about != About.DAYS:
            terms = asked_of(row.year).terms
            if counts_on is None or not (terms.counts_earlier or terms.first <= counts_on):
                raise Refused(_("Name the day within the year on which it counts as done."))
            if counts_on > min(clock.day(at), terms.last):
                raise Refused(_("It cannot count from a day that is still to come, or after the year."))
            assert row.course_id is not None
            Allowance.objects.create(
                contest=row, year=row.year, person_id=row.person_id, course_id=row.course_id, done_on=counts_on
            )
        row.state = "upheld" if uphold else "refused"
        row.decided_by_id, row.decided_at, row.reason = actor.person_id, at, reason
        row.save()
        _note(row, "uphold" if uphold else "refuse", actor, at, reason)


def _note(row: Contest, act: str, actor: Actor, at: dt.datetime, why: str = "") -> None:
    audit.record(
        f"talent:contest:{act}", agent=actor, at=at, kind="appraisal_contest", subject=row.uuid,
        label=str(row.year.year), concerns=row.person_id, why=why[:300],
        detail={"about": row.about, "done": row.done, "needed": row.needed, "days": row.days},
    )  # fmt: skip

"""One digest a day for whoever there is something to tell: what is missing and by when, what was decided, who of the
team has not moved. Written once, in the reader's language; delivered by `deliver_digests`."""

import datetime as dt
from collections import defaultdict

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from karmayogi.kernel import clock, rows
from karmayogi.talent.models import Digest, Reminded
from karmayogi.talent.policies import SEE
from karmayogi.talent.queries.digests import asked_since, decided_since, missing, readers, stuck
from karmayogi.talent.queries.wording import missing_in_words
from karmayogi.talent.queries.years import open_years
from karmayogi.ui.api import named, num

CHUNK = 1_000
MOST_LINES = 20
DAY = dt.timedelta(days=1)

type _Told = dict[int, list[tuple[str, tuple[object, ...]]]]


def write_digests(at: dt.datetime) -> int:
    """How many were written. Again on the same day it writes none: what comes later is told tomorrow."""
    on = clock.day(at)
    with rows.alone("talent_digests") as free:
        if not free:
            return 0
        told: _Told = defaultdict(list)
        own: dict[int, tuple[int, dt.date]] = {}
        reminded: list[Reminded] = []
        upwards: list[int] = []
        for year in open_years(on):
            left = (year.done_by - on).days
            if left in year.reminders:
                for one in missing(year, on):
                    short = max(one.needed - one.done, 0)
                    test = year.order.needs_test and not one.tested
                    told[one.person_id].append(("own", (short, one.done, one.needed, test, year.done_by)))
                    own[one.person_id] = (short + int(test), year.done_by)
                    reminded.append(
                        Reminded(year=year, person_id=one.person_id, on=on, done=one.done, tested=one.tested)
                    )
            if left >= 0:
                for line in stuck(year, on):
                    told[line.superior_id].append(("team", (line.name, line.name_native, line.done, line.needed)))
                    upwards.append(line.reminded_id)
        since = _since(on)
        for decision in decided_since(since, at):
            told[decision.person_id].append(("decided", (decision.state, decision.year)))
        for person, count in asked_since(since, at, tuple(SEE)):
            told[person].append(("asked", (count,)))
        written = 0
        people = sorted(told)
        for place in range(0, len(people), CHUNK):
            written += _write({one: told[one] for one in people[place : place + CHUNK]}, own, at)
        with transaction.atomic():
            Reminded.objects.bulk_create(reminded, ignore_conflicts=True, batch_size=CHUNK)
            rows.run("update talent_reminded set told_up_on = %s where id = any(%s::bigint[])", [on, upwards])
        return written


def _since(on: dt.date) -> dt.datetime:
    """Since when news were told to nobody: the last day on which anything was written, at most a week ago. Written in
    two runs: since the first, for whoever it was written to then was told nothing by the other."""
    last = rows.scalar(
        'select min(written_at) from talent_digest where "on" = (select max("on") from talent_digest where "on" < %s)',
        [on],
    )
    week = dt.datetime.combine(on - 7 * DAY, dt.time(), tzinfo=clock.IST)
    return max(last, week) if last else week


def _write(told: _Told, own: dict[int, tuple[int, dt.date]], at: dt.datetime) -> int:
    known = readers(list(told))
    made = []
    for person, facts in told.items():
        language = known[person].language
        with translation.override(language):
            lines = [_line(kind, values) for kind, values in facts]
        if len(lines) > MOST_LINES:
            with translation.override(language):
                more = _("And %(count)s more.") % {"count": num(len(lines) - MOST_LINES)}
            lines = [*lines[:MOST_LINES], more]
        left, due = own.get(person, (0, None))
        made.append(
            Digest(
                person_id=person,
                on=clock.day(at),
                language=language,
                text="\n".join(lines)[:4000],
                facts=len(facts),
                left=left,
                due_on=due,
                written_at=at,
            )
        )
    before = Digest.objects.filter(on=clock.day(at), person_id__in=list(told)).count()
    Digest.objects.bulk_create(made, ignore_conflicts=True)
    return Digest.objects.filter(on=clock.day(at), person_id__in=list(told)).count() - before


def _line(kind: str, values: tuple[object, ...]) -> str:
    match kind:
        case "own":
            short, done, needed, test, due = values
            assert isinstance(short, int) and isinstance(due, dt.date)
            return _("For your appraisal: %(done)s of %(needed)s courses are done.") % {
                "done": num(done), "needed": num(needed),  # type: ignore[arg-type]
            } + " " + missing_in_words(short, bool(test), due)  # fmt: skip
        case "team":
            name, native, done, needed = values
            return _("%(name)s was reminded and has not moved since: %(done)s of %(needed)s courses.") % {
                "name": named(str(name), str(native)), "done": num(done), "needed": num(needed),  # type: ignore[arg-type]
            }  # fmt: skip
        case "decided":
            if values[0] == "upheld":
                return _("Your contest was upheld. Your statement shows what counts now.")
            return _("Your contest was not upheld. Your statement gives the reasons.")
        case _:
            [count] = values
            assert isinstance(count, int)
            return ngettext(
                "%(count)s officer contests a figure and waits for a decision.",
                "%(count)s officers contest a figure and wait for a decision.", count,
            ) % {"count": num(count)}  # fmt: skip

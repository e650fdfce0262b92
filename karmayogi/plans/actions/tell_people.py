"""Telling everybody whom a mandate binds that it is in force: a job goes through them in chunks, by person.

A notice binds nobody and says what the mandate is by now, so that one that is taken back takes back all that was said
of it. Whoever comes under it while or after the job runs finds it in her list, as everybody does.
"""

import datetime as dt

from django.db import transaction

from karmayogi.kernel import clock, rows
from karmayogi.kernel.jobs import BULK, task, unhurried, when_lost
from karmayogi.plans.models import Mandate, NoticeRun
from karmayogi.plans.queries.audience import matches_sql, paths_of
from karmayogi.plans.queries.mandates import mandate as engine_mandate

CHUNK = 50_000
KEEP = dt.timedelta(days=60)


def begin_telling(row: Mandate, at: dt.datetime) -> None:
    """In the transaction of the publication. people: what its rehearsal counted; nothing is counted now."""
    people = rows.scalar(
        "select coalesce(sum(o.people), 0)::int from plans_rehearsaloffice o where o.rehearsal_id ="
        " (select max(id) from plans_rehearsal where mandate_id = %s and state = 'done')",
        [row.pk],
    )
    run = NoticeRun.objects.create(mandate=row, people=people, on=max(clock.day(at), row.starts_on), began_at=at)
    tell.enqueue(run=run.pk)


def stop_telling(row: Mandate, at: dt.datetime) -> None:
    """Nobody more is told."""
    NoticeRun.objects.filter(mandate=row, state=NoticeRun.State.RUNNING).update(
        state=NoticeRun.State.STOPPED, finished_at=at
    )


def go_on_telling(mandate_id: int) -> None:
    """It is in force again, because what replaced it was taken back: whoever had not been told yet is told now."""
    run = NoticeRun.objects.filter(mandate_id=mandate_id).order_by("-pk").first()
    if run is not None and run.state == NoticeRun.State.STOPPED:
        run.state, run.finished_at = NoticeRun.State.RUNNING, None
        run.save(update_fields=["state", "finished_at"])
        tell.enqueue(run=run.pk)


@task(queue_name=BULK)
def tell(run: int) -> None:
    """Chunk by chunk, each in a transaction: a worker that is killed goes on where it was."""
    with unhurried():
        while _step(run):
            pass


@when_lost(tell)
def lost(run: int) -> None:
    NoticeRun.objects.filter(pk=run, state=NoticeRun.State.RUNNING).update(
        state=NoticeRun.State.STOPPED, finished_at=clock.now()
    )


def _step(run: int) -> bool:
    """Tells the next chunk; False: there is none, or it was stopped."""
    with transaction.atomic():
        # The mandate before the run, as who ends it or takes it back does: notices point at it, so that the end of this
        # transaction would wait for them while they wait for the run.
        rows.scalar(
            "select m.id from plans_mandate m join plans_noticerun r on r.mandate_id = m.id where r.id = %s"
            " for key share of m",
            [run],
        )
        row = NoticeRun.objects.select_for_update().filter(pk=run, state=NoticeRun.State.RUNNING).first()
        if row is None:
            return False
        asked, at = engine_mandate(row.mandate_id), clock.now()
        sql, params = matches_sql(asked, paths_of([asked]), "m")
        params |= {"on": row.on, "after": row.after, "chunk": CHUNK, "mandate": row.mandate_id, "at": at}
        told, last = rows.first(
            lambda *cells: cells,
            f"""
            with chunk as materialized (
              select distinct x.person_id from ({sql}) x where x.person_id > %(after)s order by 1 limit %(chunk)s),
            written as (
              insert into plans_notice (person_id, mandate_id, told_at) select person_id, %(mandate)s, %(at)s from chunk
              on conflict (person_id, mandate_id) do update set told_at = excluded.told_at)
            select count(*), max(person_id) from chunk
            """,
            params,
        ) or (0, None)
        row.told += told
        row.after = last or row.after
        if told < CHUNK:
            row.state, row.finished_at = NoticeRun.State.DONE, at
        row.save(update_fields=["told", "after", "state", "finished_at"])
    return bool(row.state == NoticeRun.State.RUNNING)


def clear_notices(at: dt.datetime) -> int:
    """Those that nobody is shown any more."""
    return rows.run("delete from plans_notice where told_at < %s", [at - KEEP])

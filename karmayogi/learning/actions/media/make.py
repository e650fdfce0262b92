"""Making lighter forms of stored files, one file after the other, by the worker.

A file is known by its content, so it is done once whoever uses it; doing it again changes nothing. Only one maker works
at a time over all workers: films are heavy, and mail and events must not wait behind them.
"""

import datetime as dt
import logging
import tempfile
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import transaction

from karmayogi.kernel import clock, files, rows
from karmayogi.kernel.jobs import LONG, task
from karmayogi.learning.actions.media import deck, film, paper
from karmayogi.learning.actions.media.run import Interrupted
from karmayogi.learning.actions.media.search import enter_pages
from karmayogi.learning.actions.media.tell import note_tool
from karmayogi.learning.engine.media import DECKS, PDF
from karmayogi.learning.engine.renditions import LACKING, MediaFault, Trouble
from karmayogi.learning.queries.row import Row

log = logging.getLogger(__name__)
MOST_TRIES = 3
MOST_AT_ONCE = 20
# Who began so long ago and has not ended was killed.
_LOST = dt.timedelta(hours=4)

_ASK = """
insert into learning_mediasource (file_id, kind, state, trouble, detail, tries, cpu_ms, asked_at)
values (%s, %s, 'waiting', '', '', 0, 0, %s)
on conflict (file_id) do nothing
"""
_NEXT = """
update learning_mediasource m set state = 'making', begun_at = %(at)s, tries = m.tries + 1
from kernel_storedfile f
where f.id = m.file_id and m.file_id = (
  select file_id from learning_mediasource
  where state = 'waiting' or (state = 'making' and begun_at < %(lost)s)
  order by asked_at, file_id limit 1 for update skip locked)
returning m.file_id, m.kind, m.tries, f.sha256, f.media_type
"""
# Made twice is made once; only a slide that was there as text alone gets its picture later.
_KEEP = """
insert into learning_rendition (source_id, name, place, file_id, text, width, height)
values (%s, %s, %s, %s::bigint, %s, %s::smallint, %s::smallint)
on conflict (source_id, name, place) do update
  set file_id = excluded.file_id, width = excluded.width, height = excluded.height
  where learning_rendition.file_id is null and excluded.file_id is not null
"""
_END = """
update learning_mediasource set state = %(state)s, trouble = %(trouble)s, detail = %(detail)s, ended_at = %(at)s,
  seconds = coalesce(%(seconds)s::int, seconds), height = coalesce(%(height)s::int, height),
  pages = coalesce(%(pages)s::smallint, pages), cpu_ms = cpu_ms + %(cpu)s
where file_id = %(file)s
"""


def ask(file_id: int, kind: str, at: dt.datetime) -> bool:
    """Lighter forms of this file are wanted. kind: of the part. False where that was known, and nothing changed."""
    return bool(rows.run(_ASK, [file_id, kind, at]))


def ask_now(file_id: int, kind: str, at: dt.datetime) -> None:
    """The same for somebody who waits: the worker begins as soon as the caller's transaction holds."""
    if ask(file_id, kind, at):
        make_media.enqueue()


@task(queue_name=LONG, priority=-10)
def make_media() -> None:
    """The job: all that waits. What another maker leaves behind is found by the next tick of jobs.make_media."""
    if make_waiting(clock.now) >= MOST_AT_ONCE:
        make_media.enqueue()


def make_waiting(now: Callable[[], dt.datetime], *, most: int = MOST_AT_ONCE) -> int:
    """Makes what waits, oldest first; how many files were looked at. 0 also where another maker is at it."""
    done = 0
    with rows.alone("learning.media") as free:
        while free and done < most and make_next(now):
            done += 1
    return done


def make_next(now: Callable[[], dt.datetime]) -> bool:
    """False where nothing waits."""
    at = now()
    found = rows.first(Row, _NEXT, {"at": at, "lost": at - _LOST})
    if found is None:
        return False
    file_id, kind, tries, sha256, media_type = found
    end = {"file": file_id, "seconds": None, "height": None, "pages": None, "cpu": 0, "detail": "", "trouble": ""}
    Path(settings.FILES_ROOT).mkdir(parents=True, exist_ok=True)
    try:
        with tempfile.TemporaryDirectory(dir=settings.FILES_ROOT, prefix="making-") as name:
            result = _make(kind, media_type, files.path_of(sha256), Path(name))
            with transaction.atomic():
                _keep(file_id, result)
                enter_pages(file=file_id)
                trouble = str(result.trouble or "")
                rows.run(
                    _END,
                    end
                    | {
                        "state": "lacking" if result.trouble in LACKING else "made", "trouble": trouble,
                        "seconds": result.seconds, "height": result.height, "pages": result.pages,
                        "cpu": result.cpu_ms, "at": now(),
                    },
                )  # fmt: skip
        if result.trouble in LACKING:
            note_tool(result.trouble, there=False, at=now())
    except Interrupted:
        rows.run(
            "update learning_mediasource set state = 'waiting', tries = %s where file_id = %s", [tries - 1, file_id]
        )
        return False
    except MediaFault as fault:
        lacking = fault.trouble in LACKING
        told = {"state": "lacking" if lacking else "refused", "trouble": str(fault.trouble), "detail": fault.detail}
        rows.run(_END, end | told | {"at": now()})
        if lacking:
            note_tool(fault.trouble, there=False, at=now())
    except Exception as error:
        # A fault of ours: tried again some times, then shown to whoever looks after the product.
        log.exception("media of file %s", file_id)
        state = "waiting" if tries < MOST_TRIES else "refused"
        told = {"state": state, "trouble": str(Trouble.FAILED), "detail": repr(error)[:200]}
        rows.run(_END, end | told | {"at": now()})
        if state == "waiting":
            rows.run("update learning_mediasource set asked_at = %s where file_id = %s", [now(), file_id])
            return False  # not at once again
    return True


def _make(kind: str, media_type: str, source: Path, folder: Path) -> film.Result:
    if kind in ("video", "audio"):
        return film.make(kind, media_type, source, folder)
    if media_type == PDF:
        return paper.make(source, folder)
    if media_type in DECKS:
        return deck.make(source, folder)
    raise MediaFault(Trouble.BROKEN, kind)


def _keep(file_id: int, result: film.Result) -> None:
    for one in result.made:
        stored = files.put(one.path, one.media_type).id if one.path else None
        rows.run(_KEEP, [file_id, one.name, one.place, stored, one.text, one.width, one.height])

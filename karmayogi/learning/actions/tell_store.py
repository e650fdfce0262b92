"""What learners did in our own lessons is written into the record store, after the fact and many at once.

Acts are read from the rows that requests have written anyhow, in the order of their time. A request that began before
another one may commit after it, so each look begins a little before the end of the last one; what is in the store
already is left out by its id.
"""

import datetime as dt
import itertools
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from karmayogi.ingest import api as ingest
from karmayogi.ingest.types import Invalid, Statement
from karmayogi.kernel import rows
from karmayogi.learning.engine.telling import statement
from karmayogi.learning.queries.acts import acts, courses_of, parts_of
from karmayogi.learning.types import Act, ActKind

LOOK_BACK = dt.timedelta(minutes=5)  # no request takes so long
BATCH = 2_000
MOST = 50  # batches in one run; the next run goes on
_QUIZ = "quiz"
_BEGIN = "insert into learning_told (id, up_to) values (1, 'epoch') on conflict do nothing"
# Of two that run at once the second finds nothing to do.
_PLACE = "select up_to from learning_told for update skip locked"
_KEEP = "update learning_told set up_to = %s"


def tell_store(*, at: dt.datetime, batch: int = BATCH) -> int:
    """How many statements were new. Repeating it changes nothing; nothing happens where the deployment says so."""
    if not settings.OWN_STATEMENTS:
        return 0
    rows.run(_BEGIN)
    since, told = None, 0
    for _ in range(MOST):
        with transaction.atomic():
            up_to = rows.scalar(_PLACE)
            if up_to is None:
                return told
            since = since or up_to - LOOK_BACK
            page, through = _page(since, at, batch)
            told += _store(page, at)
            rows.run(_KEEP, [max(up_to, through)])
        if through >= at:
            break
        since = through
    return told


def _page(since: dt.datetime, until: dt.datetime, limit: int) -> tuple[list[Act], dt.datetime]:
    """The next acts, and up to when these are all. Those of one moment are never divided."""
    while len(found := acts(since, until, limit)) >= limit:
        whole = [act for act in found if act.at < found[-1].at]
        if whole:
            return whole, whole[-1].at
        limit *= 4
    return found, until


def _store(page: list[Act], at: dt.datetime) -> int:
    courses = courses_of(act.enrolment_id for act in page)
    parts = parts_of(act.part_id for act in page if act.part_id is not None)
    made = {}
    for act in page:
        part = parts[act.part_id] if act.part_id is not None else None
        # A test is told with each result; that its part was opened or done with it says nothing more.
        if part is not None and part.kind == _QUIZ and act.kind in (ActKind.OPENED, ActKind.FINISHED):
            continue
        course = courses[act.enrolment_id]
        more: dict[str, Any] = {}
        if part is not None:
            more = {"part": part.part_uuid, "part_kind": part.kind, "part_titles": part.titles}
        one = statement(
            act,
            origin=settings.PUBLIC_ORIGIN,
            platform=settings.OWNER_NAME or "Karmayogi",
            person=course.person_uuid,
            enrolment=course.enrolment_uuid,
            language=course.language,
            course=course.course_uuid,
            version=course.version,
            course_titles=course.titles,
            **more,
        )
        made[one["id"]] = one
    # What many did at one moment, an order for a whole service say, comes as one page of any size.
    pieces = list(itertools.batched(made, BATCH, strict=False))
    fresh = [ingest.missing({id: made[id] for id in piece}) for piece in pieces]
    return sum(len(piece) - _refused([made[id] for id in piece], at) for piece in fresh if piece)


def _refused(statements: list[Statement], at: dt.datetime) -> int:
    """Stores them. One that the store would not have is kept there and does not hold up the others."""
    try:
        with transaction.atomic():
            ingest.store_statements(statements, at=at)
    except (Invalid, ingest.Conflict):
        return sum(
            ingest.store_or_keep([one], source="own", bound=UUID(one["context"]["registration"]), at=at)
            for one in statements
        )
    return 0

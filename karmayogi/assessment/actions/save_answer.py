"""Saving one answer, and where in the test the learner is. Every step of the test comes through here."""

import datetime as dt
import enum
import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from karmayogi.assessment.conf import GRACE
from karmayogi.assessment.engine import fields, kinds
from karmayogi.assessment.queries.attempts import kind_of
from karmayogi.assessment.types import AttemptRow
from karmayogi.kernel import rows


class Saved(enum.Enum):
    SAVED = "saved"
    PARTLY = "partly"  # of a case: the parts that are answers
    LATE = "late"  # kept, and will not count
    CLOSED = "closed"  # submitted before: nothing kept
    REFUSED = "refused"  # there is no such question, or one answer too many


_KIND = """
select q.kind, q.body::text, i.shown from assessment_attemptitem i join assessment_item q on q.id = i.item_id
where i.attempt_id = %s and i.position = %s
"""

# One statement, and so a transaction of its own: nothing but it is said to the database around an answer. It locks the
# attempt, so that submission sees either the whole answer or none of it; after submission the lock finds nothing. The
# last save of two tabs wins.
_SAVE = """
with open as (
  select id from assessment_attempt
  where id = %(attempt)s and submitted_at is null and due_at >= %(deadline)s
  for no key update
)
update assessment_attemptitem i
set saved_at = %(at)s, chosen = array(
  select s.key from unnest(i.shown) with ordinality s(key, place)
  where s.place = any(%(picked)s::bigint[]) order by s.place)
from open, assessment_item q
where i.attempt_id = open.id and i.position = %(position)s and q.id = i.item_id
  and (i.due_at is null or i.due_at >= %(given)s)
  and (q.kind = 'multiple' or cardinality(%(picked)s::bigint[]) <= 1)
"""

_SAVE_LINES = """
with open as (
  select id from assessment_attempt
  where id = %(attempt)s and submitted_at is null and due_at >= %(deadline)s
  for no key update
)
update assessment_attemptitem i set saved_at = %(at)s, chosen = %(lines)s::text[]
from open where i.attempt_id = open.id and i.position = %(position)s
  and (i.due_at is null or i.due_at >= %(given)s)
"""

_LATE_LINES = """
insert into assessment_lateanswer (attempt_id, position, chosen, at)
select a.id, i.position, %(lines)s::text[], %(at)s
from assessment_attemptitem i join assessment_attempt a on a.id = i.attempt_id
where a.id = %(attempt)s and i.position = %(position)s and (i.due_at < %(given)s or a.due_at < %(deadline)s)
  and (a.submitted_at is null or a.closing = 'time')
on conflict (attempt_id, position) do update set chosen = excluded.chosen, at = excluded.at
"""

_LATE = """
insert into assessment_lateanswer (attempt_id, position, chosen, at)
select i.attempt_id, i.position, array(
  select s.key from unnest(i.shown) with ordinality s(key, place)
  where s.place = any(%(picked)s::bigint[]) order by s.place),
  %(at)s
from assessment_attemptitem i join assessment_attempt a on a.id = i.attempt_id
where i.attempt_id = %(attempt)s and i.position = %(position)s and (i.due_at < %(given)s or a.due_at < %(deadline)s)
  and (a.submitted_at is null or a.closing = 'time')
on conflict (attempt_id, position) do update set chosen = excluded.chosen, at = excluded.at
"""

_PLACE = "update assessment_attempt set position = %s, language = %s where id = %s and submitted_at is null"


def save_answer(
    *, attempt: AttemptRow, position: int, picked: Collection[int], at: dt.datetime, given: dt.datetime | None = None
) -> Saved:
    """Stores the answer to one question; the caller has fetched the attempt with the right to it.

    picked: places of the chosen options as shown, 1 first; empty clears the answer. An answer after time and grace is
    kept apart and never counted. There is no audit entry per answer: `saved_at` and the closing entry tell the story.
    given: when it was given, by which the own time of a section judges it; without, that is `at`.
    """
    terms = {
        "attempt": attempt.id,
        "position": position,
        "picked": sorted(set(picked)),
        "at": at,
        "deadline": at - GRACE,
        "given": (given or at) - GRACE,
    }
    return _kept(attempt, _SAVE, _LATE, terms)


def save_fields(
    *, attempt: AttemptRow, position: int, post: fields.Post, at: dt.datetime, given: dt.datetime | None = None
) -> Saved:
    """The same for a question without options. post: what each field of its page sent; nothing sent clears it.

    What the page could not have sent, and what is no answer (one place twice, no number), is REFUSED and not kept; of
    a case the other parts are, and it is PARTLY saved.
    """
    found = rows.first(lambda *row: row, _KIND, [attempt.id, position])
    if found is None or found[0] in kinds.CHOICES:
        return Saved.REFUSED
    kind, body, shown = found[0], json.loads(found[1]), found[2]
    try:
        lines, whole = fields.keep(kind, body, shown, post)
    except kinds.NotAnAnswer:
        return Saved.CLOSED if _is_closed(attempt) else Saved.REFUSED
    terms = {
        "attempt": attempt.id, "position": position, "lines": lines, "at": at, "deadline": at - GRACE,
        "given": (given or at) - GRACE,
    }  # fmt: skip
    saved = _kept(attempt, _SAVE_LINES, _LATE_LINES, terms)
    return Saved.PARTLY if saved is Saved.SAVED and not whole else saved


def save_sent(
    *, attempt: AttemptRow, position: int, post: Mapping[str, Sequence[str]], at: dt.datetime,
    given: dt.datetime | None = None,
) -> Saved:  # fmt: skip
    """The same for a question of whatever kind, from a page that was kept: what each of its fields sent."""
    if kind_of(attempt, position) in kinds.FIELDS:
        return save_fields(attempt=attempt, position=position, post=_of(post), at=at, given=given)
    picked = _picked(post)
    if picked is None:
        return Saved.REFUSED
    return save_answer(attempt=attempt, position=position, picked=picked, at=at, given=given)


def is_answer(item_id: int, shown: Sequence[str], post: Mapping[str, Sequence[str]]) -> bool:
    """Whether `save_sent` would keep it, or some of it, where no attempt is there yet."""
    found = rows.first(lambda *row: row, "select kind, body::text from assessment_item where id = %s", [item_id])
    if found is None:
        return False
    kind, body = found
    if kind not in kinds.FIELDS:
        picked = _picked(post)
        return picked is not None and (kind == "multiple" or len(picked) <= 1)
    try:
        fields.keep(kind, json.loads(body), shown, _of(post))
    except kinds.NotAnAnswer:
        return False
    return True


def _of(post: Mapping[str, Sequence[str]]) -> fields.Post:
    return lambda name: list(post.get(name, ()))


def _picked(post: Mapping[str, Sequence[str]]) -> set[int] | None:
    """None for what no page with options sends."""
    sent = post.get("answer", ())
    return {int(one) for one in sent} if all(one.isascii() and one.isdigit() and len(one) < 3 for one in sent) else None


def _kept(attempt: AttemptRow, save: str, late: str, terms: dict[str, Any]) -> Saved:
    if rows.run(save, terms):
        return Saved.SAVED
    if rows.run(late, terms):
        return Saved.LATE
    return Saved.CLOSED if _is_closed(attempt) else Saved.REFUSED


def _is_closed(attempt: AttemptRow) -> bool:
    return bool(rows.scalar("select submitted_at is not null from assessment_attempt where id = %s", [attempt.id]))


def keep_place(*, attempt: AttemptRow, position: int, language: str) -> None:
    """Remembers the question she is at, and the language she reads it in, for whichever device comes next."""
    if (position, language) != (attempt.position, attempt.language):
        rows.run(_PLACE, [position, language, attempt.id])

"""What was reached in a part, whatever is played in it. Progress never falls: done stays done, the best score stays."""

import datetime as dt

from karmayogi.kernel import rows

_MARK = """
update learning_partprogress set score = greatest(score, %(score)s::smallint),
  seconds = greatest(seconds, %(seconds)s::int), seen_at = greatest(seen_at, %(at)s::timestamptz),
  state = case when state = 'done' or %(done)s::bool then 'done' else 'opened' end,
  completed_at = case when state = 'done' then completed_at when %(done)s::bool then %(at)s::timestamptz end,
  done_by = case when state = 'done' or not %(done)s::bool then done_by else %(by)s end
where person_id = %(person)s and part_id = %(part)s
"""


def mark_part(
    *, person_id: int, part_id: int, done: bool, score: float | None = None, seconds: int | None = None,
    by: str = "", at: dt.datetime,
) -> None:  # fmt: skip
    """In the caller's transaction, which has locked the enrolment and what is kept of the part.

    score: per cent, None for none. seconds: in it so far, None for as many as are known. by: of a film or recording,
    how it was judged: watched, read, or time.
    """
    whole = None if score is None else round(score)
    rows.run(_MARK, {
        "score": whole, "seconds": seconds, "at": at, "done": done, "by": by, "person": person_id, "part": part_id,
    })  # fmt: skip

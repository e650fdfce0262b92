"""What HR systems state about officers of a subtree and has not taken effect."""

import dataclasses
import datetime as dt
import json

from karmayogi.kernel import rows


@dataclasses.dataclass(frozen=True, slots=True)
class Waiting:
    """An officer and the sentences that say what waits and why."""

    name: str
    name_native: str
    user_name: str
    problems: list[str]
    since: dt.datetime


def waiting_users(path: str, limit: int = 200) -> list[Waiting]:
    """Longest waiting first."""
    return rows.fetch(
        lambda name, native, user_name, problems, since: Waiting(name, native, user_name, json.loads(problems), since),
        """
        select p.name, p.name_native, s.user_name, s.problems::text, s.updated_at from feeds_scimuser s
        join people_person p on p.id = s.person_id
        where s.path >= %s and s.path < %s and s.deleted_at is null and s.problems <> '[]'
        order by s.updated_at, s.id limit %s
        """,
        [path, path + "~", limit],
    )

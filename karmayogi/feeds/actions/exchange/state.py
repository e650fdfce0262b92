"""The last accepted state: written when rows are applied, put back when they are taken back."""

from collections.abc import Sequence
from typing import Any

from karmayogi.kernel import rows

_FIELDS = ("name", "email", "mobile", "group", "gender", "category", "birth_on", "designation", "office")


def put(organisation_id: int, officers: Sequence[tuple[str, int, dict[str, Any]]]) -> None:
    """(code, person, state) is what the organisation's system last said and we applied."""
    if not officers:
        return
    rows.run(
        """
        insert into feeds_feedofficer (organisation_id, code, person_id, name, email, mobile, "group", gender, category,
          birth_on, designation_id, office_id)
        select %s::bigint, x.code, x.person, x.name, x.email, x.mobile, x."group", x.gender, x.category, x.birth_on,
          x.designation, x.office
        from unnest(%s::text[], %s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[],
          %s::date[], %s::bigint[], %s::bigint[])
          as x (code, person, name, email, mobile, "group", gender, category, birth_on, designation, office)
        on conflict (organisation_id, code) do update set person_id = excluded.person_id, name = excluded.name,
          email = excluded.email, mobile = excluded.mobile, "group" = excluded."group", gender = excluded.gender,
          category = excluded.category, birth_on = excluded.birth_on, designation_id = excluded.designation_id,
          office_id = excluded.office_id
        """,
        [
            organisation_id, [code for code, _person, _state in officers],
            [person for _code, person, _state in officers],
            *([state[field] for _code, _person, state in officers] for field in _FIELDS),
        ],
    )  # fmt: skip


def drop(organisation_id: int, codes: Sequence[str]) -> None:
    """These officers are no longer in the accepted state."""
    rows.run(
        "delete from feeds_feedofficer where organisation_id = %s and code = any(%s::text[])",
        [organisation_id, list(codes)],
    )

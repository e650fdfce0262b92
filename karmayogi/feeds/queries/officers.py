"""What is recorded about officers of a feed, in the form that people takes it."""

import datetime as dt
import json
from collections.abc import Sequence
from typing import Any

from karmayogi.kernel import rows
from karmayogi.orgs import api as orgs

# Fields of people.PersonImport, in the order of the query.
FIELDS = (
    "name", "name_native", "native_language", "email", "mobile", "employee_code", "group", "gender", "category",
    "birth_on", "mother_tongue", "office_pin", "external_system", "external_code", "tags",
)  # fmt: skip


def recorded(person_ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Person id -> her facts, with her row locked until the transaction ends."""
    rows.run("select id from people_person where id = any(%s::bigint[]) order by id for update", [list(person_ids)])
    found = rows.fetch(
        lambda person_id, *values: (person_id, dict(zip(FIELDS, values, strict=True))),
        """
        select p.id, p.name, p.name_native, p.native_language, a.email, a.mobile, p.employee_code, p."group", p.gender,
          p.category, p.birth_on, p.mother_tongue, p.office_pin, p.external_system, p.external_code, p.tags
        from people_person p left join people_account a on a.person_id = p.id where p.id = any(%s::bigint[])
        """,
        [list(person_ids)],
    )
    return dict(found)


def identities(person_ids: Sequence[int]) -> dict[int, Any]:
    """Person id -> uuid."""
    return dict(
        rows.fetch(
            lambda person_id, uuid: (person_id, uuid),
            "select id, uuid from people_person where id = any(%s::bigint[])", [list(person_ids)],
        )
    )  # fmt: skip


def postings(person_ids: Sequence[int], on: dt.date) -> dict[int, tuple[str, int, int, dt.date]]:
    """Person id -> (path, office, designation, since) of the posting by which she sits."""
    found = rows.fetch(
        lambda person_id, *values: (person_id, values),
        f"""
        select distinct on (i.person_id) i.person_id, i.organisation_path, p.organisation_id,
          coalesce(d.merged_into_id, d.id), i.valid_from
        from orgs_incumbency i join {orgs.POSTS_AS_ON} p on p.id = i.post_id
        join orgs_designation d on d.id = p.designation_id
        where i.person_id = any(%(persons)s::bigint[]) and i.kind in {orgs.FILLS}
          and i.valid_from <= %(on)s::date and (i.valid_to is null or i.valid_to > %(on)s::date)
        order by i.person_id, {orgs.main_first("i")}
        """,
        {"persons": list(person_ids), "on": on},
    )
    return dict(found)


def signed_in(person_ids: Sequence[int]) -> set[int]:
    """Those who have used their account."""
    return set(
        rows.fetch(
            int,
            """
            select a.person_id from people_account a where a.person_id = any(%s::bigint[])
              and (a.last_login is not null or exists (select from people_session s where s.account_id = a.id))
            """,
            [list(person_ids)],
        )
    )


def own_contacts(person_ids: Sequence[int], at: dt.datetime) -> set[int]:
    """Those whose contacts only they themselves change, by a code: they have used their account, or hold an authority.

    Whoever can set the contacts of an account can open it, by the link to a new password.
    """
    return set(
        rows.fetch(
            int,
            """
            select a.person_id from people_account a where a.person_id = any(%s::bigint[])
              and (a.last_login is not null or exists (select from people_session s where s.account_id = a.id)
                or exists (select from orgs_delegatedauthority d
                  where d.person_id = a.person_id and (d.valid_to is null or d.valid_to > %s)))
            """,
            [list(person_ids), at],
        )
    )


def still_open(incumbency_ids: Sequence[int]) -> set[int]:
    """Those of them that nobody has ended; one that ends with service, by the recorded retirement, is open."""
    return set(
        rows.fetch(
            int,
            """
            select i.id from orgs_incumbency i left join orgs_retirement r on r.person_id = i.person_id
            where i.id = any(%s::bigint[]) and (i.valid_to is null or i.valid_to = r."on")
            """,
            [list(incumbency_ids)],
        )
    )


def accepted(organisation_id: int, codes: Sequence[str]) -> dict[str, tuple[int, dict[str, Any]]]:
    """Code -> (person id, last accepted state as JSON has it)."""
    found = rows.fetch(
        lambda code, person_id, state: (code, (person_id, json.loads(state))),
        """
        select f.code, f.person_id, jsonb_build_object('name', f.name, 'email', f.email, 'mobile', f.mobile,
          'group', f."group", 'gender', f.gender, 'category', f.category, 'birth_on', f.birth_on,
          'designation', f.designation_id, 'office', f.office_id)::text
        from feeds_feedofficer f where f.organisation_id = %s and f.code = any(%s::text[])
        """,
        [organisation_id, list(codes)],
    )
    return dict(found)

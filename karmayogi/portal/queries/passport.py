"""Service history and the latest looks at a record."""

import dataclasses
import datetime as dt

from karmayogi.kernel import rows

_SERVICE = """
select d.name, d.name_hi, d.name_ur, p.label, o.name_en, o.name_hi, o.name_ur, i.kind, i.valid_from, i.valid_to
from orgs_incumbency i
join orgs_post p on p.id = i.post_id
join orgs_designation d on d.id = p.designation_id
join orgs_organisation o on o.id = p.organisation_id
where i.person_id = %s and i.valid_from <= %s
order by i.valid_from desc, i.id desc
"""

_LOOKS = """
select a.at, a.agent_label, a.why
from kernel_auditentry a
where a.concerns_id = %s and a.tag like '%%:see' and not exists (
  select from people_account mine where mine.person_id = a.concerns_id and mine.id = a.account_id)
order by a.id desc limit 5
"""


@dataclasses.dataclass(frozen=True, slots=True)
class Stint:
    """A post held. until: the first day on which she did not hold it any more, None while she does."""

    designation_en: str
    designation_hi: str
    designation_ur: str
    label: str
    organisation_en: str
    organisation_hi: str
    organisation_ur: str
    kind: str
    since: dt.date
    until: dt.date | None


@dataclasses.dataclass(frozen=True, slots=True)
class Look:
    at: dt.datetime
    by: str
    why: str


def service_history(person_id: int, on: dt.date) -> list[Stint]:
    """Every post held up to that day, the latest first. Names are those of today."""
    return rows.fetch(Stint, _SERVICE, [person_id, on])


def latest_looks(person_id: int) -> list[Look]:
    """The five latest times that somebody else looked at her record."""
    return rows.fetch(Look, _LOOKS, [person_id])

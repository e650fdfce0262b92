"""How certificates of an organisation look, and whose template counts where."""

import dataclasses
import datetime as dt
import uuid
from collections.abc import Collection

from karmayogi.credentials.policies import can_design
from karmayogi.credentials.queries.certificates import HOLDER_PATH
from karmayogi.credentials.types import TemplateRow
from karmayogi.kernel import rows
from karmayogi.kernel.access import Actor, NotFound, Role
from karmayogi.orgs import api as orgs
from karmayogi.orgs.api import FILLS
from karmayogi.orgs.types import OrganisationRow

_COLUMNS = """
t.id, t.uuid, o.id, o.uuid, o.name_en, o.name_hi, o.name_ur, o.path, t.in_use, t.line_en, t.line_hi, t.line_ur,
t.signatory, t.signatory_title, t.accent, coalesce(f.sha256, ''), t.saved_at, t.logo_id
"""
_FROM = """
from orgs_organisation o
join lateral (
  select * from credentials_template x where x.organisation_id = o.id order by x.id desc limit 1
) t on true
left join kernel_storedfile f on f.id = t.logo_id
"""


def template_over(path: str) -> TemplateRow | None:
    """The template that counts for an office: its own, or that of the nearest organisation above it."""
    return rows.first(
        TemplateRow,
        f"select {_COLUMNS} {_FROM} where o.path = any(%s::text[]) and t.in_use order by length(o.path) desc limit 1",
        [orgs.ancestors(path)],
    )


def template_of(organisation_id: int) -> TemplateRow | None:
    """What the organisation saved last, in use or not."""
    return rows.first(TemplateRow, f"select {_COLUMNS} {_FROM} where o.id = %s", [organisation_id])


def template_by_id(template_id: int) -> TemplateRow | None:
    """As it was saved then; for certificates that were issued with it."""
    return rows.first(
        TemplateRow,
        f"select {_COLUMNS} from credentials_template t join orgs_organisation o on o.id = t.organisation_id"
        " left join kernel_storedfile f on f.id = t.logo_id where t.id = %s",
        [template_id],
    )


@dataclasses.dataclass(frozen=True, slots=True)
class OtherLook:
    """What a certificate looks like and what the holder's office says now: id of the template, None for none; name of
    its organisation and when it was saved, "" and None for none."""

    was: int | None
    was_name: str
    was_on: dt.datetime | None
    now: int | None
    now_name: str
    now_on: dt.datetime | None


_OTHER = f"""
with mine as (
  select c.uuid, c.template_id, ({HOLDER_PATH.format(person="c.person_id", fills=FILLS)}) as path
  from credentials_certificate c
  where c.uuid = any(%(certificates)s::uuid[]) and c.revoked_at is null and c.person_id is not null)
select m.uuid, was.id, coalesce(w.name_en, ''), was.saved_at, now.id, coalesce(now.name_en, ''), now.saved_at
from mine m
left join credentials_template was on was.id = m.template_id
left join orgs_organisation w on w.id = was.organisation_id
left join lateral (
  select t.id, o.name_en, t.saved_at from orgs_organisation o
  join lateral (
    select * from credentials_template x where x.organisation_id = o.id order by x.id desc limit 1) t on true
  where o.path = any(
    select left(m.path, size) from generate_series(1, length(m.path)) size) and t.in_use
  order by length(o.path) desc limit 1) now on true
where was.id is distinct from now.id
"""


def other_looks(certificates: Collection[uuid.UUID], on: dt.date) -> dict[uuid.UUID, OtherLook]:
    """Of these certificates those that stand and look otherwise than the office of their holder says now."""
    return dict(rows.fetch(
        lambda certificate, *of: (certificate, OtherLook(*of)), _OTHER, {"certificates": list(certificates), "on": on}
    ))  # fmt: skip


def access_office(actor: Actor, organisation_uuid: uuid.UUID) -> OrganisationRow:
    """An organisation whose certificates the actor designs. Raises NotFound otherwise."""
    found = orgs.organisation(organisation_uuid)
    if found is None or not can_design(actor, found.path):
        raise NotFound
    return found


def offices_of(actor: Actor) -> list[tuple[uuid.UUID, str, str, str, bool]]:
    """Where the actor designs: the heads of the trees, and whatever below has a template of its own.

    Uuid, names in three languages, whether a template is in use.
    """
    paths = list(actor.paths(Role.MDO_ADMIN))
    return rows.fetch(
        lambda *row: row,
        "select o.uuid, o.name_en, o.name_hi, o.name_ur, coalesce(t.in_use, false) from orgs_organisation o"
        " left join lateral (select x.in_use from credentials_template x where x.organisation_id = o.id"
        "   order by x.id desc limit 1) t on true"
        " where o.path = any(%(paths)s::text[]) or (t.in_use is not null and exists ("
        "   select from unnest(%(paths)s::text[]) as mine (path) where starts_with(o.path, mine.path)))"
        " order by o.path",
        {"paths": paths},
    )

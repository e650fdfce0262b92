"""Organisations as they are today, and fetching one with authority over it."""

import datetime as dt
import uuid as uuids
from collections.abc import Iterable

from karmayogi.kernel import rows
from karmayogi.kernel.access import Actor, NotFound
from karmayogi.orgs.engine import paths
from karmayogi.orgs.policies import can_over_organisation
from karmayogi.orgs.types import OrganisationRow, SpellRow

COLUMNS = "o.id, o.uuid, o.code, o.kind, o.name_en, o.name_hi, o.name_ur, o.parent_id, o.path, o.state_id"


def organisation(uuid: uuids.UUID) -> OrganisationRow | None:
    """The organisation with this uuid, whoever asks; None when there is none."""
    return rows.first(OrganisationRow, f"select {COLUMNS} from orgs_organisation o where o.uuid = %s", [uuid])


def organisations(ids: Iterable[int]) -> dict[int, OrganisationRow]:
    """id -> organisation; ids that do not exist are left out."""
    found = rows.fetch(
        OrganisationRow,
        f"select {COLUMNS} from orgs_organisation o where o.id = any(%s::bigint[])",
        [list(ids)],
    )
    return {row.id: row for row in found}


def country_path() -> str:
    """Of the country, which holds all others; "" where there is none yet."""
    return rows.scalar("select path from orgs_organisation where parent_id is null order by id limit 1") or ""


def organisation_by_code(code: str) -> OrganisationRow | None:
    return rows.first(OrganisationRow, f"select {COLUMNS} from orgs_organisation o where o.code = %s", [code])


def organisation_by_name(name: str) -> OrganisationRow | None:
    """The one with exactly this English name; the highest in the tree where several have it."""
    return rows.first(
        OrganisationRow,
        f"""
        select {COLUMNS} from orgs_organisation o where o.name_en = %s
        order by o.valid_to is not null, length(o.path), o.id limit 1
        """,
        [name],
    )


def is_open(organisation_id: int) -> bool:
    """Whether it has not been abolished."""
    return bool(rows.scalar("select valid_to is null from orgs_organisation where id = %s", [organisation_id]))


def access_organisation(actor: Actor, uuid: uuids.UUID, to: str) -> OrganisationRow:
    """The organisation, for somebody who may do `to` with it: see | people | staff | structure.

    Raises NotFound when it does not exist and when a role of the actor does not reach it: nobody can tell which.
    """
    row = organisation(uuid)
    if row is None or not can_over_organisation(actor, row.path, to):
        raise NotFound
    return row


def ministry_of(path: str) -> OrganisationRow | None:
    """The ministry (or independent department, or State government) that the unit at `path` belongs to.

    It is the step below the country; the country itself answers itself.
    """
    return rows.first(
        OrganisationRow,
        f"select {COLUMNS} from orgs_organisation o where o.path = %s",
        [path[: 2 * paths.STEP]],
    )


def line_of(path: str) -> list[OrganisationRow]:
    """The units from the country down to the one at `path`, itself last: for bread crumbs."""
    return rows.fetch(
        OrganisationRow,
        f"select {COLUMNS} from orgs_organisation o where o.path = any(%s::text[]) order by o.path",
        [paths.ancestors(path)],
    )


def spell_on(organisation_id: int, on: dt.date) -> SpellRow | None:
    """Name, kind and parent of the unit on that day; None before it was there."""
    return rows.first(
        SpellRow,
        """
        select name_en, kind, parent_id, valid_from, valid_to, order_number from orgs_organisationspell
        where organisation_id = %s and valid_from <= %s and (valid_to is null or valid_to > %s)
        """,
        [organisation_id, on, on],
    )


def children_of(organisation_id: int) -> list[OrganisationRow]:
    """The units directly below, by name."""
    return rows.fetch(
        OrganisationRow,
        f"select {COLUMNS} from orgs_organisation o where o.parent_id = %s and o.valid_to is null order by o.name_en",
        [organisation_id],
    )

"""The country, its ministries, departments and other union bodies, and the governments of the States."""

import datetime as dt
from pathlib import Path

from karmayogi.kernel import rows as sql
from karmayogi.orgs.actions.master.report import Part, read
from karmayogi.orgs.actions.structure.turn import CAME
from karmayogi.orgs.engine import paths
from karmayogi.orgs.engine.register import exact_key, kind_of, named_parent, organisation_key, parents
from karmayogi.orgs.models import Organisation, OrganisationSpell, State

# The sources do not say since when a unit exists: "since before this register began".
BEGAN = dt.date(1950, 1, 26)
# The later one is read by its official use, the earlier one is translated by us: see data/README.md.
_NAMES = ("organisation_names_translated.csv", "organisation_names.csv")
_WITH_GOVERNMENT = {"DL", "JK", "PY"}  # Union territories with an elected legislature


class Tree:
    """The organisations that there are, and those to be added, parents first."""

    def __init__(self, at: dt.datetime) -> None:
        self.at = at
        self.by_code = {row.code: row for row in Organisation.objects.all()}
        self.new: list[Organisation] = []
        self.came: dict[int, dt.date] = dict(sql.fetch(lambda unit, day: (unit, day), CAME))

    def country(self) -> Organisation:
        return self.by_code.get("IN") or self.add(
            "IN", "country", "Government of India", None, name_hi="भारत सरकार", name_ur="حکومت ہند"
        )

    def add(self, code: str, kind: str, name: str, parent: Organisation | None, **more: object) -> Organisation:
        new_id: int = sql.scalar("select nextval(pg_get_serial_sequence('orgs_organisation', 'id'))")
        # From the day on which the unit above stood where it stands: the list does not say where it was before.
        since = max(parent.valid_from, self.came.get(parent.id, BEGAN)) if parent else BEGAN
        row = Organisation(
            id=new_id, code=code, kind=kind, name_en=name, parent=parent, valid_from=since, created_at=self.at,
            path=(parent.path if parent else "") + paths.step(new_id), **more,
        )  # fmt: skip
        self.by_code[code] = row
        self.new.append(row)
        return row

    def save(self) -> None:
        Organisation.objects.bulk_create(self.new)
        OrganisationSpell.objects.bulk_create(
            OrganisationSpell(
                organisation=row,
                parent_id=row.parent_id,
                name_en=row.name_en,
                name_hi=row.name_hi,
                name_ur=row.name_ur,
                kind=row.kind,
                path=row.path,
                valid_from=row.valid_from,
            )
            for row in self.new
        )


def import_organisations(folder: Path, at: dt.datetime) -> Part:
    """The union register: a department goes under its ministry where the raw lists or its own name say which.

    What is here already is known by its name and never moved: people may have put it right since. It only gets the
    Hindi and Urdu names that our files have, where it has none.
    """
    register = read(folder / "raw" / "organisations_master.csv")
    named = {exact_key(row["name_en"]): row for name in _NAMES for row in read(folder / name)}
    lists = read(folder / "raw" / "ministries_services_cadres.csv")
    part = Part("organisations", rows=len(register))
    under = parents(row["name"] for row in lists if row["list"] == "ministries")
    tree = Tree(at)
    country = tree.country()
    here = {exact_key(row.name_en): row for code, row in tree.by_code.items() if code.startswith("GOI-")}
    units = {organisation_key(row.name_en): row for row in here.values() if row.kind in ("ministry", "department")}
    serial = max((int(code[4:]) for code in tree.by_code if code.startswith("GOI-")), default=0)
    rank = {"ministry": 0, "department": 1, "body": 2}
    unplaced = 0
    for row in sorted(register, key=lambda row: rank[row["kind_by_prefix"]]):
        name = " ".join(row["name"].split())
        names = named.get(exact_key(name), {})
        if unit := here.get(exact_key(name)):
            part.count(changed=_fill(unit, names))
            continue
        key, kind = organisation_key(name), kind_of(name, row["kind_by_prefix"])
        parent_key = None if kind == "ministry" else under.get(key) or named_parent(name, units)
        parent = units.get(parent_key) if parent_key else None
        if parent is None and kind != "ministry":
            unplaced += 1
        serial += 1
        unit = tree.add(
            f"GOI-{serial:04d}", kind, name, parent or country,
            name_hi=names.get("name_hi", ""), name_ur=names.get("name_ur", ""),
        )  # fmt: skip
        here[exact_key(name)] = unit
        if kind in ("ministry", "department"):
            units.setdefault(key, unit)
    if unplaced:
        part.notes.append((0, f"{unplaced} of them name no ministry: they stand directly under the country"))
    part.new = len(tree.new) - (country in tree.new)
    tree.save()
    return part


def _fill(unit: Organisation, names: dict[str, str]) -> bool:
    """Adds the names that the unit lacks; whether there was one. A name that somebody typed stays."""
    missing = [column for column in ("name_hi", "name_ur") if names.get(column) and not getattr(unit, column)]
    for column in missing:
        setattr(unit, column, names[column])
    if missing:
        Organisation.objects.filter(id=unit.id).update(**{column: names[column] for column in missing})
    return bool(missing)


def import_state_governments(at: dt.datetime) -> Part:
    """One organisation for each State and Union territory, under the country."""
    states = list(State.objects.order_by("code"))
    part = Part("governments of States and Union territories", rows=len(states))
    tree = Tree(at)
    country = tree.country()
    for state in states:
        code = f"ST-{state.code}"
        if code in tree.by_code:
            part.unchanged += 1
            continue
        if state.kind == "state" or state.code in _WITH_GOVERNMENT:
            names = f"Government of {state.name_en}", f"{state.name_hi} सरकार", f"حکومت {state.name_ur}"
        else:
            names = f"{state.name_en} Administration", f"{state.name_hi} प्रशासन", f"انتظامیہ {state.name_ur}"
        tree.add(code, "state", names[0], country, name_hi=names[1], name_ur=names[2], state=state)
        part.new += 1
    tree.save()
    return part

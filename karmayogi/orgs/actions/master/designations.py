"""Designations as typed, and proposals to merge those that look alike; services and cadres."""

import datetime as dt
from pathlib import Path

from karmayogi.kernel import rows as sql
from karmayogi.orgs.actions.master.report import Part, read
from karmayogi.orgs.engine.designations import designation_key
from karmayogi.orgs.engine.likeness import Name, alike
from karmayogi.orgs.models import Cadre, Designation, MergeProposal, Service


def import_designations(folder: Path, at: dt.datetime) -> Part:
    """Every row of the raw master becomes a designation exactly as it is written, however odd."""
    rows = read(folder / "raw" / "designations_bulk_upload.csv")
    part = Part("designations", rows=len(rows))
    here = set(Designation.objects.values_list("name", flat=True))
    new: list[Designation] = []
    first_row: dict[str, int] = {}
    for number, row in enumerate(rows, 2):
        name = row["designation"]
        if not name.strip():
            part.notes.append((number, "empty; left out"))
        elif first_row.setdefault(name, number) != number:
            part.notes.append((number, f"{name}: the same as row {first_row[name]}"))
        elif name in here:
            part.unchanged += 1
        else:
            new.append(Designation(name=name, key=designation_key(name), created_at=at))
    Designation.objects.bulk_create(new, batch_size=2000)
    part.new = len(new)
    return part


def name_designations(folder: Path) -> Part:
    """Fills the Hindi and Urdu names of designation_names.csv in where there is none."""
    named = read(folder / "designation_names.csv")
    part = Part("names of designations", rows=len(named))
    part.changed = sql.run(
        """
        update orgs_designation d
        set name_hi = coalesce(nullif(d.name_hi, ''), x.hi), name_ur = coalesce(nullif(d.name_ur, ''), x.ur)
        from unnest(%s::text[], %s::text[], %s::text[]) as x (name, hi, ur)
        where d.name = x.name and (d.name_hi = '' or d.name_ur = '')
        """,
        [[row[column] for row in named] for column in ("name_en", "name_hi", "name_ur")],
    )
    part.unchanged = part.rows - part.changed
    return part


def propose_merges() -> Part:
    """Adds proposals for pairs that nobody was asked about yet. What was decided stays decided."""
    names = [
        Name(row_id, name)
        for row_id, name in Designation.objects.filter(merged_into=None).values_list("id", "name")
    ]  # fmt: skip
    found = alike(names)
    part = Part("merge proposals", rows=len(found))
    asked = {frozenset(pair) for pair in MergeProposal.objects.values_list("keep_id", "merge_id")}
    new = [
        MergeProposal(
            keep_id=pair.keep, merge_id=pair.merge, likeness=pair.likeness, reason=pair.reason,
            detail=" → ".join(word for word in pair.words if word),
        )
        for pair in found
        if frozenset((pair.keep, pair.merge)) not in asked
    ]  # fmt: skip
    MergeProposal.objects.bulk_create(new)
    part.new, part.unchanged = len(new), len(found) - len(new)
    return part


def import_services(folder: Path) -> list[Part]:
    """Services and cadres by name."""
    rows = list(enumerate(read(folder / "raw" / "ministries_services_cadres.csv"), 2))
    return [_names(rows, "services", Service), _names(rows, "cadre", Cadre)]


def _names(rows: list[tuple[int, dict[str, str]]], which: str, model: type[Service] | type[Cadre]) -> Part:
    mine = [(number, row["name"].strip()) for number, row in rows if row["list"] == which]
    part = Part("cadres" if which == "cadre" else which, rows=len(mine))
    here = set(model.objects.values_list("name", flat=True))
    for number, name in mine:
        if name in here:
            part.unchanged += 1
            continue
        here.add(name)
        model.objects.create(name=name)
        part.new += 1
        if name.startswith("("):
            part.notes.append((number, f"{name}: looks like the end of the row before; kept as it is"))
    return part

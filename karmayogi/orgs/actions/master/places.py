"""States, Union territories and districts."""

from pathlib import Path

from karmayogi.orgs.actions.master.report import Part, read
from karmayogi.orgs.models import District, State

_STATE = ("lgd_code", "name_en", "name_hi", "name_ur", "kind", "tile_row", "tile_col")


def import_states(folder: Path) -> Part:
    """The 36 of data/states.csv, which is ours: what differs is set to what the file says."""
    rows = read(folder / "states.csv")
    part = Part("states", rows=len(rows))
    here = {state.code: state for state in State.objects.all()}
    new: list[State] = []
    changed: list[State] = []
    for row in rows:
        values = {
            "lgd_code": int(row["lgd_code"]) if row["lgd_code"] else None,
            "tile_row": int(row["tile_row"]),
            "tile_col": int(row["tile_col"]),
        } | {name: row[name] for name in ("name_en", "name_hi", "name_ur", "kind")}
        state = here.get(row["code"])
        if state is None:
            new.append(State(code=row["code"], **values))
        elif any(getattr(state, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(state, name, value)
            changed.append(state)
    State.objects.bulk_create(new)
    State.objects.bulk_update(changed, _STATE)
    part.new, part.changed, part.unchanged = len(new), len(changed), len(rows) - len(new) - len(changed)
    return part


def import_districts(folder: Path) -> Part:
    """The districts of raw/districts_728.csv, whose codes of States are mapped by raw/state_code_map.csv.

    A district is known by State and name. Its code is the State's with the code of the source, or U and a number
    where the source has none or uses one twice.
    """
    rows = read(folder / "raw" / "districts_728.csv")
    to_code = {row["raw_state_code"]: row["code"] for row in read(folder / "raw" / "state_code_map.csv")}
    states = {state.code: state.id for state in State.objects.all()}
    part = Part("districts", rows=len(rows))
    here = {(row.state_id, row.name.casefold()) for row in District.objects.all()}
    taken = set(District.objects.values_list("code", flat=True))
    new: list[District] = []
    for number, row in enumerate(rows, 2):
        code = to_code.get(row["state_code"])
        if code is None:
            part.notes.append(
                (number, f"{row['district']}: State code {row['state_code']} is not in the map; left out")
            )
            continue
        key = (states[code], row["district"].casefold())
        if key in here:
            part.unchanged += 1
            continue
        district_code = f"{code}-{row['district_code']}"
        if row["district_code"] == "0" or district_code in taken:
            serial = 1
            while f"{code}-U{serial}" in taken:
                serial += 1
            district_code = f"{code}-U{serial}"
            part.notes.append((number, f"{row['district']}: no code of its own in the source; it has {district_code}"))
        taken.add(district_code)
        here.add(key)
        new.append(District(code=district_code, state_id=states[code], name=row["district"]))
    District.objects.bulk_create(new)
    part.new = len(new)
    return part

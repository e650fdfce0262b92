"""The units of the country in PostgreSQL: the imported organisations and State governments, with offices below them."""

import math
import random
from typing import Any

from bench.national.shape import COURSES, OFFICES, Unit
from bench.sql import Writer

# Shares of all people, as large employers stand to one another; the rest is shared by the other bodies, a few of them
# large. The published totals do not tell them apart: these are assumptions.
STATES, REST = 60.0, 17.0
LARGE = {
    "Ministry of Railways": 9.0, "Department of Posts": 4.0, "Central Armed Police Forces": 2.0,
    "Central Reserve Police Force (CRPF)": 2.5, "Department of Defence": 3.5, "Department of Revenue": 2.0,
}  # fmt: skip
FEW = 40  # offices that stand directly below a body; of more, each group has a unit of its own

_ABOVE = """
select o.id, o.path, o.kind, o.name_en, o.state_id, s.code from orgs_organisation o
left join orgs_state s on s.id = o.state_id where o.parent_id is not null order by o.id
"""
_DISTRICTS = """
select d.id, d.code, d.state_id, s.code, d.name from orgs_district d join orgs_state s on s.id = d.state_id order by 1
"""


def make(w: Writer, fraction: float, seed: int) -> list[Unit]:
    """Every unit that has people, with its weight; the offices are written."""
    from karmayogi.orgs.engine import paths

    dice = random.Random(seed)  # noqa: S311 (an invented country)
    districts = w.rows(_DISTRICTS)
    by_state: dict[int, list[Any]] = {}
    for row in districts:
        by_state.setdefault(row[2], []).append(row)
    bodies = w.rows(_ABOVE)
    weights = _weights(bodies, by_state, dice)
    country, root = w.rows("select id, path from orgs_organisation where parent_id is null")[0]
    units = [Unit(country, root, "", "", "country", 0.001)]
    offices = round(OFFICES * fraction)
    number = w.next_id("orgs.Organisation")
    made: list[tuple[Any, ...]] = []

    def below(parent: int, path: str, name: str, place: Any, weight: float) -> tuple[int, str]:
        nonlocal number
        mine = (number, path + paths.step(number))
        state, district = (place[2], place[0]) if place else (None, None)
        made.append((number, parent, mine[1], name, state, district))
        units.append(Unit(*mine, place[3] if place else "", place[1] if place else "", "office", weight))
        number += 1
        return mine

    for (body, path, kind, _name, state, code), weight in zip(bodies, weights, strict=True):
        many = round(offices * weight / 100)
        own = weight if not many else weight * 0.02
        units.append(Unit(body, path, code or "", "", kind, own))
        places = by_state.get(state, []) if state else districts
        sizes = [dice.paretovariate(1.2) for _ in range(many)]
        scale = (weight - own) / sum(sizes) if sizes else 0
        group = many if many <= FEW else math.ceil(math.sqrt(many))
        for first in range(0, many, max(1, group)):
            place = dice.choice(places) if places else None
            where = place[4] if place else "headquarters"
            parent = (body, path)
            if many > FEW:
                parent = below(body, path, f"{where} division", place, 0.0001)
            for n in range(first, min(many, first + group)):
                below(*parent, f"Office {n + 1}, {where}", place, sizes[n] * scale)
    _write(w, made)
    return units


def _weights(bodies: list[Any], by_state: dict[int, list[Any]], dice: random.Random) -> list[float]:
    """Per body, of a hundred together. A State weighs as many districts as it has."""
    governments = {row[0]: 1 + len(by_state.get(row[4], [])) for row in bodies if row[2] == "state"}
    others = {row[0]: dice.paretovariate(1.1) for row in bodies if row[2] != "state" and row[3] not in LARGE}
    found = {}
    for body, _path, _kind, name, *_rest in bodies:
        if body in governments:
            found[body] = STATES * governments[body] / sum(governments.values())
        elif name in LARGE:
            found[body] = LARGE[name]
        else:
            found[body] = REST * others[body] / sum(others.values())
    total = sum(found.values())
    return [found[row[0]] * 100 / total for row in bodies]


def _write(w: Writer, made: list[tuple[Any, ...]]) -> None:
    columns = [list(column) for column in zip(*made, strict=True)] if made else [[]] * 6
    first = made[0][0] if made else 0
    with w.bare("orgs.Organisation", "orgs.OrganisationSpell"):
        w.insert(
            "orgs.Organisation",
            {
                "id": "x.id", "code": "'BENCH-' || x.id", "kind": "'office'", "name_en": "x.name",
                "parent_id": "x.parent", "path": "x.path", "state_id": "x.state", "district_id": "x.district",
                "valid_from": "date '2010-04-01'",
            },
            "from unnest(%s::bigint[], %s::bigint[], %s::text[], %s::text[], %s::bigint[], %s::bigint[])"
            " as x (id, parent, path, name, state, district)",
            columns,  # type: ignore[arg-type]
        )  # fmt: skip
        w.insert(
            "orgs.OrganisationSpell",
            {
                "organisation_id": "o.id", "parent_id": "o.parent_id", "name_en": "o.name_en", "kind": "o.kind",
                "valid_from": "o.valid_from", "path": "o.path",
            },
            "from orgs_organisation o where o.id >= %(first)s",
            {"first": first},
        )  # fmt: skip
    w.move_sequence("orgs.Organisation")
    w.run("analyze orgs_organisation, orgs_organisationspell")


def courses(w: Writer) -> list[int]:
    """As many courses as were published, of one provider, without anything to learn in them: their ids."""
    from bench.country import bare_provider

    bare_provider(w)
    w.insert(
        "learning.Course",
        {
            "kind": "'course'", "code": "'NATIONAL-' || n", "slug": "''", "provider_id": "p.id",
            "status": "'published'", "mode": "'online'",
        },
        "from learning_provider p cross join generate_series(1, %(n)s) n where p.code = 'BENCH'",
        {"n": COURSES},
    )  # fmt: skip
    return [row[0] for row in w.rows("select id from learning_course where code like 'NATIONAL-%%' order by id")]

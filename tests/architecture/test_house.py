"""Rules about the house that an import graph cannot see."""

import configparser
import re
from pathlib import Path

from django.apps import apps

ROOT = Path(__file__).parents[2]
CODE = ROOT / "karmayogi"


def ladder() -> dict[str, int]:
    """Package -> rung, 0 at the top; read from the contract, so that the order is written once."""
    contract = configparser.ConfigParser()
    contract.read(ROOT / ".importlinter")
    rows = [row for row in contract["importlinter:contract:tiers"]["layers"].split("\n") if row.strip()]
    return {
        name.strip(): rung for rung, row in enumerate(rows) for name in row.replace("(", "").replace(")", "").split("|")
    }


def python_files() -> list[Path]:
    return [path for path in CODE.rglob("*.py") if "migrations" not in path.parts]


def test_foreign_keys_point_down_and_leave_no_reverse_name():
    rung, bad = ladder(), []
    for model in apps.get_models():
        here = model._meta.app_label
        for field in model._meta.get_fields():
            if not field.is_relation or field.auto_created or field.related_model is None:
                continue
            there = field.related_model._meta.app_label
            if here not in rung or there not in rung:
                continue
            if rung[there] < rung[here]:
                bad.append(f"{model._meta.label}.{field.name} points up to {there}")
            elif not field.remote_field.hidden:
                bad.append(f"{model._meta.label}.{field.name} needs related_name='+'")
    assert bad == []


def test_no_registry_back_door():
    assert [str(p) for p in python_files() if re.search(r"apps\.get_model\(", p.read_text())] == []


def test_files_stay_small():
    assert {str(p.relative_to(ROOT)): n for p in python_files() if (n := len(p.read_text().splitlines())) > 400} == {}


def test_no_dumping_grounds():
    banned = {"utils", "helpers", "common", "misc", "base", "manager", "services", "core"}
    assert [str(p.relative_to(ROOT)) for p in python_files() if p.stem in banned] == []


# Named for the program of others that judges us, or for what befalls a folder as a whole.
JUDGED = {
    "lti/web/test_ltijs.py", "assessment/engine/exchange/test_qti_played.py", "ingest/web/xapi/test_judged.py",
    "insight/queries/test_third.py", "insight/queries/test_on_a_cluster.py", "facts/actions/test_corrupt.py",
    "facts/store/test_damage.py",
}  # fmt: skip


def test_tests_mirror_the_tree():
    orphans = []
    for test in (ROOT / "tests").rglob("test_*.py"):
        relative = test.relative_to(ROOT / "tests")
        if relative.parts[0] in {"architecture", "journeys", "config"}:
            continue
        beside = ROOT if relative.parts[0] == "bench" else CODE
        target = beside / relative.parent / relative.name.removeprefix("test_")
        if not target.exists() and not target.with_suffix("").is_dir() and str(relative) not in JUDGED:
            orphans.append(str(relative))
    assert orphans == []


def test_only_the_clock_asks_for_the_time():
    asks = re.compile(r"\b(datetime\.now|timezone\.now|date\.today|datetime\.utcnow)\(")
    allowed = {CODE / "kernel" / "clock.py"}
    assert [str(p.relative_to(ROOT)) for p in python_files() if p not in allowed and asks.search(p.read_text())] == []


def test_every_package_is_in_the_ladder():
    packages = {path.parent.name for path in CODE.glob("*/__init__.py")}
    assert packages <= set(ladder())

"""Loading the national core (KCM) and the FRAC profiles that ship with the product."""

import csv
import dataclasses
import datetime as dt
import hashlib
import tomllib
from pathlib import Path
from typing import Any

from django.db import transaction

from karmayogi.competencies.actions.governance import versions
from karmayogi.competencies.engine.governance.wording import FIELDS
from karmayogi.competencies.models import (
    Activity,
    Competency,
    CompetencyStatement,
    Framework,
    Need,
    OrderPosition,
    Profile,
    ProfileRequirement,
    ProfileRole,
)
from karmayogi.kernel import audit, clock
from karmayogi.kernel.access import Agent, Refused
from karmayogi.orgs import api as orgs

DATA = Path(__file__).parent.parent / "data"


@dataclasses.dataclass(frozen=True, slots=True)
class Imported:
    new: int
    unchanged: int


@transaction.atomic
def import_kcm(*, agent: Agent, at: dt.datetime, file: Path = DATA / "kcm.csv") -> Imported:
    """Loads the coded sub-themes as a published version. Codes already there stay as they are; codes that the file
    gained since make a new version."""
    framework, _ = Framework.objects.get_or_create(code="KCM", defaults={"name": "Karmayogi Competency Model"})
    there = set(Competency.objects.values_list("code", flat=True))
    with file.open(encoding="utf-8", newline="") as lines:
        wanted = list(csv.DictReader(lines))
    new = [row for row in wanted if row["code"] not in there]
    if new:
        _publish(agent, framework.id, new, at)
    return Imported(len(new), len(wanted) - len(new))


def _publish(agent: Agent, framework_id: int, new: list[dict[str, str]], at: dt.datetime) -> None:
    draft = versions.open_draft(framework_id=framework_id, person_id=None, at=at)
    made = Competency.objects.bulk_create(
        Competency(
            version_id=draft,
            code=row["code"],
            area=row["area"],
            group=row["group"],
            theme_number=int(row["theme_no"]),
            theme_en=row["theme_en"],
            theme_hi=row["theme_hi"],
            theme_ur=row["theme_ur"],
            name_en=row["sub_theme_en"],
            name_hi=row["sub_theme_hi"],
            name_ur=row["sub_theme_ur"],
            gloss_en=row["gloss_en"],
            gloss_hi=row["gloss_hi"],
            guna=row["guna"],
            status=Competency.Status.DRAFT,
            provenance=row["status"],
        )
        for row in new
    )
    CompetencyStatement.objects.bulk_create(
        CompetencyStatement(
            version_id=draft,
            competency=one,
            status=Competency.Status.PUBLISHED,
            **{name: getattr(one, name) for name in FIELDS},
        )
        for one in made
    )
    versions.publish_draft(agent=agent, framework_id=framework_id, label="KCM", at=at, note="kcm.csv")


@dataclasses.dataclass(frozen=True, slots=True)
class ShippedDesignation:
    """A designation that has a profile among the files of the product."""

    name_en: str
    name_hi: str
    name_ur: str
    aliases: tuple[str, ...]


def shipped_designations(folder: Path = DATA / "frac") -> list[ShippedDesignation]:
    """The designations of the shipped profiles, so that set-up can make sure that the master has them."""
    found = []
    for file in sorted(folder.glob("*.toml")):
        source = tomllib.loads(file.read_text(encoding="utf-8"))
        name = source["name"]
        found.append(
            ShippedDesignation(source["designation"], name["hi"], name["ur"], tuple(source.get("aliases", ())))
        )
    return found


def import_profiles(*, agent: Agent, at: dt.datetime, folder: Path = DATA / "frac") -> Imported:
    """Loads every FRAC profile of the folder; a file that has not changed makes no new version."""
    made = [import_profile(agent=agent, at=at, file=file) for file in sorted(folder.glob("*.toml"))]
    return Imported(sum(made), len(made) - sum(made))


@transaction.atomic
def import_profile(*, agent: Agent, at: dt.datetime, file: Path) -> bool:
    """Publishes one profile; False when this very file was published before, or a work order has taken its place.

    Raises Refused, naming it, when a competency code or the designation is unknown.
    """
    raw = file.read_bytes()
    source = tomllib.loads(raw.decode())
    content_hash = hashlib.sha256(raw).hexdigest()
    designation = orgs.designation_by_name(source["designation"])
    if designation is None:
        raise Refused(f"{file.name}: there is no designation {source['designation']!r}")
    earlier = Profile.objects.filter(designation_id=designation.id).order_by("-version").first()
    if Profile.objects.filter(designation_id=designation.id, content_hash=content_hash).exists():
        return False
    if earlier and OrderPosition.objects.filter(profile=earlier).exists():
        return False  # a work order was approved for it: a shipped proposal does not take its place
    codes = dict(Competency.objects.values_list("code", "id"))
    Profile.objects.filter(designation_id=designation.id, in_force=True).update(in_force=False, ended_on=clock.day(at))
    profile = Profile.objects.create(
        designation_id=designation.id,
        version=earlier.version + 1 if earlier else 1,
        basis=source["basis"],
        summary_en=source["summary"]["en"],
        summary_hi=source["summary"]["hi"],
        summary_ur=source["summary"]["ur"],
        content_hash=content_hash,
        published_on=clock.day(at),
    )
    roles = ProfileRole.objects.bulk_create(
        ProfileRole(profile=profile, position=place, **_named(role)) for place, role in enumerate(source["roles"])
    )
    told = [
        (row, place, activity)
        for row, role in zip(roles, source["roles"], strict=True)
        for place, activity in enumerate(role["activities"])
    ]
    activities = Activity.objects.bulk_create(
        Activity(role=row, position=place, knowledge=activity.get("knowledge", []), **_named(activity))
        for row, place, activity in told
    )
    folded: dict[int, tuple[int, int]] = {}
    needs = []
    for activity_row, (_row, _place, activity) in zip(activities, told, strict=True):
        for need in activity["needs"]:
            if need["code"] not in codes:
                raise Refused(f"{file.name}: there is no competency {need['code']}")
            competency = codes[need["code"]]
            needs.append(
                Need(
                    activity=activity_row, competency_id=competency, level=need["level"], importance=need["importance"]
                )
            )
            level, importance = folded.get(competency, (0, 0))
            folded[competency] = (max(level, need["level"]), max(importance, need["importance"]))
    Need.objects.bulk_create(needs)
    ProfileRequirement.objects.bulk_create(
        ProfileRequirement(profile=profile, competency_id=competency, level=level, importance=importance)
        for competency, (level, importance) in folded.items()
    )
    audit.record(
        "competencies:profile:publish",
        agent=agent,
        at=at,
        kind="profile",
        subject=profile.uuid,
        label=f"{source['designation']} v{profile.version}",
    )
    return True


def _named(node: dict[str, Any]) -> dict[str, str]:
    name = node["name"]
    return {"key": node["key"], "name_en": name["en"], "name_hi": name["hi"], "name_ur": name["ur"]}

"""A new policy of the level engine: drafted by one person, previewed, published by a second one, then recomputed."""

import datetime as dt
import math
import uuid as uuids
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.competencies.actions.proof import run_levels
from karmayogi.competencies.engine.levels import SOURCES, SourceRule
from karmayogi.competencies.models import LevelPolicy, LevelPolicySource, LevelRun
from karmayogi.competencies.queries.proof.access import curates
from karmayogi.competencies.types import Source
from karmayogi.kernel import audit, rows
from karmayogi.kernel.access import Actor, NotFound, Refused


@transaction.atomic
def draft_policy(
    *,
    actor: Actor,
    basis: str,
    enough: float,
    contrary: float,
    confirm: float,
    rules: Mapping[Source, SourceRule],
    at: dt.datetime,
) -> uuids.UUID:
    """Enters a draft and starts its preview over everybody. rules: one for every source.

    Raises NotFound for whoever is no curator, Refused for numbers outside their ranges or without a reason.
    """
    _check_curator(actor)
    if not basis.strip():
        raise Refused(_("Say why these numbers: everybody will read it."))
    shares_right = 0 < enough < 1 and 0 <= contrary <= 1 and 0 <= confirm <= 1
    rules_right = all(0 < rules[one].weight < 1 and 1 <= rules[one].half_life_days <= 36500 for one in SOURCES)
    if not (shares_right and rules_right and all(map(math.isfinite, (enough, contrary, confirm)))):
        raise Refused(_("Weights lie between 0 and 1, half-lives between 1 and 36,500 days."))
    rows.run("select pg_advisory_xact_lock(hashtext('competencies_levelpolicy'))")
    row = LevelPolicy.objects.create(
        number=(rows.scalar("select max(number) from competencies_levelpolicy") or 0) + 1, basis=basis.strip(),
        enough=enough, contrary=contrary, confirm=confirm, made_by_id=actor.person_id, made_at=at,
    )  # fmt: skip
    LevelPolicySource.objects.bulk_create(
        LevelPolicySource(policy=row, source=one, weight=rules[one].weight, half_life_days=rules[one].half_life_days)
        for one in SOURCES
    )
    _record("competencies:policy:draft", row, actor, at)
    run_levels.begin("preview", policy_id=row.pk, scope_path="", asked_by=actor.person_id, at=at)
    return row.uuid


@transaction.atomic
def publish_policy(*, actor: Actor, policy: uuids.UUID, at: dt.datetime) -> None:
    """Puts the policy in force and starts the recompute of everybody. Repeating it changes nothing.

    Raises Refused before the preview is done, for whoever drafted it, and when a newer one is in force.
    """
    _check_curator(actor)
    row = LevelPolicy.objects.select_for_update().filter(uuid=policy).first()
    if row is None:
        raise NotFound
    if row.published_at is not None:
        return
    if row.made_by_id == actor.person_id:
        raise Refused(_("A second person has to publish what you have drafted."))
    if not LevelRun.objects.filter(policy=row, kind="preview", finished_at__isnull=False).exists():
        raise Refused(_("The preview is not done yet."))
    if LevelPolicy.objects.filter(number__gt=row.number, published_at__isnull=False).exists():
        raise Refused(_("A newer policy is in force. Draft these numbers again."))
    row.published_by_id, row.published_at = actor.person_id, at
    row.save(update_fields=["published_by", "published_at"])
    _record("competencies:policy:publish", row, actor, at)
    run_levels.begin("recompute", policy_id=row.pk, scope_path="", asked_by=actor.person_id, at=at)


def _check_curator(actor: Actor) -> None:
    if not curates(actor):
        raise NotFound


def _record(tag: str, row: LevelPolicy, actor: Actor, at: dt.datetime) -> None:
    audit.record(tag, agent=actor, at=at, kind="level policy", subject=row.uuid, label=str(row.number), why=row.basis)

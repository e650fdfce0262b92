"""The kind of bulk act, registered at start-up (apps.ready), and its plan."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from karmayogi.feeds.actions.exchange import words
from karmayogi.feeds.actions.exchange.apply import apply_chunk
from karmayogi.feeds.actions.exchange.compare import Difference, compare, differences
from karmayogi.feeds.actions.exchange.reach import one_at_a_time, organisation_of
from karmayogi.feeds.actions.exchange.read import read_drop
from karmayogi.feeds.actions.exchange.take_back import undo_chunk
from karmayogi.feeds.engine.drop import FIELDS
from karmayogi.feeds.models import Feed
from karmayogi.feeds.policies import ROLES
from karmayogi.feeds.queries.feeds import setting_of
from karmayogi.kernel import bulk, clock, files
from karmayogi.kernel.access import Role
from karmayogi.orgs import api as orgs

_OUTCOMES = {"queued": "error", "joined": "new"}


def plan(act: bulk.Act, at: dt.datetime) -> Iterator[bulk.Planned]:
    """A row for each officer who is not as the last accepted state has her. Counts and the breaker are in the Feed."""
    organisation = organisation_of(act, at)
    one_at_a_time(organisation.path)
    setting = setting_of(organisation.id)
    feed = Feed.objects.get(act_uuid=act.uuid)
    percent, system = setting.percent_for(feed.sent_at), setting.system
    on = clock.day(at)
    read_drop(files.path_of(act.source_sha256), on)
    counts = compare(organisation.id, organisation.path, system, on)
    Feed.objects.filter(pk=feed.pk).update(
        before=counts.before, joined=counts.joined, gone=counts.gone, moved=counts.moved, changed=counts.changed,
        unchanged=counts.unchanged, queued=counts.queued, limit_percent=percent,
        stopped=(counts.gone + counts.moved) * 100 > percent * counts.before,
    )  # fmt: skip
    for found in differences():
        yield _planned(found, system)


def _planned(found: Difference, system: str) -> bulk.Planned:
    notes = [(words.field_in_words(field), words.note(code, what)) for field, code, what in found.notes]
    if found.what in ("queued", "held"):
        wrong = [(words.field_in_words(field), _problem(code, what)) for field, code, what in found.problems]
        raw = found.raw or [found.code, found.name, *[""] * (len(FIELDS) - 2)]
        return bulk.Planned(found.row, "error", found.name or found.code, raw=raw, messages=wrong)
    if found.known:
        notes.append((words.field_in_words("code"), words.note("known")))
    data = {
        "what": found.what, "code": found.code, "person": found.person_id, "is": found.is_, "was": found.was,
        "system": system,
    }  # fmt: skip
    return bulk.Planned(
        found.row, _OUTCOMES.get(found.what, "changed"), found.name, data=data, raw=found.raw, diff=_diff(found),
        messages=notes,
    )  # fmt: skip


def _problem(code: str, what: str) -> str:
    if code in ("mobile", "shortened", "legacy_font"):
        return orgs.cell_sentence(orgs.BadCell(code, what))
    return words.problem(code, what)


def _diff(found: Difference) -> dict[str, tuple[Any, Any]]:
    """Field by field, in words; of somebody new or gone only where she is or was posted."""
    shown: dict[str, tuple[Any, Any]] = {}
    for field in ("name", "email", "mobile", "group", "gender", "category", "birth_on"):
        if found.was and found.is_ and found.was[field] != found.is_[field]:
            shown[words.field_in_words(field)] = (found.was[field], found.is_[field])
    for field in ("designation", "office"):
        if found.was.get(field) != found.is_.get(field):
            shown[words.field_in_words(field)] = (found.names[f"{field}_was"], found.names[f"{field}_is"])
    return shown


FEED = bulk.register(
    bulk.Kind(
        name="feeds.exchange", plan=plan, apply_chunk=apply_chunk, undo_chunk=undo_chunk, roles=ROLES,
        approvers=(Role.MDO_LEADER,), chunk=1000,
    )
)  # fmt: skip

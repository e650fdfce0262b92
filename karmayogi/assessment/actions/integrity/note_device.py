"""Noting from which device a test was handed in, out of what its session keeps anyway (people.sessions)."""

import datetime as dt

from django.conf import settings

from karmayogi.assessment.engine.integrity.device import device_mark
from karmayogi.assessment.engine.integrity.policy import IN_FORCE, POLICIES
from karmayogi.assessment.types import AttemptRow
from karmayogi.kernel import rows
from karmayogi.kernel.access import Actor

_SESSION = "select host(ip), agent from people_session where session_key = %s"
_NOTE = """
insert into assessment_devicetrace (attempt_id, paper_id, device, noted_at) values (%s, %s, %s, %s)
on conflict (attempt_id) do nothing
"""


def note_device(*, actor: Actor, attempt: AttemptRow, at: dt.datetime) -> None:
    """Keeps a hash that tells of the same device at the same test and of nothing else. Nothing known, nothing kept."""
    found = rows.first(lambda ip, agent: (ip, agent), _SESSION, [actor.session_key]) or (None, "")
    mark = device_mark(settings.SECRET_KEY.encode(), attempt.paper_id, found[0] or "", found[1])
    if mark:
        rows.run(_NOTE, [attempt.id, attempt.paper_id, mark, at])


def forget_devices(*, at: dt.datetime) -> int:
    """Deletes what is older than any policy may keep it; how many."""
    kept = max((policy.device_kept for policy in POLICIES.values()), default=IN_FORCE.device_kept)
    return rows.run("delete from assessment_devicetrace where noted_at < %s", [at - kept])

"""Sending on to another store: our own door on a real port stands for it."""

import datetime as dt
import hashlib

import pytest

from karmayogi.ingest.actions.add_forward import add_forward, end_forward, resume_forward
from karmayogi.ingest.actions.forward import forward_all
from karmayogi.ingest.models import Forward, Statement
from karmayogi.ingest.queries.forwards import forwards
from karmayogi.ingest.types import Scope
from karmayogi.kernel import clock, rows
from karmayogi.kernel.access import Actor, Authority, NotFound, Refused, Role
from tests.ingest.conftest import new_id, speaker
from tests.ingest.examples import FILE, FILE_BODY, TYPICAL
from tests.ingest.web.xapi.test_statements import mixed
from tests.server import serving

GITA = Actor(1, new_id(), 1, new_id(), "Gita", "en", "", (Authority(Role.SPV_ADMIN, "", 1),))


def target(origin, issued, actor=GITA, **changes):
    return add_forward(
        actor=actor, at=clock.now(),
        **{"name": "Other", "url": f"{origin}/xapi", "key": issued.key, "secret": issued.secret, "from_beginning": True}
        | changes,
    )  # fmt: skip


@pytest.fixture
def other(committed_db, settings, monkeypatch):
    """Another store: the same tables, so that what arrives is there already and is passed over."""
    with serving(settings) as origin:
        yield origin


def test_everything_arrives_in_order_with_its_bytes(other, monkeypatch):
    lrs = speaker()
    batch = [{**TYPICAL, "id": new_id()} for _ in range(5)]
    content, media_type = mixed({**TYPICAL, "id": new_id(), "attachments": [FILE]}, FILE_BODY)
    lrs.ask("POST", "statements", None, content, CONTENT_TYPE=media_type)
    lrs.post(batch[:3])
    lrs.speaking("2.0.0").post(batch[3:])
    sent = []
    from karmayogi.ingest.actions import forward

    real = forward._send
    monkeypatch.setattr(forward, "_send", lambda *given: sent.append(given[1:]) or real(*given))
    monkeypatch.setattr(forward, "BATCH", 4)
    target(other, lrs.issued)
    assert forward_all(at=clock.now()) == 6
    assert [(len(batch), version.value) for batch, version in sent] == [(4, "1.0.3"), (2, "2.0.0")]
    assert [row.waiting for row in forwards()] == [0]
    assert Statement.objects.count() == 6
    # Again after a failure in between changes nothing.
    Forward.objects.update(sent_seq=0)
    assert forward_all(at=clock.now()) == 6
    assert Statement.objects.count() == 6
    assert hashlib.sha256(FILE_BODY).hexdigest() == FILE["sha2"]


def test_one_that_refuses_is_parked_with_its_reason(other):
    lrs, reader = speaker(), speaker(Scope.STATEMENTS_READ)
    lrs.post({**TYPICAL, "id": new_id()})
    uuid = target(other, reader.issued)
    assert forward_all(at=clock.now()) == 0
    (row,) = forwards()
    assert row.parked.startswith("403: This credential lacks the scope")
    assert (row.waiting, row.failures) == (1, 0)
    assert forward_all(at=clock.now()) == 0
    Forward.objects.update(key=lrs.issued.key)
    resume_forward(actor=GITA, forward_uuid=uuid, at=clock.now())
    assert forward_all(at=clock.now()) == 0  # the secret is still the other one's
    assert forwards()[0].parked.startswith("401")


def test_one_that_is_not_there_is_tried_later_and_later(db):
    lrs = speaker()
    lrs.post({**TYPICAL, "id": new_id()})
    target("http://127.0.0.1:9", lrs.issued)
    at = clock.now()
    pauses = []
    for _ in range(12):
        forward_all(at=at)
        row = forwards()[0]
        pauses.append(row.next_at - at)
        assert forward_all(at=row.next_at - dt.timedelta(seconds=1)) == 0
        at = row.next_at
    assert (pauses[0], pauses[1], pauses[-1]) == (
        dt.timedelta(minutes=1), dt.timedelta(minutes=2), dt.timedelta(hours=4),
    )  # fmt: skip
    assert (row.failures, row.parked) == (12, "")


def test_a_secret_of_another_installation_is_not_sent(db, settings):
    lrs = speaker()
    lrs.post({**TYPICAL, "id": new_id()})
    target("http://127.0.0.1:9", lrs.issued)
    assert lrs.issued.secret not in Forward.objects.get().secret
    settings.SECRET_KEY = "another"
    forward_all(at=clock.now())
    assert "cannot be opened" in forwards()[0].parked


def test_who_may_and_what_address(db):
    lrs = speaker()
    outsider = Actor(2, new_id(), 2, new_id(), "Chandra", "en", "")
    with pytest.raises(NotFound):
        target("http://a.example", lrs.issued, actor=outsider)
    for url in ("ftp://a.example", "https://", "file:///etc/passwd", "https://u:p@a.example", "https://a.example/?x=1"):
        with pytest.raises(Refused):
            target("", lrs.issued, url=url)
    uuid = target("http://127.0.0.1:9", lrs.issued, from_beginning=False)
    lrs.post({**TYPICAL, "id": new_id()})
    assert forwards()[0].waiting == 1
    end_forward(actor=GITA, forward_uuid=uuid, at=clock.now())
    assert forward_all(at=clock.now()) == 0
    assert Forward.objects.get().secret == ""
    with pytest.raises(NotFound):
        resume_forward(actor=GITA, forward_uuid=uuid, at=clock.now())
    tags = rows.fetch(str, "select tag from kernel_auditentry where subject_kind = 'xapi_forward' order by id")
    assert tags == ["ingest:forward:add", "ingest:forward:end"]

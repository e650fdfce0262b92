"""Posts by order: created, upgraded, abolished."""

import datetime as dt

import pytest

from karmayogi.kernel.access import NotFound, Refused
from karmayogi.orgs import api as orgs
from karmayogi.orgs.models import Post, SanctionOrder
from karmayogi.orgs.queries import seats

JUNE, JULY = dt.date(2026, 6, 1), dt.date(2026, 7, 1)
PAPER = orgs.OrderPaper("F. 12/2026", JUNE, "Three posts", b"%PDF-1.7 signed")


def create(cast, at, part="admin", **more):
    return orgs.create_posts(
        agent=cast.everyone[part].actor(at), organisation_id=cast.section.id, designation_id=cast.assistant.id,
        **{"count": 3, "paper": PAPER, "effective_on": JULY, "at": at, **more},
    )  # fmt: skip


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.FILES_ROOT = tmp_path


def test_an_order_creates_its_posts_once(cast, at):
    made = create(cast, at)
    assert create(cast, at) == made
    assert len(made) == 3
    for other in ({"count": 2}, {"reports_to_id": cast.head.post_id}):
        with pytest.raises(Refused, match="name their desk"):
            create(cast, at, **other)
    assert len(create(cast, at, count=2, label="Vigilance")) == 2
    assert orgs.strength(cast.section.path, JULY).vacant == 5
    assert orgs.strength(cast.section.path, JUNE).vacant == 0
    order = SanctionOrder.objects.get()
    assert seats.order_file(order.uuid)[:2] == (cast.section.path, "F. 12/2026")
    with pytest.raises(NotFound):
        create(cast, at, part="other_admin")
    for bad, why in (({"count": 0}, "Between"), ({"paper": orgs.OrderPaper(" ", JUNE)}, "number of the order"),
                     ({"paper": orgs.OrderPaper("1", JUNE, "", b"MZ")}, "PDF")):  # fmt: skip
        with pytest.raises(Refused, match=why):
            create(cast, at, **bad)


def test_an_upgrade_leaves_the_past(cast, at):
    post = Post.objects.get(pk=cast.learner.post_id)
    for _ in range(2):
        orgs.upgrade_post(
            agent=cast.admin.actor(at), post_uuid=post.uuid, designation_id=cast.section_officer.id, paper=PAPER,
            effective_on=JULY, at=at,
        )  # fmt: skip
    names = [orgs.current_post(cast.learner.person_id, day).designation_en for day in (JUNE, JULY)]
    assert names == ["Assistant Section Officer", "Section Officer"]
    assert [phase.valid_from for phase in seats.phases_of(post.id)] == [JULY, dt.date(2024, 4, 1)]
    with pytest.raises(Refused, match="order"):
        orgs.change_superior(
            agent=cast.admin.actor(at), post_uuid=post.uuid, reports_to_id=cast.head.post_id, on=JUNE, at=at
        )


def test_a_post_ends_when_nobody_needs_it(cast, at):
    def abolish(post_id, **more):
        orgs.abolish_post(
            agent=cast.admin.actor(at), post_uuid=Post.objects.get(pk=post_id).uuid, paper=PAPER,
            effective_on=dt.date(2026, 8, 1), at=at, **more,
        )  # fmt: skip

    for post_id, why in ((cast.learner.post_id, "Somebody holds"), (cast.supervisor.post_id, "Somebody holds")):
        with pytest.raises(Refused, match=why):
            abolish(post_id)
    first, second, _third = create(cast, at)
    orgs.change_superior(
        agent=cast.admin.actor(at), post_uuid=Post.objects.get(pk=second).uuid, reports_to_id=first, on=JULY, at=at
    )
    with pytest.raises(Refused, match="report to this one"):
        abolish(first)
    with pytest.raises(Refused, match="through others"):
        orgs.change_superior(
            agent=cast.admin.actor(at), post_uuid=Post.objects.get(pk=first).uuid, reports_to_id=second, on=JULY, at=at
        )
    for post_id in (second, second, first):
        abolish(post_id)
    assert orgs.strength(cast.section.path, dt.date(2026, 7, 31)).sanctioned == 5
    assert orgs.strength(cast.section.path, dt.date(2026, 8, 1)).sanctioned == 3
    with pytest.raises(Refused, match="does not exist"):
        orgs.appoint(
            agent=cast.admin.actor(at), person_id=cast.learner.person_id, post_id=first,
            valid_from=dt.date(2026, 8, 1), at=at,
        )  # fmt: skip

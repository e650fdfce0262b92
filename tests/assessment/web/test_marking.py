from django.urls import reverse

from karmayogi.assessment.models import Attempt, Item, Marking
from karmayogi.kernel.access import Role
from tests.assessment.actions.test_mark_answer import AGREED, hand_in, ready
from tests.assessment.conftest import Learner


def test_from_the_queue_to_the_result(part, asha, cast, at):
    ready(agreed=AGREED)
    row = hand_in(asha, part, "Words of somebody")
    told = asha.get(reverse("assessment:result", args=[row.uuid])).content.decode()
    assert "Your written answers are being read and marked" in told
    assert "still being marked" in asha.get(reverse("assessment:start", args=[part])).content.decode()
    assert asha.get(reverse("assessment:marking")).status_code == 404
    trainer = cast.player("Tara Trainer", "tara@train.example.in", None, None)
    cast.grant(trainer, Role.PROGRAM_INSTRUCTOR, cast.ministry)
    tara = Learner(trainer, at)
    queue = reverse("assessment:marking")
    assert "1 answer waits" in tara.get(queue).content.decode()
    for one in AGREED:
        page = tara.post(queue)
        assert one["text"] in page.content.decode()
        address = page.redirect_chain[-1][0]
        points = {f"p{n}": str(value) for n, value in enumerate(one["points"].values(), start=1)}
        assert tara.post(address, {"p1": "9"}).status_code == 422
        assert "Close to what was agreed on" in tara.post(address, points).content.decode()
    page = tara.post(queue)
    html = page.content.decode()
    assert "Words of somebody" in html
    assert "Asha" not in html
    address = page.redirect_chain[-1][0]
    assert Learner(cast.admin, at).get(address).status_code == 404
    assert "Your marks are kept" in tara.post(address, {"p1": "3", "p2": "2", "remark": "Good"}).content.decode()
    assert Attempt.objects.get().score == 100
    html = asha.get(reverse("assessment:result", args=[row.uuid])).content.decode()
    assert "Good" in html
    assert "100%" in html
    assert "Tara" not in html


def test_an_agreed_answer_is_not_there_for_learners(part, asha, at):
    ready(agreed=AGREED)
    item = Item.objects.get(kind="short")
    for key in ("good", "none"):
        assert asha.get(reverse("assessment:agreed", args=[item.uuid, key])).status_code == 404
    hand_in(asha, part)
    assert asha.get(reverse("assessment:mark", args=[Marking.objects.get().uuid])).status_code == 404
    assert not any("All the facts, with courtesy" in body for body in asha.bodies)

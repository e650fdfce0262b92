from django.urls import reverse

from karmayogi.assessment.actions.submit import submit
from karmayogi.assessment.models import ItemWithdrawal
from karmayogi.kernel.access import Role
from tests.assessment.actions.test_start import begin
from tests.assessment.actions.test_submit import answer
from tests.assessment.actions.test_withdraw_question import item_at
from tests.assessment.conftest import Learner


def test_from_the_figures_to_the_result(part, cast, asha, at, run_jobs):
    row = begin(asha, part)
    answer(row, asha, 2)
    submit(agent=asha.actor, attempt=row, at=at)
    item = item_at(row, 3)
    imran = Learner(cast.publisher, at)
    usha = cast.player("Usha Menon", "usha@personnel.example.in", None, None)
    cast.grant(usha, Role.CONTENT_PUBLISHER, cast.country)
    there = reverse("assessment:withdraw", args=[part, item.uuid])
    assert there in imran.get(reverse("assessment:figures", args=[part])).content.decode()
    assert "11 questions of this test" in imran.get(there).content.decode()
    assert "Say why" in imran.post(there, {"reason": ""}).content.decode()
    planned = imran.post(there, {"reason": "Two answers are right."})
    run_jobs()
    address = planned.redirect_chain[-1][0]
    html = imran.get(address).content.decode()
    assert "somebody else with the same authority" in html
    assert "Attempts that pass and did not before" in html
    second = Learner(usha, at)
    assert "Withdraw it and score again" in second.get(address).content.decode()
    second.post(address + "approve/")
    run_jobs()
    assert ItemWithdrawal.objects.get().reason == "Two answers are right."
    assert "until" in second.get(address).content.decode()
    told = asha.get(reverse("assessment:result", args=[row.uuid])).content.decode()
    assert "Withdrawn: counts as right for everybody" in told
    assert "Two answers are right." in told
    assert "60%" in told
    assert "Withdrawn" in imran.get(reverse("assessment:figures", args=[part])).content.decode()


def test_the_act_of_another_kind_is_not_there(part, cast, at, asha, run_jobs):
    row = begin(asha, part)
    imran = Learner(cast.publisher, at)
    planned = imran.post(reverse("assessment:withdraw", args=[part, item_at(row, 1).uuid]), {"reason": "x"})
    address = planned.redirect_chain[-1][0]
    assert Learner(cast.admin, at).get(address).status_code == 404
    assert imran.post(address + "burn/").status_code == 404

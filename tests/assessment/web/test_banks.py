from django.urls import reverse

from karmayogi.assessment.models import Bank
from karmayogi.kernel.access import Role
from tests.assessment.banks import open_bank
from tests.assessment.conftest import Learner


def test_asking_opening_and_closing(course, cast, asha, at):
    row = open_bank(cast, at)
    Bank.objects.update(status="ready", opened_by=None, opened_at=None)
    address, imran = reverse("assessment:banks"), Learner(cast.publisher, at)
    assert asha.get(address).status_code == 404
    html = imran.get(address).content.decode()
    assert "Somebody else with the same authority has to open it" in html
    opening = reverse("assessment:bank_do", args=[row.uuid, "open"])
    assert "Somebody else" in imran.post(opening).content.decode()
    usha = cast.player("Usha Menon", "usha@personnel.example.in", None, None)
    cast.grant(usha, Role.CONTENT_PUBLISHER, cast.country)
    second = Learner(usha, at)
    assert opening in second.get(address).content.decode()
    second.post(opening)
    assert Bank.objects.get().status == "open"
    second.post(reverse("assessment:bank_do", args=[row.uuid, "close"]))
    assert Bank.objects.get().status == "closed"
    assert "being calibrated" in imran.post(address, {"competency": str(row.competency_id)}).content.decode()
    assert imran.post(reverse("assessment:bank_do", args=[row.uuid, "burn"])).status_code == 404

import re

from django.urls import reverse

from karmayogi.assessment.models import Option, Sitting, SittingItem
from karmayogi.assessment.web.addresses import onward
from tests.assessment.banks import open_bank, places


def test_from_the_list_to_the_level(course, cast, asha, outsider, at):
    bank = open_bank(cast, at)
    listed = asha.get(reverse("assessment:sit_tests")).content.decode()
    assert reverse("assessment:sit", args=[bank.uuid]) in listed
    assert [href for _label, href in onward()] == [reverse("assessment:sit_tests")]
    assert "Start the test" in asha.get(reverse("assessment:sit", args=[bank.uuid])).content.decode()
    page = asha.post(reverse("assessment:sit", args=[bank.uuid]), {"language": "hi"})
    address = page.redirect_chain[-1][0]
    sitting = Sitting.objects.get()
    assert sitting.language == "hi"
    assert outsider.get(address).status_code == 404
    assert "Choose an answer" in asha.post(address, {"position": "1"}).content.decode()
    count = 0
    while Sitting.objects.get().closed_at is None:
        html = asha.get(address).content.decode()
        count += 1
        assert f'name="position" value="{count}"' in html
        data = {"position": str(count), "answer": places(sitting.id, right=True), "go": "answer"}
        asha.post(address, data)
        if count == 1:
            assert "answered already" in asha.post(address, data).content.decode()
    html = asha.get(address).content.decode()
    assert "This test shows level 3" in html
    assert "standard error" in html.partition("For specialists")[2]
    again = asha.get(reverse("assessment:sit", args=[bank.uuid])).content.decode()
    assert "Start the test" not in again
    # No page held a key of an option, or said which is right.
    asked = SittingItem.objects.values_list("item_id", flat=True)
    for body in asha.bodies:
        assert not re.search(r'value="(t|f|[a-d])"', body)
        assert "says so" not in body
        assert "right answer" not in body
    assert Option.objects.filter(item_id__in=asked).exists()


def test_she_may_stop(course, cast, asha, at):
    bank = open_bank(cast, at)
    address = asha.post(reverse("assessment:sit", args=[bank.uuid]), {"language": "en"}).redirect_chain[-1][0]
    html = asha.post(address, {"go": "end"}).content.decode()
    assert "This test shows no level" in html
    assert "Too few questions were answered" in html

"""The page on which the feed of a service indicator is entered and ended."""

from django.urls import reverse

from karmayogi.evaluation.models import ServiceFeed
from tests.evaluation.actions.test_bring_service import defined


def test_entered_shown_and_ended(desk, cast, client, settings, at):
    service = defined(desk)
    page = reverse("evaluation:service_feed", args=[service])
    client.cookies[settings.SESSION_COOKIE_NAME] = cast.analyst.cookie(at)
    said = {"address": "https://data.example.in/x.csv", "publisher": "Grievances", "licence": "GODL-India"}
    assert client.get(page).status_code == 200
    assert client.post(page, said | {"address": "http://data.example.in/"}).status_code == 422
    assert client.post(page, said).status_code == 302
    ServiceFeed.objects.update(fault="The answer is 503.", asked_at=at)
    shown = client.get(reverse("evaluation:service", args=[service])).content.decode()
    assert "https://data.example.in/x.csv" in shown and "The answer is 503." in shown
    assert 'value="https://data.example.in/x.csv"' in client.get(page).content.decode()
    assert client.post(page, {"end": "1"}).status_code == 302
    assert ServiceFeed.objects.get().ended_at == at
    client.cookies[settings.SESSION_COOKIE_NAME] = cast.admin.cookie(at)
    assert client.get(page).status_code == client.post(page, said).status_code == 404

"""By forms: a room is proposed, opened by another, read by its assessor alone, and gone."""

import datetime as dt

from django.conf import settings
from django.test import Client
from django.urls import reverse

from karmayogi.evaluation.models import Room
from karmayogi.kernel import clock
from karmayogi.kernel.access import Role
from tests.evaluation.conftest import DAY
from tests.evaluation.web.test_studies import text


def test_a_room_by_forms(desk, cast, browse, at):
    cast.grant(cast.publisher, Role.CBC_MEMBER, cast.country)
    for n in range(12):
        cast.player(f"Officer {chr(65 + n)}", f"o{n}@personnel.example.in", cast.section, cast.assistant)
    esther, imran, chandra = cast.analyst, cast.publisher, cast.outsider
    today = clock.day(at)
    form = {
        "number": "", "title": "Review", "purpose": "By order.", "organisation": cast.ministry.code,
        "columns": ["officers.gender", "officers.completed"], "assessors": chandra.email,
        "from_on": today, "until_on": today + 9 * DAY,
    }  # fmt: skip
    new, rooms = reverse("evaluation:new_room"), reverse("evaluation:rooms")
    assert browse(esther, new, form | {"organisation": "NONE"}).status_code == 422
    assert browse(esther, new, form | {"until_on": "9999-12-31"}).status_code == 422
    assert browse(esther, new, form).status_code == 302
    row = Room.objects.get()
    page, act = (reverse(f"evaluation:{name}", args=[row.uuid]) for name in ("room", "room_act"))
    taking = reverse("evaluation:take", args=[row.uuid, "officers", "csv"])
    assert "Somebody else of the Commission opens" in text(browse(esther, page))
    browse(esther, act, {"do": "open"})
    assert Room.objects.get().state == "proposed"
    assert browse(chandra, page).status_code == 404
    browse(imran, act, {"do": "open"})
    assert "The tables are being made" in text(browse(chandra, page))
    desk.run_jobs()
    assert "You may read in this room as an assessor" in text(browse(chandra, reverse("portal:today")))
    assert "You may read in this room" not in text(browse(cast.learner, reverse("portal:today")))
    assert "Review" in text(browse(chandra, rooms))
    shown = text(browse(chandra, page))
    assert "16 rows" in shown
    assert "Gender as recorded" in shown
    assert chandra.email not in shown
    assert browse(chandra, taking).status_code == 405, "looking ahead at links takes nothing"
    assert browse(chandra, taking, {}).status_code == 200
    assert browse(esther, taking, {}).status_code == 404
    seen = text(browse(esther, page))
    assert "Chandra Rao" in seen
    assert "16" in seen
    assert (
        "Chandra Rao,officers,csv,16"
        in browse(esther, reverse("evaluation:downloads_csv", args=[row.uuid])).content.decode()
    )
    for who in (cast.admin, cast.platform, cast.learner):
        assert browse(who, page).status_code == 404
        assert browse(who, rooms).status_code == 404
        assert browse(who, taking, {}).status_code == 404
    later = at + dt.timedelta(days=10)
    with clock.frozen(later):
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = chandra.cookie(later)
        assert client.get(page).status_code == client.get(rooms).status_code == client.post(taking).status_code == 404
        client.cookies[settings.SESSION_COOKIE_NAME] = esther.cookie(later)
        assert "Ended, files destroyed" in text(client.get(page))
    browse(esther, act, {"do": "end", "reason": "Done."})
    assert Room.objects.get().state == "ended"
    assert "Review" in text(browse(esther, f"{rooms}?state=ended&q=rev"))
    assert browse(chandra, page).status_code == 404

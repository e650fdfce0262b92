"""The register of accredited institutes: entered once, withdrawn from a day on, shown on the boards of institutes."""

import datetime as dt
import io

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from karmayogi.insight.models import Accreditation
from karmayogi.insight.queries.accreditations import levels_on
from karmayogi.kernel import rows
from karmayogi.kernel.ids import uuid7
from karmayogi.kernel.models import AuditEntry
from karmayogi.learning.models import Provider


@pytest.fixture
def post(client, settings, country, at):
    rows.run("update learning_provider set status = 'licensed'")

    def call(who, **typed):
        client.cookies.clear()
        client.cookies[settings.SESSION_COOKIE_NAME] = who.cookie(at)
        return client.post(reverse("insight:accreditations"), typed)

    return call


def sent(**changed) -> dict[str, str]:
    return {
        "number": str(uuid7()), "provider": str(Provider.objects.get().uuid), "standard": "NSCSTI 2.0", "level": "4",
        "from": "2026-04-01", "until": "2029-03-31", "document": "No. 12/2026 of 30 March 2026",
        "given_by": "Assessment panel",
    } | changed  # fmt: skip


def test_entered_once_refused_when_it_overlaps_and_withdrawn_from_a_day_on(country, post, at):
    analyst = country.cast.analyst
    one = sent()
    for _ in range(2):
        assert post(analyst, **one).status_code == 302
    row = Accreditation.objects.get()
    assert (row.level, row.from_on, row.until_on) == (4, dt.date(2026, 4, 1), dt.date(2029, 3, 31))
    provider = str(row.provider.uuid)
    days = [dt.date(2026, 3, 31), dt.date(2026, 4, 1), dt.date(2029, 3, 31), dt.date(2029, 4, 1)]
    assert [provider in levels_on(day) for day in days] == [False, True, True, False]
    for wrong in (
        {}, {"standard": "nscsti 2.0", "from": "2026-10-01", "until": ""}, {"standard": "Other", "level": "6"},
        {"standard": "Other", "document": " "}, {"standard": "Other", "from": "2027-01-01"},
        {"standard": "Other", "until": "2026-03-31"}, {"standard": "Other", "provider": str(uuid7())},
        {"standard": "Other", "from": "soon"},
    ):  # fmt: skip
        assert post(analyst, **sent(**wrong)).status_code == 422, wrong
    assert Accreditation.objects.count() == 1
    gone = {"withdraw": str(row.uuid), "reason": "Closed", "on": "2026-11-01"}
    for wrong in ({"reason": ""}, {"on": "2026-03-01"}, {"on": "2027-01-01"}):
        assert post(analyst, **(gone | wrong)).status_code == 422, wrong
    for _ in range(2):
        assert post(analyst, **gone).status_code == 302
    assert [provider in levels_on(dt.date(2026, *day)) for day in ((10, 31), (11, 1))] == [True, False]
    assert post(analyst, **sent(level="5", **{"from": "2026-11-01"})).status_code == 302, "those days are free again"
    tags = list(AuditEntry.objects.filter(tag__startswith="insight:accreditation:").values_list("tag", flat=True))
    assert sorted(tags) == ["insight:accreditation:enter"] * 2 + ["insight:accreditation:withdraw"]


def test_who_may_and_where_it_is_shown(country, post, browse, at):
    cast = country.cast
    for part in ("admin", "learner", "platform"):
        assert post(getattr(cast, part), **sent()).status_code == 404
        assert browse(reverse("insight:accreditations"), getattr(cast, part)).status_code == 404
        assert browse(reverse("insight:accreditations_xlsx"), getattr(cast, part)).status_code == 404
    assert not Accreditation.objects.exists()
    post(cast.analyst, **sent())
    provider = Provider.objects.get()
    for address in (
        reverse("insight:accreditations"), reverse("insight:institutes"),
        reverse("insight:institute", args=[provider.uuid]),
    ):  # fmt: skip
        page = browse(address, cast.analyst).content.decode()
        assert "4 stars (Ati Utkrisht)" in page and "NSCSTI 2.0" in page
    assert "Assessment panel" not in browse(reverse("insight:accreditations") + "?q=zzz", cast.analyst).content.decode()
    for name, said in (
        ("institutes_xlsx", "NSCSTI 2.0: 4 stars (Ati Utkrisht)"),
        ("accreditations_xlsx", "NSCSTI 2.0"),
    ):
        file = browse(reverse(f"insight:{name}"), cast.analyst).content
        lines = CalamineWorkbook.from_filelike(io.BytesIO(file)).get_sheet_by_index(0).to_python()
        assert said in lines[1]

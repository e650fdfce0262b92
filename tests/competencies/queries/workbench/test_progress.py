"""The share of posts with an approved profile, unit by unit, answered for the day that is asked for."""

import datetime as dt

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from karmayogi.competencies.actions.import_framework import DATA, import_profile
from karmayogi.competencies.queries.workbench.progress import designations_in, progress
from tests.cast import SET_UP
from tests.competencies.actions.workbench.test_review_order import publish

TODAY = dt.date(2026, 11, 20)


@pytest.fixture
def published(unit):
    order = unit.written()  # Assistant Section Officer: one post in this ministry, one in the next
    publish(unit, order)
    return unit


def shares(unit, office, on=TODAY):
    return [(row.name_en, row.posts_approved, row.posts) for row in progress(office.id, office.path, on)]


def test_rolled_up_and_as_on(published):
    cast = published.cast
    assert shares(published, cast.country) == [
        ("Government of India", 2, 6), ("Ministry of Personnel", 1, 4), ("Ministry of Rural Development", 1, 2),
    ]  # fmt: skip
    assert shares(published, cast.section) == [("Establishment Section", 1, 2)]
    assert shares(published, cast.ministry, TODAY - dt.timedelta(days=1))[0] == ("Ministry of Personnel", 0, 4)
    assert shares(published, cast.ministry, dt.date(2020, 1, 1))[0] == ("Ministry of Personnel", 0, 0)
    lines = designations_in(cast.ministry.path, TODAY)
    assert [(row.name_en, row.profile is None) for row in lines][-1] == ("Assistant Section Officer", False)


def test_what_nobody_approved_is_only_proposed(published):
    import_profile(agent=SET_UP, at=published.at, file=DATA / "frac" / "section-officer.toml")
    whole = progress(published.cast.ministry.id, published.cast.ministry.path, TODAY)[0]
    assert (whole.posts, whole.posts_approved, whole.posts_proposed) == (4, 1, 1)


def test_the_page_its_export_and_its_limits(published, frozen_time):
    cast = published.cast
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = cast.supervisor.cookie(published.at)
    here = reverse("competencies:progress", args=(cast.ministry.uuid,))
    assert "25%" in client.get(here).content.decode()
    assert "0%" in client.get(here + "?on=2026-11-01").content.decode()
    assert client.get(reverse("competencies:progress_index")).status_code == 302
    assert client.get(reverse("competencies:progress_sheet", args=(cast.ministry.uuid,))).content[:2] == b"PK"
    assert client.get(reverse("competencies:progress", args=(cast.other_ministry.uuid,))).status_code == 404
    assert client.get(reverse("competencies:progress", args=(cast.country.uuid,))).status_code == 404

"""The record, and that figures about one officer agree wherever they stand."""

import datetime as dt
import uuid

from django.urls import reverse

from karmayogi.kernel import rows


def test_a_revoked_certificate_counts_nowhere(browse, cast, certificates):
    for address, who in (
        ("/", cast.learner),
        (reverse("portal:record"), cast.learner),
        (reverse("portal:member", args=[cast.learner.person_uuid]), cast.supervisor),
    ):
        text = browse(address, who).content.decode()
        assert "certificate</" in text, address
        assert "certificates</" not in text.split("<main")[1].split("</main>")[0], address


def test_the_record_and_the_certificates_are_in_the_account_menu(browse, cast):
    text = browse(reverse("portal:record"), cast.learner).content.decode()
    assert f'<a href="{reverse("portal:record")}" aria-current="page">' in text
    assert f'<a href="{reverse("credentials:mine")}">' in text


def test_the_years_hours_are_those_of_the_financial_year(browse, cast, at):
    for on, minutes in ((dt.date(2026, 4, 1), 45), (dt.date(2026, 3, 31), 60)):
        rows.run(
            """insert into learning_learningcredit (person_id, "on", minutes, kind, ref_kind, ref_uuid)
               values (%s, %s, %s, 'formal', 'test', %s)""",
            [cast.learner.person_id, on, minutes, uuid.uuid4()],
        )
    text = browse(reverse("portal:record"), cast.learner).content.decode()
    assert "<b>45 min</b>" in text
    assert "<b>1 h 45 min</b>" in text

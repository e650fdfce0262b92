"""Nothing that is stored can be changed without the check noticing."""

import json

import pytest
from django.db import connection

from karmayogi.credentials.api import verify
from karmayogi.credentials.models import Certificate, CertificateCompetency, SigningKey
from karmayogi.credentials.types import Standing
from karmayogi.kernel import ids

ELSE = "KY-0000-0000-000" + ids._check_symbol("0" * 11)


def test_a_number_nobody_issued(db):
    assert verify(ids.code("KY", length=12)).standing is Standing.UNKNOWN
    assert verify("KY-1234").standing is Standing.MISTYPED
    assert verify("").standing is Standing.MISTYPED


def test_one_query_and_nothing_written(issue, django_assert_num_queries):
    code = issue().code
    with django_assert_num_queries(1):
        assert verify(code.lower().replace("-", " ")).standing is Standing.GENUINE


@pytest.mark.parametrize(
    "column, value",
    [
        ("name", "Bala"), ("name_native", "बाला"), ("minutes", 9999), ("grade", "E3"), ("score", 100),
        ("course_code", "XX"), ("course_uuid", "0193a000-0000-7000-8000-00000000ffff"), ("title_hi", "और कुछ"),
        ("issued_at", "2020-01-01T00:00:00Z"), ("code", ELSE),
        ("credential", "{}"), ("credential", "nonsense"), ("credential", "[]"),
        ("status_place", 131_071),  # the last of a list
    ],
)  # fmt: skip
def test_a_changed_column_is_not_genuine(issue, column, value):
    row = issue()
    Certificate.objects.update(**{column: value})
    found = verify(value if column == "code" else row.code)
    assert found.standing is Standing.ALTERED and found.facts is None


def test_every_field_of_the_stored_credential(issue):
    from tests.credentials.engine.test_proofs import places

    row = issue()
    signed = Certificate.objects.get().credential
    for path in places(json.loads(signed)):
        changed = json.loads(signed)
        inner = changed
        for step in path[:-1]:
            inner = inner[step]
        value = inner[path[-1]]
        inner[path[-1]] = (not value) if isinstance(value, bool) else f"{value}1"
        Certificate.objects.update(credential=json.dumps(changed))
        assert verify(row.code).standing is Standing.ALTERED, path


def test_a_changed_competency_is_not_genuine(issue):
    row = issue()
    CertificateCompetency.objects.filter(position=1).update(level=5)
    assert verify(row.code).standing is Standing.ALTERED


def test_another_public_key_is_not_genuine(issue):
    row = issue()
    SigningKey.objects.update(public="z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2")
    assert verify(row.code).standing is Standing.ALTERED


def test_the_bit_alone_revokes(issue):
    """Somebody who takes the mark off the row still has the public list against her."""
    row = issue()
    with connection.cursor() as cursor:
        cursor.execute(
            "update credentials_statuslist set bits = set_bit(bits, %s, 1)",
            [Certificate.objects.get().status_place ^ 7],
        )
    assert verify(row.code).standing is Standing.REVOKED

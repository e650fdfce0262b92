"""The rehearsal: a new key signs, what the old one signed still verifies, a retired key signs nothing new."""

import contextlib
import datetime as dt
import json
import stat

import pytest
from django.core.management import call_command

from karmayogi.credentials.actions import signing
from karmayogi.credentials.actions.rotate_key import rotate_key
from karmayogi.credentials.api import verify
from karmayogi.credentials.models import Certificate, SigningKey, StatusList
from karmayogi.credentials.types import Standing
from karmayogi.kernel.access import System


def test_rotation_rehearsed(issue, at, keys_of_the_test):
    before = issue()
    old = verify(before.code).key_id
    later = at + dt.timedelta(days=1)
    new = rotate_key(agent=System("rehearsal"), at=later, why="yearly")
    after = issue(at=later + dt.timedelta(hours=1))
    assert new != old and verify(after.code).key_id == new
    assert verify(before.code).standing is verify(after.code).standing is Standing.GENUINE
    assert json.loads(StatusList.objects.get().signed)["proof"]["verificationMethod"].endswith(f"#{new}")
    # The old private key is not needed any more.
    (keys_of_the_test / f"{old}.pem").unlink()
    signing.private_key.cache_clear()
    assert verify(before.code).standing is Standing.GENUINE
    assert issue(at=later + dt.timedelta(hours=2)).code


@contextlib.contextmanager
def signing_with(key):
    """As somebody sees it who began before the key was rotated."""
    ended, others = SigningKey.objects.get(pk=key.pk).valid_to, SigningKey.objects.exclude(pk=key.pk)
    others.update(valid_to=ended)
    SigningKey.objects.filter(pk=key.pk).update(valid_to=None)
    yield
    SigningKey.objects.filter(pk=key.pk).update(valid_to=ended)
    others.update(valid_to=None)


def test_what_a_retired_key_signs_later_is_not_genuine(issue, at):
    issue()
    retired = SigningKey.objects.get()
    rotate_key(agent=System("rehearsal"), at=at + dt.timedelta(days=1))
    with signing_with(retired):
        forged = issue(at=at + dt.timedelta(days=2))
    assert verify(forged.code).standing is Standing.ALTERED


def test_what_was_under_way_while_the_key_was_rotated_is_genuine(issue, at):
    issue()
    retired = SigningKey.objects.get()
    rotate_key(agent=System("rehearsal"), at=at)
    with signing_with(retired):
        late = issue(at=at + dt.timedelta(seconds=2))
    assert Certificate.objects.get(uuid=late.uuid).key_id == retired.pk
    assert verify(late.code).standing is Standing.GENUINE


def test_the_private_half_is_a_file_for_the_owner_alone(issue, keys_of_the_test):
    issue()
    [file] = keys_of_the_test.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(keys_of_the_test.stat().st_mode) == 0o700
    assert b"PRIVATE KEY" in file.read_bytes()
    assert "PRIVATE" not in str(SigningKey.objects.values_list().get())


def test_without_the_file_one_clear_error_and_no_certificate(issue, keys_of_the_test):
    issue()
    next(keys_of_the_test.iterdir()).unlink()
    signing.private_key.cache_clear()
    with pytest.raises(signing.KeyMissing, match="rotate_signing_key"):
        issue()
    assert Certificate.objects.count() == 1


def test_the_command(issue, capsys):
    issue()
    call_command("rotate_signing_key", "--why", "rehearsal")
    assert "signs from now on" in capsys.readouterr().out
    assert SigningKey.objects.filter(valid_to__isnull=True).count() == 1 and SigningKey.objects.count() == 2

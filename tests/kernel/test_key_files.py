"""A private key is for its owner alone, and is never written over."""

import stat

import pytest

from karmayogi.kernel import key_files


def test_a_key_is_the_owners_and_written_once(settings, tmp_path):
    settings.KEYS_ROOT = tmp_path / "keys"
    key_files.write("k-1.pem", b"secret")
    path = key_files.path_of("k-1.pem")
    assert path.read_bytes() == b"secret"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600 and stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    with pytest.raises(FileExistsError):
        key_files.write("k-1.pem", b"other")
    assert path.read_bytes() == b"secret"

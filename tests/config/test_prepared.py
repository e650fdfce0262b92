"""A later start looks again only when something that set-up reads has changed."""

import os
from pathlib import Path

import msgspec
import pytest

from config.env import Env
from config.prepared import is_prepared, remember, state


@pytest.fixture
def copy(tmp_path: Path) -> tuple[Path, Path, Env]:
    root, home = tmp_path / "copy", tmp_path / "home"
    for name in ("karmayogi/kernel/migrations/0001_first.py", "locale/hi/LC_MESSAGES/django.po", "config/env.py"):
        (root / name).parent.mkdir(parents=True)
        (root / name).write_text("1")
    for name in ("requirements.lock", "manage.py"):
        (root / name).write_text("1")
    home.mkdir()
    collected = root / "var/static"
    collected.mkdir(parents=True)
    (collected / ".state").write_text("x")
    return root, home, Env(var_dir=str(root / "var"), demo_content_dir=str(tmp_path / "content"))


def test_a_cluster_without_a_mark_is_set_up_and_with_it_left_alone(copy):
    root, home, env = copy
    assert not is_prepared(home, env, root=root)
    remember(home, state(env, root=root))
    assert is_prepared(home, env, root=root)


@pytest.mark.parametrize("name", ["karmayogi/kernel/migrations/0001_first.py", "requirements.lock"])
def test_a_changed_file_is_looked_at(copy, name):
    root, home, env = copy
    remember(home, state(env, root=root))
    os.utime(root / name, ns=(1, 1))
    assert not is_prepared(home, env, root=root)


def test_a_new_file_a_setting_and_lost_static_files_are_looked_at(copy):
    root, home, env = copy
    remember(home, state(env, root=root))
    assert not is_prepared(home, msgspec.structs.replace(env, demo=False), root=root)
    Path(env.demo_content_dir).mkdir()
    assert not is_prepared(home, env, root=root), "courses that the demonstration imports have come"
    Path(env.demo_content_dir).rmdir()
    new = root / "karmayogi/kernel/migrations/0002_second.py"
    new.write_text("2")
    assert not is_prepared(home, env, root=root)
    new.unlink()
    assert is_prepared(home, env, root=root)
    (root / "var/static/.state").unlink()
    assert not is_prepared(home, env, root=root)


def test_what_python_and_the_catalogues_compile_to_is_no_change(copy):
    root, home, env = copy
    remember(home, state(env, root=root))
    compiled = root / "karmayogi/kernel/__pycache__"
    compiled.mkdir()
    (compiled / "x.pyc").write_text("")
    (root / "locale/hi/LC_MESSAGES/django.mo").write_text("")
    assert is_prepared(home, env, root=root)

"""What the embedded PostgreSQL is started with."""

import pytest

from config import database

GB = 2**30


@pytest.mark.parametrize(("memory", "megabytes"), [(GB, 128), (4 * GB, 256), (8 * GB, 512), (24 * GB, 1024)])
def test_pages_get_a_sixteenth_of_the_memory_within_bounds(memory, megabytes):
    assert database._shared_megabytes(memory) == megabytes


def test_a_cluster_of_tests_takes_no_more_than_ever_and_others_what_the_machine_allows(tmp_path, monkeypatch):
    started = []
    monkeypatch.setattr(database.EmbeddedPostgres, "_prepare_home", lambda self: None)
    monkeypatch.setattr(database.EmbeddedPostgres, "_initialise", lambda self: None)
    monkeypatch.setattr(database.EmbeddedPostgres, "_ensure_database", lambda self, name: None)
    monkeypatch.setattr(database, "_others_may_enter", lambda folder: True)
    monkeypatch.setattr(database, "_memory", lambda: 8 * GB)

    class Done:
        returncode = 0

    def run(self, program, *arguments, check=True):
        started.append(" ".join(map(str, arguments)))
        return Done()

    monkeypatch.setattr(database.EmbeddedPostgres, "_pg", run)
    database.EmbeddedPostgres(tmp_path).start()
    database.EmbeddedPostgres(tmp_path, durable=False).start()
    assert "shared_buffers=512MB" in started[0] and "fsync=off" not in started[0]
    assert "shared_buffers=128MB" in started[1] and "fsync=off" in started[1]

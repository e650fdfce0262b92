"""One at a time, over connections."""

import threading

import pytest
from django.db import connection

from karmayogi.kernel import rows


@pytest.mark.django_db
def test_whoever_is_inside_is_alone_under_that_name_and_number():
    seen: list[bool] = []

    def another(number: int) -> None:
        try:
            with rows.alone("test.rows", number) as free:
                seen.append(free)
        finally:
            connection.close()

    def ask(number: int) -> bool:
        thread = threading.Thread(target=another, args=(number,))
        thread.start()
        thread.join()
        return seen.pop()

    with rows.alone("test.rows", 1) as free:
        assert free
        assert not ask(1)
        assert ask(2)
    assert ask(1)
    with pytest.raises(OSError, match="broke off"), rows.alone("test.rows", 1):
        raise OSError("broke off")
    assert ask(1), "whoever broke off holds nobody up"


@pytest.mark.django_db
def test_a_long_list_is_handed_over_in_pieces():
    """The database keeps the rest: reading five of two hundred million rows has to end within the test."""
    held = "select count(*) from pg_cursors where name like %s"
    stream = rows.stream(int, "select generate_series(1, 200000000)", piece=2)
    assert [next(stream) for _ in range(5)] == [1, 2, 3, 4, 5]
    assert rows.scalar(held, ["_django%"]) == 1
    stream.close()
    assert rows.scalar(held, ["_django%"]) == 0
    assert list(rows.stream(int, "select n from generate_series(1, 7) n where n > %s", [2], piece=2)) == [3, 4, 5, 6, 7]

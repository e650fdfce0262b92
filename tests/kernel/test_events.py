import dataclasses

import pytest

from karmayogi.kernel import events


@dataclasses.dataclass(frozen=True, slots=True)
class Rang:
    number: int


HEARD: list[int] = []


@events.on(Rang)
def on_rang(event: Rang) -> None:
    HEARD.append(event.number)


@dataclasses.dataclass(frozen=True, slots=True)
class Unheard:
    number: int


@pytest.fixture(autouse=True)
def silence():
    HEARD.clear()


def test_many_arrive_in_one_job_and_in_order(db, run_jobs, monkeypatch):
    monkeypatch.setattr(events, "import_string", {f"{__name__}.on_rang": on_rang, f"{__name__}.Rang": Rang}.__getitem__)
    events.announce_many([Rang(1), Unheard(2), Rang(3)])
    assert HEARD == []
    assert run_jobs() == 1
    assert HEARD == [1, 3]

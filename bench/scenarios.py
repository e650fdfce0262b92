"""What officers do, as requests. Every scenario is an endless series of different officers or things."""

import dataclasses
import itertools
import json
from collections.abc import Callable, Iterator
from urllib.parse import quote, urlencode

from django.urls import NoReverseMatch, reverse

from bench.client import Ask
from bench.world import CSRF, Officer, World

WORDS = (
    "noting",
    "right to information",
    "soochana",
    "नियम",
    "cyber",
    "procurment",
    "land records",
    "panchayat",
    "شکایات",
)


@dataclasses.dataclass(frozen=True, slots=True)
class Scenario:
    """ratio: most times hello. queries: most SQL statements. writes: its jobs are waited for and counted."""

    key: str
    label: str
    asks: Callable[[World], Iterator[Ask]]
    requests: int
    ratio: float | None = None
    queries: int | None = None
    writes: bool = False


def _page(path: str, officer: Officer) -> Ask:
    return Ask(path, headers=officer.headers())


def _plain(name: str) -> Callable[[World], Iterator[Ask]]:
    def asks(world: World) -> Iterator[Ask]:
        path = reverse(name)
        return (_page(path, officer) for officer in world.everybody())

    return asks


def _search(world: World) -> Iterator[Ask]:
    path = reverse("learning:catalogue")
    facets = itertools.cycle(({}, {"language": "hi"}, {}, {"mode": "online"}, {}, {"band": "60"}))
    for officer, word, facet in zip(world.everybody(), itertools.cycle(WORDS), facets, strict=False):
        yield _page(f"{path}?{urlencode({'q': word} | facet)}", officer)


def _course(world: World) -> Iterator[Ask]:
    for officer, course in zip(world.everybody(), itertools.cycle(world.courses), strict=False):
        yield _page(reverse("learning:course", args=[course]), officer)


def _team(world: World) -> Iterator[Ask]:
    path = reverse("portal:team")
    return (_page(path, officer) for officer in itertools.cycle(world.supervisors))


def _report(world: World) -> Iterator[Ask]:
    path = reverse("learning:report", args=[world.hot_course])
    return (_page(path, officer) for officer in itertools.cycle(world.admins))


def _progress(world: World) -> Iterator[Ask]:
    for seq in itertools.count(1) if world.opened else ():
        for one in world.opened:
            body = json.dumps(
                {
                    "enrolment": str(one.enrolment), "part": str(one.part), "visit": one.visit, "seq": seq,
                    "position": 20 + seq % 80, "seconds": 10,
                }
            ).encode()  # fmt: skip
            headers = one.officer.headers({"Content-Type": "application/json", "X-Karmayogi-Progress": "1"})
            yield Ask("/learning/progress", "POST", headers, body)


def _enrol(world: World) -> Iterator[Ask]:
    for officer, course in world.fresh_enrolments():
        yield officer.form(reverse("learning:enrol", args=[course]), f"language={officer.language}")


def _sign_in(world: World) -> Iterator[Ask]:
    path = reverse("account_login")
    every = world.scale.officers // 997
    for number in itertools.cycle(range(0, world.scale.officers, every)):
        email = quote(f"officer{number}@bench.example")
        body = f"csrfmiddlewaretoken={CSRF}&login={email}&password={quote(world.password)}".encode()
        headers = {"Cookie": f"csrftoken={CSRF}", "Content-Type": "application/x-www-form-urlencoded"}
        yield Ask(path, "POST", headers, body, (302,))


def _verify(world: World) -> Iterator[Ask]:
    return (Ask(f"/v/{code}", headers={"Accept-Encoding": "gzip"}) for code in itertools.cycle(world.codes))


SCENARIOS = (
    Scenario("today", "Today", _plain("portal:today"), 150, 30, 12),
    Scenario("search", "Catalogue search with facets", _search, 150, 30, 12),
    Scenario("course", "Course page", _course, 150, 30, 12),
    Scenario("gap", "Gap page (Roles & competencies)", _plain("competencies:mine"), 150, 30, 12),
    Scenario("team", "Team page of a supervisor", _team, 100),
    Scenario("report", "Completion report, 5,000 learners", _report, 60, 45),
    Scenario("progress", "Mark progress", _progress, 800, 4, None, writes=True),
    Scenario("enrol", "Enrol", _enrol, 120, 12, None, writes=True),
    Scenario("nation", "National dashboard", _plain("insight:nation"), 80),
    Scenario("verify", "Verify a certificate", _verify, 100),
)
SIGN_IN = Scenario("sign-in", "Sign in", _sign_in, 12, None, None, writes=True)


def available(world: World) -> tuple[dict[str, Iterator[Ask]], dict[str, str]]:
    """The series by key, and the scenarios whose page does not exist, with the reason."""
    found: dict[str, Iterator[Ask]] = {}
    missing: dict[str, str] = {}
    for scenario in (*SCENARIOS, SIGN_IN):
        try:
            asks = scenario.asks(world)
            found[scenario.key] = itertools.chain([next(asks)], asks)
        except (NoReverseMatch, StopIteration) as error:
            missing[scenario.key] = f"{type(error).__name__}: {error}"[:200]
    return found, missing

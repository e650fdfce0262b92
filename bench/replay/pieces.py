"""What one completion costs, request by request: CPU of web server and database, and of the worker for the jobs that
it brings about. One client asks for one thing after the other, and waits until no job waits.
"""

import argparse
import time
from collections.abc import Sequence
from typing import Any

from bench.client import Ask, Client
from bench.meter import Group, Meter
from bench.place import PRODUCT_PORT
from bench.replay import world
from bench.replay.plan import EVERY
from bench.sql import Writer

COUNT, WARM = 100, 20


def measure(w: Writer, groups: dict[str, Group], options: argparse.Namespace) -> dict[str, dict[str, float]]:
    """Milliseconds by piece and process. Courses of stage 0 are for it."""
    from bench.replay.__main__ import _settle
    from karmayogi.kernel import clock

    course = world.courses(w, 0)[0]
    everybody = world.people(w)[: min(COUNT + WARM, options.officers)]
    signed = world.sign_in(w, everybody, clock.now())
    heads = [{"Cookie": signed[account], "Accept": "text/html", "Accept-Encoding": "gzip"} for _p, account in everybody]
    meter = Meter(groups)
    found: dict[str, dict[str, float]] = {}

    def piece(name: str, asks: Sequence[Ask]) -> None:
        """The first of them warm up."""
        with Client(PRODUCT_PORT) as client:
            for ask in asks[:WARM]:
                client.send(ask)
            _settle(w, 300)
            meter.start()
            begun = time.perf_counter()
            for ask in asks[WARM:]:
                client.send(ask)
            took = time.perf_counter() - begun
            at_once = meter.stop()
            _settle(w, 300)
            used = meter.stop()
        count = len(asks) - WARM
        found[name] = {key: value / 1e6 / count for key, value in at_once.items() if key in ("web", "database")}
        found[name]["after: worker"] = used["worker"] / 1e6 / count
        found[name]["after: database"] = (used["database"] - at_once["database"]) / 1e6 / count
        found[name]["waited"] = took * 1000 / count
        print(f"  {name}: " + ", ".join(f"{key} {value:.2f}" for key, value in found[name].items()), flush=True)

    def enrolments() -> list[Any]:
        return [
            row[0]
            for row in w.rows(
                "select n.uuid from learning_enrolment n join learning_course c on c.id = n.course_id"
                " where c.uuid = %s order by n.person_id",
                [course.uuid],
            )
        ]

    form = {"Content-Type": "application/x-www-form-urlencoded"}
    token = f"csrfmiddlewaretoken={world.CSRF}"
    see = (302,)
    enrol = f"/learning/courses/{course.uuid}/enrol/"
    piece("enrol", [Ask(enrol, "POST", head | form, token.encode(), see) for head in heads])
    mine = [f"/learning/enrolments/{one}/" for one in enrolments()]
    assert len(mine) == len(heads)
    pages = [one + f"parts/{course.key}/" for one in mine]
    piece("resume", [Ask(one, headers=head, expect=see) for one, head in zip(mine, heads, strict=True)])
    piece("open the page", [Ask(one, headers=head) for one, head in zip(pages, heads, strict=True)])
    json = {"Content-Type": "application/json", "X-Karmayogi-Progress": "1"}
    bodies = [
        f'{{"part":"{course.part}","visit":1,"seq":{turn},"position":{5 * turn},"seconds":{int(EVERY)}}}'.encode()
        for turn in range(1, 11)
    ]
    piece(
        "report of progress",
        [Ask("/learning/progress", "POST", head | json, body) for body in bodies for head in heads],
    )
    # As if the time had passed.
    w.run("update learning_partprogress set seconds = 300 where enrolment_id in (select id from learning_enrolment"
          " where uuid = any(%s))", [enrolments()])  # fmt: skip
    piece(
        "finish: the course is completed",
        [Ask(one + "finish/", "POST", head | form, f"{token}&seconds=2".encode(), see)
         for one, head in zip(pages, heads, strict=True)],
    )  # fmt: skip
    piece("course page", [Ask(f"/learning/courses/{course.uuid}/", headers=head) for head in heads])
    return found

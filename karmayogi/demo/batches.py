"""Batches of the ministry's trainings, two scenarios of who attends what, one of them adopted, and a stress test. All of
it is invented; the solver is the product's own."""

import datetime as dt
import uuid
from typing import Any

from karmayogi.capacity import api as capacity
from karmayogi.competencies import api as competencies
from karmayogi.kernel import clock, jobs, rows
from karmayogi.kernel.access import Actor, System

AGENT = System("demonstration")

# training, language, days from the first one, length, seats, least, State, place, rupees if held, rupees a person,
# teacher, room
BATCHES = (
    (1, "en", 0, 2, 8, 4, "DL", "ISTM, New Delhi", 6_000, 900, "R. Iyer", "ISTM Hall 2"),
    (1, "hi", 7, 2, 8, 4, "DL", "ISTM, New Delhi", 6_000, 900, "R. Iyer", "ISTM Hall 2"),
    (1, "hi", 35, 2, 6, 3, "DL", "ISTM, New Delhi", 6_000, 900, "S. Kidwai", "ISTM Hall 2"),
    (2, "en", 14, 1, 12, 5, "", "", 0, 0, "S. Kidwai", ""),
    (2, "ur", 21, 1, 6, 2, "", "", 0, 0, "S. Kidwai", ""),
    (3, "hi", 14, 3, 6, 4, "UK", "LBSNAA, Mussoorie", 25_000, 4_000, "M. Rawat", "Gyanshila"),
    (3, "en", 42, 3, 6, 4, "UK", "LBSNAA, Mussoorie", 25_000, 4_000, "M. Rawat", "Gyanshila"),
    (4, "en", 28, 4, 10, 6, "TS", "NIRD&PR, Hyderabad", 40_000, 6_500, "P. Reddy", ""),
)


def build(actor: Actor, plan: uuid.UUID, codes: list[str], organisation: int, at: dt.datetime) -> None:
    """codes: of the needs of the plan, the greatest first."""
    today = clock.day(at)
    last = dt.date(rows.scalar("select year from capacity_plan where uuid = %s", [plan]) + 1, 3, 31)
    first = min(today + dt.timedelta(days=14), last - dt.timedelta(days=60))
    first += dt.timedelta(days=-first.weekday() % 7)  # a Monday
    said: dict[str, Any] = {"actor": actor, "plan": plan, "at": at}
    for training, language, after, days, seats, least, state, place, fixed, fee, who, room in BATCHES:
        starts_on = first + dt.timedelta(days=after)
        given = capacity.GivenBatch(
            training=training, language=language, starts_on=starts_on,
            ends_on=starts_on + dt.timedelta(days=days - 1), seats=seats, least=least, state=state, place=place,
            fixed=fixed, fee=fee, faculty=who, room=room,
        )  # fmt: skip
        capacity.save_batch(**said, batch=None, revision=0, given=given)
    scenarios = [
        capacity.save_scenario(**said, scenario=None, revision=0, wanted=wanted)
        for wanted in (
            capacity.Wanted("As the money allows", budget=120_000, travel=3_000, away=50, days=6),
            capacity.Wanted("With all the money there is", travel=3_000, away=50, days=6),
        )
    ]
    for one in scenarios:
        capacity.solve_scenario(**said, scenario=one)
    scheme = competencies.create_scheme(
        agent=AGENT, organisation_id=organisation, code="DEMO-FILES", name_en="Every file answered in three weeks",
        name_hi="हर फाइल का उत्तर तीन सप्ताह में", name_ur="ہر فائل کا جواب تین ہفتوں میں", needs=dict.fromkeys(codes[:2], 2), at=at,
    )  # fmt: skip
    capacity.ask_stress_test(**said, scheme=scheme, designation=None, by_on=last)
    jobs.drain(below="karmayogi.capacity")
    capacity.adopt(**said, scenario=scenarios[0])

"""Learning at work in the demonstration: entries that wait, are confirmed or declined, and courses that were applied."""

import datetime as dt
import uuid as uuids
from collections.abc import Callable
from typing import Any

from karmayogi.competencies import api as competencies
from karmayogi.demo.provider import actor_of
from karmayogi.kernel import clock, jobs
from karmayogi.kernel.access import Actor
from karmayogi.kernel.ids import uuid7
from karmayogi.learning import api as learning
from karmayogi.orgs import api as orgs
from karmayogi.people import api as people

# Who (0 and 1: two colleagues of Asha), what, which competency, how long ago it ended, on how many days, minutes, words,
# and who was there.
ENTRIES = [
    (0, "stretch", "FUN-087", 40, 10, 600, "Drafted the annual note on vacancies alone for the first time.", "ravi"),
    (0, "shadowing", "FUN-085", 30, 2, 240, "Sat beside Desk 3 while the old files were indexed.", "other"),
    (1, "teaching", "FUN-085", 20, 1, 90, "Showed the new index to a colleague until they could do it.", "other"),
    (1, "coaching", "FUN-087", 15, 1, 120, "Went through my last three notes, one by one.", "ravi"),
    (1, "project", "FUN-087", 6, 5, 300, "Wrote the notes of the record-room project.", "ravi"),
    (0, "project", "FUN-085", 4, 3, 180, "Put the reference files in order together with Desk 1.", "asha"),
]


def build(b: Any, *, say: Callable[[str], None]) -> None:
    """b: demo.government.Builder. What is for Ravi and Asha waits, so that visitors can give their word."""
    at = b.at
    on = clock.day(at)
    known = {short: _by_mail(f"{short}@mord.example", at) for short in ("ravi", "asha")}
    accounts = {one.person_id: one.account_id for one in b.officers}
    team = [one.person_id for one in orgs.team_of(known["ravi"].person_id, on)]
    pair = [actor_of(one, accounts[one], at) for one in team if one != known["asha"].person_id][:2]
    made = []
    for who, kind, code, ago, days, minutes, words, witness in ENTRIES:
        there = known.get(witness) or pair[1 - who]
        last = on - dt.timedelta(days=ago)
        written = learning.Written(
            mark=uuid7(), kind=kind, competency=competencies.by_codes([code])[code].uuid,
            begun_on=last - dt.timedelta(days=days - 1), ended_on=last, minutes=minutes, words=words,
            witness=there.person_uuid,
        )  # fmt: skip
        made.append((learning.write_entry(actor=pair[who], written=written, at=at), there))
    for (entry, there), minutes, level in zip(made, (600, 180, 90), (2, 0, 1), strict=False):
        learning.confirm_entry(actor=there, entry=entry, minutes=minutes, level=level, note="I was there.", at=at)
    entry, there = made[3]
    learning.decline_entry(actor=there, entry=entry, reason="We spoke for ten minutes, not two hours.", at=at)
    say(f"{len(made)} entries of learning at work")
    say(f"{_applied(b, on, at)} courses with an answer whether they were applied")


def _applied(b: Any, on: dt.date, at: dt.datetime) -> int:
    """Three officers write; colleagues find the first two courses applied and the third not."""
    learning.open_checks(on=on, at=at)
    written: dict[uuids.UUID, bool] = {}
    count = 0
    for one in b.officers:
        if count == 3:
            break
        check = next((row for row in learning.checks_of(one.person_id) if row.state == "open"), None)
        if check is None:
            continue
        learning.hand_in(
            actor=actor_of(one.person_id, one.account_id, at), check=check.uuid, at=at,
            words="I used its checklist for every paper of the last month; two were sent back less than before.",
        )  # fmt: skip
        count += 1
        written.setdefault(check.course_uuid, count < 3)
    jobs.drain(below="karmayogi.learning.actions.onthejob")
    for peer in b.officers:
        for ask in () if peer.visited else learning.asks_of(peer.person_id):
            shown = written[ask.course_uuid]
            learning.answer_ask(
                actor=actor_of(peer.person_id, peer.account_id, at), ask=ask.uuid, answers=[True, shown, shown], at=at,
                reason="The example is clear." if shown else "It does not say what was done with it.", declared=True,
            )  # fmt: skip
    return count


def _by_mail(email: str, at: dt.datetime) -> Actor:
    found = people.find_account(email=email)
    assert found is not None and found.person_id is not None
    return actor_of(found.person_id, found.id, at)

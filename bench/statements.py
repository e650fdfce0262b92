"""Statements by the million, inserted by the database; and bodies of requests that store more of the same kind."""

import dataclasses
import datetime as dt
import json
import random
import uuid
from collections.abc import Callable
from typing import Any

from bench.sql import Writer

HOME = "https://lms.gov.example"
_NAMES = "experienced progressed answered completed passed failed attempted initialized terminated interacted"
VERBS = [f"http://adlnet.gov/expapi/verbs/{name}" for name in _NAMES.split()]
COURSES = 2_000
PER_ATTEMPT = 10  # statements of one learner in one course
PER_LEARNER = 20  # courses
NEVER = VERBS[5]  # no statement that is generated has it with a course of an odd number
_KIND = "http://adlnet.gov/expapi/activities/course"
EPOCH = 1_577_836_800_000
FIRST = 1_735_689_600_000  # 1 January 2025, the first millisecond at which one was stored

_BODY = """
'{"id":"' || i.id || '","actor":{"objectType":"Agent","account":{"homePage":"' || %(home)s || '","name":"' || i.learner
|| '"}},"verb":{"id":"' || v.iri || '","display":{"en":"did"}},"object":{"objectType":"Activity","id":"' || c.iri
|| '","definition":{"type":"http://adlnet.gov/expapi/activities/course","name":{"en":"Course ' || i.course
|| '","hi":"पाठ्यक्रम"}}},"context":{"registration":"' || a.id || '","contextActivities":{"parent":[{"id":"' || p.iri
|| '"}]},"language":"hi"},"result":{"score":{"scaled":0.85},"duration":"PT1H12M30S"},"timestamp":"' || i.stored
|| '","stored":"' || i.stored || '","authority":' || %(authority)s || ',"version":"2.0.0"}'
"""


@dataclasses.dataclass(frozen=True)
class World:
    """What there is, for asking about it."""

    count: int
    learners: int
    attempts: int
    authority: dict[str, Any]
    some_ids: list[str]

    def questions(self, dice: random.Random) -> dict[str, Callable[[], dict[str, str]]]:
        """Name → the parameters of one more question of this kind."""

        def agent() -> dict[str, str]:
            return {"agent": json.dumps(learner(dice.randrange(self.learners)))}

        def registration() -> dict[str, str]:
            return {"registration": str(attempt(dice.randrange(self.attempts)))}

        def activity() -> dict[str, str]:
            return {"activity": course(dice.randrange(COURSES))}

        def verb() -> dict[str, str]:
            return {"verb": dice.choice(VERBS)}

        def moment() -> str:
            # One was stored each millisecond.
            return dt.datetime.fromtimestamp((FIRST + dice.randrange(self.count)) / 1000, dt.UTC).isoformat()

        limit = {"limit": "50"}
        return {
            "id": lambda: {"statementId": dice.choice(self.some_ids)},
            "nothing (the newest)": lambda: dict(limit),
            "agent": lambda: agent() | limit,
            "agent and verb": lambda: agent() | verb() | limit,
            "registration": lambda: registration() | limit,
            "activity": lambda: activity() | limit,
            "activity and verb": lambda: activity() | verb() | limit,
            "activity and verb that never met": lambda: {"activity": course(dice.randrange(COURSES // 2) * 2 + 1),
                                                         "verb": NEVER} | limit,
            "verb": lambda: verb() | limit,
            "verb, the oldest first": lambda: verb() | limit | {"ascending": "true"},
            "agent with related ones": lambda: agent() | limit | {"related_agents": "true"},
            "the store's own authority as related agent": lambda: {"agent": json.dumps(self.authority),
                                                                   "related_agents": "true"} | limit,
            "activity with related ones": lambda: {"activity": programme(dice.randrange(COURSES // 10)),
                                                   "related_activities": "true"} | limit,
            "since and until": lambda: verb() | limit | {"until": moment()},
            "everything at once": lambda: agent() | activity() | verb() | limit | {"until": moment()},
        }  # fmt: skip


def learner(number: int) -> dict[str, Any]:
    return {"objectType": "Agent", "account": {"homePage": HOME, "name": str(number)}}


def course(number: int) -> str:
    return f"{HOME}/courses/{number}"


def programme(number: int) -> str:
    return f"{HOME}/programmes/{number}"


def attempt(number: int) -> uuid.UUID:
    return uuid.UUID(int=(0x5A << 120) | number)


def fill(w: Writer, count: int, key_of_client: str) -> World:
    """Statements one a millisecond, with their keys; indexes are made afterwards."""
    from django.conf import settings

    from karmayogi.ingest.engine import keys
    from karmayogi.ingest.engine.actors import agent_key
    from karmayogi.ingest.engine.codec import encode

    attempts = max(1, count // PER_ATTEMPT)
    learners = max(1, attempts // PER_LEARNER)
    authority = {
        "objectType": "Agent", "name": "Bench",
        "account": {"homePage": f"{settings.PUBLIC_ORIGIN}/xapi/", "name": key_of_client},
    }  # fmt: skip
    _table(w, "b_verb", "iri text", ((place, iri, keys.key("v", iri)) for place, iri in enumerate(VERBS)))
    _table(w, "b_course", "iri text", ((n, course(n), keys.key("a", course(n))) for n in range(COURSES)))
    _table(w, "b_programme", "iri text", ((n, programme(n), keys.key("A", programme(n))) for n in range(COURSES // 10)))
    _table(
        w, "b_pair", "x int",
        ((c * 10 + v, 0, keys.verb_and_activity(VERBS[v], course(c))) for c in range(COURSES) for v in range(10)),
    )  # fmt: skip
    _table(w, "b_learner", "x int", ((n, 0, keys.key("g", agent_key(learner(n)))) for n in range(learners)))
    _table(w, "b_attempt", "id uuid", ((n, attempt(n), keys.registration_key(attempt(n))) for n in range(attempts)))
    # What the store has learnt from all these statements of the courses in them.
    with (
        w.connection.cursor() as cursor,
        cursor.copy("copy ingest_activity (key, iri, definition, updated_at) from stdin") as copy,
    ):
        for n in range(COURSES):
            known = {"type": _KIND, "name": {"en": f"Course {n}", "hi": "पाठ्यक्रम"}}
            copy.write_row((keys.key("a", course(n)), course(n), encode(known), dt.datetime.now(dt.UTC)))
    w.run("alter table ingest_key drop constraint ingest_key_pkey")
    params = {
        "home": HOME, "first": FIRST, "epoch": EPOCH, "attempts": attempts, "learners": learners, "courses": COURSES,
        "authority": json.dumps(authority), "mine": keys.key("g", agent_key(authority)),
    }  # fmt: skip
    with w.bare("ingest.Statement"):
        step = 500_000
        for begin in range(0, count, step):
            params |= {"begin": begin, "end": min(begin + step, count) - 1}
            w.run(_SOURCE, params)
            w.run(
                "insert into ingest_statement (seq, uuid, authority, body) select i.seq, i.id, %(mine)s::bigint,"
                f" convert_to({_BODY}, 'UTF8') from b_some i join b_verb v on v.n = i.verb"
                " join b_course c on c.n = i.course join b_programme p on p.n = i.course / 10"
                " join b_attempt a on a.n = i.attempt",
                params,
            )
            for table, on in {
                "b_verb": "verb", "b_course": "course", "b_programme": "course / 10", "b_pair": "course * 10 + i.verb",
                "b_learner": "learner", "b_attempt": "attempt",
            }.items():  # fmt: skip
                w.run(
                    f"insert into ingest_key (key, seq) select k.key, i.seq from b_some i join {table} k"
                    f" on k.n = i.{on}"
                )
            w.run("drop table b_some")
    w.run("alter table ingest_key add primary key (key, seq)")
    for name in ("verb", "course", "programme", "pair", "learner", "attempt"):
        w.run(f"drop table b_{name}")
    ids = [str(row[0]) for row in w.rows("select uuid from ingest_statement order by uuid limit 500")]
    return World(count, learners, attempts, authority, ids)


_SOURCE = """
create unlogged table b_some as
select i, gen_random_uuid() as id, ((%(first)s::bigint - %(epoch)s::bigint + i) << 22) | (i & 4194303) as seq,
  to_char(to_timestamp((%(first)s::bigint + i) / 1000.0) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as stored,
  (i * 7919 %% %(attempts)s::bigint)::int as attempt,
  ((i * 7919 %% %(attempts)s::bigint) %% %(learners)s::bigint)::int as learner,
  ((i * 7919 %% %(attempts)s::bigint) * 31 %% %(courses)s::bigint)::int as course,
  case when (i / 3 %% 10) = 5 and ((i * 7919 %% %(attempts)s::bigint) * 31 %% %(courses)s::bigint) %% 2 = 1
    then 0 else i / 3 %% 10 end::int as verb
from generate_series(%(begin)s::bigint, %(end)s::bigint) i
"""


def _table(w: Writer, name: str, what: str, rows: Any) -> None:
    w.run(f"create unlogged table {name} (n bigint primary key, {what}, key bigint)")
    with w.connection.cursor() as cursor, cursor.copy(f"copy {name} from stdin") as copy:
        for row in rows:
            copy.write_row(row)
    w.run(f"analyze {name}")


def seeded(number: int) -> random.Random:
    return random.Random(number)  # noqa: S311 (a shuffle)


_SENT = (
    """
{"id": "%s", "actor": {"objectType": "Agent", "account": {"homePage": "HOME", "name": "%d"}}, "verb": {"id": "%s",
 "display": {"en": "did"}}, "object": {"objectType": "Activity", "id": "HOME/courses/%d", "definition": {"type":
 "http://adlnet.gov/expapi/activities/course", "name": {"en": "Course %d", "hi": "पाठ्यक्रम"}}}, "context":
 {"registration": "%s", "contextActivities": {"parent": [{"id": "HOME/programmes/%d"}]}, "language": "hi"}, "result":
 {"score": {"scaled": 0.%02d}, "duration": "PT%dH%dM%dS"}, "timestamp": "2026-11-%02dT%02d:%02d:%02d.%03dZ"}
""".strip()
    .replace("\n", "")
    .replace("HOME", HOME)
)


def request(dice: random.Random, size: int) -> bytes:
    """A body with that many statements: each by another learner in another attempt, with a time and a result of its
    own; only verbs, courses and programmes come again."""
    draw = dice.randrange
    batch = []
    for _ in range(size):
        course = draw(COURSES)
        batch.append(
            _SENT
            % (
                uuid.UUID(int=dice.getrandbits(128), version=4), draw(10**6), dice.choice(VERBS), course, course,
                uuid.UUID(int=dice.getrandbits(128), version=4), course // 10, draw(100), draw(3), draw(60), draw(60),
                1 + draw(28), draw(24), draw(60), draw(60), draw(1000),
            )
        )  # fmt: skip
    return (f"[{', '.join(batch)}]" if size > 1 else batch[0]).encode()

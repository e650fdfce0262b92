"""Content demand: what the invented government lacks, two requests of the Commission, one of them taken."""

import datetime as dt
from collections.abc import Callable

from karmayogi.demand import api as demand
from karmayogi.demand.types import Terms
from karmayogi.demo.provider import NAME, actor_of
from karmayogi.kernel import clock, rows
from karmayogi.kernel.access import Actor
from karmayogi.people import api as people


def build(*, at: dt.datetime, say: Callable[[str], None]) -> None:
    """Esther of the Commission asks, Rehana publishes for the institute and answers."""
    esther, rehana = _actor("esther@commission.example", at), _actor("rehana@institute.example", at)
    small = Terms(least_people=10, language_courses=1, weak_ratings=5, weak_stars=3.0, days=90)
    demand.set_terms(actor=esther, terms=small, reason="The demonstration has few officers.", at=at)
    found = demand.scan(on=clock.day(at), at=at)
    provider = rows.scalar("select uuid from learning_provider where name_en = %s", [NAME[0]])
    lacks = demand.lack_lines(limit=2)[0]
    for lack, whom, days in zip(lacks, (provider, None), (90, 45), strict=False):
        made = demand.ask(
            actor=esther, lack=lack.uuid, provider=whom, due_on=clock.day(at) + dt.timedelta(days=days),
            note="Short lessons with cases of small offices.", at=at,
        )  # fmt: skip
        if whom:
            demand.accept(actor=rehana, request=made, provider=provider, at=at)
    say(f"{found} lacks of content, {len(lacks)} requests to providers")


def _actor(email: str, at: dt.datetime) -> Actor:
    account = people.find_account(email=email)
    assert account is not None and account.person_id is not None
    return actor_of(account.person_id, account.id, at)

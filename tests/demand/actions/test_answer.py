"""A request from asking to its end."""

import datetime as dt
import uuid

import pytest
from django.db import IntegrityError, transaction

from karmayogi.demand import api as demand
from karmayogi.demand.actions.fulfil import fulfil
from karmayogi.demand.models import ContentRequest
from karmayogi.demand.types import Terms
from karmayogi.kernel import rows
from karmayogi.kernel.access import NotFound, Refused, Role, System


def test_it_is_asked_once_taken_once_and_ended_by_the_course_that_covers_it(board, cast, at):
    board.scan()
    made = board.ask(provider=board.provider)
    assert board.ask(provider=board.provider) == made
    with pytest.raises(Refused, match="asked for already"):
        board.ask(provider=board.other)
    row = ContentRequest.objects.get()
    row.pk, row.uuid = None, uuid.uuid4()
    with pytest.raises(IntegrityError, match="demand_request_one_live"), transaction.atomic():
        row.save()

    imran, chandra = cast.publisher.actor(at), cast.outsider.actor(at)
    with pytest.raises(NotFound):
        demand.accept(actor=chandra, request=made, provider=board.other, at=at)
    for _again in range(2):
        demand.accept(actor=imran, request=made, provider=board.provider, at=at)
    assert board.one(made).state == "accepted"

    # Too low: said, and nothing ends. Named by the provider before it is published.
    course = board.publish(2)
    demand.link(actor=imran, request=made, code="TST-01", at=at)
    board.publish(2, version="many ")
    fulfil(agent=System("content demand"), course_id=course, version=2, at=at)  # its event came twice
    assert board.steps(made) == ["ask", "accept", "link", "short"]
    assert rows.scalar("select short from demand_requeststep where act = 'short'") == "level"
    board.publish(3)
    ended = board.one(made)
    assert (ended.state, ended.version, ended.course_code) == ("fulfilled", 3, "TST-01")
    assert (
        rows.scalar(
            "select max(course_id) from learning_courseversion where id = (select fulfilled_by_id from"
            " demand_contentrequest)"
        )
        == course
    )
    # What was asked says the figures of its day, whatever a scan finds since.
    board.scan(days=1)
    assert board.one(made).figures.lacking == 10
    assert not board.one(made).stands
    assert rows.scalar("select count(*) from kernel_auditentry where subject_uuid = %s", [made]) == 5


def test_what_another_provider_took_is_not_ended_but_what_is_open_to_all_is(board, cast, at):
    board.scan()
    taken, free = board.ask(), board.ask(level=2)
    demand.accept(actor=cast.outsider.actor(at), request=taken, provider=board.other, at=at)
    with pytest.raises(NotFound):
        demand.accept(actor=cast.publisher.actor(at), request=taken, provider=board.provider, at=at)
    board.codes[0], first = board.codes[1], board.codes[0]
    board.publish(2)
    board.codes[0] = first
    board.publish(3, code="TST-02")
    assert board.one(free).state == "fulfilled"
    assert board.one(free).provider == board.provider
    assert board.one(taken).state == "accepted"


def test_a_language_is_covered_only_by_a_course_that_is_all_there_in_it(board, at):
    board.publish(3)
    board.scan()
    made = board.ask("language")
    board.publish(3, version="many ")
    assert board.one(made).state == "open"
    board.publish(3, urdu=True)
    assert board.one(made).state == "fulfilled"


def test_another_version_of_a_course_that_was_too_few_is_not_one_more(board, cast, at):
    terms = Terms(10, 2, 2, 3.0, 60)
    demand.set_terms(actor=board.esther, terms=terms, reason="Two in each language", at=at)
    board.publish(3, urdu=True)
    board.scan()
    made = board.ask("language")
    assert board.one(made).figures.in_language == 1
    board.publish(3, urdu=True, version="many ")
    assert board.one(made).state == "open"
    board.publish(3, urdu=True, code="TST-02")
    assert board.one(made).state == "fulfilled"


def test_declined_put_to_another_late_and_closed(board, cast, at):
    board.scan()
    imran, chandra, night = cast.publisher.actor(at), cast.outsider.actor(at), System("content demand")
    made = board.ask(provider=board.provider)
    with pytest.raises(Refused, match="Say why"):
        demand.decline(actor=imran, request=made, provider=board.provider, reason=" ", at=at)
    for _again in range(2):
        demand.decline(actor=imran, request=made, provider=board.provider, reason="No faculty", at=at)
    assert (board.one(made).state, board.one(made).reason) == ("declined", "No faculty")
    due = at.date() + dt.timedelta(days=40)
    for _again in range(2):
        demand.offer(actor=board.esther, request=made, provider=board.other, due_on=due, reason="They teach it", at=at)
    demand.accept(actor=chandra, request=made, provider=board.other, at=at)

    after = at + dt.timedelta(days=41)
    assert demand.lapse(agent=night, at=at + dt.timedelta(days=40)) == 0
    assert [demand.lapse(agent=night, at=after) for _again in range(2)] == [1, 0]
    with pytest.raises(NotFound):
        demand.extend(actor=chandra, request=made, due_on=after.date(), reason="x", at=after)
    later = after.date() + dt.timedelta(days=20)
    for _again in range(2):
        demand.extend(actor=board.esther, request=made, due_on=later, reason="The films are being made", at=after)
    assert (board.one(made).state, board.one(made).due_on) == ("accepted", later)
    for _again in range(2):
        demand.close(actor=board.esther, request=made, reason="A State teaches it", at=after)
    assert board.steps(made) == ["ask", "decline", "offer", "accept", "lapse", "extend", "close"]
    with pytest.raises(Refused, match="ended"):
        demand.extend(actor=board.esther, request=made, due_on=later, reason="x", at=after)
    # The lack stands, so it can be asked for again.
    assert board.ask() != made


def test_who_asked_does_not_answer_and_a_role_over_a_part_of_the_country_opens_nothing(board, cast, at):
    board.scan()
    gita, lack = cast.platform.actor(at), board.lack("no_course").uuid
    due = at.date() + dt.timedelta(days=9)
    made = demand.ask(actor=gita, lack=lack, provider=None, due_on=due, at=at)
    with pytest.raises(Refused, match="asked for this yourself"):
        demand.accept(actor=gita, request=made, provider=board.provider, at=at)
    demand.decline(actor=cast.outsider.actor(at), request=made, provider=board.other, reason="Not ours", at=at)
    assert board.one(made).state == "open", "the others may still take it"
    cast.grant(cast.head, Role.CBC_ANALYST, cast.ministry)
    for who in (cast.head, cast.admin, cast.publisher):
        with pytest.raises(NotFound):
            demand.ask(actor=who.actor(at), lack=lack, provider=None, due_on=due, at=at)
    for day, words in ((at.date(), "after today"), (at.date() + dt.timedelta(days=1200), "three years")):
        with pytest.raises(Refused, match=words):
            demand.ask(actor=gita, lack=board.lack("no_course", 2).uuid, provider=None, due_on=day, at=at)

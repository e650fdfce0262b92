"""A workplace 360 round from opening to publication: what may be known afterwards, and what may not."""

import datetime as dt

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from karmayogi.competencies import api as competencies
from karmayogi.competencies.actions.proof import open_round as module
from karmayogi.competencies.actions.proof.answer_question import answer_question
from karmayogi.competencies.actions.proof.open_round import open_round, quarter_of
from karmayogi.competencies.actions.proof.publish_round import close_due_rounds, close_round
from karmayogi.competencies.engine.rounds import choose
from karmayogi.competencies.models import Round, RoundAnswer, RoundAsked, RoundBox, RoundInvitation, RoundResult
from karmayogi.competencies.queries.proof.rounds import access_question, questions_for
from karmayogi.kernel import clock, rows
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.models import AuditEntry
from karmayogi.orgs import api as orgs
from tests.cast import SET_UP


@pytest.fixture
def team(cast, masters):
    """Asha and six colleagues, all with posts under Devi's."""
    return [
        cast.learner,
        *(
            cast.player(f"Colleague {n}", f"c{n}@personnel.example.in", cast.section, cast.assistant, cast.supervisor)
            for n in range(6)
        ),
    ]


@pytest.fixture
def round_(cast, team, at):
    last = at.date() + dt.timedelta(days=14)
    return open_round(actor=cast.admin.actor(at), organisation=cast.section.uuid, closes_on=last, at=at)


def test_nothing_is_chosen_while_other_offices_wait(cast, team, at, monkeypatch):
    locks = "select count(*) from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()"
    held = []

    def looks(*args, **kwargs):
        held.append(rows.scalar(locks))
        return choose(*args, **kwargs)

    monkeypatch.setattr(module, "choose", looks)
    before, last = rows.scalar(locks), at.date() + dt.timedelta(days=14)
    open_round(actor=cast.admin.actor(at), organisation=cast.section.uuid, closes_on=last, at=at)
    assert held == [before]
    assert rows.scalar(locks) == before + 1


def test_raters_who_are_asked_elsewhere_meanwhile_are_asked_no_more(cast, team, at, monkeypatch):
    """Between the choice and the lock."""
    raters = [player.person_id for player in [*team, cast.supervisor, cast.head]]

    def late(path, quarter):
        for rater in raters:
            RoundAsked.objects.create(rater_id=rater, quarter=quarter, asked=5)

    monkeypatch.setattr(module, "_lock", late)
    with pytest.raises(Refused, match="have had their questions"):
        open_round(
            actor=cast.admin.actor(at), organisation=cast.section.uuid, closes_on=at.date() + dt.timedelta(days=14),
            at=at,
        )  # fmt: skip


def answer_all(players, at, level=3):
    for player in players:
        actor = player.actor(at)
        for question in questions_for(actor, at.date()):
            answer_question(actor=actor, question=question.token, level=level, at=at)


def close(cast, round_, run_jobs, at):
    with clock.frozen(at):
        close_round(actor=cast.admin.actor(at), round=round_, at=at)
        run_jobs()


def test_everybody_is_asked_a_few_questions_and_published_groups_have_five(cast, team, round_, run_jobs, at):
    asked = {player.name: len(questions_for(player.actor(at), at.date())) for player in [*team, cast.supervisor]}
    assert 0 < max(asked.values()) <= 5
    answer_all([*team, cast.supervisor, cast.head], at)
    assert RoundInvitation.objects.filter(token__isnull=False).count() == 0
    close(cast, round_, run_jobs, at)
    row = Round.objects.get()
    assert (row.status, row.answered, row.ended) == ("published", row.asked, 0)
    results = RoundResult.objects.count()
    assert results > 0
    assert RoundAnswer.objects.count() >= 5 * results
    assert (RoundBox.objects.count(), RoundInvitation.objects.count()) == (0, 0)
    subject = RoundResult.objects.filter(relation="peer").values_list("subject_id", flat=True).first()
    evidence = [one for one in competencies.evidence_of(subject) if one.source == "peer"]
    assert {(one.level, one.observer, one.context) for one in evidence} == {(3, "", quarter_of(at.date()))}


def test_four_answers_are_never_shown_nor_kept(cast, team, round_, run_jobs, at):
    answer_all(team[:4], at)
    close(cast, round_, run_jobs, at)
    row = Round.objects.get()
    assert (RoundResult.objects.count(), RoundAnswer.objects.count(), RoundBox.objects.count()) == (0, 0, 0)
    assert row.withheld > 0
    assert not any(one.source == "peer" for player in team for one in competencies.evidence_of(player.person_id))


def test_no_table_holds_an_answer_beside_a_rater():
    for name in ("RoundBox", "RoundResult", "RoundAnswer"):
        fields = {field.name for field in apps.get_model("competencies", name)._meta.get_fields()}
        assert not fields & {"rater", "token", "invitation", "answered_at", "account"}, name


def test_the_trail_says_who_took_part_but_not_about_whom(cast, team, round_, at):
    answer_all(team[:1], at)
    entries = AuditEntry.objects.filter(tag="competencies:round:answer")
    assert entries.count() > 0
    assert {(one.subject_uuid, one.concerns_id, str(one.detail)) for one in entries} == {(round_, None, "{}")}


def test_a_token_is_good_once_and_for_one_rater(cast, team, round_, at):
    asha, other = team[0].actor(at), team[1].actor(at)
    question = questions_for(asha, at.date())[0].token
    with pytest.raises(NotFound):
        access_question(other, question, at.date())
    with pytest.raises(NotFound):
        answer_question(actor=other, question=question, level=1, at=at)
    answer_question(actor=asha, question=question, level=2, at=at)
    with pytest.raises(NotFound):
        answer_question(actor=asha, question=question, level=5, at=at)
    assert RoundBox.objects.count() <= 1


def test_who_leaves_is_asked_no_more_and_what_she_answered_stays(cast, team, round_, run_jobs, at):
    leaver = team[1]
    first = questions_for(leaver.actor(at), at.date())
    answer_question(actor=leaver.actor(at), question=first[0].token, level=4, at=at)
    given = RoundBox.objects.count()
    with clock.frozen(at):
        incumbency = apps.get_model("orgs", "Incumbency").objects.get(person_id=leaver.person_id)
        orgs.relieve(agent=SET_UP, incumbency_uuid=incumbency.uuid, valid_to=at.date(), at=at)
        run_jobs()
    assert questions_for(leaver.actor(at), at.date()) == []
    assert not RoundInvitation.objects.filter(subject_id=leaver.person_id, token__isnull=False).exists()
    assert RoundBox.objects.count() == given
    assert questions_for(team[2].actor(at), at.date()) != []


def test_it_closes_by_itself_and_a_result_is_never_changed(cast, team, round_, run_jobs, at):
    answer_all(team, at)
    later = at + dt.timedelta(days=15)
    with clock.frozen(later):
        close_due_rounds(at=later)
        run_jobs()
    assert Round.objects.get().status == "published"
    for change in (lambda: RoundResult.objects.update(level=5), lambda: RoundAnswer.objects.all().delete()):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            change()


def test_one_head_over_four_offices_gets_five_questions_in_the_quarter_and_five_in_the_next(
    cast, masters, run_jobs, at
):
    def office(n):
        found = cast.unit(f"T-X{n}", "office", f"Office {n}", "क", "ا", cast.department)
        for k in range(7):
            cast.player(f"Officer {n}{k}", f"o{n}{k}@personnel.example.in", found, cast.assistant, cast.head)
        return found

    def open_(found, when):
        last = when.date() + dt.timedelta(days=14)
        return open_round(actor=cast.admin.actor(when), organisation=found.uuid, closes_on=last, at=when)

    offices = [office(n) for n in range(3)]
    first = open_(offices[0], at)
    assert len(questions_for(cast.head.actor(at), at.date())) == 5
    close(cast, first, run_jobs, at)
    assert RoundInvitation.objects.count() == 0  # what tells of her is a number
    counts = RoundAsked.objects.filter(rater_id=cast.head.person_id)
    assert list(counts.values_list("quarter", "asked")) == [(quarter_of(at.date()), 5)]
    for found in offices[1:]:
        open_(found, at)
    assert questions_for(cast.head.actor(at), at.date()) == []
    assert RoundInvitation.objects.count() > 0
    later = at + dt.timedelta(days=100)
    open_(offices[0], later)
    assert len(questions_for(cast.head.actor(later), later.date())) == 5
    assert set(RoundAsked.objects.values_list("quarter", flat=True)) == {quarter_of(later.date())}


def test_the_counter_is_bare():
    fields = {field.name for field in RoundAsked._meta.get_fields()}
    assert fields == {"id", "rater", "quarter", "asked"}


def test_one_round_a_quarter_by_an_admin_of_the_office_only(cast, team, round_, at):
    last = at.date() + dt.timedelta(days=14)
    with pytest.raises(Refused, match="already"):
        open_round(actor=cast.admin.actor(at), organisation=cast.section.uuid, closes_on=last, at=at)
    with pytest.raises(Refused, match="60 days"):
        open_round(actor=cast.admin.actor(at), organisation=cast.department.uuid, closes_on=at.date(), at=at)
    for player in (cast.other_admin, cast.supervisor, cast.platform):
        with pytest.raises(NotFound):
            open_round(actor=player.actor(at), organisation=cast.department.uuid, closes_on=last, at=at)
    assert Round.objects.count() == 1

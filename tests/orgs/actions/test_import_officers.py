"""Bala uploads officers of her ministry."""

import datetime as dt

import pytest
from django.core import mail

from karmayogi.kernel import bulk, clock, rows
from karmayogi.kernel.access import NotFound, Refused, Role, System
from karmayogi.kernel.bulk import runs
from karmayogi.orgs import api as orgs
from karmayogi.orgs.models import Incumbency, Post
from karmayogi.people import api as people
from karmayogi.people.models import Account, Person
from tests.orgs.conftest import counts, problems, sheet

TODAY = dt.date(2026, 11, 20)
FULL = {
    "Full Name": "Kamala Devi", "Gender": "Female", "Category": "OBC", "Date of Birth": "05-04-1985",
    "Mother Tongue": "Hindi", "Employee ID": "00123", "Office Pin Code": "110001", "External System ID": "EH77",
    "External System Name": "eHRMS", "Tags": "field; new",
}  # fmt: skip


def test_a_plan_changes_nothing_and_a_commit_does_all_of_it(cast, upload, commit):
    before = Person.objects.count()
    act = upload(sheet(FULL, {"Full Name": "Lal Bahadur"}))
    assert counts(act) == (2, 0, 0, 0)
    assert Person.objects.count() == before
    act = commit(act)
    assert (act.status, act.applied_rows, act.failed_rows) == ("done", 2, 0)
    account = people.find_account(email="officer0@personnel.example.in")
    kamala = Person.objects.get(pk=account.person_id)
    assert (kamala.name, kamala.employee_code, kamala.birth_on) == ("Kamala Devi", "00123", dt.date(1985, 4, 5))
    assert (kamala.external_system, kamala.external_code, kamala.tags) == ("eHRMS", "EH77", ["field", "new"])
    assert account.mobile == "+919711100000"
    assert not Account.objects.get(pk=account.id).has_usable_password()
    post = orgs.current_post(kamala.id, TODAY)
    assert (post.designation_id, post.organisation_id, post.since) == (cast.assistant.id, cast.ministry.id, TODAY)
    entry = rows.scalar(
        "select string_agg(tag, ' ' order by id) from kernel_auditentry where concerns_id = %s", [kamala.id]
    )
    assert entry == "orgs:officer:import people:account:invite"


def test_the_same_file_twice_is_all_unchanged(upload, commit):
    content = sheet(FULL, {"Full Name": "Lal Bahadur"}, {"Full Name": "आशा देवी"})
    commit(upload(content))
    again = upload(content)
    assert counts(again) == (0, 0, 3, 0)
    with pytest.raises(Refused):
        commit(again)


def test_a_changed_cell_shows_as_a_difference_and_an_empty_one_leaves_what_is(upload, commit):
    commit(upload(sheet(FULL)))
    act = upload(sheet({"Full Name": "Kamala D. Sharma", "Mobile Number": "9711199999", "Group": "A"}))
    assert counts(act) == (0, 1, 0, 0)
    (row,) = bulk.rows_of(act.id)
    assert row.diff == {
        "Full Name": ["Kamala Devi", "Kamala D. Sharma"],
        "Mobile Number": ["+919711100000", "+919711199999"],
        "Group": ["Group B", "Group A"],
    }
    commit(act)
    kamala = Person.objects.get(external_code="EH77")
    assert (kamala.name, kamala.group, kamala.category) == ("Kamala D. Sharma", "Group A", "OBC")
    assert people.account_of(kamala.id).mobile == "+919711199999"


def test_she_is_known_by_mobile_or_by_her_number_in_another_system(upload, commit):
    commit(upload(sheet(FULL)))
    by_mobile = upload(sheet({"Email": "new@personnel.example.in"}))
    assert counts(by_mobile) == (0, 1, 0, 0)
    by_number = upload(sheet({**FULL, "Email": "new@personnel.example.in", "Mobile Number": "9711188888"}))
    assert list(bulk.rows_of(by_number.id)[0].diff) == ["Email", "Mobile Number"]


def test_a_vacant_seat_is_taken_first_and_a_further_one_is_flagged(cast, at, upload, commit):
    seat = orgs.create_post(
        agent=cast.platform.actor(at), organisation_id=cast.ministry.id, designation_id=cast.assistant.id,
        valid_from=TODAY, at=at,
    )  # fmt: skip
    act = upload(sheet({}, {"Full Name": "Lal Bahadur"}))
    first, second = bulk.rows_of(act.id)
    assert first.messages == []
    assert "without sanction" in second.messages[0][1]
    commit(act)
    taken = Incumbency.objects.get(post_id=seat.id)
    assert Person.objects.get(pk=taken.person_id).name == "Kamala Devi"
    assert Post.objects.filter(organisation_id=cast.ministry.id, sanctioned=False).count() == 1


def test_another_designation_moves_her_from_today(cast, at, upload, commit, take_back):
    row = {
        "Full Name": "Asha Verma", "Email": cast.learner.email, "Mobile Number": cast.learner.mobile,
        "Designation": "Section Officer",
    }  # fmt: skip
    act = upload(sheet(row))
    (planned,) = bulk.rows_of(act.id)
    assert planned.diff == {"Designation": ["Assistant Section Officer", "Section Officer"]}
    commit(act)
    post = orgs.current_post(cast.learner.person_id, TODAY)
    assert (post.designation_en, post.organisation_id) == ("Section Officer", cast.section.id), (
        "she stays in her section"
    )
    before = orgs.current_post(cast.learner.person_id, TODAY - dt.timedelta(days=1))
    assert before.designation_en == "Assistant Section Officer"
    take_back(act)
    assert orgs.current_post(cast.learner.person_id, TODAY).id == cast.learner.post_id


def test_who_works_below_the_ministry_is_not_moved_up(cast, upload):
    row = {"Full Name": "Asha Verma", "Email": cast.learner.email, "Mobile Number": cast.learner.mobile}
    assert counts(upload(sheet(row))) == (0, 0, 1, 0)


def test_an_officer_of_another_ministry_can_be_neither_seen_nor_taken(cast, upload):
    act = upload(sheet({"Email": cast.outsider.email}, {"Mobile Number": cast.analyst.mobile}))
    assert counts(act) == (0, 0, 0, 2)
    for text in problems(act).values():
        assert "cannot be used here" in text
        assert "Chandra" not in text
        assert "Rural" not in text


def test_contacts_of_two_officers_in_one_row_are_refused(cast, upload):
    act = upload(sheet({"Email": cast.learner.email, "Mobile Number": cast.supervisor.mobile}))
    assert "another officer" in problems(act)[2]


def test_repeats_in_the_file_are_refused_with_the_row(upload):
    act = upload(sheet({"Email": "one@x.in"}, {"Email": "ONE@x.in "}))
    assert counts(act) == (1, 0, 0, 1)
    assert problems(act) == {3: "Email: The same as in row 2."}


def test_undo_takes_back_everything(cast, upload, commit, take_back):
    before = (Person.objects.count(), Account.objects.count(), Post.objects.count(), Incumbency.objects.count())
    act = take_back(commit(upload(sheet(FULL, {"Full Name": "Lal Bahadur"}))))
    assert (act.status, act.undone_rows) == ("undone", 2)
    after = (Person.objects.count(), Account.objects.count(), Post.objects.count(), Incumbency.objects.count())
    assert after == before


def test_undo_gives_changed_fields_back(upload, commit, take_back):
    commit(upload(sheet(FULL)))
    take_back(commit(upload(sheet({**FULL, "Full Name": "Kamala D. Sharma", "Tags": "gone"}))))
    kamala = Person.objects.get(external_code="EH77")
    assert (kamala.name, kamala.tags) == ("Kamala Devi", ["field", "new"])


def test_undo_leaves_whoever_has_signed_in_or_was_corrected(at, upload, commit, take_back):
    act = commit(upload(sheet(FULL, {"Full Name": "Lal Bahadur"})))
    people.open_session(people.find_account(email="officer0@personnel.example.in").id, at)
    act = take_back(act)
    assert (act.status, act.undone_rows) == ("undone", 1)
    kept = bulk.rows_of(act.id, states=["kept"])
    assert [row.label for row in kept] == ["Kamala Devi"]
    assert "signed in" in kept[0].message


def test_a_clash_after_the_plan_costs_one_row(cast, at, upload, commit):
    act = upload(sheet({}, {"Full Name": "Lal Bahadur"}))
    cast.player("Somebody Else", "officer0@personnel.example.in", cast.section, cast.assistant)
    act = commit(act)
    assert (act.status, act.applied_rows, act.failed_rows) == ("done", 1, 1)


def test_who_changed_since_the_plan_is_left_alone(cast, at, upload, commit):
    commit(upload(sheet(FULL)))
    act = upload(sheet({**FULL, "Full Name": "Kamala D. Sharma"}))
    Person.objects.filter(external_code="EH77").update(name="Kamala Iyer")
    act = commit(act)
    assert (act.applied_rows, act.failed_rows) == (0, 1)
    assert Person.objects.get(external_code="EH77").name == "Kamala Iyer"


def test_authority_is_asked_again_when_it_runs(cast, at, upload, run_jobs):
    act = upload(sheet(FULL))
    actor = cast.admin.actor(at)
    bulk.approve(actor=actor, uuid=act.uuid, at=at)
    rows.run("update orgs_delegatedauthority set valid_to = %s where person_id = %s", [at, cast.admin.person_id])
    with clock.frozen(at):
        run_jobs()
    row = bulk.rows_of(act.id)[0]
    assert row.state == "failed"
    assert "no longer administers" in row.message
    assert people.find_account(email="officer0@personnel.example.in") is None


@pytest.mark.parametrize("part", ["learner", "supervisor", "outsider", "other_admin", "analyst", "platform"])
def test_nobody_else_may_upload(cast, at, part):
    with pytest.raises(NotFound):
        orgs.import_officers(
            actor=cast.everyone[part].actor(at), organisation_uuid=cast.ministry.uuid, filename="x.csv",
            content=sheet({}), at=at,
        )  # fmt: skip


def test_a_merged_designation_finds_the_one_that_stays(cast, at, upload):
    act = upload(sheet({"Designation": "ASSTT. SECTION OFFICER"}))
    assert bulk.rows_of(act.id)[0].data["designation_id"] == cast.assistant.id


def test_who_is_new_is_invited_once_and_nobody_else(cast, at, upload, commit, run_jobs):
    commit(upload(sheet({}, {"Full Name": "Lal Bahadur"})))
    run_jobs()
    asked = sorted(letter.to[0] for letter in mail.outbox)
    assert asked == ["officer0@personnel.example.in", "officer1@personnel.example.in"]
    commit(upload(sheet({"Full Name": "Kamala Iyer"}, {"Full Name": "Lal Bahadur"})))
    run_jobs()
    assert len(mail.outbox) == 2


def test_an_import_that_was_undone_invites_nobody(cast, at, upload, run_jobs):
    act = upload(sheet({}))
    with clock.frozen(at):
        bulk.approve(actor=cast.admin.actor(at), uuid=act.uuid, at=at)
        runs.run_act.call(act_uuid=str(act.uuid))
        bulk.undo(actor=cast.admin.actor(at), uuid=act.uuid, at=at)
        runs.undo_act.call(act_uuid=str(act.uuid))
        run_jobs()
    assert mail.outbox == []


def officer(player, **more):
    return {"Full Name": player.name, "Email": player.email, "Mobile Number": player.mobile[3:], **more}


def test_nobody_takes_over_the_account_of_who_holds_an_authority(cast, at, upload):
    """By the link to a new password, sent to an address that the import has put there."""
    cast.grant(cast.head, Role.MDO_LEADER, cast.ministry)
    act = upload(sheet(officer(cast.head, Email="bala+1@personnel.example.in", Designation="Under Secretary")))
    assert "only they can change" in problems(act)[2]
    act = upload(sheet(officer(cast.supervisor, Email="devi.new@personnel.example.in", Designation="Section Officer")))
    assert counts(act) == (0, 1, 0, 0)


def test_an_authority_given_since_the_plan_protects_too(cast, at, upload, commit):
    act = upload(sheet(officer(cast.supervisor, Email="devi.new@personnel.example.in", Designation="Section Officer")))
    cast.grant(cast.supervisor, Role.MDO_LEADER, cast.section)
    assert commit(act).failed_rows == 1
    assert people.find_account(email="devi.new@personnel.example.in") is None


def test_an_undo_gives_nobody_the_account_of_who_holds_an_authority_since(cast, at, upload, commit, take_back):
    theirs = officer(cast.supervisor, Designation="Section Officer")
    commit(upload(sheet(theirs | {"Email": "somebody.else@personnel.example.in"})))
    right = commit(upload(sheet(theirs)))
    new = commit(upload(sheet({})))
    entered = people.find_account(email="officer0@personnel.example.in").person_id
    for person in (cast.supervisor.person_id, entered):
        orgs.grant_authority(
            agent=System("t"), person_id=person, role=Role.MDO_LEADER, organisation_id=cast.section.id, valid_from=at,
            at=at,
        )  # fmt: skip
    assert take_back(right).undone_rows == take_back(new).undone_rows == 0
    assert people.find_account(email="somebody.else@personnel.example.in") is None
    assert Person.objects.filter(pk=entered).exists()


def test_who_administers_a_state_imports_its_officers(cast, at, upload):
    cast.grant(cast.head, Role.STATE_ADMIN, cast.ministry)
    assert counts(upload(sheet({}), who=cast.head)) == (1, 0, 0, 0)


def test_who_left_for_another_ministry_since_the_plan_is_left_alone(cast, at, upload, commit):
    act = upload(sheet(officer(cast.supervisor, Gender="Female", Designation="Section Officer")))
    assert counts(act) == (0, 1, 0, 0)
    rows.run("update orgs_incumbency set valid_to = %s where person_id = %s", [TODAY, cast.supervisor.person_id])
    seat = orgs.create_post(
        agent=System("t"), organisation_id=cast.other_department.id, designation_id=cast.director.id,
        valid_from=TODAY, at=at,
    )  # fmt: skip
    orgs.appoint(agent=System("t"), person_id=cast.supervisor.person_id, post_id=seat.id, valid_from=TODAY, at=at)
    assert commit(act).failed_rows == 1
    assert Person.objects.get(pk=cast.supervisor.person_id).gender == ""


def test_an_undone_move_is_announced(cast, at, upload, commit, take_back, monkeypatch):
    told = []
    act = commit(upload(sheet(officer(cast.supervisor, Designation="Director"))))
    monkeypatch.setattr("karmayogi.kernel.events.announce_many", told.extend)
    take_back(act)
    assert orgs.current_post(cast.supervisor.person_id, TODAY).id == cast.supervisor.post_id
    assert [(type(event).__name__, event.person_id, event.post_id) for event in told][1:] == [
        ("Appointed", cast.supervisor.person_id, cast.supervisor.post_id)
    ]

"""The ministry's own system drops all its officers, day after day."""

import datetime as dt
import io
import json

import pytest
import xlsxwriter
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from karmayogi.feeds.actions.send_feed import approve_feed, send_feed, set_breaker
from karmayogi.feeds.engine.drop import FIELDS, HEADINGS
from karmayogi.feeds.models import FeedOfficer
from karmayogi.feeds.queries.feeds import setting_of
from karmayogi.kernel import bulk, clock, rows
from karmayogi.kernel.access import NotFound, Refused, Role, System
from karmayogi.orgs import api as orgs
from karmayogi.orgs.models import Incumbency, Post
from karmayogi.people import api as people
from karmayogi.people.models import Account, Person
from tests.feeds.actions.conftest import drop, officer

TEN = [officer(number) for number in range(10)]


def everything():
    return [model.objects.count() for model in (Person, Account, Post, Incumbency, FeedOfficer)]


def set_share(player, cast, exchange, percent):
    return set_breaker(
        actor=player.actor(exchange.at), organisation_uuid=cast.ministry.uuid, percent=percent, system="eHRMS",
        at=exchange.at,
    )  # fmt: skip


def loosen(cast, exchange, percent=60):
    """Two persons raise the share, a day before it is needed."""
    cast.grant(cast.supervisor, Role.MDO_ADMIN, cast.ministry)
    assert not set_share(cast.admin, cast, exchange, percent)
    assert set_share(cast.supervisor, cast, exchange, percent)
    exchange.later()


def test_saving_what_holds_leaves_the_wish_of_a_colleague(cast, exchange):
    cast.grant(cast.supervisor, Role.MDO_ADMIN, cast.ministry)
    holds_now = setting_of(cast.ministry.id).percent
    assert not set_share(cast.admin, cast, exchange, 60)
    assert set_share(cast.supervisor, cast, exchange, holds_now)
    assert setting_of(cast.ministry.id).wanted == 60
    assert set_share(cast.supervisor, cast, exchange, 60), "so it can still be confirmed"
    assert not set_share(cast.admin, cast, exchange, 70)
    assert set_share(cast.admin, cast, exchange, 60)
    assert setting_of(cast.ministry.id).wanted is None, "her own she takes back so"


def holds(code, on):
    person = Person.objects.get(external_code=code)
    post = orgs.current_post(person.id, on)
    return post and (post.designation_en, post.organisation_en)


def test_a_year_in_the_life_of_a_feed(cast, exchange):
    before = everything()
    act = exchange.send(*TEN)
    assert exchange.counts(act) == {"joined": 10}
    assert everything() == before, "nothing changes before somebody approves"
    act = exchange.approve(act)
    assert (act.status, act.applied_rows, act.failed_rows) == ("done", 10, 0)
    assert holds("003", clock.day(exchange.at)) == ("Assistant Section Officer", "Establishment Section")

    exchange.later()
    again = exchange.send(*TEN)
    assert exchange.counts(again) == {"unchanged": 10}
    with pytest.raises(Refused, match="nothing to apply"):
        exchange.approve(again)

    next_feed = [
        officer(1, name="Kamala D. Sharma", group="A"), officer(2, designation="Section Officer"), *TEN[3:],
        officer(11),
    ]  # fmt: skip
    loosen(cast, exchange, 20)
    act = exchange.send(*next_feed)
    assert exchange.counts(act) == {"joined": 1, "gone": 1, "moved": 1, "changed": 1, "unchanged": 7}
    diffs = {row.label: row.diff for row in bulk.rows_of(act.id, outcomes=["changed"])}
    assert diffs["Kamala D. Sharma"] == {
        "Name": ["Kamala Devi", "Kamala D. Sharma"], "Group": ["Group B", "Group A"],
    }  # fmt: skip
    act = exchange.approve(act)
    today = clock.day(exchange.at)
    assert holds("002", today) == ("Section Officer", "Establishment Section")
    assert holds("000", today) is None, "who is gone is relieved; her record stays"
    assert people.find_account(email="officer0@personnel.example.in").is_active

    act = exchange.undo(act)
    assert (act.status, act.undone_rows) == ("undone", 4)
    assert holds("002", today) == holds("000", today) == ("Assistant Section Officer", "Establishment Section")
    assert Person.objects.get(external_code="001").name == "Kamala Devi"
    assert exchange.counts(exchange.send(*TEN)) == {"unchanged": 10}


def test_undo_of_the_first_feed_leaves_nothing(exchange):
    before = everything()
    act = exchange.undo(exchange.approve(exchange.send(*TEN)))
    assert (act.status, act.undone_rows) == ("undone", 10)
    assert everything() == before


def test_half_the_people_missing_stops_the_feed(cast, at, exchange):
    exchange.approve(exchange.send(*TEN))
    exchange.later()
    act = exchange.send(*TEN[5:])
    feed = exchange.feed(act)
    assert (feed.stopped, feed.gone, feed.share) == (True, 5, 50.0)
    with pytest.raises(Refused, match="somebody else"):
        exchange.approve(act, reason="The section was abolished by order 7/2026.")
    cast.grant(cast.head, Role.MDO_LEADER, cast.ministry)
    with pytest.raises(Refused, match="reason"):
        exchange.approve(act, who=cast.head, reason="ok")
    # Past the page, straight at the bulk act: its chunks refuse.
    bulk.approve(actor=cast.admin.actor(exchange.at), uuid=act.uuid, at=exchange.at)
    exchange.run()
    assert exchange.see(act).applied_rows == 0
    act = exchange.send(*TEN[5:])
    act = exchange.approve(act, who=cast.head, reason="The section was abolished by order 7/2026.")
    assert (act.status, act.applied_rows) == ("done", 5)
    assert exchange.feed(act).override_name == "Farah Naqvi"
    assert rows.scalar("select why from kernel_auditentry where tag = 'feeds:feed:override'").startswith("The section")


def test_a_trial_shows_and_never_applies(exchange):
    act = exchange.send(*TEN, trial=True)
    assert exchange.counts(act) == {"joined": 10}
    with pytest.raises(Refused, match="trial"):
        exchange.approve(act)


def test_two_feeds_at_once(cast, exchange):
    first = exchange.send(*TEN)
    with pytest.raises(Refused, match="not finished"):
        exchange.send(*TEN[:5])
    with pytest.raises(Refused, match="not finished"):
        # A feed of a section below is about the same officers.
        send_feed(
            actor=cast.admin.actor(exchange.at), organisation_uuid=cast.section.uuid, filename="x.csv",
            content=drop(*TEN), at=exchange.at,
        )  # fmt: skip
    bulk.cancel(actor=cast.admin.actor(exchange.at), uuid=first.uuid, at=exchange.at)
    assert exchange.counts(exchange.send(*TEN[:5])) == {"joined": 5}


def test_bad_rows_wait_with_their_reason_and_good_ones_apply(cast, exchange):
    act = exchange.send(
        officer(1),
        officer(2, name="jke flag"),
        officer(3, mobile="9.87654E+09"),
        officer(4, office=cast.other_department.code),
        officer(5, designation="Astronaut"),
        officer(6, email="no mail", mobile=""),
        officer(7), officer(7, designation="Director", email="x@y.in", mobile=""),
        officer(8, email=cast.outsider.email),
        officer(9, email="officer1@personnel.example.in"),
        officer(10, email="", mobile=""),
        officer(11, email=cast.platform.email),
    )  # fmt: skip
    said = exchange.problems(act)
    assert exchange.counts(act) == {"joined": 1, "queued": 11}
    assert "Kruti Dev" in said["002"]
    assert "Excel has shortened" in said["003"]
    assert "No office of your organisation has the code T-DLR" in said["004"]
    assert "not in the list of designations" in said["005"]
    assert "not an e-mail address" in said["006"]
    assert "2 times: the postings overlap" in said["007"]
    assert "another organisation" in said["008"]
    assert "Chandra" not in said["008"]
    assert "another organisation" in said["0011"], "who runs the platform is not taken on by a feed"
    assert "same e-mail address is in row 2" in said["009"]
    assert "needs an e-mail address or a mobile" in said["0010"]
    assert exchange.approve(act).applied_rows == 1
    exchange.later()
    # Whoever has a row, even a bad one, is not gone.
    act = exchange.send(officer(1, name="jke flag"), officer(20), officer(21))
    assert exchange.counts(act) == {"queued": 1, "joined": 2}


def test_a_file_for_an_old_font_is_refused_whole(exchange):
    act = exchange.send(officer(1, name="jke flag"), officer(2, name="lqjs'k dqekj"), officer(3))
    assert act.status == "failed"
    assert "Unicode" in act.problem


def test_what_excel_did_is_repaired_where_it_can_mean_one_thing_only(exchange):
    exchange.approve(exchange.send(officer(1, birth_on="25-12-1980"), officer(2, birth_on="03-04-1985")))
    assert Person.objects.get(external_code="002").birth_on == dt.date(1985, 4, 3)
    exchange.later()
    same = exchange.send(
        officer(1) | {"code": "1", "mobile": "+91-97111 00001", "birth_on": "29580"},
        officer(2) | {"mobile": "0" + officer(2)["mobile"], "birth_on": "1985-04-03 00:00:00"},
    )
    assert exchange.counts(same) == {"unchanged": 2}
    mixed = exchange.send(
        officer(1, birth_on="25-12-1980"), officer(2, birth_on="03-04-1985"), officer(3, birth_on="12-25-1980")
    )
    assert "two ways" in exchange.problems(mixed)["002"]


def test_a_merged_designation_is_taken_as_the_one_that_stays(cast, exchange):
    rows.run(
        "insert into orgs_designation (uuid, name, name_hi, name_ur, key, merged_into_id, created_at)"
        " values (uuidv7(), 'Asst. S.O.', '', '', 'x', %s, now())",
        [cast.assistant.id],
    )
    act = exchange.send(officer(1, designation="Asst. S.O."))
    (row,) = bulk.rows_of(act.id)
    assert row.data["is"]["designation"] == cast.assistant.id
    assert "merged" in row.messages[0][1]


def test_officers_who_were_there_before_are_known_and_keep_their_seat(cast, exchange):
    asha = {
        "name": "Asha Verma",
        "email": cast.learner.email,
        "mobile": cast.learner.mobile,
        "code": "E77",
        **BASE_ASHA,
    }
    act = exchange.send(asha)
    assert exchange.counts(act) == {"joined": 1}
    assert "knows this officer already" in bulk.rows_of(act.id)[0].messages[0][1]
    before = everything()
    exchange.approve(act)
    assert everything()[:4] == before[:4]
    assert Person.objects.get(external_code="E77").id == cast.learner.person_id
    exchange.later()
    moved = exchange.send(asha | {"designation": "Section Officer"})
    exchange.feed(moved)
    cast.grant(cast.head, Role.MDO_LEADER, cast.ministry)
    exchange.approve(moved, who=cast.head, reason="Promoted by order 12/2026 of the ministry.")
    assert orgs.current_post(cast.learner.person_id, clock.day(exchange.at)).designation_en == "Section Officer"


BASE_ASHA = {"group": "Group B", "designation": "Assistant Section Officer", "office": "T-EST"}


def test_contacts_of_who_uses_her_account_are_hers(cast, exchange):
    """Whoever can set the contacts of an account can open it."""
    asha = {
        "name": "Asha Verma",
        "email": cast.learner.email,
        "mobile": cast.learner.mobile,
        "code": "E77",
        **BASE_ASHA,
    }
    people.open_session(cast.learner.account_id, exchange.at)
    exchange.approve(exchange.send(asha))
    exchange.later()
    act = exchange.send(asha | {"email": "thief@personnel.example.in", "group": "C"})
    assert "only their owner" in bulk.rows_of(act.id)[0].messages[0][1]
    exchange.approve(act)
    assert people.account_of(cast.learner.person_id).email == cast.learner.email
    assert Person.objects.get(pk=cast.learner.person_id).group == "Group C"


def test_json_says_the_same_as_a_sheet(exchange):
    body = json.dumps({"officers": [officer(1), {**officer(2), "birthOn": "x"}]}).encode()
    act = exchange.send(content=body, filename="feed.json")
    assert exchange.counts(act) == {"joined": 2}
    for broken in (b"{", b"[1]", b'{"officers": 3}', b"[]"):
        bulk.cancel(actor=exchange.cast.admin.actor(exchange.at), uuid=act.uuid, at=exchange.at)
        act = exchange.send(content=broken)
        assert act.status == "failed"
        assert act.problem


def spreadsheet(form, officers):
    """The drop as a workbook. A code that begins with zeros stands as text, a mobile as the number that Excel makes."""
    table = [HEADINGS, *([one.get(field, "") for field in FIELDS] for one in officers)]
    mobile = FIELDS.index("mobile")
    out = io.BytesIO()
    if form == "xlsx":
        book = xlsxwriter.Workbook(out)
        sheet = book.add_worksheet("Officers")
        for number, row in enumerate(table):
            for column, cell in enumerate(row):
                sheet.write(number, column, int(cell) if number and column == mobile else cell)
        book.close()
        return out.getvalue()
    document, page = OpenDocumentSpreadsheet(), Table(name="Officers")
    for number, row in enumerate(table):
        line = TableRow()
        for column, cell in enumerate(row):
            if number and column == mobile:
                made = TableCell(valuetype="float", value=int(cell))
            else:
                made = TableCell(valuetype="string")
                made.addElement(P(text=cell))
            line.addElement(made)
        page.addElement(line)
    document.spreadsheet.addElement(page)
    document.write(out)
    return out.getvalue()


def test_xlsx_and_ods_go_the_whole_way_as_a_csv_does(exchange):
    """One drop after the other: by xlsx all join; the same by ods changes nothing; by another ods one more joins."""
    exchange.approve(exchange.send(content=spreadsheet("xlsx", TEN), filename="feed.xlsx"))
    assert FeedOfficer.objects.count() == len(TEN)
    assert Account.objects.filter(mobile="+919711100001", email="officer1@personnel.example.in").exists()
    exchange.later()
    same = exchange.send(content=spreadsheet("ods", TEN), filename="feed.ods")
    assert exchange.counts(same) == {"unchanged": len(TEN)}
    bulk.cancel(actor=exchange.cast.admin.actor(exchange.at), uuid=same.uuid, at=exchange.at)
    act = exchange.send(content=spreadsheet("ods", [*TEN, officer(10)]), filename="feed.ods")
    assert exchange.counts(act) == {"joined": 1, "unchanged": len(TEN)}
    assert exchange.approve(act).status == "done"
    assert holds("0010", exchange.at.date()) == ("Assistant Section Officer", "Establishment Section")


@pytest.mark.parametrize("part", ["learner", "head", "other_admin", "analyst", "platform"])
def test_nobody_else_may_send_or_approve(cast, at, exchange, part):
    act = exchange.send(*TEN)
    stranger = cast.everyone[part].actor(at)
    with pytest.raises(NotFound):
        send_feed(actor=stranger, organisation_uuid=cast.ministry.uuid, filename="x", content=drop(*TEN), at=at)
    with pytest.raises(NotFound):
        approve_feed(actor=stranger, act_uuid=act.uuid, at=at)


def test_undo_leaves_what_somebody_changed_since(cast, exchange):
    exchange.approve(exchange.send(officer(1)))
    exchange.later()
    act = exchange.send(officer(1, name="Kamala D. Sharma", group="A", email="new@personnel.example.in"))
    act = exchange.approve(act)
    person = Person.objects.get(external_code="001")
    people.update_person(agent=System("t"), person_id=person.id, name="Kamala Sharma", at=exchange.at)
    people.open_session(people.account_of(person.id).id, exchange.at)
    act = exchange.undo(act)
    person.refresh_from_db()
    assert (act.undone_rows, person.name, person.group) == (1, "Kamala Sharma", "Group B")
    assert people.account_of(person.id).email == "new@personnel.example.in", "hers to change, since she uses it"


def test_who_took_a_post_elsewhere_since_the_plan_is_left_alone(cast, exchange):
    exchange.approve(exchange.send(officer(1)))
    exchange.later()
    act = exchange.send(officer(1, name="Kamala D. Sharma"))
    person = Person.objects.get(external_code="001")
    today = clock.day(exchange.at)
    orgs.relieve(
        agent=System("t"), incumbency_uuid=Incumbency.objects.get(person=person).uuid, valid_to=today, at=exchange.at
    )
    seat = orgs.create_post(
        agent=System("t"), organisation_id=cast.other_department.id, designation_id=cast.assistant.id,
        valid_from=today, at=exchange.at,
    )  # fmt: skip
    orgs.appoint(
        agent=System("t"), person_id=person.id, post_id=seat.id, kind="deputation", valid_from=today, at=exchange.at
    )
    act = exchange.approve(act)
    person.refresh_from_db()
    assert (act.applied_rows, act.failed_rows, person.name) == (0, 1, "Kamala Devi")


def test_nobody_sits_beyond_the_day_of_retirement(cast, exchange):
    loosen(cast, exchange)
    exchange.approve(exchange.send(officer(1), officer(2)))
    exchange.later()
    today = clock.day(exchange.at)
    soon = today + dt.timedelta(days=40)
    leaver, gone = (Person.objects.get(external_code=code) for code in ("001", "002"))
    orgs.retire(agent=System("t"), person_id=leaver.id, on=soon, reason="Superannuation", at=exchange.at)
    act = exchange.send(officer(1, designation="Section Officer"), officer(2))
    act = exchange.approve(act)
    seat = Incumbency.objects.get(person=leaver, valid_from=today)
    assert seat.valid_to == soon, "the new seat ends with service"

    exchange.undo(act)
    assert Incumbency.objects.get(person=leaver).valid_to == soon, "the former end is back, not an open one"
    later = soon + dt.timedelta(days=30)
    orgs.retire(agent=System("t"), person_id=leaver.id, on=later, reason="Extension of service", at=exchange.at)
    assert Incumbency.objects.get(person=leaver).valid_to == later

    orgs.retire(agent=System("t"), person_id=gone.id, on=today, reason="Voluntary", at=exchange.at)
    exchange.later()
    act = exchange.approve(exchange.send(officer(1), officer(2, designation="Section Officer")))
    assert (act.applied_rows, act.failed_rows) == (0, 1)
    assert "retirement" in rows.scalar("select string_agg(message, '') from kernel_bulkrow where act_id = %s", [act.id])


def test_another_day_of_retirement_moves_the_seat_of_a_feed(cast, exchange):
    loosen(cast, exchange)
    exchange.approve(exchange.send(officer(1), officer(2)))
    exchange.later()
    today = clock.day(exchange.at)
    leaver = Person.objects.get(external_code="001")
    first, second = today + dt.timedelta(days=40), today + dt.timedelta(days=80)
    orgs.retire(agent=System("t"), person_id=leaver.id, on=first, reason="Superannuation", at=exchange.at)
    exchange.approve(exchange.send(officer(1, designation="Section Officer"), officer(2)))
    orgs.retire(agent=System("t"), person_id=leaver.id, on=second, reason="Extension of service", at=exchange.at)
    assert Incumbency.objects.get(person=leaver, valid_from=today).valid_to == second


TWENTY = [officer(100 + number, code=f"10023{number:02d}") for number in range(20)]


@pytest.mark.parametrize("code", ["1.00E+06", "", "1002399"])
def test_a_row_without_a_usable_code_relieves_nobody(exchange, code):
    exchange.approve(exchange.send(*TWENTY))
    exchange.later()
    act = exchange.send({**TWENTY[0], "code": code}, *TWENTY[2:])
    assert exchange.counts(act) == {"gone": 1, "unchanged": 18, "queued": 1}, "by the contact one knows whose it is"
    exchange.approve(act)
    today = clock.day(exchange.at)
    assert (holds("1002300", today) is None, holds("1002301", today) is None) == (False, True)


def test_the_name_tells_whose_row_it_is(exchange):
    exchange.approve(exchange.send(officer(1, name="Tara Rao"), officer(2), officer(3)))
    exchange.later()
    act = exchange.send(officer(1, code="", name="tara rao", email="else@personnel.example.in", mobile=""), officer(3))
    assert exchange.counts(act) == {"gone": 1, "unchanged": 1, "queued": 1}
    (gone,) = [row for row in bulk.rows_of(act.id) if row.outcome == "changed"]
    assert gone.data["code"] == "002"


def test_a_row_that_tells_nothing_holds_everybody_who_has_none(exchange):
    exchange.approve(exchange.send(*TEN))
    exchange.later()
    nobody = officer(99, code="9.87E+05", name="jke flag")
    act = exchange.send(*TEN[2:], nobody)
    assert exchange.counts(act) == {"unchanged": 8, "queued": 3}
    said = exchange.problems(act)
    assert "row 10 has no usable code" in said["000"]
    assert "row 10 has no usable code" in said["001"]
    with pytest.raises(Refused, match="nothing to apply"):
        exchange.approve(act)
    exchange.later()
    act = exchange.send(*TEN[2:], nobody | {"email": TEN[0]["email"]})
    assert exchange.counts(act) == {"gone": 1, "unchanged": 8, "queued": 1}


def test_what_a_later_feed_changed_stays_when_an_earlier_one_is_taken_back(exchange):
    exchange.approve(exchange.send(*TWENTY))
    exchange.later()
    first = exchange.approve(exchange.send({**TWENTY[0], "name": "Tara Rao"}, {**TWENTY[1], "group": "A"}, *TWENTY[2:]))
    second = exchange.approve(
        exchange.send({**TWENTY[0], "name": "Tara Rao Sen"}, {**TWENTY[1], "group": "A"}, *TWENTY[2:])
    )
    first = exchange.undo(first)
    assert (first.status, first.undone_rows) == ("undone", 1)
    (stayed,) = [row for row in bulk.rows_of(first.id) if row.message]
    assert (stayed.label, "later feed" in stayed.message) == ("Tara Rao", True)
    assert Person.objects.get(external_code="1002300").name == "Tara Rao Sen"
    assert FeedOfficer.objects.get(code="1002300").name == "Tara Rao Sen"
    assert exchange.undo(second).undone_rows == 1
    assert exchange.counts(exchange.send({**TWENTY[0], "name": "Tara Rao"}, *TWENTY[1:])) == {"unchanged": 20}


def test_who_left_by_a_later_feed_stays_away(exchange):
    exchange.approve(exchange.send(*TWENTY))
    exchange.later()
    first = exchange.approve(exchange.send({**TWENTY[0], "designation": "Section Officer"}, *TWENTY[1:]))
    exchange.at += dt.timedelta(hours=13)  # the next day in India, and still within the day for undoing
    exchange.approve(exchange.send(*TWENTY[1:]))
    first = exchange.undo(first)
    assert first.undone_rows == 0
    assert holds("1002300", clock.day(exchange.at)) is None
    assert not FeedOfficer.objects.filter(code="1002300").exists()


def test_nobody_opens_the_breaker_alone_or_for_the_feed_at_hand(cast, exchange):
    cast.grant(cast.head, Role.MDO_ADMIN, cast.ministry)
    exchange.approve(exchange.send(*TWENTY))
    exchange.later()
    for _ in range(2):
        assert not set_share(cast.admin, cast, exchange, 100)
    act = exchange.send(*TWENTY[:10])
    assert (exchange.feed(act).limit_percent, exchange.feed(act).stopped) == (10, True)
    with pytest.raises(Refused, match="somebody else"):
        exchange.approve(act, reason="The section was abolished by order 7/2026.")
    bulk.cancel(actor=cast.admin.actor(exchange.at), uuid=act.uuid, at=exchange.at)
    assert set_share(cast.head, cast, exchange, 100)
    act = exchange.send(*TWENTY[:10])
    assert exchange.feed(act).stopped, "raised by two, but not for a feed of that day"
    bulk.cancel(actor=cast.admin.actor(exchange.at), uuid=act.uuid, at=exchange.at)
    exchange.later()
    assert not exchange.feed(exchange.send(*TWENTY[:10], trial=True)).stopped
    assert set_share(cast.admin, cast, exchange, 5), "one person may lower it"
    assert exchange.feed(exchange.send(*TWENTY[:10])).stopped


def test_a_first_feed_that_moves_those_who_are_here_is_stopped(cast, exchange):
    known = [
        officer(number, email=player.email, mobile="", office="T-DOP", designation="Director")
        for number, player in enumerate((cast.learner, cast.supervisor), 1)
    ]
    act = exchange.send(*known, officer(3))
    assert exchange.counts(act) == {"joined": 1, "moved": 2}
    feed = exchange.feed(act)
    posted = Incumbency.objects.filter(organisation_path__startswith=cast.ministry.path).count()
    assert (feed.stopped, feed.before) == (True, posted)
    with pytest.raises(Refused, match="somebody else"):
        exchange.approve(act, reason="The section was abolished by order 7/2026.")

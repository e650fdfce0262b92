"""What a rehearsal weighs: peak duty, load with all other orders, cost; beside what is so now."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from karmayogi.kernel import rows
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.plans import api as plans
from karmayogi.plans.actions.peaks import PeakTerms, add_peak, import_peaks, remove_peak
from karmayogi.plans.actions.rates import RateTerms, import_rates, set_limit, set_rate
from karmayogi.plans.actions.replace_mandate import replace_mandate
from karmayogi.plans.models import Peak, Rate, Rehearsal, RehearsalAbove, RehearsalClash, RehearsalCost, RehearsalOffice
from karmayogi.plans.queries import weighing
from karmayogi.plans.web import mandates as mandates_page

D = dt.date
FIRST, LAST = D(2026, 12, 15), D(2026, 12, 31)


def rehearsed(desk, mandate):
    plans.rehearse(actor=desk.cast.admin.actor(desk.at), mandate=mandate, at=desk.at)
    desk.run_jobs()
    found = Rehearsal.objects.filter(mandate__uuid=mandate).latest("pk")
    assert found.state == "done"
    return found, list(RehearsalOffice.objects.filter(rehearsal=found).order_by("organisation_id"))


def peak(desk, name, *, of=None, first=FIRST, last=LAST, **more):
    terms = PeakTerms("budget", name, first, last, **more)
    add_peak(
        actor=desk.cast.admin.actor(desk.at), organisation=(of or desk.cast.ministry).uuid, terms=terms, at=desk.at
    )


def test_dates_in_peak_duty_by_office_state_service_and_designation(desk, cast, at):
    karnataka, kerala = (
        rows.scalar(
            "insert into orgs_state (code, name_en, name_hi, name_ur, kind, tile_row, tile_col)"
            " values (%s, %s, '', '', 'state', 1, 1) returning id",
            [code, code],
        )
        for code in ("KA", "KL")
    )
    rows.run("update orgs_organisation set state_id = %s where id = %s", [karnataka, cast.department.id])
    service = rows.scalar("insert into orgs_service (name) values ('CSS') returning id")
    rows.run(
        "insert into orgs_servicemembership (person_id, service_id, valid_from) values (%s, %s, '2015-01-01')",
        [cast.supervisor.person_id, service],
    )
    peak(desk, "Budget weeks")
    peak(desk, "Election there", state_id=karnataka)
    peak(desk, "Election elsewhere", state_id=kerala)
    spelt = rows.scalar(
        "insert into orgs_designation (uuid, name, name_hi, name_ur, key, merged_into_id)"
        " values (gen_random_uuid(), 'Asst', '', '', 'asst', %s)"
        " returning id",
        [cast.assistant.id],
    )
    peak(desk, "Exams", designation_id=spelt)  # merged since
    peak(desk, "Of a service", service_id=service)
    peak(desk, "Of the section", of=cast.section)
    peak(desk, "Another time", first=D(2027, 1, 1), last=D(2027, 1, 31))
    with pytest.raises(NotFound):
        peak(desk, "Not ours", of=cast.other_department)
    done = desk.course("Done")
    desk.complete(cast.head.person_id, done, D(2026, 1, 5))
    found, [here, below] = rehearsed(desk, desk.draft(course=done))  # due on 20 December
    assert (here.left, here.clashes, below.left, below.clashes) == (1, 1, 2, 2), "who has done it has no date"
    counted = {(one.organisation_id, one.name_en): one.people for one in RehearsalClash.objects.filter(rehearsal=found)}
    assert counted == {
        (cast.ministry.id, "Budget weeks"): 1, (cast.department.id, "Budget weeks"): 2,
        (cast.department.id, "Election there"): 2, (cast.department.id, "Exams"): 1,
        (cast.department.id, "Of a service"): 1, (cast.department.id, "Of the section"): 2,
    }  # fmt: skip
    one = RehearsalClash.objects.get(rehearsal=found, name_en="Exams")
    assert (one.session, one.first_on, one.last_on) == (False, D(2026, 12, 20), D(2026, 12, 20))


def test_more_peaks_than_are_looked_at_are_told(desk, cast, browse, monkeypatch):
    monkeypatch.setattr(weighing, "MOST_PEAKS", 2)
    monkeypatch.setattr(mandates_page, "MOST_PEAKS", 2)
    for name in ("Budget weeks", "Election", "Exams"):
        peak(desk, name)
    draft = desk.draft(course=desk.course())
    found, _offices = rehearsed(desk, draft)
    assert found.peaks == 3
    assert set(RehearsalClash.objects.values_list("name_en", flat=True)) == {"Budget weeks", "Election"}
    page = browse(cast.admin, reverse("plans:mandate", args=[draft])).content.decode()
    assert "Peak duty: 2 of 3 spans were looked at" in page
    monkeypatch.setattr(mandates_page, "MOST_PEAKS", 3)
    assert "spans were looked at" not in browse(cast.admin, reverse("plans:mandate", args=[draft])).content.decode()


def test_orders_that_stay_within_the_lowest_limit_together_are_not_worked_out(desk, cast, monkeypatch):
    """And those that do not are: the bound is exact at its edge."""
    for _n in range(2):
        desk.live(course=desk.course(minutes=30))
    draft = desk.draft(course=desk.course(minutes=60))
    asked = []
    real = weighing.evaluation_sql
    monkeypatch.setattr(weighing, "evaluation_sql", lambda *a, **k: asked.append(1) or real(*a, **k))
    for most, worked_out, above in ((120, 0, 0), (119, 2, 4)):
        asked.clear()
        set_limit(actor=cast.admin.actor(desk.at), organisation=cast.ministry.uuid, per="month", minutes=most,
                  from_on=desk.at.date(), at=desk.at)  # fmt: skip
        found, offices = rehearsed(desk, draft)
        assert (len(asked), found.others) == (worked_out, 2)
        assert sum(one.above for one in offices) == above


def test_the_day_of_a_session_in_peak_duty(desk, cast):
    event = desk.course("Talk", kind="event", minutes=60)
    rows.run("update learning_course set current_version_id = %s where uuid = %s", [desk.version(event), event])
    rows.run(
        "insert into learning_gathering (version_id, starts_at, ends_at, place, link, speaker, credit)"
        " select current_version_id, '2026-12-18T04:00Z', '2026-12-19T10:00Z', 'Hall', '', '', 'social'"
        " from learning_course where uuid = %s",
        [event],
    )
    peak(desk, "Exams", first=D(2026, 12, 19), last=D(2026, 12, 19))
    found, _offices = rehearsed(desk, desk.draft(course=event))
    dates = RehearsalClash.objects.filter(rehearsal=found).values_list("session", "first_on", "last_on", "people")
    assert sorted(dates) == [(True, D(2026, 12, 19), D(2026, 12, 19), 1), (True, D(2026, 12, 19), D(2026, 12, 19), 3)]
    days = RehearsalCost.objects.filter(rehearsal=found, kind="daily").values_list("units", flat=True)
    assert set(days) == {2}, "two days of a talk with a place"


def test_who_would_be_asked_for_too_much_with_all_other_orders(desk, cast, at):
    bala = cast.admin.actor(at)
    given = {"actor": bala, "per": "month", "from_on": D(2026, 4, 1), "at": at}
    first, second = desk.course("First", minutes=45), desk.course("Second", minutes=45)
    found, offices = rehearsed(desk, desk.draft(course=second))
    assert (found.weighed, [one.above for one in offices]) == (False, [None, None]), "no limit, nobody above it"
    set_limit(organisation=cast.ministry.uuid, minutes=60, **given)
    desk.live(course=first)
    desk.live(course=desk.course("Later"), amount=60)  # due in January
    desk.live(course=first, who=cast.other_admin, of=cast.other_ministry)
    desk.complete(cast.learner.person_id, first, D(2026, 11, 2))
    mandate = desk.draft(course=second)
    found, [here, below] = rehearsed(desk, mandate)
    assert (found.weighed, found.others, here.above, below.above) == (True, 2, 1, 2), "Asha has done the first"
    above = RehearsalAbove.objects.get(rehearsal=found, person_id=cast.supervisor.person_id)
    assert (above.per, above.first_on, above.mine, above.minutes, above.most) == ("month", D(2026, 12, 1), 45, 90, 60)
    set_limit(organisation=cast.section.uuid, minutes=None, **given)
    _found, [here, below] = rehearsed(desk, mandate)
    assert (here.above, below.above) == (1, 1), "the section has set no limit: its own word counts"
    assert not RehearsalAbove.objects.filter(rehearsal=found).exists(), "of earlier rehearsals nobody is kept"
    set_limit(organisation=cast.ministry.uuid, minutes=100, **given | {"per": "quarter"})
    set_limit(organisation=cast.ministry.uuid, minutes=None, **given)
    _found, [here, below] = rehearsed(desk, mandate)
    assert (here.above, below.above) == (0, 0), "90 minutes in the quarter; the third is due in the next one"
    for minutes, kept in ((60, True), (None, False)):
        set_limit(organisation=cast.ministry.uuid, minutes=minutes, **given | {"per": "quarter"})
        rehearsed(desk, mandate)
        assert RehearsalAbove.objects.exists() == kept, "without any limit nobody is named for one that there was"


def test_the_cost_of_each_office(desk, cast, at):
    bala = cast.admin.actor(at)
    course = desk.course(minutes=400)
    rows.run("update learning_course set mode = 'classroom' where uuid = %s", [course])
    for kind, paise, seats in (("fee", 50_000, None), ("venue", 1_000_000, 2), ("daily", 100_000, None)):
        terms = RateTerms(kind, paise, D(2026, 4, 1), seats=seats)
        set_rate(actor=bala, organisation=cast.ministry.uuid, terms=terms, at=at)
    set_rate(actor=bala, organisation=cast.department.uuid, terms=RateTerms("fee", 40_000, D(2026, 6, 1)), at=at)
    mandate = desk.draft(course=course)
    found, _offices = rehearsed(desk, mandate)
    terms = {(one.organisation_id, one.kind): one.total for one in RehearsalCost.objects.filter(rehearsal=found)}
    assert terms == {
        (cast.ministry.id, "fee"): 50_000, (cast.ministry.id, "daily"): 2 * 100_000,
        (cast.ministry.id, "venue"): 2 * 1_000_000, (cast.ministry.id, "travel"): None,
        (cast.department.id, "fee"): 3 * 40_000, (cast.department.id, "daily"): 3 * 2 * 100_000,
        (cast.department.id, "venue"): 2 * 2 * 1_000_000, (cast.department.id, "travel"): None,
    }  # fmt: skip
    set_rate(actor=bala, organisation=cast.section.uuid, terms=RateTerms("fee", 10_000, D(2026, 6, 1)), at=at)
    found, _offices = rehearsed(desk, mandate)
    fees = RehearsalCost.objects.filter(rehearsal=found, organisation_id=cast.department.id, kind="fee")
    assert sorted(fees.values_list("people", "total")) == [(1, 40_000), (2, 20_000)], (
        "the section has a rate of its own"
    )


def test_a_change_stands_beside_what_is_in_force(desk, cast, at):
    course = desk.course(minutes=40)
    desk.complete(cast.learner.person_id, course, D(2026, 11, 2))
    old = desk.live(course=course)
    new = replace_mandate(actor=cast.admin.actor(at), mandate=old, at=at)
    rows.run("update plans_mandate set amount = 10, counts = 'start' where uuid = %s", [new])
    _found, [here, below] = rehearsed(desk, new)
    assert (below.was_done, below.done, below.was_minutes, below.minutes) == (1, 0, 80, 120)
    assert (below.sooner, below.later, here.sooner) == (3, 0, 1)


def test_calendars_and_rates_come_from_files_whole_or_not_at_all(desk, cast, at):
    bala = {"actor": cast.admin.actor(at), "organisation": cast.ministry.uuid, "at": at}
    head = b"kind,name_en,name_hi,name_ur,from_on,until_on,state,service,designation\n"
    good = head + "budget,Budget weeks,बजट सप्ताह,,2027-01-15,2027-02-05,,,Section Officer\n".encode()
    for _twice in range(2):
        assert import_peaks(content=good, **bala) == 1
    row = Peak.objects.get()
    assert (row.name_hi, row.designation_id) == ("बजट सप्ताह", cast.section_officer.id)
    bad = good + b"carnival,X,,,2027-01-01,2027-01-02,,,\nbudget,Y,,,2027-01-05,2027-01-02,ZZ,,\nbudget,Z,,,soon,,,,\n"
    with pytest.raises(Refused, match=r"Line 3: “carnival” is not known\. Line 4: “ZZ” is not known\. Line 5: “soon”"):
        import_peaks(content=bad, **bala)
    assert Peak.objects.count() == 1
    nul = head + b"budget,X\0,,,2027-01-01,2027-01-02,,,\n"
    for content in (b"", b"\xff\xfe", b"a,b\n1,2\n", b"kind\0", nul):
        with pytest.raises(Refused):
            import_peaks(content=content, **bala)
    with pytest.raises(Refused, match="Line 4"):
        import_peaks(content=good + b"\ncarnival,X,,,2027-01-01,2027-01-02,,,\n", **bala)
    twice = good + good.removeprefix(head).replace(b"2027-02-05", b"2027-02-06")
    assert import_peaks(content=twice, **bala) == 2
    assert Peak.objects.get().until_on == D(2027, 2, 6), "of two lines for the same the last counts"
    for peak in (row.uuid, uuid.uuid4()):  # one that is there answers strangers as one that is not
        with pytest.raises(NotFound):
            remove_peak(**bala | {"actor": cast.other_admin.actor(at)}, peak=peak)
        remove_peak(**bala | {"organisation": cast.department.uuid}, peak=peak)
    assert Peak.objects.exists(), "another office's is not removed"
    for _twice in range(2):
        remove_peak(**bala, peak=row.uuid)
    assert not Peak.objects.exists()
    fees = b'kind,course,provider,rupees,seats,from_on,source\nfee,,PL,"1,250.50",,2026-04-01,Contract 7\n'
    for _twice in range(2):
        import_rates(content=fees, **bala)
    assert (Rate.objects.get().paise, Rate.objects.get().source) == (125_050, "Contract 7")
    rows.run("update learning_course set code = 'C-HIDDEN' where uuid = %s", [desk.course()])
    rows.run("update learning_catalogueentry set hidden = true")
    for line in (
        b"fee,NONE,,1,,2026-04-01,",
        b"venue,,,1,,2026-04-01,",
        b"fee,,,-1,,2026-04-01,",
        b"fee,,,x,,2026-04-01,",
        b"fee,,,1,,1947-08-14,",
        b"fee,,,1e999999,,2026-04-01,",
        b"fee,C-HIDDEN,,1,,2026-04-01,",
    ):
        with pytest.raises(Refused, match="Line 2"):
            import_rates(content=b"kind,course,provider,rupees,seats,from_on,source\n" + line, **bala)
    with pytest.raises(NotFound):
        import_rates(content=fees, **bala | {"actor": cast.other_admin.actor(at)})

"""A room from its proposal to its end: two persons, nobody alone among ten, and after its time nothing is there."""

import csv
import datetime as dt
import io
import uuid
import zipfile

import pyarrow.parquet as pq
import pytest
from django.core import mail
from django.db import DatabaseError, transaction
from python_calamine import CalamineWorkbook

from karmayogi.evaluation import api as evaluation
from karmayogi.evaluation.actions.make_extracts import make_extracts_lost
from karmayogi.evaluation.models import Room, RoomDownload, RoomFile
from karmayogi.evaluation.queries.rooms import room_lines
from karmayogi.evaluation.types import RoomTerms
from karmayogi.kernel import files, rows
from karmayogi.kernel.access import NotFound, Refused, Role
from tests.evaluation.conftest import DAY

COLUMNS = ("officers.group", "officers.gender", "officers.hours", "enrolments.course", "enrolments.begun")


@pytest.fixture
def council(desk, cast):
    """Esther proposes, Imran of the Commission opens, Chandra assesses; twelve women and eleven men like each other in
    the section, beside those of the cast."""
    cast.grant(cast.publisher, Role.CBC_MEMBER, cast.country)
    for n in range(23):
        cast.player(f"Officer {chr(65 + n)}", f"o{n}@personnel.example.in", cast.section, cast.assistant)
    rows.run("update people_person set \"group\" = 'Group C', gender = 'female' where name similar to 'Officer [A-L]'")
    rows.run("update people_person set \"group\" = 'Group C', gender = 'male' where name similar to 'Officer [M-W]'")
    rows.run("update people_person set gender = 'male' where gender = ''")
    return desk


def proposed(desk, cast, **said) -> uuid.UUID:
    given = {
        "title": "Review of 2026", "purpose": "By order of the Commission.", "organisation": cast.ministry.uuid,
        "columns": COLUMNS, "assessors": (cast.outsider.email, "Dr. A. Rao <rao@institute.example>"),
        "begins_at": desk.at, "ends_at": desk.at + 30 * DAY,
    } | said  # fmt: skip
    return evaluation.propose_room(**desk.said, number=uuid.uuid4(), terms=RoomTerms(**given))


def opened(desk, cast, **said) -> uuid.UUID:
    room = proposed(desk, cast, **said)
    evaluation.open_room(actor=cast.publisher.actor(desk.at), room=room, at=desk.at)
    desk.run_jobs()
    return room


def take(desk, cast, room, form="csv", table="officers", after=dt.timedelta()):
    return evaluation.take_extract(
        actor=cast.outsider.actor(desk.at), room=room, table=table, form=form, at=desk.at + after
    )


def lines_of(content: bytes, table: str) -> list[dict[str, str]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return list(csv.DictReader(io.StringIO(archive.read(f"{table}.csv").decode("utf-8-sig"))))


def test_two_persons_open_it_and_whoever_is_alone_is_left_out(council, cast):
    room = proposed(council, cast)
    with pytest.raises(Refused, match="Somebody else"):
        evaluation.open_room(**council.said, room=room)
    with pytest.raises(NotFound):
        evaluation.open_room(actor=cast.platform.actor(council.at), room=room, at=council.at)
    with pytest.raises(NotFound):
        take(council, cast, room)
    evaluation.open_room(actor=cast.publisher.actor(council.at), room=room, at=council.at)
    evaluation.open_room(actor=cast.publisher.actor(council.at), room=room, at=council.at)
    council.run_jobs()
    sent = [(one.to[0], str(room) in one.body) for one in mail.outbox]
    assert sorted(sent) == [
        (cast.outsider.email, True),
        ("rao@institute.example", False),
        ("rao@institute.example", True),
    ]
    row = Room.objects.get()
    assert (row.people, row.suppressed) == (23, 4), "Asha, Devi, Farah and Bala have no ten like them"
    told = lines_of(take(council, cast, room).content, "officers")
    sizes: dict[tuple[str, str], int] = {}
    for line in told:
        sizes[line["group"], line["gender"]] = sizes.get((line["group"], line["gender"]), 0) + 1
    assert sizes == {("Group C", "female"): 12, ("Group C", "male"): 11}
    assert set(told[0]) == {"person", "group", "gender", "hours"}
    assert len({line["person"] for line in told}) == 23
    assert [line["person"] for line in told] == sorted(line["person"] for line in told)
    other = lines_of(take(council, cast, opened(council, cast)).content, "officers")
    assert not {line["person"] for line in told} & {line["person"] for line in other}, "two rooms cannot be joined"


def test_each_form_has_its_dictionary_and_each_download_is_written_down(council, cast):
    room = opened(council, cast)
    book = CalamineWorkbook.from_filelike(io.BytesIO(take(council, cast, room, "xlsx").content))
    assert book.sheet_names == ["officers", "Data dictionary"]
    assert len(book.get_sheet_by_name("officers").to_python()) == 24
    said = book.get_sheet_by_name("Data dictionary").to_python()
    assert [line[0] for line in said] == ["column", "person", "group", "gender", "hours"]
    with zipfile.ZipFile(io.BytesIO(take(council, cast, room, "parquet").content)) as archive:
        assert set(archive.namelist()) == {"officers.parquet", "data-dictionary.csv"}
        table = pq.read_table(io.BytesIO(archive.read("officers.parquet")))
    assert (table.num_rows, table.column_names) == (23, ["person", "group", "gender", "hours"])
    assert lines_of(take(council, cast, room, "csv", "enrolments").content, "enrolments") == []
    log = list(RoomDownload.objects.order_by("id").values_list("person_id", "table", "form", "rows"))
    chandra = cast.outsider.person_id
    assert log == [
        (chandra, "officers", "xlsx", 23), (chandra, "officers", "parquet", 23), (chandra, "enrolments", "csv", 0),
    ]  # fmt: skip
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.run("update evaluation_roomdownload set rows = 0")
    for table_, form in (("evidence", "csv"), ("officers", "exe"), ("../officers", "csv")):
        with pytest.raises(NotFound):
            take(council, cast, room, form, table_)
    with pytest.raises(NotFound), transaction.atomic():
        evaluation.take_extract(**council.said, room=room, table="officers", form="csv")


def test_after_its_time_it_is_not_there_and_its_files_are_destroyed(council, cast):
    room = opened(council, cast)
    paths = [files.path_of(one.file.sha256) for one in RoomFile.objects.select_related("file") if one.file]
    assert len(paths) == 4
    assert all(path.exists() for path in paths)
    take(council, cast, room, after=30 * DAY - dt.timedelta(seconds=1))
    with pytest.raises(NotFound):  # before any job was there
        take(council, cast, room, after=30 * DAY)
    assert evaluation.end_due(council.at + 29 * DAY) == 0
    assert evaluation.end_due(council.at + 30 * DAY) == 1
    assert evaluation.end_due(council.at + 31 * DAY) == 0
    assert RoomFile.objects.filter(file__isnull=False).count() == 0
    assert rows.scalar("select count(*) from kernel_storedfile where sha256 = any(%s)", [[p.name for p in paths]]) == 0
    assert RoomDownload.objects.count() == 1, "what was taken stays told"


def test_a_room_whose_tables_cannot_be_made_ends_and_says_so(council, cast, monkeypatch):
    monkeypatch.setattr("karmayogi.evaluation.actions.make_extracts._tables", lambda *_: 1 / 0)
    room = proposed(council, cast)
    evaluation.open_room(actor=cast.publisher.actor(council.at), room=room, at=council.at)
    for _ in range(2):  # a job that is given up twice ends it once
        make_extracts_lost(room=str(room))
    row = Room.objects.get(uuid=room)
    assert (row.state, row.people, row.reason) == ("ended", None, "")
    with pytest.raises(NotFound):
        take(council, cast, room)
    made = opened_after(council, cast, monkeypatch)
    make_extracts_lost(room=str(made))
    assert Room.objects.get(uuid=made).state == "open", "its tables are there"


def opened_after(council, cast, monkeypatch) -> uuid.UUID:
    monkeypatch.undo()
    return opened(council, cast)


def test_files_leave_the_disk_with_the_room(council, cast, django_capture_on_commit_callbacks):
    room = opened(council, cast)
    path = files.path_of(RoomFile.objects.select_related("file").first().file.sha256)
    with django_capture_on_commit_callbacks(execute=True):
        evaluation.end_room(**council.said, room=room, reason="The order was withdrawn.")
    evaluation.end_room(**council.said, room=room, reason="Again.")
    assert not path.exists()
    with pytest.raises(NotFound):
        take(council, cast, room)
    with pytest.raises(Refused):
        evaluation.open_room(actor=cast.publisher.actor(council.at), room=room, at=council.at)


def test_what_a_room_cannot_be(council, cast):
    at = council.at
    for said, why in (
        ({"columns": ("people.name",)}, "column"),
        ({"ends_at": at}, "ends after"),
        ({"ends_at": at + 400 * DAY}, "within a year"),
        ({"assessors": ("nobody",)}, "no e-mail"),
        ({"assessors": ()}, "at least one"),
        ({"title": "\0 "}, "title"),
    ):
        with pytest.raises(Refused, match=why):
            proposed(council, cast, **said)
    with pytest.raises(NotFound):
        proposed(council, cast, organisation=uuid.uuid4())
    for who, why in (
        (cast.learner.email, "serves in the organisation"),
        ("unknown@institute.example", "has no account"),
        (cast.analyst.email, "from outside"),
        (cast.publisher.email, "from outside"),
    ):
        room = proposed(council, cast, assessors=(who,))
        with pytest.raises(Refused, match=why):
            evaluation.open_room(actor=cast.publisher.actor(at), room=room, at=at)
        evaluation.refuse_room(**council.said, room=room, reason="Not outside.")
    assert set(Room.objects.values_list("state", flat=True)) == {"refused"}
    with pytest.raises(NotFound):
        evaluation.propose_room(
            actor=cast.admin.actor(at), number=uuid.uuid4(), at=at,
            terms=RoomTerms("x", "x", cast.ministry.uuid, COLUMNS, (cast.outsider.email,), at, at + DAY),
        )  # fmt: skip


def test_what_another_room_was_given_counts_too(council, cast):
    """Two rooms can be joined by what people learned: then their columns stand side by side."""
    rows.run("update people_person set birth_on = '1990-01-01' where name like 'Officer %%'")
    rows.run("update people_person set birth_on = '1960-01-01' where name in ('Officer A', 'Officer B', 'Officer C')")
    assert opened(council, cast, columns=("officers.gender", "enrolments.course"))
    opened(council, cast, columns=("officers.age",))
    first, second = Room.objects.order_by("id")
    assert first.people is not None
    told = lines_of(take(council, cast, second.uuid).content, "officers")
    assert {line["age"] for line in told} == {"30-39"}
    assert len(told) == 11, "nine women of that age are fewer than ten, three older ones as well"


def test_whoever_came_between_two_rooms_is_left_out(council, cast):
    opened(council, cast, columns=("officers.gender",))
    cast.player("Late Comer", "late@personnel.example.in", cast.section, cast.assistant)
    rows.run("update people_person set gender = 'male' where name = 'Late Comer'")
    rows.run(
        "update orgs_incumbency set valid_from = %s where person_id = (select id from people_person"
        " where name = 'Late Comer')", [council.at.date() + DAY],
    )  # fmt: skip
    before = Room.objects.get()
    room = proposed(council, cast, columns=("officers.gender",))
    later = council.at + 2 * DAY
    evaluation.open_room(actor=cast.publisher.actor(later), room=room, at=later)
    council.run_jobs()
    after = Room.objects.get(uuid=room)
    assert (after.people, after.suppressed) == (before.people, before.suppressed + 1)


def test_one_room_that_cannot_end_keeps_no_other_open(council, cast, monkeypatch):
    first, second = opened(council, cast), opened(council, cast)
    forget = files.forget
    broken = RoomFile.objects.filter(room__uuid=first).values_list("file_id", flat=True).first()

    def failing(file: int) -> bool:
        if file == broken:
            raise OSError("the disk")
        return forget(file)

    monkeypatch.setattr(files, "forget", failing)
    with pytest.raises(ExceptionGroup, match="rooms"):
        evaluation.end_due(council.at + 31 * DAY)
    assert dict(Room.objects.values_list("uuid", "state")) == {first: "open", second: "ended"}


def test_whoever_has_come_into_the_organisation_reads_no_more(council, cast):
    room = opened(council, cast)
    take(council, cast, room)
    listed = lambda: [one.uuid for one in room_lines(cast.outsider.actor(council.at), council.at)[0]]  # noqa: E731
    assert listed() == [room]
    today, chandra = council.at.date(), cast.outsider.person_id
    rows.run("update orgs_incumbency set valid_to = %s where person_id = %s", [today, chandra])
    rows.run(
        "update orgs_incumbency set person_id = %s, valid_from = %s where person_id = (select id from people_person"
        " where name = 'Officer A')", [chandra, today],
    )  # fmt: skip
    with pytest.raises(NotFound):
        take(council, cast, room)
    assert listed() == [], "no list leads her to what is not there for her"

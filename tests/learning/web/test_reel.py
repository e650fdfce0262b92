"""A film counts by what was played of it: on all devices together, within the time that passed, not by seeking."""

import datetime as dt
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from karmayogi.kernel import clock, rows
from karmayogi.learning import api
from karmayogi.learning.engine import watching
from karmayogi.learning.models import Enrolment, Part, PartProgress
from karmayogi.learning.queries.records.oddities import oddities, top
from tests.learning.web.test_media import asha, chosen, film, lesson  # noqa: F401 (fixtures)
from tests.learning.web.test_progress_door import post  # noqa: F401


@pytest.fixture
def tell(lesson, post, cast, at, asha):  # noqa: F811
    """Reports what was played, so many seconds after noon; the answer. `seq` counts by itself."""
    with clock.frozen(at):
        asha.get(lesson())
    part, seq = str(Part.objects.get(key="video").uuid), [0]

    def call(*watched, after, seconds=15, visit=1, read=0, number=None):
        seq[0] += 1
        body = {"part": part, "visit": visit, "seq": number or seq[0], "position": 5, "seconds": seconds}
        body |= {"watched": watched, "read": read}
        return post(cast.learner.cookie(at), body, after=after)[1]

    return call


def finished(asha, lesson, at, after):  # noqa: F811
    with clock.frozen(at + dt.timedelta(seconds=after)):
        return asha.post(lesson("finish"), {"seconds": "0"})


def kept():
    return watching.read(rows.scalar("select watched::text from learning_partprogress"))


def test_all_of_it_was_played(tell, asha, lesson, at):  # noqa: F811
    for begin in range(0, 105, 15):
        answer = tell([begin, begin + 15], after=begin + 15)
    assert answer["watched"] == [[0, 105]] and kept() == [(0, 105)]
    refused = finished(asha, lesson, at, 106)
    html = refused.content.decode()
    assert refused.status_code == 409 and "Not all of the film was played yet" in html
    assert "Watched: 87 per cent. The film counts from 90 per cent on." in html
    assert '<a href="?t=105"><bdi dir="ltr">1:45–2:00</bdi></a>' in html
    with clock.frozen(at + dt.timedelta(seconds=106)):
        assert "#t=105" in asha.get(lesson(), {"t": "105"}).content.decode()
    assert tell([105, 110], after=112, visit=3)["watched"] == [[0, 110]]
    assert finished(asha, lesson, at, 113).status_code == 302
    row = PartProgress.objects.get()
    assert (row.state, row.done_by) == ("done", "watched")
    assert "reel" not in asha.get(lesson()).content.decode()


def test_to_seek_to_the_end_is_not_to_watch(tell, asha, lesson, at):  # noqa: F811
    tell([0, 4], after=5)
    tell([116, 120], after=10)
    assert kept() == [(0, 4), (116, 120)]
    # The page lay open for an hour; the time alone does not make a film.
    tell(after=3600, seconds=3600)
    assert finished(asha, lesson, at, 3601).status_code == 409
    assert PartProgress.objects.get().state == "opened"


def test_what_is_forged_is_cut_to_the_time(tell):
    tell([0, 120], after=4)
    assert kept() == [(0, watching.room(4))]
    # One claim after the other, within a second: the room for rounding is there once.
    for begin in range(0, 120, 10):
        tell([begin, begin + 10], after=5, seconds=1000)
    assert watching.length(kept()) <= watching.room(5)
    assert tell([50, 49], [60, 60], after=6).get("kept"), "what is no stretch moves nothing"


def test_a_report_that_comes_twice_and_one_of_a_second_device(tell):
    tell([0, 20], after=20, seconds=20, number=7)
    tell([40, 60], after=60, seconds=20, number=7)
    assert kept() == [(0, 20)], "the same report again is the same report"
    tell([10, 40], after=90, seconds=30, number=8)
    tell([90, 110], after=120, seconds=30, number=2)  # late, out of order: a stretch is a stretch
    assert kept() == [(0, 40), (90, 110)]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.integers(0, 40), st.lists(st.tuples(st.integers(0, 130), st.integers(0, 130)), max_size=5)),
        max_size=6,
    )
)
def test_the_door_never_keeps_more_than_was_said_and_was_possible(tell, reports):
    rows.run("update learning_partprogress set watched = null, seconds = 0, seen_at = opened_at, seq = 0")
    at, said = 0, set()
    for number, (waited, stretches) in enumerate(reports, 1):
        at += waited
        tell(*stretches, after=at, seconds=waited, number=number)
        said |= {second for begin, end in stretches for second in range(begin, end)}
    assert {second for begin, end in kept() for second in range(begin, end)} <= said
    assert watching.length(kept()) <= watching.room(at)


def test_a_row_in_a_thousand_pieces_takes_no_more_of_them(tell):
    many = watching.written([(begin, begin + 1) for begin in range(200, 2000, 2)])
    rows.run("update learning_partprogress set watched = %s::int4multirange, seconds = 9000", [many])
    assert len(tell([5000, 5001], after=30)["watched"]) == 900
    assert len(tell([200, 260], after=60)["watched"]) == 870, "to fill gaps is always taken"


def test_without_javascript_it_counts_by_time(tell, asha, lesson, at):  # noqa: F811
    with clock.frozen(at):
        assert (
            "counts once this page was open for half of its length (60 seconds)" in asha.get(lesson()).content.decode()
        )
    with clock.frozen(at + dt.timedelta(seconds=60)):
        assert asha.post(lesson("finish")).status_code == 302
    assert PartProgress.objects.get().done_by == "time"


def test_who_reads_its_text_has_learnt_the_same(tell, asha, lesson, at):  # noqa: F811
    rows.run("set local session_replication_role = replica")
    words = " ".join(["word"] * 300)  # 100 seconds to read, 50 at the fastest
    rows.run("update learning_partvariant set body_html = %s where file_id is not null", [f"<p>{words}</p>"])
    rows.run("set local session_replication_role = origin")
    tell(after=49, seconds=49, read=49)
    assert finished(asha, lesson, at, 50).status_code == 409
    assert tell(after=51, seconds=900, read=900)["read"] == 50, "never more than passed"
    assert finished(asha, lesson, at, 52).status_code == 302
    assert PartProgress.objects.get().done_by == "read"


@pytest.mark.parametrize("recording", [False, True])
def test_who_hears_it_as_sound_alone_has_learnt_the_same(tell, asha, lesson, at, recording):  # noqa: F811
    """The sound of a film, and a recording that never had a picture: the same seconds by the same rule."""
    if recording:
        rows.run("set local session_replication_role = replica")
        rows.run("update learning_part set kind = 'audio'")
        rows.run("set local session_replication_role = origin")
    else:
        with clock.frozen(at):
            asha.post(lesson("media_choice"), {"as": "audio"})
            html = asha.get(lesson()).content.decode()
        assert chosen(html) == "audio"
    visit = PartProgress.objects.get().visit
    assert tell([0, 15], [100, 120], after=35, visit=visit)["watched"] == [[0, 15], [100, 120]]
    assert finished(asha, lesson, at, 60).status_code == 409, "open for half of its length, and not heard"
    for begin in range(15, 105, 15):
        answer = tell([begin, begin + 15], after=60 + begin, visit=PartProgress.objects.get().visit)
    assert answer["watched"] == [[0, 120]]
    assert finished(asha, lesson, at, 170).status_code == 302
    assert PartProgress.objects.get().done_by == "watched"


def test_a_version_from_before_the_rule_is_judged_as_ever(tell, asha, lesson, at):  # noqa: F811
    rows.run("set local session_replication_role = replica")
    rows.run("update learning_courseversion set watch_percent = null")
    rows.run("set local session_replication_role = origin")
    with clock.frozen(at):
        assert 'id="reel"' not in asha.get(lesson()).content.decode()
    tell(after=61, seconds=61)
    assert finished(asha, lesson, at, 62).status_code == 302


def test_the_record_checker_finds_a_film_that_was_not_watched(tell, asha, lesson, cast, at):  # noqa: F811
    for begin in range(0, 120, 15):
        tell([begin, begin + 15], after=begin + 15)
    finished(asha, lesson, at, 121)
    found = lambda: oddities("film_not_watched", 0, top("film_not_watched"))  # noqa: E731
    assert found() == []
    rows.run("update learning_partprogress set watched = '{[0,50)}'")
    (one,) = found()
    assert (one.person_id, one.told) == (cast.learner.person_id, "50 / 108")
    assert one.ref_uuid == Enrolment.objects.get().uuid


def test_a_part_that_is_no_film_keeps_no_stretches(tell, post, cast, at):  # noqa: F811
    page = Part.objects.get(key="one")
    enrolment = Enrolment.objects.get()
    api.open_part(actor=cast.learner.actor(at), enrolment_id=enrolment.id, part_id=page.id, at=at)
    body = {"part": str(page.uuid), "visit": 1, "seq": 1, "position": 5, "seconds": 5, "watched": [[0, 5]]}
    status, answer = post(cast.learner.cookie(at), body, after=5)
    assert (status, answer["kept"]) == (200, True) and "watched" not in json.dumps(answer)
    assert PartProgress.objects.filter(watched__isnull=False).count() == 0
    for wrong in ([[0, -5]], [[0]], [[0, 5]] * (watching.MOST_STRETCHES + 1), "x"):
        assert post(cast.learner.cookie(at), body | {"watched": wrong, "seq": 2}, after=9)[0] == 400

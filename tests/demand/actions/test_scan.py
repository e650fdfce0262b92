"""The nightly scan against the people and courses that are there."""

from karmayogi.demand import api as demand
from karmayogi.demand.models import LackRow
from karmayogi.kernel import rows


def test_the_figures_are_those_of_the_people_and_the_same_again_changes_nothing(board, cast, at):
    assert board.scan() == 2  # assistants: the first competency at 3, the second at 2; section officers are too few
    one = board.lack("no_course")
    assert (one.code, one.figures.people, one.figures.lacking, one.figures.courses) == (board.codes[0], 10, 10, 0)
    before = list(LackRow.objects.order_by("pk").values())
    assert board.scan() == 2
    assert list(LackRow.objects.order_by("pk").values()) == before

    # Two show it; the figures follow, and a lack of fewer than ten people is none.
    sql = (
        "insert into competencies_level (person_id, competency_id, level, confidence, engine, computed_at)"
        " select a.person_id, c.id, 3, 0.9, '1', now() from people_account a, competencies_competency c"
        " where a.email = any(%s) and c.code = %s"
    )
    rows.run(sql, [["o0@personnel.example.in", "o1@personnel.example.in"], board.codes[0]])
    board.scan()
    assert board.lack("no_course").figures.lacking == 10
    rows.run(sql, [["o2@personnel.example.in"], board.codes[0]])
    assert board.scan(days=1) == 1
    gone = LackRow.objects.get(uuid=one.uuid)
    assert str(gone.ended_on) == "2026-11-21"
    # Found again it keeps its row and begins anew.
    rows.run("delete from competencies_level where level = 3")
    board.scan(days=2)
    gone.refresh_from_db()
    assert (gone.ended_on, str(gone.since)) == (None, "2026-11-22")


def test_a_course_makes_it_thin_in_a_language_and_bad_ratings_make_it_weak(board, cast, at):
    course = board.publish(3)
    board.scan()
    lacks = {(one.kind, one.level): one for one in demand.lack_lines()[0]}
    assert ("no_course", 3) not in lacks
    urdu = lacks["language", 3]
    assert (urdu.language, urdu.figures.lacking, urdu.figures.in_language) == ("ur", 10, 0)
    assert urdu.figures.languages == ("en", "hi")

    rate = (
        "insert into learning_courserating (uuid, course_id, person_id, stars, text, given_at, changed_at,"
        " hidden_reason) values (gen_random_uuid(), %s, %s, %s, '', %s, %s, '')"
    )
    rows.run(rate, [course, cast.learner.person_id, 2, at, at])
    rows.run(rate, [course, cast.head.person_id, 3, at, at])
    board.scan()
    weak = board.lack("weak")
    assert (weak.figures.rated, weak.figures.stars, weak.figures.lacking) == (2, 2.5, 10)
    # A new version is judged by what is said of it.
    rows.run("update learning_courserating set changed_at = changed_at - interval '1 hour'")
    board.scan()
    assert not demand.lack_lines(kind="weak")[0]

"""An order for a later day acts on that day: until then gaps, tables and progress are those of the post as it is."""

import datetime as dt

from karmayogi.competencies.queries import levels
from karmayogi.competencies.queries.gaps.heat import totals
from karmayogi.competencies.queries.library import profile_lines
from karmayogi.competencies.queries.workbench.orders import posts_of
from karmayogi.competencies.queries.workbench.progress import designations_in
from karmayogi.orgs import api as orgs
from karmayogi.orgs.models import Post

TODAY, THEN = dt.date(2026, 11, 20), dt.date(2027, 6, 1)


def upgrade(cast, at, on):
    orgs.upgrade_post(
        agent=cast.admin.actor(at), post_uuid=Post.objects.get(pk=cast.learner.post_id).uuid,
        designation_id=cast.under_secretary.id, paper=orgs.OrderPaper("F. 12/2026", dt.date(2026, 11, 1), "x", b""),
        effective_on=on, at=at,
    )  # fmt: skip


def test_an_upgrade_of_next_year_is_none_of_today(cast, framework, at):
    def gaps(on):
        return levels.gaps_of_many([cast.learner.person_id], on).get(cast.learner.person_id)

    def table(on):
        return totals(cast.section.path, on)

    before, cells = gaps(TODAY), table(TODAY)
    assert before and cells
    upgrade(cast, at, THEN)
    assert (gaps(TODAY), table(TODAY)) == (before, cells)
    assert gaps(THEN) != before
    assert table(THEN) != cells


def test_posts_of_a_designation_are_those_of_the_day(cast, framework, at):
    def counted(on):
        profile = {line.designation_id: line.posts for line in profile_lines(on)}
        return posts_of([cast.assistant.id], on).get(cast.assistant.id, 0), profile[cast.assistant.id]

    before = counted(TODAY)
    assert before[0] == before[1] > 0
    upgrade(cast, at, THEN)
    assert counted(TODAY) == before
    assert counted(THEN) == (before[0] - 1, before[1] - 1)


def test_progress_of_a_past_day_knows_the_posts_of_that_day(cast, framework, at):
    day = dt.date(2026, 5, 1)

    def named():
        return {(one.name_en, one.posts) for one in designations_in(cast.section.path, day)}

    before = named()
    assert before
    upgrade(cast, at, dt.date(2026, 6, 1))
    assert named() == before

"""What reaches an officer by a further charge in another organisation is seen when only her own unit is recounted."""

import datetime as dt

from karmayogi.competencies.models import Profile, ProfileRequirement
from karmayogi.insight import handlers
from karmayogi.insight.actions.refresh import refresh
from karmayogi.kernel import rows
from karmayogi.plans.events import MandatePublished, MandateRetired


def test_an_order_that_binds_by_a_charge_elsewhere_stays_when_her_unit_is_recounted(world, keep, at):
    cast = world.cast
    here = world.unit(cast.other_ministry)
    person, colleague = world.officers(here, 2)
    world.appoint(person, world.post(cast.section), kind="additional")
    world.order(cast.ministry, world.course(), due=at.date() - dt.timedelta(days=3))
    keep(everything=True)
    keep(later=120)
    keep(later=240)  # by now every mark has settled
    world.credit(colleague, 30, "formal")
    done = refresh(at=at + dt.timedelta(seconds=260))
    assert done is not None
    assert not done.full
    owed = "select denominator from insight_figure where metric = 'duties_kept' and organisation_id = %s"
    assert rows.scalar(owed, [here.id]) == 1
    assert keep(later=261) == keep(later=262, everything=True)


def test_a_profile_for_a_charge_elsewhere_touches_the_unit_where_its_holder_counts(world, keep, at, profile):
    cast = world.cast
    here = world.unit(cast.other_ministry)
    person = world.officer(here, cast.assistant)
    world.level(person, profile, 2)
    world.appoint(person, world.post(cast.section, cast.section_officer), kind="additional")
    keep(everything=True)
    keep(later=120)
    keep(later=240)
    made = Profile.objects.create(
        designation_id=cast.section_officer.id, version=1, basis="test", summary_en="", summary_hi="", summary_ur="",
        content_hash="0", published_on=at.date(),
    )  # fmt: skip
    ProfileRequirement.objects.create(profile=made, competency_id=profile, level=3, importance=3)
    done = refresh(at=at + dt.timedelta(seconds=260))
    assert done is not None
    assert not done.full
    free = "select numerator from insight_figure where metric = 'without_gap' and organisation_id = %s"
    assert rows.scalar(free, [here.id]) == 0
    assert keep(later=261) == keep(later=262, everything=True)


def test_a_plan_of_the_country_covers_nobody_and_touches_the_country_alone(world, keep, at):
    keep(everything=True)
    world.plan(world.cast.country, "published")
    done = refresh(at=at + dt.timedelta(seconds=20))
    assert done is not None
    assert (done.full, done.units, done.changed) == (False, 1, 1)
    assert keep(later=21) == keep(later=22, everything=True)


def test_an_order_touches_those_whom_it_binds_and_nothing_but_obligations(world, keep, at):
    """Also where one counts who is bound by a charge; ended, it takes away what it asked, and is all of the work."""
    cast = world.cast
    here, there = world.unit(cast.other_ministry), world.unit(cast.ministry)
    bound, _colleague = world.officers(here, 2)
    world.officers(there, 3)
    world.appoint(bound, world.post(there), kind="additional")
    keep(everything=True)
    keep(later=120)
    keep(later=240)  # by now every mark has settled
    order = world.order(there, world.course(), due=at.date() - dt.timedelta(days=3))
    handlers.on_mandate_published(MandatePublished(order, None, at))
    seen = keep(later=260)
    owed = "select organisation_id, denominator from insight_figure where metric = 'duties_kept'"
    assert dict(rows.fetch(lambda *row: row, owed)) == {here.id: 1, there.id: 3}
    units, day = rows.fetch(lambda *row: row, "select units, full_due from insight_refresh")[0]
    assert (units, day) == (2, False)
    assert seen == keep(later=261, everything=True)
    assert not rows.scalar("select count(*) from insight_changedorder")
    rows.run("update plans_mandate set status = 'retired' where id = %s", [order])
    handlers.on_mandate_retired(MandateRetired(order, at))
    seen = keep(later=262)
    assert not rows.fetch(int, owed.replace(", denominator", ""))
    assert seen == keep(later=263, everything=True)

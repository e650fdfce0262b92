"""What reaches an officer by a further charge in another organisation is seen when only her own unit is recounted."""

import datetime as dt

from karmayogi.competencies.models import Profile, ProfileRequirement
from karmayogi.insight.actions.refresh import refresh
from karmayogi.kernel import rows


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

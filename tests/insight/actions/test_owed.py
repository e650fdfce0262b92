"""Obligations as the refresh asks plans for them."""

import datetime as dt

from karmayogi.kernel import rows
from karmayogi.plans.models import Holiday, Mandate
from karmayogi.plans.queries.duties import duty_statements
from karmayogi.plans.queries.evaluation import evaluated
from karmayogi.plans.queries.mandates import mandate
from tests.cast import SINCE


def test_working_days_are_laid_out_once_for_all_orders_of_offices_with_the_same_holidays(world, at):
    """A calendar takes a tenth of a second, and the refresh asks every order every 20 seconds."""
    cast = world.cast
    person = world.officer(world.unit(cast.ministry))
    rows.run("create temporary table asked_now (person_id bigint) on commit drop")
    rows.run("insert into asked_now values (%s)", [person])
    day = SINCE + dt.timedelta(days=1)
    Holiday.objects.create(on=day, name_en="x", organisation_id=cast.ministry.id)
    units = (cast.country, cast.ministry, cast.ministry)
    orders = [world.order(unit, world.course(), due=at.date()) for unit in units]
    Mandate.objects.update(
        anchor="posting", fixed_on=None, amount=5, unit="working_days", starts_on=dt.date(2000, 1, 1)
    )
    asked = duty_statements("asked_now", None, at.date())
    found = [rows.fetch(lambda *row: row, *one) for one in asked]
    alone = [[row for row in evaluated(mandate(order), at.date()) if row[0] == person] for order in orders]
    assert found == alone
    assert [len(rows_of) for rows_of in found] == [1, 1, 1]
    assert found[0][0][3] < found[1][0][3] == found[2][0][3], "one day later where the ministry has a holiday"
    assert rows.scalar("select count(*) from calendar_now") == 2
    assert [one[0] for one in duty_statements("asked_now", None, at.date())] == [one[0] for one in asked]

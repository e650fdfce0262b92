import importlib

from karmayogi.kernel import rows

moved = importlib.import_module("karmayogi.learning.migrations.0007_providers")


def test_each_name_becomes_a_provider_licensed_since_its_first_course(course, short_course, at):
    rows.run("update learning_course set provider = 'Old Academy ' where code = 'T-RTI'")
    rows.run("update learning_course set provider = '' where code = 'T-SHORT'")
    for _twice in (1, 2):
        rows.run(moved.PROVIDERS)
    found = rows.fetch(
        lambda *row: row, "select name_en, status, licensed_from from learning_provider where code like 'P-%%' order by 1"
    )
    assert found == [("?", "licensed", at.date()), ("Old Academy", "licensed", at.date())]
    rows.run(moved.COURSES)  # both have a provider already: nothing is moved
    assert rows.scalar("select count(distinct provider_id) from learning_course") == 1

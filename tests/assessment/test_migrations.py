import io
import re

import pytest
from django.core.management import call_command


@pytest.mark.django_db
def test_the_table_of_all_answers_is_written_anew_once_and_nobody_waits_long_for_it():
    out = io.StringIO()
    call_command("sqlmigrate", "assessment", "0005", stdout=out)
    statements = [re.sub(r"--.*", "", one).strip() for one in out.getvalue().split(";")]
    statements = [one for one in statements if one and one != "BEGIN"]
    assert statements[0] == "set local lock_timeout = '5s'"
    for table in ("assessment_attemptitem", "assessment_lateanswer"):
        rewrites = [
            one
            for one in statements
            if re.match(rf'alter table "?{table}\b', one, re.I) and re.search(r"\btype\b", one, re.I)
        ]
        assert len(rewrites) == 1

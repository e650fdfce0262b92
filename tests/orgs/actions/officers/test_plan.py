"""What the preview says about cells."""

import csv

import pytest

from karmayogi.kernel import bulk
from karmayogi.orgs.actions.import_master_data import DATA
from karmayogi.orgs.actions.officers.plan import mother_tongues
from karmayogi.orgs.engine.officers import COLUMNS
from tests.orgs.conftest import counts, problems, sheet


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ({"Full Name": ""}, "Full Name: This must be filled."),
        ({"Email": "kamala"}, "is not an e-mail address"),
        ({"Mobile Number": "12345"}, "is not a mobile number"),
        ({"Mobile Number": "9.71E+09"}, "Excel has shortened this number"),
        ({"Group": "Group E"}, "Choose: Group A, Group B"),
        ({"Designation": "Asistant Section Oficer"}, "Did you mean: Assistant Section Officer"),
        ({"Designation": "Grand Vizier"}, "is not in the list of designations"),
        ({"Gender": "x"}, "Choose: Male, Female, Others"),
        ({"Category": "EWS-2"}, "Choose: General"),
        ({"Date of Birth": "1985-13-45"}, "is not a date"),
        ({"Date of Birth": "01-01-2024"}, "Check the year"),
        ({"Mother Tongue": "Klingon"}, "is not in the list"),
        ({"Mother Tongue": "Language"}, "is not in the list"),
        ({"Office Pin Code": "1234"}, "is not a PIN code"),
        ({"Employee ID": "=1+1"}, "cannot be a code"),
        ({"External System ID": "E1"}, "Say which system"),
        ({"Full Name": "=HYPERLINK(1)"}, "is not a name"),
        ({"Full Name": "jke dqekj"}, "old font such as Kruti Dev"),
    ],
)
def test_a_wrong_cell_is_named_with_what_to_do(upload, cell, expected):
    act = upload(sheet(*({} for _ in range(5)), {**cell}))
    assert counts(act) == (5, 0, 0, 1)
    assert expected in problems(act)[7]


def test_all_that_is_wrong_with_a_row_is_said_at_once(upload):
    act = upload(sheet({"Full Name": "", "Email": "x", "Mobile Number": "y", "Group": "z", "Designation": "q"}))
    assert problems(act)[2].count(";") == 4


def test_hindi_digits_spaces_and_case_are_put_right(upload):
    act = upload(
        sheet(
            {
                "Full Name": " कमला\u00a0 देवी ", "Email": " Kamala@Personnel.Example.IN ",
                "Mobile Number": "९७१११ ००००९",
                "Group": "group b", "Designation": "assistant section officer", "Date of Birth": "०५/०४/१९८५",
                "Office Pin Code": "११०००१", "Gender": "f",
            }
        )
    )  # fmt: skip
    assert counts(act) == (1, 0, 0, 0)
    person = bulk.rows_of(act.id)[0].data["person"]
    assert person["name"] == person["name_native"] == "कमला देवी"
    assert (person["email"], person["mobile"]) == ("kamala@personnel.example.in", "+919711100009")
    assert (person["group"], person["birth_on"], person["office_pin"]) == ("Group B", "1985-04-05", "110001")


def test_a_file_full_of_a_legacy_font_is_refused_as_a_whole(upload):
    act = upload(sheet({"Full Name": "jke dqekj"}, {"Full Name": "oekZ"}))
    assert act.status == "failed"
    assert "Kruti Dev" in act.problem


def test_the_columns_are_those_of_the_real_template():
    with (DATA / "raw" / "user_bulk_upload_columns.csv").open(encoding="utf-8-sig") as file:
        real = [(row["column"], row["mandatory"] == "yes", row["allowed"]) for row in csv.DictReader(file)]
    assert [(column.heading, column.mandatory) for column in COLUMNS] == [row[:2] for row in real]
    lists = {column.heading: "|".join(column.allowed) for column in COLUMNS if column.allowed}
    assert lists == {heading: allowed for heading, _, allowed in real if "|" in allowed and "separated" not in allowed}
    assert len(mother_tongues()) == 95

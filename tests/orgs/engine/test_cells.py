import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karmayogi.orgs.engine.cells import (
    Bad,
    digits,
    looks_like_legacy_font,
    read_code,
    read_date,
    read_mobile,
    read_name,
    read_pin,
    read_tags,
    text,
)

TODAY = dt.date(2026, 11, 20)
MOBILES = st.from_regex(r"\A[6-9][0-9]{9}\Z")
DAYS = st.dates(dt.date(1930, 1, 1), dt.date(2010, 1, 1))


@pytest.mark.parametrize(
    "cell",
    [
        "9812345678", 9812345678, 9812345678.0, "98123 45678", "+91-98123-45678", "09812345678", "919812345678",
        "९८१२३४५६७८", "۹۸۱۲۳۴۵۶۷۸", "9812345678\u00a0", "\u200e9812345678", "9.812345678E+09", "9.812345678e9",
    ],
)  # fmt: skip
def test_one_mobile_number_in_many_spellings(cell):
    assert read_mobile(cell) == "+919812345678"


@given(MOBILES, st.sampled_from(["{}", "+91{}", "0{}", "91{}", "+91 {}", " {} "]))
def test_the_spelling_of_a_mobile_number_never_matters(number, spelling):
    assert read_mobile(spelling.format(number)) == f"+91{number}"


@given(MOBILES)
def test_reading_a_mobile_number_again_changes_nothing(number):
    once = read_mobile(number)
    assert read_mobile(once) == once
    assert read_mobile(int(number)) == read_mobile(float(number)) == once


@given(st.one_of(st.text(max_size=30), st.integers(), st.floats(), st.none()))
def test_whatever_is_typed_a_mobile_number_is_right_or_refused(cell):
    try:
        number = read_mobile(cell)
    except Bad as bad:
        assert bad.code in {"mobile", "shortened"}
    else:
        assert number.startswith("+")
        assert number[1:].isascii()
        assert number[1:].isdigit()


@pytest.mark.parametrize("cell", ["9.81235E+09", "9,81E+09", "1.2345678901E+09"])
def test_a_number_that_excel_shortened_is_refused(cell):
    with pytest.raises(Bad):
        read_mobile(cell)


@given(DAYS, st.sampled_from(["%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y", "%Y-%m-%d"]))
def test_a_day_comes_back_from_every_spelling(day, spelling):
    assert read_date(day.strftime(spelling), TODAY) == day
    assert read_date(dt.datetime(day.year, day.month, day.day), TODAY) == day  # noqa: DTZ001 (as Excel gives it)
    assert read_date(day, TODAY) == day


@given(DAYS)
def test_days_in_devanagari_digits(day):
    typed = day.strftime("%d-%m-%Y").translate(str.maketrans("0123456789", "०१२३४५६७८९"))
    assert read_date(typed, TODAY) == day


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("31-02-1990", "date"), ("12-13-1990", "date"), ("01-01-90", "date"), ("soon", "date"), ("1990", "date"),
        ("01-01-2020", "birth"), ("01-01-1900", "birth"), (32874, "date"),
    ],
)  # fmt: skip
def test_days_that_cannot_be_are_refused(cell, code):
    with pytest.raises(Bad) as bad:
        read_date(cell, TODAY)
    assert bad.value.code == code


@given(st.one_of(st.text(), st.integers(), st.floats(allow_nan=True), st.dates(), st.none()))
def test_text_is_one_clean_line_and_stays_so(cell):
    once = text(cell)
    assert once == text(once)
    assert "\n" not in once
    assert "\u00a0" not in once


def test_digits_of_every_script():
    assert digits("१२३ ١٢٣ ۱۲۳ ১২৩ abc") == "123 123 123 123 abc"
    assert digits("²") == "2"


@pytest.mark.parametrize(
    "name",
    [
        "dqekj", "jke flag", "vk'kk nsoh", "'kekZ", "Jh jkts'k oekZ", "vferk", "iou dqekj", "lanhi flag", "usgk",
        "lhrk",
        "jkgqy", "izdk'k", "vkuUn", "jes'k", "lqjs'k", "iwtk", "fnus'k", "vt;", "eukst",
    ],
)  # fmt: skip
def test_hindi_in_a_legacy_font_is_recognised(name):
    assert looks_like_legacy_font(name)
    with pytest.raises(Bad) as bad:
        read_name(name)
    assert bad.value.code == "legacy_font"


@pytest.mark.parametrize(
    "name",
    [
        "Asha Verma", "आशा वर्मा", "D'Souza Maria", "A. P. J. Abdul Kalam", "K.", "Mary-Anne O’Brien", "آشا ورما",
        "Md. Irfan", "S K Jha", "Ng", "McDonald R", "D'Souza", "O'Brien", "Maria D'Souza", "Shri O'Brien", "d'souza",
        "o'keefe", "smt. sushma", "tshering lhamo", "Nguyen Thi", "ashfaq", "mushtaq", "deepak", "vivek", "sk abdul",
        "krishnamurthy", "jyoti", "jnanendra", "jhansi", "dwivedi", "srinivas", "shwetank", "farooq", "usman", "clark",
        "bhakt", "df69cd7c-92c4",
    ],
)  # fmt: skip
def test_real_names_are_not_taken_for_it(name):
    assert not looks_like_legacy_font(name)


@pytest.mark.parametrize("name", ["", "x", "12345", "=cmd()", "Asha <b>", "a@b.in", "a" * 201])
def test_what_is_no_name(name):
    with pytest.raises(Bad):
        read_name(name)


def test_pins_codes_and_tags():
    assert read_pin(110001.0) == read_pin("११०००१") == read_pin("110 001") == "110001"
    for bad in ("11001", "010001", "abcdef"):
        with pytest.raises(Bad):
            read_pin(bad)
    assert read_code(12345.0) == "12345"
    assert read_code("IN/DOPT-12") == "IN/DOPT-12"
    for bad in ("=1+1", "+1", "@SUM", "x" * 61, "1.2E+30"):
        with pytest.raises(Bad):
            read_code(bad)
    assert read_tags("field; new |field|") == ("field", "new")
    with pytest.raises(Bad):
        read_tags("=1+1")

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import translation

from karmayogi.ui import words
from karmayogi.ui.words import day, mb, mins, num, percent, pick, when


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0, "0"),
        (999, "999"),
        (1000, "1,000"),
        (123456, "1,23,456"),
        (30000000, "3,00,00,000"),
        (-123456, "-1,23,456"),
        (1234.5, "1,234.5"),
        (1234.567, "1,234.57"),
        (Decimal("2.50"), "2.5"),
        (-0.001, "0"),
        (True, "1"),
        (None, "–"),
    ],
)
@pytest.mark.parametrize("language", ["en", "hi", "ur"])
def test_numbers_are_grouped_the_indian_way_with_latin_digits_in_every_language(language, value, shown):
    with translation.override(language):
        assert num(value) == shown


def test_decimals_can_be_fixed():
    assert num(2, 1) == "2.0"
    assert num(1234.56, 0) == "1,235"


def test_shares():
    assert percent(61, 100) == "61%"
    assert percent(0.605) == "60%"
    assert percent(1, 0) == percent(None) == "–"


def test_sizes_in_powers_of_ten():
    assert [mb(size) for size in (0, 1, 640_000, 4_200_000, 123_456_789)] == [
        "0 kB",
        "1 kB",
        "640 kB",
        "4.2 MB",
        "123 MB",
    ]


def test_minutes_as_one_says_them():
    assert [mins(minutes) for minutes in (0, 20, 60, 80, None)] == ["0 min", "20 min", "1 h", "1 h 20 min", "–"]


def test_days_name_the_month_in_the_language_of_the_reader():
    shown = {}
    for language in ("en", "hi", "ur"):
        with translation.override(language):
            shown[language] = day(dt.date(2026, 11, 21))
    assert shown == {"en": "21 Nov 2026", "hi": "21 नवंबर 2026", "ur": "21 نومبر 2026"}


def test_instants_are_indian_time():
    late = dt.datetime(2026, 11, 20, 20, 0, tzinfo=dt.UTC)
    with translation.override("en"):
        assert day(late) == "21 Nov 2026"
        assert when(late) == "21 Nov 2026, 01:30"
        assert day(None) == when(None) == "–"


def test_pick_falls_back_to_english():
    with translation.override("hi"):
        assert (pick("a", "b", "c"), pick("a", "", "c"), pick("a", None)) == ("b", "a", "a")
    with translation.override("ur"):
        assert pick("a", "b", "c") == "c"


def test_names_in_the_readers_letters_where_they_are_known():
    for language, shown in (("en", "Asha Kumari"), ("hi", "आशा कुमारी"), ("ur", "Asha Kumari")):
        with translation.override(language):
            assert words.named("Asha Kumari", "आशा कुमारी") == shown
            assert words.named("Asha Kumari", "") == "Asha Kumari"
    for language, beside in (("en", "आशा कुमारी"), ("hi", "Asha Kumari"), ("ur", "आशा कुमारी")):
        with translation.override(language):
            assert words.other_name("Asha Kumari", "आशा कुमारी") == beside
            assert words.other_name("Asha Kumari", "") == ""
    with translation.override("ur"):
        assert words.named("Shabana Parveen", "شبانہ پروین") == "شبانہ پروین"
        assert words.when(dt.datetime(2026, 11, 21, 8, 35, tzinfo=dt.UTC)).endswith("2026، 14:05")

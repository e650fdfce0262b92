import datetime as dt

from karmayogi.credentials.engine.wording import LANGUAGES, day, duration, fitting, script_language
from karmayogi.credentials.queries.wording import wording


def test_days_with_our_digits():
    on = dt.date(2026, 11, 20)
    assert [day(on, language) for language in LANGUAGES] == ["20 November 2026", "20 नवंबर 2026", "20 نومبر 2026"]


def test_durations():
    words = wording("en")
    assert [duration(m, words) for m in (0, 45, 60, 150)] == ["0 min", "45 min", "1 h", "2 h 30 min"]
    assert duration(150, wording("hi")) == "2 घंटे 30 मिनट"


def test_scripts():
    assert [script_language(t) for t in ("Asha", "आशा", "عائشہ", "1. टिप्पण", "", "ආශා", "আশা", "ஆஷா")] == [
        "en",
        "hi",
        "ur",
        "hi",
        "en",
        "en",
        "bn",
        "ta",
    ]


def test_sizes():
    assert [fitting("x" * n, [(10, 30), (20, 20)], 12) for n in (1, 10, 11, 99)] == [30, 30, 20, 12]

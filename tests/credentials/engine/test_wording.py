import datetime as dt

from karmayogi.credentials.engine.wording import (
    LANGUAGES,
    day,
    duration,
    fitting,
    prints,
    script_language,
    text_language,
)
from karmayogi.credentials.queries.wording import wording


def test_days_with_our_digits():
    on = dt.date(2026, 11, 20)
    assert [day(on, language) for language in ("en", "hi", "ur")] == [
        "20 November 2026", "20 नवंबर 2026", "20 نومبر 2026",
    ]  # fmt: skip
    assert day(on, "ta") == "20 நவம்பர் 2026" and day(on, "mr") == "20 नोव्हेंबर 2026"
    assert all(day(on, language).isprintable() and prints(day(on, language)) for language in LANGUAGES)


def test_durations():
    words = wording("en")
    assert [duration(m, words) for m in (0, 45, 60, 150)] == ["0 min", "45 min", "1 h", "2 h 30 min"]
    assert duration(61, wording("hi")) == "1 घंटा 1 मिनट" and duration(61, wording("te")) == "1 గంట 1 నిమిషం"
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


def test_as_which_language_a_text_is_marked():
    assert text_language("टिप्पण", "mr") == "mr" and text_language("টোকা", "as") == "as"
    assert text_language("টোকা", "mr") == "bn" and text_language("Note", "mr") == "en"
    assert text_language("टिप्पण", "ne", "mr") == "ne" and text_language("نوٹ", "", "hi") == "ur"


def test_sizes():
    assert [fitting("x" * n, [(10, 30), (20, 20)], 12) for n in (1, 10, 11, 99)] == [30, 30, 20, 12]

from karmayogi.credentials.engine.wording import LANGUAGES, prints
from karmayogi.credentials.queries.wording import wording
from karmayogi.credentials.types import Grade


def test_every_language_has_every_word():
    english = wording("en")
    for language in LANGUAGES:
        words = wording(language)
        assert set(words) == set(english) and set(words["grades"]) == {grade.value for grade in Grade}
        assert len(words["levels"]) == 5
        assert all(isinstance(value, dict) or prints("".join(value)) for value in words.values())
        assert all(prints(value) for value in words["grades"].values())
        assert all("{link}" in w["qr"] and "{hours}" in w["hours"] and "{count}" in w["more"] for w in [words])

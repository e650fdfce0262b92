from dataclasses import replace

from karmayogi.learning.engine.authoring.gate import Lack, missing
from karmayogi.learning.engine.authoring.said import Said, SaidPart, SaidVariant, Taught

PAGE = SaidPart("page", "page", 5, {"en": SaidVariant("Page", "Text", "<p>Text</p>")})
QUIZ = SaidPart(
    "test", "quiz", 10, {"en": SaidVariant("Test")}, tuple({"key": str(n), "text": {"en": "?"}} for n in range(3))
)
WHOLE = Said(
    {"en": "Title"}, {"en": "Summary"}, ("en",), "online", "CC BY 4.0", 60, None, 3, 10, 3,
    (Taught("FUN-095", 2, "Right to information", "", ""),), (PAGE, QUIZ),
)  # fmt: skip


def lacks(said: Said) -> set[tuple[str, str, str]]:
    return {(one.lack, one.part, one.language) for one in missing(said) if one.blocks}


def test_a_whole_course_lacks_nothing():
    assert missing(WHOLE) == []


def test_a_declared_language_wants_everything_in_it():
    assert lacks(replace(WHOLE, languages=("en", "hi"))) == {
        (Lack.TITLE, "", "hi"), (Lack.SUMMARY, "", "hi"), (Lack.PART_TITLE, "page", "hi"), (Lack.CONTENT, "page", "hi"),
        (Lack.PART_TITLE, "test", "hi"),
    }  # fmt: skip


def test_licence_competency_and_a_rule_that_can_be_met():
    assert lacks(replace(WHOLE, licence=" ", taught=(), parts_needed=3)) == {
        (Lack.LICENCE, "", ""), (Lack.COMPETENCY, "", ""), (Lack.RULE, "", ""),
    }  # fmt: skip


def test_a_film_wants_captions_and_a_text():
    film = SaidPart("film", "video", 5, {"en": SaidVariant("Film", file="ab", media_type="video/webm")})
    assert lacks(replace(WHOLE, parts=(PAGE, film, QUIZ))) == {
        (Lack.CAPTIONS, "film", "en"), (Lack.TRANSCRIPT, "film", "en"),
    }  # fmt: skip


def test_without_a_test_only_a_package_passes_with_advice():
    assert lacks(replace(WHOLE, parts=(PAGE,))) == {(Lack.TEST, "", "")}
    packed = SaidPart("pack", "scorm12", 5, {"en": SaidVariant("Pack", package="ab")})
    found = missing(replace(WHOLE, parts=(packed,)))
    assert [(one.lack, one.blocks) for one in found] == [(Lack.OWN_TEST, False)]


def test_a_pool_smaller_than_the_draw():
    (one,) = missing(replace(WHOLE, draw=5))
    assert (one.lack, one.number) == (Lack.QUESTIONS, 2)


def test_what_is_heavy_is_advice_and_what_blocks_comes_first():
    heavy = replace(PAGE, variants={"en": SaidVariant("Page", "T", "<p>T</p>", bytes=3_000_000)})
    found = missing(replace(WHOLE, licence="", parts=(heavy, QUIZ)))
    assert [(one.lack, one.blocks) for one in found] == [(Lack.LICENCE, True), (Lack.HEAVY_PART, False)]


def test_lighter_forms_are_there_before_others_see_the_part():
    def lacking(state: str, trouble: str = "") -> list[tuple[Lack, bool]]:
        film = SaidVariant("F", "T", "<p>T</p>", "ab", "video/webm", "cd", state=state, trouble=trouble)
        found = missing(replace(WHOLE, parts=(PAGE, SaidPart("film", "video", 5, {"en": film}), QUIZ)))
        return [(one.lack, one.blocks) for one in found]

    assert lacking("waiting") == lacking("making") == [(Lack.MAKING, True)]
    assert lacking("refused", "broken") == [(Lack.MEDIA, True)]
    assert lacking("refused", "failed") == [(Lack.MEDIA, False)], "our fault holds nobody up"
    assert lacking("lacking", "no_ffmpeg") == [(Lack.TOOL, False)]
    assert lacking("made") == lacking("") == []


def test_slides_made_elsewhere_need_no_text():
    deck = SaidPart("deck", "slides", 5, {"en": SaidVariant("Deck", file="ab", state="made")})
    assert missing(replace(WHOLE, parts=(deck, QUIZ))) == []

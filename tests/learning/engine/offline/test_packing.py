from karmayogi.learning.engine.offline.packing import Kept, PackFile, choices, inside, taken, weight

FILM = Kept(
    1, "video", 100,
    {"audio": PackFile("a", "audio/webm", 10), "240p": PackFile("b", "video/mp4", 50),
     "full": PackFile("c", "video/webm", 900)},
    PackFile("v", "text/vtt", 3),
)  # fmt: skip
PAPER = Kept(2, "pdf", 0, {"full": PackFile("p", "application/pdf", 40)})
PAGE = Kept(3, "page", 7, {})


def names(part, form):
    return [file.sha256 for file in taken(part, form)]


def test_of_a_film_that_form_which_was_asked_for_or_the_next_lighter():
    assert [names(FILM, form) for form in ("text", "audio", "240p", "full")] == [[], ["a", "v"], ["b", "v"], ["c", "v"]]
    only_full = Kept(1, "video", 0, {"full": FILM.files["full"]})
    assert names(only_full, "audio") == ["c"], "the lightest there is"


def test_a_paper_goes_whole_and_is_left_out_of_texts_when_it_has_none():
    assert names(PAPER, "audio") == ["p"]
    assert inside([PAPER, PAGE, FILM], "text") == [PAGE, FILM]
    assert inside([PAPER, PAGE], "full") == [PAPER, PAGE]


def test_weights_count_a_shared_file_once():
    assert weight([FILM, FILM], "audio") == 200 + 10 + 3
    assert weight([FILM, PAPER, PAGE], "text") == 107


def test_only_forms_that_differ_are_offered():
    assert choices([PAGE]) == ["text"]
    assert choices([PAGE, PAPER]) == ["text", "full"]
    assert choices([FILM, PAGE]) == ["text", "audio", "240p", "full"]
    assert choices([PAPER]) == ["full"]

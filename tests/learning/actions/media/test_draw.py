from karmayogi.learning.actions.media import draw as drawing
from karmayogi.learning.actions.media.draw import draw
from karmayogi.learning.engine.renditions import MediaFault, Trouble
from tests.learning import drawings


def test_pictures_are_drawn_in_a_process_and_what_kills_it_takes_nothing_else_along(tmp_path, monkeypatch):
    sources = [drawings.png(), drawings.HTML, drawings.bomb(), drawings.noisy(), b"x" * 100]
    paths = [tmp_path / f"{place}.png" for place in range(5)]
    for path, content in zip(paths, sources, strict=True):
        path.write_bytes(content)
    made = {}
    draw(paths, made.__setitem__)
    assert made.keys() == {0, 3} and (made[3].width, made[3].height) == (500, 400)
    monkeypatch.setattr(drawing, "MEMORY", 1_000_000)  # no process lives with so little
    made.clear()
    draw(paths, made.__setitem__)
    assert made == {}


def test_many_heavy_pictures_take_no_more_than_their_time(tmp_path, monkeypatch):
    paths = [tmp_path / f"{place}.png" for place in range(5)]
    for path in paths:
        path.write_bytes(drawings.png())
    ran = []
    real = drawing.run
    monkeypatch.setattr(drawing, "run", lambda *given, **more: ran.append(more["cpu"]) or real(*given, **more))
    monkeypatch.setattr(drawing, "MEMORY", 1_000_000)
    draw(paths[:1], lambda *_made: None)
    assert ran == [drawing.CPU], "one alone is not tried again"
    ran.clear()
    monkeypatch.setattr(drawing, "run", lambda *_given, cpu, **_more: ran.append(cpu) or heavy())
    monkeypatch.setattr(drawing, "MOST_CPU", drawing.CPU + 2 * drawing.ALONE)
    draw(paths, lambda *_made: None)
    assert ran == [drawing.CPU, drawing.ALONE, drawing.ALONE]


def heavy():
    raise MediaFault(Trouble.TOO_HEAVY)

import re

from django.urls import reverse

from karmayogi.assessment.models import Equating, Paper
from karmayogi.learning.actions.authoring import begin, write_part
from karmayogi.learning.models import Draft, DraftedPart, Part
from karmayogi.learning.queries.authoring.said import draft_said
from tests.learning.studio import question


def part_of(course):
    return Part.objects.get(version__course__uuid=course, kind="quiz").uuid


def text(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def test_blueprint_forms_preview_and_what_answers_said_on_one_page(as_, studio):
    draft = studio.complete()
    said = draft_said(studio.id(draft))
    part = next(one.uuid for one in said.parts if one.kind == "quiz")
    pool = [question(n) | {"difficulty": 1 + n % 2} for n in range(1, 9)]
    write_part.put_questions(
        actor=studio.author.actor(studio.at), draft=draft, part=part, questions=pool, at=studio.at, replace=True
    )
    url = f"/learning/authoring/{draft}/parts/{part}/paper/"
    client = as_(studio.author)
    page = text(client.get(url))
    assert page.count("<li><bdi>Question") == 2, "drawn as an attempt is drawn"
    assert 'name="s0-title_en"' in page and 'name="s0l1-count"' in page and "s0l2-" not in page
    revision = re.search(r'name="revision" value="(\d+)"', page)[1]
    sent = {
        "act": "blueprint", "revision": revision, "negative_percent": "25", "s0-title_en": "Easy", "s0-minutes": "",
        "s0-cut_off": "50", "s0l0-count": "3", "s0l0-competency": "", "s0l0-level": "", "s0l0-difficulty": "1",
        "s0l1-count": "", "s0l1-competency": "FUN-095", "s0l1-level": "", "s0l1-difficulty": "",
    }  # fmt: skip
    assert client.post(url, sent | {"s0l0-count": "x"}).status_code == 422
    assert client.post(url, sent).status_code == 302
    assert client.post(url, sent).status_code == 409, "an older tab"
    mistaken = text(client.post(url, sent | {"s0l0-count": "x"}))
    assert f'name="revision" value="{revision}"' in mistaken, "with a mistake in it, it is still an older tab"
    page = text(client.get(url))
    assert page.count("<li><bdi>Question") == 3 and "Easy" in page and 'name="s1-title_en"' in page
    # Odd numbers have difficulty 2; of the easy ones two go to each form, so no form fills the blueprint.
    apart = {f"form-q{n}": "AB"[n // 2 % 2] for n in (2, 4, 6, 8)}
    assert client.post(url, {"act": "forms"} | dict.fromkeys(apart, "A")).status_code == 422
    assert client.post(url, {"act": "forms"} | apart).status_code == 302
    page = text(client.get(url + "?form=B"))
    assert "cannot be sent to review" in page and "Form B" in page and "No paper can be drawn yet" in page
    assert client.post(url, {"act": "forms"} | {f"form-q{n}": "" for n in (2, 4)}).status_code == 302
    page = text(client.get(url + "?form=B"))
    assert "cannot be sent" not in page and page.count("<li><bdi>Question") == 3
    # What a course folder brought beyond the editor's limits is shown, kept, and never dropped unseen.
    row = DraftedPart.objects.get(uuid=part)
    row.questions = [one | ({"form": "F"} if one["key"] == "q8" else {}) for one in row.questions]
    row.save()
    assert "<option selected>F</option>" in text(client.get(url))
    assert client.post(url, {"act": "forms", "form-q8": "F"}).status_code == 302
    row.refresh_from_db()
    assert [one["form"] for one in row.questions if one["key"] == "q8"] == ["F"]
    assert client.post(url, {"act": "forms", "form-q8": "A"}).status_code == 302
    kept = Draft.objects.get(uuid=draft)
    many = [{"titles": {"en": f"S{n}"}, "lines": [{"count": 1}]} for n in range(12)]
    Draft.objects.filter(uuid=draft).update(sections=many)
    page = text(client.get(url))
    assert 'value="S11"' in page
    sent = {"act": "blueprint", "revision": str(kept.revision), "negative_percent": "0"}
    for n in range(12):
        sent |= {f"s{n}-title_en": f"S{n}", f"s{n}-minutes": "", f"s{n}-cut_off": "", f"s{n}l0-count": "1"}
    told = client.post(url, sent)
    assert told.status_code == 422 and "at most 10 sections" in text(told)
    Draft.objects.filter(uuid=draft).update(sections=kept.sections)
    # A reviewer sees it and changes nothing; the neighbour sees nothing.
    seen = text(as_(studio.reviewer).get(url))
    assert "Question" in seen and "Save the blueprint" not in seen
    assert as_(studio.reviewer).post(url, sent).status_code == 404
    assert as_(studio.neighbour).get(url).status_code == 404
    # The next version shows what answers to this one said of its forms.
    course = studio.published(draft)
    again = begin.begin_version(actor=studio.author.actor(studio.at), course=course, at=studio.at)
    its = next(one.uuid for one in draft_said(studio.id(again)).parts if one.kind == "quiz")
    Equating.objects.create(
        paper=Paper.objects.get(), form="B", slope=1, intercept=0.3, anchors=6, persons=231,
        steps=[min(100, n + 7) for n in range(101)], at=studio.at,
    )  # fmt: skip
    page = text(as_(studio.author).get(f"/learning/authoring/{again}/parts/{its}/paper/"))
    assert "60 → 67" in page and "6 shared questions, 231 persons" in page
    figures = reverse("assessment:figures", args=[part_of(course)])
    assert figures not in page, "no link for who may not open it"
    page = text(as_(studio.publisher).get(f"/learning/authoring/{again}/parts/{its}/paper/"))
    assert figures in page and client.get(figures).status_code == 200


def test_the_pages_of_a_test_with_five_hundred_questions_stay_light_and_leave_none_out(as_, studio):
    draft = studio.complete()
    part = next(one.uuid for one in draft_said(studio.id(draft)).parts if one.kind == "quiz")
    row = DraftedPart.objects.get(uuid=part)
    row.questions = [question(n) | {"competency": "FUN-095"} for n in range(1, 501)]
    row.save()
    client = as_(studio.author)

    def walked(url, seen):
        """What is seen on all its pages; each within the budget of a page."""
        found = []
        while url:
            page = text(client.get(url))
            elements = len(re.findall(r"<[a-z]", page))
            assert len(page.encode()) <= 60_000 and elements <= 1500, (url, len(page.encode()), elements)
            found += re.findall(seen, page)
            url = next(iter(re.findall(r'rel="next" href="([^"]+)"', page)), None)
        return found

    base = f"/learning/authoring/{draft}/parts/{part}/"
    keys = [one["key"] for one in row.questions]
    assert walked(f"{base}paper/", r'name="form-([^"]+)"') == keys
    assert walked(f"{base}questions/", r'name="key" value="([^"]+)"') == keys
    # What is done on a later page leads back to it.
    sent = {"act": "forms", "after": keys[99], f"form-{keys[100]}": "A", f"form-{keys[101]}": "B"}
    assert client.post(f"{base}paper/", sent).url.endswith(f"/paper/?after={keys[99]}#forms")
    assert client.post(f"{base}questions/", {"act": "drop", "key": keys[60], "after": keys[49]}).url.endswith(keys[49])
    row.refresh_from_db()
    assert len(row.questions) == 499 and {one["key"]: one.get("form") for one in row.questions}[keys[101]] == "B"

"""A sitting in a block office without network: papers and list are fetched before, the code is entered in the room;
what was written is handed in there, sent a day later, and counts as witnessed."""

import json
import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import axe
from tests.journeys.test_officer_learns import told_apart
from tests.journeys.test_sitting_with_a_proctor import BEGINS

pytestmark = pytest.mark.journey

# Of the paper that was fetched last: places of the right options by number of the question, where there are options.
RIGHT = """
import json
from karmayogi.assessment.models import Option, VenuePaper
paper = VenuePaper.objects.order_by("-id")[0]
found = {}
for number, (item, _section, shown) in enumerate(paper.items, start=1):
    good = set(Option.objects.filter(item_id=item, correct=True).values_list("key", flat=True))
    found[number] = [place for place, key in enumerate(shown, start=1) if key in good]
print(json.dumps(found))
"""
GRADE = """
from karmayogi.assessment.models import Attempt, VenuePaper
from karmayogi.credentials.models import Certificate
paper = VenuePaper.objects.order_by("-id")[0]
attempt = Attempt.objects.get(uuid=paper.uuid)
print(paper.settled, attempt.score, attempt.passed, Certificate.objects.order_by("-id")[0].grade)
"""

SENT = "JSON.parse(localStorage.getItem(`kept:${document.getElementById('typed').dataset.who}`)).waiting === 0"


def code_typed(page, code: str) -> None:
    page.fill("#code", code)
    page.locator("#code-form button").click()


def test_fetched_before_opened_by_the_code_and_counted_a_day_later(site, visitor):
    sitting = site.manage(BEGINS.format(minutes=60))
    vikram, asha = visitor("en", "phone"), visitor("en", "phone")
    vikram.sign_in("vikram@mord.example")
    page = vikram.open(f"/assessment/proctored/{sitting}/")
    page.get_by_role("button", name="Let the papers be taken along").click()
    expect(page.locator("main")).to_contain_text("0 of")
    assert axe(page) == []
    page.get_by_role("button", name="Sheet with the start code").click()
    code = page.locator("output.code").inner_text()
    assert re.fullmatch(r"(\d{4} ){3}\d{4}", code)
    assert axe(page) == []
    board = vikram.open(f"/assessment/proctored/{sitting}/")
    expect(board.locator("#take button")).to_contain_text("kB")
    board.locator("#take button").click()
    expect(board.locator("#take [role=status]")).to_contain_text("Kept on this device")

    asha.sign_in("asha@mord.example")
    page = asha.open(f"/assessment/seats/{sitting}/")
    expect(page.locator("#take button")).to_contain_text("kB")
    assert axe(page) == []
    page.locator("#take button").click()
    expect(page.locator("#take [role=status]")).to_contain_text("The locked paper is on this phone")
    right = json.loads(site.manage(RIGHT))
    assert not page.evaluate("Kept.keys('queue')")

    # No network from here on. The pages of seat and sitting open; nothing opens before the time, not with the code.
    for one in (vikram, asha):
        one.context.set_offline(True)
    page = asha.open(f"/assessment/seats/{sitting}/")
    expect(page.locator("#code-form")).to_be_visible()
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    code_typed(page, code)
    expect(page.locator("#venue-paper > [role=status]")).to_contain_text("It opens at")
    site.later(3700)
    for one in (vikram, asha):
        one.context.clock.fast_forward(3_700_000)

    # The proctor: a slip is no try, a wrong code is one, the right one is said to be right. Who is there.
    board = vikram.open(f"/assessment/proctored/{sitting}/")
    assert axe(board) == []
    assert board.evaluate("document.documentElement.scrollWidth") <= 360
    said = board.locator("#venue-duty > [role=status]")
    digits = code.replace(" ", "")
    code_typed(board, digits[:-1] + str((int(digits[-1]) + 1) % 10))
    expect(said).to_contain_text("did not count as a try")
    code_typed(board, "0" * 16)
    expect(said).to_contain_text("not the code of this sitting")
    code_typed(board, code)
    expect(said).to_contain_text("Write it on the board")
    row = board.locator("[data-seat]", has_text="Asha").first
    row.locator("button[value=present]").click()
    expect(row.locator("[data-part=state]")).to_have_text("present")

    # She: the code on the board opens the paper; each answer is saved on the phone.
    code_typed(page, "0" * 16)
    expect(page.locator("#venue-paper > [role=status]")).to_contain_text("not the code of this sitting")
    code_typed(page, code)
    expect(page.locator("#paper fieldset").first).to_be_visible()
    assert not told_apart(page)
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    for number, places in right.items():
        for place in places:
            page.locator(f"input[name='{number}:answer'][value='{place}']").check(force=True)
            expect(page.locator("#venue-paper > [role=status]")).to_have_text("Saved on this phone")
    # The page may be closed: it goes on where it was.
    page.reload()
    first, places = next((number, places) for number, places in right.items() if places)
    expect(page.locator(f"input[name='{first}:answer'][value='{places[0]}']")).to_be_checked()
    page.locator("#paper > .actions button").click()
    handed = page.locator("#handed output")
    expect(handed).to_be_visible()
    assert re.fullmatch(r"\d{4} \d{4} \d{4}", handed.inner_text())
    assert axe(page) == []
    noted = handed.inner_text()
    row.locator("input[name=hand_in]").fill(noted[:-1] + str((int(noted[-1]) + 1) % 10))
    row.locator("button[value=hand_in]").click()
    expect(row.locator("[data-part=state]")).to_contain_text("A digit is wrong")
    row.locator("input[name=hand_in]").fill(noted)
    row.locator("button[value=hand_in]").click()
    expect(row.locator("[data-part=state]")).to_have_text(f"present · handed in: {noted}")
    board.reload()
    expect(row.locator("[data-part=state]")).to_have_text(f"present · handed in: {noted}")
    asha.open("/learning/kept/")
    expect(asha.page.locator("[data-part=mine]")).to_contain_text("Asha")
    assert asha.page.locator("[data-part=mine] a[href*='/offline/']").count() == 1

    # A day later there is network, and a session has ended. Hers is sent first; it counts with what the proctor noted.
    site.later(86_400)
    for one in (vikram, asha):
        one.context.clock.fast_forward(86_400_000)
        one.context.set_offline(False)
    asha.sign_in("asha@mord.example")
    asha.page.wait_for_function(SENT)
    page = asha.open("/learning/offline/arrived/")
    expect(page.locator("main ul.list li").first).to_contain_text("It came to your sitting")
    vikram.sign_in("vikram@mord.example")
    vikram.page.wait_for_function(SENT)
    board = vikram.open(f"/assessment/proctored/{sitting}/")
    expect(board.locator("main")).to_contain_text("handed in before the proctor")
    expect(board.locator("main")).to_contain_text("start code entered on")
    assert axe(board) == []
    board.get_by_role("button", name="Close the sitting and tell the results").click()
    expect(board.locator("main")).to_contain_text("1 result was told")
    assert site.manage(GRADE).split() == ["witnessed", "100", "True", "E3"]
    page = asha.open(f"/assessment/seats/{sitting}/")
    page.locator("main a.btn").click()
    expect(page.locator("h1")).to_contain_text("100%")

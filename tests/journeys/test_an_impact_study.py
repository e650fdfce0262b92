"""A study by hand in a browser: planned, its power read, signed, its lot drawn, its waves brought as files, and the
difference read on the page with its uncertainty; somebody without an account draws the same lot again."""

import csv
import datetime as dt
import hashlib
import io
import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import fit

pytestmark = pytest.mark.journey

TODAY = "from karmayogi.kernel import clock; print(clock.day(clock.now()))"
DAY = dt.timedelta(days=1)
STATES = ("AP", "AS", "GJ", "OD")


def lines(head, rows) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([head, *rows])
    return out.getvalue().encode()


def in_halves(drawn: dict[str, int]) -> list[tuple[int, tuple[str, int]]]:
    """Every unit with its place in its own half of the lot."""
    halves = [sorted(one for one in drawn.items() if one[1] == turn) for turn in (0, 1)]
    return [placed for half in halves for placed in enumerate(half)]


def bring(page: Page, field: str, name: str, content: bytes) -> None:
    form = page.locator("form", has=page.locator(f"#{field}"))
    page.locator(f"#{field}").set_input_files({"name": name, "mimeType": "text/csv", "buffer": content})
    form.get_by_role("button", name="Bring").click()


def test_planned_signed_drawn_measured_and_read(site, visitor):
    today = dt.date.fromisoformat(site.manage(TODAY))
    esther = visitor("en", "desktop", scripts=False)
    esther.sign_in("esther@commission.example")
    page = esther.open("/evaluation/")
    page.get_by_role("link", name="New study").click()
    page.get_by_label("Title", exact=True).fill("Registers kept by panchayats")
    page.get_by_label("Question").fill("Do trained secretaries keep registers complete?")
    page.get_by_label("Lottery: seats are short").check()
    page.get_by_label("Units drawn in each stratum").fill("15")
    page.get_by_label("Seats: units that can be trained").fill("30")
    page.get_by_role("button", name="Save").click()
    bring(page, "units_file", "panchayats.csv", lines(
        ("code", "name", "stratum"), [(f"{s}-{n}", f"Panchayat {n}", s) for s in STATES for n in range(18)],
    ))  # fmt: skip
    page.locator("summary", has_text="Add an indicator").click()
    page.get_by_label("Code", exact=True).fill("complete")
    page.get_by_label("Name", exact=True).fill("Complete registers, %")
    page.get_by_label("Definition: how it is measured").fill("Of all registers that the rules ask for.")
    page.get_by_label("The study stands on this one").check()
    page.get_by_role("button", name="Add").first.click()
    for kind, first in (("Baseline", 0), ("Endline", 1)):
        page.locator("summary", has_text="Add a wave").click()
        page.get_by_label("Wave", exact=True).select_option(label=kind)
        page.get_by_label("First day").fill(str(today + first * DAY))
        page.get_by_label("Last day").fill(str(today + first * DAY))
        page.locator("form", has=page.get_by_label("First day")).get_by_role("button", name="Add").click()
    study = esther.path()
    main = page.locator("main")
    for _look in range(60):  # a job works it out
        esther.open(study)
        if "30 units trained, 30 to compare with." in main.inner_text():
            break
        page.wait_for_timeout(1000)
    expect(main).to_contain_text("the design effect is 2.9")
    page.get_by_role("button", name="Sign the plan").click()
    page.get_by_label("Word", exact=True).fill("Winter 4711")
    page.get_by_role("button", name="Draw the lot").click()
    expect(main).to_contain_text("60 in the sample")

    nobody = visitor("hi", "phone")
    page_ = nobody.open(study.replace("studies", "plans"))
    expect(page_.locator("main")).to_contain_text("तब से अपरिवर्तित")
    fit(page_)
    commitment, secret, seed = page_.locator("dl.facts code").all_inner_texts()[-3:]
    assert hashlib.sha256(secret.encode()).hexdigest() == commitment
    assert hashlib.sha256(f"{secret}:Winter 4711".encode()).hexdigest() == seed
    answer = page.request.get(f"{site.origin}{study}units.csv").text()
    listed = csv.DictReader(io.StringIO(answer.lstrip("\ufeff")))
    drawn = {row["code"]: int(row["turn"]) for row in listed if row["turn"]}

    def place_of(code: str) -> bytes:
        return hashlib.sha256(f"{seed}:sample:{code}".encode()).digest()

    by_hand = [code for s in STATES for code in sorted((f"{s}-{n}" for n in range(18)), key=place_of)[:15]]
    assert set(drawn) == set(by_hand)
    assert sum(drawn.values()) == 30

    # Values in which training adds ten, and units differ as they do. What chance adds from wave to wave is the same in
    # both halves, whoever is drawn: values that hang on the lot leave ten outside of one interval in twenty.
    def wave(number: int, on: dt.date) -> bytes:
        rows = []
        for place, (code, turn) in in_halves(drawn):
            own = 50 + place * 37 % 11 + (place * 53 + number * 29) % 7
            rows.append((code, "complete", own + 10 * (turn and number), 20, on))
        return lines(("unit", "indicator", "value", "answers", "day"), rows)

    page = esther.open(study)
    bring(page, "file", "baseline.csv", wave(0, today))
    site.later(86_400)
    esther.sign_in("esther@commission.example")
    page = esther.open(study)
    page.locator("#wave").select_option("1")
    bring(page, "file", "broken.csv", b"unit,indicator,value,answers,day\nnowhere,complete,1,1,2026-01-01\n")
    expect(page.locator("main")).to_contain_text("Line 2: nowhere is no unit of the sample.")
    page.locator("#wave").select_option("1")
    bring(page, "file", "endline.csv", wave(1, today + DAY))
    for _look in range(60):
        page = esther.open(f"{study}result/")
        if "95 % interval" in page.locator("main").inner_text():
            break
        page.wait_for_timeout(1000)
    shown = page.locator("main").inner_text()
    found = re.search(r"95 % interval: ([-\d.]+) to ([-\d.]+)", shown)
    assert found is not None, shown
    low, high = map(float, found.groups())
    assert 7 < low < 10 < high < 13
    assert "Training made it better." in shown
    expect(page.locator("main svg")).not_to_have_count(0)
    phone = visitor("ur", "phone")
    phone.sign_in("esther@commission.example")
    page = phone.open(f"{study}result/")
    expect(page.locator("main")).to_contain_text("تربیت سے یہ بہتر ہوا۔")
    fit(page)

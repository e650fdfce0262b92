"""A course from an empty draft to its first learner: written on a phone in Hindi, returned, mended, published."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import fit

pytestmark = pytest.mark.journey

TEXT = {
    "en": "# What the Act says\n\nEvery citizen may ask an office for information. It answers within thirty days.",
    "hi": "# अधिनियम क्या कहता है\n\nहर नागरिक कार्यालय से सूचना माँग सकता है। कार्यालय तीस दिन में उत्तर देता है।",
}
SLIDES = {
    "en": "# Ask\n\nOn paper or online.\n\n---\n\n# Answer\n\nIn thirty days.",
    "hi": "# माँगें\n\nकाग़ज़ पर या ऑनलाइन।\n\n---\n\n# उत्तर दें\n\nतीस दिन में।",
}


def press(page, name, value=None) -> None:
    page.locator(f'button[name="{name}"]' + (f'[value="{value}"]' if value else "")).click()


def write_part(page, kind, titles, texts, minutes) -> None:
    """Adds a part in Hindi and writes it in both languages."""
    if not page.locator("details#add[open]").count():
        page.locator("details#add summary").click()
    page.fill("#part-title", titles["hi"])
    page.select_option("#part-kind", kind)
    page.locator("details#add form button").click()
    for language, then in (("hi", "en"), ("en", None)):
        page.fill("#id_title", titles[language])
        page.fill("#id_minutes", str(minutes))
        if texts:
            page.fill("#id_source", texts[language])
        if then:
            press(page, "then", then)
        else:
            page.locator("main form button.btn:not(.quiet)").last.click()


def test_from_an_empty_draft_to_the_first_learner(site, visitor):
    kavita = visitor("hi", "phone")
    kavita.sign_in("kavita@institute.example")
    page = kavita.open("/learning/authoring/")
    fit(page)
    page.locator("a[href$='/authoring/new/']").click()
    fit(page)
    page.fill("#title", "सूचना का अधिकार: तीस दिन")
    page.locator("main form button").first.click()
    draft = kavita.path()
    fit(page)
    expect(page.locator("main")).to_contain_text("बाकी हैं")

    page.locator("a[href$='/about/']").last.click()
    fit(page)
    page.fill("#id_title_en", "Right to information: thirty days")
    page.fill("#id_summary_en", "Answer a request of a citizen in time.")
    page.fill("#id_summary_hi", "नागरिक के आवेदन का समय पर उत्तर दें।")
    page.fill("#id_licence", "CC BY 4.0")
    page.fill("#id_draw", "1")
    page.locator("main form button").last.click()
    page.locator("section[aria-labelledby=competencies] summary").click()
    page.fill("#code", "FUN-095")
    page.locator("section[aria-labelledby=competencies] details form button").click()

    write_part(page, "page", {"en": "The Act", "hi": "अधिनियम"}, TEXT, 1)
    write_part(page, "slides", {"en": "In short", "hi": "संक्षेप में"}, SLIDES, 1)
    write_part(page, "quiz", {"en": "Test", "hi": "परीक्षा"}, None, 5)
    page.locator("a[href$='/questions/']").last.click()
    fit(page)
    for field, text in {
        "text_en": "How many days?", "a_en": "Thirty", "b_en": "Ninety", "text_hi": "कितने दिन?", "a_hi": "तीस",
        "b_hi": "नब्बे", "why_en": "Section 7.",
    }.items():  # fmt: skip
        page.fill(f"#id_{field}", text)
    page.locator("input[name=right][value=a]").check()
    page.locator("form:has(#id_text_en) button").click()
    page = kavita.open(draft)
    fit(page)
    page.locator("a[href*='/preview/']").nth(1).click()
    fit(page)
    expect(page.locator(".slide")).to_have_count(2)
    page = kavita.open(draft)
    page.locator("form:has(input[value=send]) button").click()
    expect(page.locator("main")).to_contain_text("समीक्षा में")

    joseph = visitor("en", "desktop")
    joseph.sign_in("joseph@institute.example")
    page = joseph.open("/learning/authoring/?wait=1")
    page.locator(f"a[href='{draft}']").click()
    page.fill("#comment", "Say which section sets the limit.")
    press(page, "step", "return")

    page = kavita.open(draft)
    expect(page.locator("main")).to_contain_text("Say which section sets the limit.")
    page.locator("a[href*='/parts/']:not([href$='/preview/'])").first.click()
    page.fill("#id_source", TEXT["hi"] + " (धारा 7)")
    page.locator("main form button.btn:not(.quiet)").last.click()
    page.locator("form:has(input[value=send]) button").click()

    page = joseph.open(draft)
    page.locator("a[href$='/quality/']").first.click()
    fit(page)
    for box in page.locator("input[type=radio][value='5']").all():
        box.check()
    page.locator("main form button").last.click()
    expect(page.locator("main")).to_contain_text("100%")
    press(page, "step", "pass")
    assert not page.locator("button[value=publish]").count(), "the reviewer is not the publisher"

    rehana = visitor("en", "phone", scripts=False)
    rehana.sign_in("rehana@institute.example")
    page = rehana.open("/learning/authoring/?wait=1")
    page.locator(f"a[href='{draft}']").click()
    press(page, "step", "publish")
    expect(page.locator("main")).to_contain_text("The course is published.")
    page.locator("a[href*='/learning/courses/']").first.click()
    course = rehana.path()

    # Not Asha: what she begins would be her next step in the journey of an officer.
    lakshmi = visitor("hi", "phone")
    lakshmi.sign_in("lakshmi@mord.example")
    page = lakshmi.open("/learning/?q=तीस+दिन")
    page.locator(f"a[href='{course}']").click()
    fit(page)
    page.locator("form[action$='/enrol/'] button").click()
    expect(page.locator("main")).to_contain_text("(धारा 7)")


def test_every_page_of_authoring_is_whole_on_a_phone_in_urdu(site, visitor):
    gita = visitor("ur", "phone")
    gita.sign_in("gita@platform.example")
    for path in (
        "/learning/authoring/", "/learning/providers/", "/learning/providers/apply/", "/learning/authoring/quality/",
        "/learning/ratings/reported/",
    ):  # fmt: skip
        fit(gita.open(path))
    page = gita.open("/learning/providers/?q=Office")
    page.locator("tbody th a").first.click()
    fit(page)
    page = gita.open("/learning/authoring/")
    page.locator("tbody th a").first.click()
    fit(page)
    page.locator("a[href*='/preview/']").first.click()
    fit(page)

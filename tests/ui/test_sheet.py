import base64
import gzip
import hashlib
import re

from karmayogi.ui import sheet


def test_the_sheet_is_small():
    assert len(gzip.compress(sheet.FULL.encode(), 6)) <= 8 * 1024


def test_shrinking_changes_nothing_that_counts():
    css = '/* gone */ a > b:hover { color : red ; margin: 0 calc(1px + 2px) }\n.x::after { content: " ( " }'
    assert sheet.shrink(css) == 'a>b:hover{color:red;margin:0 calc(1px + 2px)}.x::after{content:" ( "}'


def test_dark_colours_hold_when_chosen_and_when_the_device_asks_unless_light_is_chosen():
    css = sheet.shrink(sheet.dark("@dark{ --ink: #fff }"))
    assert "[data-theme=dark]{--ink:#fff}" in css
    assert "(prefers-color-scheme:dark){:root:not([data-theme=light]){--ink:#fff}}" in css


def test_braces_balance_and_every_colour_has_its_dark_twin():
    assert sheet.FULL.count("{") == sheet.FULL.count("}")
    light, dark = sheet.INLINE.split("[data-theme=dark]{", 1)
    names = set(re.findall(r"--([a-z0-9-]+):#", light))
    assert names - {"focus"} <= set(re.findall(r"--([a-z0-9-]+):#", dark.split("}")[0]))


def test_no_physical_sides():
    """Left and right would be wrong in Urdu."""
    assert not re.search(r"[^-](?:left|right)\s*:|(?:margin|padding|border)-(?:left|right)", sheet.INLINE)


def test_every_variable_that_is_used_is_defined():
    assert set(re.findall(r"var\((--[a-z0-9-]+)", sheet.INLINE)) <= set(re.findall(r"(--[a-z0-9-]+):", sheet.INLINE))


def test_a_first_visit_names_no_font_file_and_later_ones_carry_a_mark_of_content():
    assert "url(/" not in sheet.INLINE
    assert len(re.findall(r"url\(/static/ui/fonts/[a-z0-9-]+\.woff2\?v=[0-9a-f]{10}\)", sheet.FULL)) == 5


def test_the_policy_names_exactly_the_inlined_sheet():
    digest = base64.b64encode(hashlib.sha256(sheet.INLINE.encode()).digest()).decode()
    assert f"'sha256-{digest}'" == sheet.CSP_HASH

"""The face of the design system: pages, fragments, words in the reader's language, charts, remembered addresses."""

from karmayogi.ui import charts
from karmayogi.ui.acts import ACT_VERBS, SheetForm, act_file, act_in_words, act_lines, act_page, act_tone, press
from karmayogi.ui.environment import url
from karmayogi.ui.marks import FORM_MARKS
from karmayogi.ui.pages import is_fragment, render, render_block, render_progress, template
from karmayogi.ui.words import comma, day, mb, mins, named, num, pick, when

__all__ = [
    "ACT_VERBS",
    "FORM_MARKS",
    "SheetForm",
    "act_file",
    "act_in_words",
    "act_lines",
    "act_page",
    "act_tone",
    "charts",
    "comma",
    "day",
    "is_fragment",
    "mb",
    "mins",
    "named",
    "num",
    "pick",
    "press",
    "render",
    "render_block",
    "render_progress",
    "template",
    "url",
    "when",
]

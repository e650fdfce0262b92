"""The macros and what templates can name."""

import re
import types
import uuid

import pytest
from django import forms
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from jinja2 import UndefinedError

from karmayogi.ui import words
from karmayogi.ui.environment import asset, attrs, url
from karmayogi.ui.pages import environment


def shown(source, **context):
    html = environment().from_string('{% import "ui/macros.html" as ui with context %}' + source)
    return re.sub(r"\s+", " ", html.render(csrf_input="CSRF", **context)).strip()


EVIL = "<i>"
SAFE = "&lt;i&gt;"


@pytest.mark.parametrize(
    "source",
    [
        "{{ ui.button(evil) }}",
        "{{ ui.button('a', href='/?q=' ~ evil) }}",
        "{{ ui.button('a', name='n', value=evil) }}",
        "{{ ui.post_button('a', '/x/', fields={'k': evil}) }}",
        "{{ ui.tag(evil, 'ok') }}",
        "{{ ui.note(evil) }}",
        "{{ ui.progress(1, 2, evil) }}",
        "{{ ui.kpi(evil, 'b') }}",
        "{{ ui.kpi(1, evil, help=evil, href='/') }}",
        "{{ ui.crumbs([(evil, '/'), ('b', None)]) }}",
        "{{ ui.empty(evil) }}",
        "{{ ui.pager('/?after=' ~ evil) }}",
        "{{ ui.facet(evil, 'n', [(evil, evil, 3, true)]) }}",
        "{{ ui.search_box('q', evil, 'Find') }}",
        "{{ ui.meta([evil, '', none]) }}",
        "{{ charts.bars([(evil, 3, None)], caption=evil, heads=('a', 'b')) }}",
        "{{ charts.stacked([(evil, 3, 'ok')], label=evil) }}",
        "{{ charts.radar([evil, 'b', 'c'], [1, 2, 3], [2, 2, 2]) }}",
        "{{ charts.role_map(evil, [{'label': evil, 'activities': [{'label': evil, 'needs': ['k']}]}],"
        " [{'key': 'k', 'label': evil, 'level': 2}]) }}",
        "{{ charts.india_map({'KA': 3}, names={'KA': evil}) }}",
        "{{ charts.tiles({'KA': 3}, names={'KA': evil}, hrefs={'KA': '/' ~ evil}) }}",
    ],
)
def test_what_goes_in_comes_out_escaped(source):
    html = shown(source, evil=EVIL)
    assert SAFE in html
    assert EVIL not in html


def test_buttons():
    assert shown("{{ ui.button('Go') }}") == '<button class="btn">Go</button>'
    assert shown("{{ ui.button('Go', '/x/', 'quiet') }}") == '<a class="btn quiet" href="/x/">Go</a>'
    posted = shown("{{ ui.post_button('Go', '/x/', fields={'a': 1}) }}")
    assert 'method="post" action="/x/">CSRF<input type="hidden" name="a" value="1">' in posted


def test_a_note_takes_words_or_a_block():
    assert shown("{{ ui.note('a', 'warn') }}") == '<div class="note warn"><p>a</p></div>'
    assert shown("{% call ui.note() %}<b>x</b>{% endcall %}") == '<div class="note"><b>x</b></div>'


def test_levels_are_told_in_words():
    html = shown("{{ ui.level_dots(1, 3) }}")
    assert 'aria-label="Level shown 1, needed 3"' in html
    assert (html.count('class="on"'), html.count('class="need"')) == (1, 2)
    assert 'aria-label="Level shown 0"' in shown("{{ ui.level_dots(none, none) }}")


def test_the_last_crumb_is_the_page_itself():
    html = shown("{{ ui.crumbs([('a', '/a/'), ('b', none)]) }}")
    assert '<a href="/a/">a</a>' in html
    assert '<span aria-current="page">b</span>' in html


def test_the_pager_disappears_on_a_single_page():
    assert shown("{{ ui.pager(none) }}") == ""


class Form(forms.Form):
    name = forms.CharField(help_text="As in the service book.")
    mode = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    agree = forms.BooleanField()
    note = forms.CharField(required=False, widget=forms.Textarea)
    secret = forms.CharField(widget=forms.HiddenInput, required=False)
    file = forms.FileField(required=False)

    def clean(self):
        raise forms.ValidationError("Whole form")


def test_a_form_has_labels_help_and_no_summary_before_it_is_sent():
    html = shown("{{ ui.form(form, '/x/', 'Send') }}", form=Form())
    assert 'enctype="multipart/form-data"' in html
    assert "alert" not in html
    assert '<label for="id_name">Name</label>' in html
    assert 'aria-describedby="id_name_helptext"' in html
    assert 'id="id_name_helptext"' in html
    assert "<legend>Mode</legend>" in html
    assert "(optional)" in html
    assert "Secret" not in html


def test_mistakes_are_listed_on_top_and_linked_to_their_fields():
    html = shown("{{ ui.form(form, '/x/', 'Send') }}", form=Form({}))
    for target in re.findall(r'<a href="#([^"]+)"', html):
        assert f'id="{target}"' in html
    assert html.count('<a href="#') == 3
    assert "<li>Whole form</li>" in html
    assert 'id="id_name_error"' in html
    assert re.search(r'aria-describedby="[^"]*id_name_error"', html)


def test_an_undefined_name_is_a_fault():
    with pytest.raises(UndefinedError):
        shown("{{ nothing_of_the_kind }}")


def test_addresses():
    assert shown("{{ url('ui:about', 'help') }}") == "/ui/about/help/"
    assert shown("{{ url('ui:offline') }}") == "/ui/offline/"
    with pytest.raises(NoReverseMatch):
        shown("{{ url('nobody:has-this') }}")
    assert re.fullmatch(r"/static/ui/app\.js\?v=[0-9a-f]{10}", asset("ui/app.js"))
    with pytest.raises(LookupError):
        asset("ui/gone.js")


def test_ratios_and_codes_stay_left_to_right():
    assert shown("{{ ratio(8, 1200) }}") == '<bdi dir="ltr">8 / 1,200</bdi>'
    assert shown("{{ code|bdi }}", code="<1>") == '<bdi dir="ltr">&lt;1&gt;</bdi>'


def test_a_filter_on_a_constant_still_speaks_the_language_of_each_reader(monkeypatch):
    monkeypatch.setattr(words, "_", lambda text: f"{translation.get_language()} {text}")
    page = environment().from_string("{{ 20|mins }}")
    for language in ("en", "hi"):
        with translation.override(language):
            assert page.render() == f"{language} 20 min"


def test_attributes():
    assert attrs({"a": None, "b": False, "c": True, "d": '"'}) == ' c d="&#34;"'


def test_texts_are_remembered_by_language(monkeypatch):
    asked = []
    monkeypatch.setattr(translation, "gettext", lambda text: asked.append(text) or f"{text}!")
    page = environment().from_string("{{ _('only here %(n)s', n='<') }}{{ _('only here 50%%') }}")
    with translation.override("hi"):
        assert page.render() == page.render() == "only here &lt;!only here 50%!"
    with translation.override("ur"):
        assert page.render(reads_in="hi") == "only here &lt;!only here 50%!"
    assert asked == ["only here %(n)s", "only here 50%%"]


def test_macros_need_no_request():
    assert shown("{{ ui.kpi(123456, 'people') }}").startswith('<div class="card kpi"><p><b>1,23,456</b>')
    assert types.MappingProxyType(environment().globals)["part"]


def test_remembered_addresses_are_those_of_django():
    one, two = uuid.uuid4(), uuid.uuid4()
    for some in (one, two):
        assert url("learning:course", some) == reverse("learning:course", args=[some])
    assert url("ui:sheet", "1", "full") == reverse("ui:sheet", args=["1", "full"])
    with pytest.raises(NoReverseMatch):
        url("portal:today", one)

"""Typed values go back into the form that they came from, and nothing else on the page changes."""

from karmayogi.people.web.refill import refill

PAGE = (
    '<!doctype html><p title="a &amp; b">&nbsp;&#8377; <!-- c --></p>'
    '<form method="get" action="/do"><input name="why" value="1"></form>'
    '<form method="post" action="do/"><input type="hidden" name="csrfmiddlewaretoken" value="x">'
    '<input name="why" value="old" maxlength="9"><textarea name="text" rows="2">old &lt;text&gt;</textarea>'
    '<select name="level"><option value="1" selected>one</option><option value="2">two</option></select>'
    '<input type="checkbox" name="tick" value="a" checked><input type="checkbox" name="tick" value="b">'
    '<input type="password" name="password"><button name="next" value="go">Go</button></form>'
)


def put(html, fields, action="/here/do/"):
    return refill(html, page="/here/", action=action, fields=fields)


def test_every_kind_of_field():
    fields = [
        ("why", 'because "x" & y'),
        ("text", "</textarea>\n<b>नमस्ते"),
        ("level", "2"),
        ("tick", "b"),
        ("next", "go"),
    ]
    html, left = put(PAGE, fields)
    assert left == []
    assert '<input name="why" value="because &quot;x&quot; &amp; y" maxlength="9">' in html
    assert '<textarea name="text" rows="2">\n&lt;/textarea&gt;\n&lt;b&gt;नमस्ते</textarea>' in html
    assert '<option value="1">one</option><option value="2" selected="">two</option>' in html
    assert 'value="a"><input type="checkbox" name="tick" value="b" checked="">' in html
    assert html.startswith(PAGE[: PAGE.index('<form method="post"')]), "what stands before is as it was"


def test_another_form_is_not_touched_and_the_text_is_given_back():
    assert put(PAGE, [("text", "mine")], action="/elsewhere/") == (PAGE, [("text", "mine")])
    assert put(PAGE, [("gone", "my words"), ("text", "t"), ("empty", " ")])[1] == [("gone", "my words")]


def test_of_several_forms_it_is_the_one_with_the_same_hidden_fields():
    row = '<form method="post" action="/do"><input type="hidden" name="row" value="{}"><input name="why"></form>'
    page = row.format(1) + row.format(2)
    html, left = put(page, [("row", "2"), ("why", "late")], action="/do")
    assert left == []
    assert html == row.format(1) + row.format(2).replace('<input name="why">', '<input name="why" value="late">')
    assert put(page, [("row", "3"), ("why", "late")], action="/do")[0] == page

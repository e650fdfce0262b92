"""The map of a post: post, roles, activities, competencies in four columns with lines between them.

SVG text does not wrap and Indic words are long, so the boxes are HTML. Every column is a grid of equal rows, so the
middle of box i of n lies at (i + ½) / n of the height whatever the words need; one SVG layer, stretched over the
whole, draws the lines from that arithmetic alone. No script measures anything. The outline says the same as nested
lists: first on phones, folded below the map elsewhere.
"""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from karmayogi.ui.words import comma

# Left and right edge of each column in per cent of the width; css/charts.css has the same numbers.
EDGES = ((0, 17), (22, 42), (47, 71), (79, 100))
MOST_SPAN = 12


class ActivityBox(TypedDict):
    label: str
    needs: Sequence[str]
    """Keys of competencies."""


class RoleBox(TypedDict):
    label: str
    activities: Sequence[ActivityBox]


class CompetencyBox(TypedDict):
    key: str
    label: str
    mark: NotRequired[str]
    """Of its area: "F"."""
    level: int
    """Needed, 1 to 5."""
    shown: NotRequired[int | None]
    """By the person compared with the post; None when nobody is."""
    href: NotRequired[str | None]


def _span(role: RoleBox) -> int:
    """Rows of the role's box: as many as it has activities, so that it stands beside their middle."""
    return min(len(role["activities"]), MOST_SPAN)


def _curve(start: tuple[int, float], end: tuple[int, float]) -> str:
    (x1, y1), (x2, y2) = start, end
    middle = (x1 + x2) / 2
    return f"M{x1} {y1:.2f}C{middle:g} {y1:.2f} {middle:g} {y2:.2f} {x2} {y2:.2f}"


def _in_order(roles: Sequence[RoleBox], competencies: Sequence[CompetencyBox]) -> list[CompetencyBox]:
    """Each competency beside the middle of the activities that need it: fewer crossings."""
    places: dict[str, list[int]] = {}
    for row, activity in enumerate(activity for role in roles for activity in role["activities"]):
        for key in activity["needs"]:
            places.setdefault(key, []).append(row)
    wanted = [box for box in competencies if box["key"] in places]
    return sorted(wanted, key=lambda box: sum(places[box["key"]]) / len(places[box["key"]]))


def _links(roles: Sequence[RoleBox], competencies: Sequence[CompetencyBox]) -> str:
    rows = sum(len(role["activities"]) for role in roles)
    role_rows = sum(map(_span, roles))
    height = {box["key"]: (index + 0.5) * 100 / len(competencies) for index, box in enumerate(competencies)}
    curves, row, role_row = [], 0, 0
    for role in roles:
        role_y = (role_row + _span(role) / 2) * 100 / role_rows
        role_row += _span(role)
        curves.append(_curve((EDGES[0][1], 50), (EDGES[1][0], role_y)))
        for activity in role["activities"]:
            y = (row + 0.5) * 100 / rows
            curves.append(_curve((EDGES[1][1], role_y), (EDGES[2][0], y)))
            curves.extend(
                _curve((EDGES[2][1], y), (EDGES[3][0], height[key])) for key in activity["needs"] if key in height
            )
            row += 1
    return "".join(curves)


def _standing(box: CompetencyBox) -> str:
    """What the person has shown of it; nothing when nobody is compared."""
    shown = box.get("shown")
    if shown is None:
        return ""
    return _("met") if shown >= box["level"] else _("shown: %(level)s") % {"level": shown}


def _named(box: CompetencyBox) -> str:
    href = box.get("href")
    return f'<a href="{escape(href)}">{escape(box["label"])}</a>' if href else escape(box["label"])


def _competency(box: CompetencyBox, standing: str) -> str:
    shown = box.get("shown")
    notes = escape(" · ".join(part for part in (box.get("mark", ""), f"L{box['level']}", standing) if part))
    tone = "" if shown is None else " met" if shown >= box["level"] else " open"
    return f'<li class="c{tone}"><span><b>{_named(box)}</b><small><bdi>{notes}</bdi></small></span></li>'


def _in_words(box: CompetencyBox, standing: str) -> str:
    """As the outline says it: the name, the level needed, what is shown."""
    shown = f" ({escape(standing)})" if standing else ""
    return f'{_named(box)} <bdi dir="ltr">L{box["level"]}</bdi>{shown}'


def _outline(position: str, roles: Sequence[RoleBox], words: Mapping[str, str]) -> str:
    between = comma()

    def line(activity: ActivityBox) -> str:
        needs = between.join(words[key] for key in activity["needs"] if key in words)
        return f"<li>{escape(activity['label'])}{': ' if needs else ''}{needs}</li>"

    items = "".join(
        f"<li><b>{escape(role['label'])}</b><ul>{''.join(map(line, role['activities']))}</ul></li>" for role in roles
    )
    return f"<p><b>{escape(position)}</b></p><ul>{items}</ul>"


def role_map(
    position: str,
    roles: Sequence[RoleBox],
    competencies: Sequence[CompetencyBox],
    *,
    note: str = "",
    outline: Markup | None = None,
) -> Markup:
    """`position` with its small line `note`, its roles, and the competencies that their activities name by key.

    The outline is made from the same data unless a richer one is given; a page needs no second one. Joined from
    strings, each escaped where it comes in: `Markup.format` for some two hundred pieces took half of the page's time.
    """
    roles = [role for role in roles if role["activities"]]
    if not roles:
        raise ValueError("a map needs a role with an activity")
    ordered = _in_order(roles, competencies)
    standings = [_standing(box) for box in ordered]
    post_head, role_head, activity_head, competency_head = (
        escape(head) for head in (_("Post"), _("Role"), _("Activity"), _("Competency"))
    )
    heads = "".join(f"<b>{head}</b>" for head in (post_head, role_head, activity_head, competency_head))
    role_items = "".join(
        f'<li class="r s{_span(role)}"><span><b>{escape(role["label"])}</b></span></li>' for role in roles
    )
    activity_items = "".join(
        f'<li class="a"><span><b>{escape(activity["label"])}</b></span></li>'
        for role in roles
        for activity in role["activities"]
    )
    competency_items = "".join(map(_competency, ordered, standings))
    small = f"<small>{escape(note)}</small>" if note else ""
    said = (
        escape(outline)
        if outline is not None
        else _outline(
            position,
            roles,
            {box["key"]: _in_words(box, standing) for box, standing in zip(ordered, standings, strict=True)},
        )
    )
    as_outline, draw, same = escape(_("As an outline")), escape(_("Draw the map")), escape(_("Same as an outline"))
    title = escape(_("Map of the post; scrolls sideways"))
    # Phones show the outline and draw the map when the link leads to it: that needs no script.
    return Markup(  # noqa: S704 (every piece that comes from outside is escaped above)
        f'<div class="chart"><details class="outline small" open><summary>{as_outline}</summary>{said}</details>'
        f'<p class="actions mapkey"><a class="btn quiet" href="#rolemap">{draw}</a></p>'
        f'<div class="scroll bare" id="rolemap" tabindex="0" role="region" aria-label="{title}"><div class="rolemap">'
        f'<div class="heads" aria-hidden="true">{heads}</div><div class="cols">'
        '<svg class="flip" viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">'
        f'<path d="{_links(roles, ordered)}"/></svg>'
        f'<ul aria-label="{post_head}"><li class="p"><span><b>{escape(position)}</b>{small}</span></li></ul>'
        f'<ul aria-label="{role_head}">{role_items}</ul><ul aria-label="{activity_head}">{activity_items}</ul>'
        f'<ul aria-label="{competency_head}">{competency_items}</ul></div></div></div>'
        f'<details class="outline wide"><summary>{same}</summary>{said}</details></div>'
    )

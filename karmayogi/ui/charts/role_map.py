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


def _named(box: CompetencyBox) -> Markup:
    href = box.get("href")
    return Markup('<a href="{}">{}</a>').format(href, box["label"]) if href else escape(box["label"])


def _standing(box: CompetencyBox) -> str:
    """What the person has shown of it; nothing when nobody is compared."""
    shown = box.get("shown")
    if shown is None:
        return ""
    return _("met") if shown >= box["level"] else _("shown: %(level)s") % {"level": shown}


def _said(box: CompetencyBox) -> str:
    standing = _standing(box)
    return f" ({standing})" if standing else ""


def _competency(box: CompetencyBox) -> Markup:
    shown = box.get("shown")
    notes = [part for part in (box.get("mark", ""), f"L{box['level']}", _standing(box)) if part]
    tone = "" if shown is None else " met" if shown >= box["level"] else " open"
    return Markup('<li class="c{}"><span><b>{}</b><small><bdi>{}</bdi></small></span></li>').format(
        tone, _named(box), " · ".join(notes)
    )


def _outline(position: str, roles: Sequence[RoleBox], boxes: Mapping[str, CompetencyBox]) -> Markup:
    def line(activity: ActivityBox) -> Markup:
        needs = Markup(", ").join(
            Markup('{} <bdi dir="ltr">L{}</bdi>{}').format(_named(boxes[key]), boxes[key]["level"], _said(boxes[key]))
            for key in activity["needs"]
            if key in boxes
        )
        return Markup("<li>{}{}{}</li>").format(activity["label"], ": " if needs else "", needs)

    return Markup("<p><b>{}</b></p><ul>{}</ul>").format(
        position,
        Markup("").join(
            Markup("<li><b>{}</b><ul>{}</ul></li>").format(
                role["label"], Markup("").join(line(activity) for activity in role["activities"])
            )
            for role in roles
        ),
    )


def role_map(
    position: str,
    roles: Sequence[RoleBox],
    competencies: Sequence[CompetencyBox],
    *,
    note: str = "",
    outline: Markup | None = None,
) -> Markup:
    """`position` with its small line `note`, its roles, and the competencies that their activities name by key.

    The outline is made from the same data unless a richer one is given; a page needs no second one.
    """
    roles = [role for role in roles if role["activities"]]
    if not roles:
        raise ValueError("a map needs a role with an activity")
    ordered = _in_order(roles, competencies)
    heads = Markup("").join(
        Markup("<b>{}</b>").format(head) for head in (_("Post"), _("Role"), _("Activity"), _("Competency"))
    )
    role_items = Markup("").join(
        Markup('<li class="r s{}"><span><b>{}</b></span></li>').format(_span(role), role["label"]) for role in roles
    )
    activity_items = Markup("").join(
        Markup('<li class="a"><span><b>{}</b></span></li>').format(activity["label"])
        for role in roles
        for activity in role["activities"]
    )
    small = Markup("<small>{}</small>").format(note) if note else ""
    picture = Markup(
        '<div class="scroll bare" tabindex="0" role="region" aria-label="{title}"><div class="rolemap">'
        '<div class="heads" aria-hidden="true">{heads}</div><div class="cols">'
        '<svg class="flip" viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">'
        '<path d="{links}"/></svg>'
        '<ul aria-label="{post_head}"><li class="p"><span><b>{post}</b>{small}</span></li></ul>'
        '<ul aria-label="{role_head}">{roles}</ul><ul aria-label="{activity_head}">{activities}</ul>'
        '<ul aria-label="{competency_head}">{competencies}</ul></div></div></div>'
    ).format(
        title=_("Map of the post; scrolls sideways"),
        heads=heads,
        links=_links(roles, ordered),
        post=position,
        small=small,
        roles=role_items,
        activities=activity_items,
        competencies=Markup("").join(_competency(box) for box in ordered),
        post_head=_("Post"),
        role_head=_("Role"),
        activity_head=_("Activity"),
        competency_head=_("Competency"),
    )
    if outline is None:
        outline = _outline(position, roles, {box["key"]: box for box in ordered})
    # Phones show the outline and draw the map when asked: a box that is ticked needs no script.
    return Markup(
        '<div class="chart"><details class="outline small" open><summary>{0}</summary>{1}</details>'
        '<input type="checkbox" class="mapkey" id="mapkey"><label class="mapkey" for="mapkey">{4}</label>{2}'
        '<details class="outline wide"><summary>{3}</summary>{1}</details></div>'
    ).format(_("As an outline"), outline, picture, _("Same as an outline"), _("Draw the map"))

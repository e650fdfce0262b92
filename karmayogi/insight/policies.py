"""Who may see the figures of an organisation. The national figures by State are for everybody."""

from karmayogi.kernel.access import Actor, Role

SEES_FIGURES = (
    Role.MDO_ADMIN, Role.MDO_LEADER, Role.STATE_ADMIN, Role.MDO_DASHBOARD_USER, Role.CBC_ANALYST,
)  # fmt: skip


def can_see_figures(actor: Actor, path: str) -> bool:
    """Training admins, the head and readers of dashboards, for their subtree; the Commission's analyst, wherever
    appointed."""
    return actor.may(path, *SEES_FIGURES)


def home_of(actor: Actor) -> int | None:
    """Id of the organisation whose figures are hers: the highest one; None without such a role."""
    reach = [authority for authority in actor.authorities if authority.role in SEES_FIGURES]
    return min(reach, key=lambda authority: (len(authority.path), authority.path)).organisation_id if reach else None


def sees_country(actor: Actor, country: str) -> bool:
    """Whoever sees the figures of the whole country, all ministries side by side. country: its path."""
    return bool(country) and actor.may(country, *SEES_FIGURES, Role.CBC_MEMBER)


def can_freeze(actor: Actor, country: str) -> bool:
    """The Commission: its analyst and its members, appointed for the country."""
    return bool(country) and actor.may(country, Role.CBC_ANALYST, Role.CBC_MEMBER)

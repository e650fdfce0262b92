"""The words of figures as filters of the templates, and the drawings of a report."""

from jinja2 import Environment
from markupsafe import Markup

from karmayogi.insight.engine import drawings
from karmayogi.insight.queries.wording import figure, figure_of, words


def kind(block: object) -> str:
    """Which of engine.blocks it is."""
    return type(block).__name__


def drawing(svg: str) -> Markup:
    """A drawing of engine.drawings, which escapes what it writes."""
    return Markup(svg)  # noqa: S704


def bar(share: float) -> Markup:
    return drawing(drawings.bar(share))


def install(env: Environment) -> None:
    """Filters of the templates: {{ f|figure }}, {{ f|figure_of }}, {{ metric.name|words }}; of a report the rest."""
    env.filters.update(words=words, figure=figure, figure_of=figure_of, block_kind=kind, drawing=drawing, drawn_bar=bar)

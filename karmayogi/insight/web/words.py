"""The words of figures as filters of the templates."""

from jinja2 import Environment

from karmayogi.insight.queries.wording import figure, figure_of, words


def install(env: Environment) -> None:
    """Filters of the templates: {{ f|figure }}, {{ f|figure_of }}, {{ metric.name|words }}."""
    env.filters.update(words=words, figure=figure, figure_of=figure_of)

"""What other packages may call of insight."""

from karmayogi.insight.actions.freeze import freeze as freeze_figures

__all__ = ["freeze_figures"]

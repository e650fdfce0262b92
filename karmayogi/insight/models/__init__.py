from karmayogi.insight.models.figure import FigureTotal, UnitFigure, WithheldCell
from karmayogi.insight.models.refresh import Refresh, SourceMark

__all__ = ["FigureTotal", "Refresh", "SourceMark", "UnitFigure", "WithheldCell"]

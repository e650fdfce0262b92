from karmayogi.insight.models.figure import FigureTotal, UnitFigure, WithheldCell
from karmayogi.insight.models.refresh import Refresh, SourceMark
from karmayogi.insight.models.snapshot import Snapshot

__all__ = ["FigureTotal", "Refresh", "Snapshot", "SourceMark", "UnitFigure", "WithheldCell"]

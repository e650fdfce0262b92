from karmayogi.insight.models.cut import CutFigure
from karmayogi.insight.models.figure import FigureTotal, UnitFigure, WithheldCell
from karmayogi.insight.models.offer import CourseFigure, PlaceCourse
from karmayogi.insight.models.past import PastDay, PastUnit
from karmayogi.insight.models.refresh import ChangedOrder, Refresh, SourceMark
from karmayogi.insight.models.snapshot import Snapshot
from karmayogi.insight.models.terms import Accreditation, LearningWeek, Weighting

__all__ = [
    "Accreditation", "ChangedOrder", "CourseFigure", "CutFigure", "FigureTotal", "LearningWeek", "PastDay", "PastUnit",
    "PlaceCourse", "Refresh", "Snapshot", "SourceMark", "UnitFigure", "Weighting", "WithheldCell",
]  # fmt: skip

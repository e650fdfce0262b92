from karmayogi.evaluation.models.room import Room, RoomAssessor, RoomDownload, RoomFile
from karmayogi.evaluation.models.service import ServiceFeed, ServiceFigure, ServiceIndicator, ServiceSource
from karmayogi.evaluation.models.study import (
    Measured,
    MeasureFile,
    Study,
    StudyIndicator,
    StudyNote,
    StudyUnit,
    StudyWave,
)

__all__ = [
    "MeasureFile", "Measured", "Room", "RoomAssessor", "RoomDownload", "RoomFile", "ServiceFeed", "ServiceFigure",
    "ServiceIndicator", "ServiceSource", "Study", "StudyIndicator", "StudyNote", "StudyUnit", "StudyWave",
]  # fmt: skip

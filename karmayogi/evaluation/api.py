"""What other packages may call of evaluation."""

from karmayogi.evaluation.actions.bring_service import bring_service, define_service
from karmayogi.evaluation.actions.bring_wave import bring_wave, take_service
from karmayogi.evaluation.actions.depart import close_study, say_departure
from karmayogi.evaluation.actions.draft_study import bring_units, draft_study, set_indicators, set_waves
from karmayogi.evaluation.actions.draw_lot import draw_lot
from karmayogi.evaluation.actions.end_room import end_due, end_room
from karmayogi.evaluation.actions.estimate import settle
from karmayogi.evaluation.actions.propose_room import open_room, propose_room, refuse_room
from karmayogi.evaluation.actions.register_study import register_study
from karmayogi.evaluation.actions.take_extract import take_extract

__all__ = [
    "bring_service",
    "bring_units",
    "bring_wave",
    "close_study",
    "define_service",
    "draft_study",
    "draw_lot",
    "end_due",
    "end_room",
    "open_room",
    "propose_room",
    "refuse_room",
    "register_study",
    "say_departure",
    "set_indicators",
    "set_waves",
    "settle",
    "take_extract",
    "take_service",
]  # fmt: skip

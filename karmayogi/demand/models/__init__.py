from karmayogi.demand.models.lack import LackRow, ScanTerms
from karmayogi.demand.models.request import ContentRequest, RequestStep

__all__ = ["ContentRequest", "LackRow", "RequestStep", "ScanTerms"]

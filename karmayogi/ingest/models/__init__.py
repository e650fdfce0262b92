from karmayogi.ingest.models.client import Client
from karmayogi.ingest.models.document import Document
from karmayogi.ingest.models.forward import Forward
from karmayogi.ingest.models.refusal import Refusal
from karmayogi.ingest.models.statement import Activity, Attachment, FreshKey, Key, Statement

__all__ = ["Activity", "Attachment", "Client", "Document", "Forward", "FreshKey", "Key", "Refusal", "Statement"]

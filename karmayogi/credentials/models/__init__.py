from karmayogi.credentials.models.certificate import Certificate, CertificateCompetency
from karmayogi.credentials.models.key import SigningKey
from karmayogi.credentials.models.paper import PaperKey
from karmayogi.credentials.models.status import StatusList

__all__ = ["Certificate", "CertificateCompetency", "PaperKey", "SigningKey", "StatusList"]

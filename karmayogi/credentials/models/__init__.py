from karmayogi.credentials.models.certificate import Certificate, CertificateCompetency
from karmayogi.credentials.models.key import SigningKey
from karmayogi.credentials.models.paper import PaperKey
from karmayogi.credentials.models.print import Print
from karmayogi.credentials.models.status import StatusList
from karmayogi.credentials.models.template import Template

__all__ = ["Certificate", "CertificateCompetency", "PaperKey", "Print", "SigningKey", "StatusList", "Template"]

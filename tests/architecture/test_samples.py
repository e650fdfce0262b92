"""Papers under docs/samples that are called signed are whole as they were signed, to the last byte."""

from pathlib import Path

import pytest
from asn1crypto import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

SAMPLES = Path(__file__).parents[2] / "docs" / "samples"


@pytest.mark.parametrize("paper", sorted(SAMPLES.rglob("*.pdf")), ids=lambda path: path.stem)
def test_a_sample_is_signed_and_whole(paper):
    with paper.open("rb") as file:
        (found,) = PdfFileReader(file).embedded_signatures
        above: list[x509.Certificate] = [found.signer_cert, *found.other_embedded_certs]
        status = validate_pdf_signature(found, ValidationContext(trust_roots=above))
        assert status.intact and status.valid
        assert status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    names = {one.stem for one in SAMPLES.glob("annual-plan-*.pdf")}
    assert names == {"annual-plan-en", "annual-plan-hi", "annual-plan-ur"}

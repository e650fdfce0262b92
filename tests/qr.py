"""What a camera reads on a paper."""

import pypdfium2
import zxingcpp


def read(content: bytes) -> list[str]:
    """The texts of all QR codes on the pages of a PDF, as they look when printed at 150 dots an inch."""
    document = pypdfium2.PdfDocument(content)
    try:
        pictures = [page.render(scale=150 / 72).to_numpy() for page in document]
        return [code.text for one in pictures for code in zxingcpp.read_barcodes(one, zxingcpp.BarcodeFormat.QRCode)]
    finally:
        document.close()

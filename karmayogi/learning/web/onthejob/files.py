"""A file that was handed in, as a download."""

from django.http import HttpResponse

from karmayogi.kernel import files

_ENDINGS = {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg"}


def download(sha256: str, media_type: str, stem: str) -> HttpResponse:
    """Never shown in the page: it comes from somebody else. stem: of the name, ours, since names tell who wrote."""
    return HttpResponse(
        files.read(sha256),
        content_type=media_type if media_type in _ENDINGS else files.UNCHECKED,
        headers={
            "Content-Disposition": f'attachment; filename="{stem}.{_ENDINGS.get(media_type, "bin")}"',
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        },
    )

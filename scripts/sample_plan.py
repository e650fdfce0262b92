"""Makes docs/samples: the signed annual plan of the demonstration's ministry, as paper and as spreadsheet.

    python scripts/sample_plan.py [FOLDER]

It builds the demonstration in a database of its own, which is gone afterwards, and takes a minute or two. The paper
is signed with a key that is made for this run: readers of PDF say that it was not changed since, and that they do not
know the key.
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from config.database import EmbeddedPostgres  # noqa: E402

PAPERS, BOOKS = ("en", "hi", "ur"), ("en", "hi")


def main() -> int:
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "samples"
    home = Path(tempfile.mkdtemp(prefix="karmayogi-sample-"))
    home.chmod(0o755)  # as root, the database runs as another user, who must be able to enter
    postgres = EmbeddedPostgres(home / "postgres")
    try:
        postgres.start()
        for name in [one for one in os.environ if one.startswith(("KARMAYOGI_", "DATABASE_", "DJANGO_", "PG"))]:
            del os.environ[name]
        os.environ |= {
            "KARMAYOGI_MODE": "dev", "KARMAYOGI_DEMO": "true", "KARMAYOGI_VAR_DIR": str(home / "var"),
            "DATABASE_URL": postgres.url(), "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        }  # fmt: skip
        (home / "var").mkdir()
        for file, size in make(out):
            print(f"{file.name}: {size // 1000} kB")
    finally:
        postgres.stop()
        shutil.rmtree(home, ignore_errors=True)
    return 0


def make(out: Path) -> list[tuple[Path, int]]:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connections
    from django.utils import translation

    from karmayogi.capacity.actions.print_plan import paper_of
    from karmayogi.capacity.models import Plan
    from karmayogi.capacity.web.files import book_of
    from karmayogi.kernel import clock
    from karmayogi.orgs import api as orgs

    call_command("prepare")
    at = clock.now()
    plan = Plan.objects.get(status="published", shape="ministry")
    body = orgs.organisations([plan.organisation_id])[plan.organisation_id]
    out.mkdir(parents=True, exist_ok=True)
    made = {f"annual-plan-{language}.pdf": paper_of(plan, language, at) for language in PAPERS}
    for language in BOOKS:
        with translation.override(language):
            made[f"annual-plan-{language}.xlsx"] = book_of(plan, body, on=clock.day(at), persons=True)
    for name, content in made.items():
        (out / name).write_bytes(content)
    connections.close_all()
    return [(out / name, len(content)) for name, content in made.items()]


if __name__ == "__main__":
    sys.exit(main())

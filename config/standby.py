"""A second embedded PostgreSQL that follows another one by streaming, or begins as its copy."""

from pathlib import Path

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from config.database import EmbeddedPostgres


class EmbeddedStandby(EmbeddedPostgres):
    """A hot standby in `home` of the cluster at `primary`: its roles, its password, readers only.

    follow: False makes a copy that goes its own way from its first start on.
    """

    def __init__(
        self, home: Path, primary: str, *, durable: bool = True, listen: str = "127.0.0.1", follow: bool = True
    ) -> None:
        super().__init__(home, durable=durable, listen=listen)
        self.primary = conninfo_to_dict(primary)
        self.follow = follow

    @property
    def password(self) -> str:
        return str(self.primary["password"])

    def _initialise(self) -> None:
        # In a file and not on the command line, where every user of the machine could read it; following needs it too.
        passwords = self.home / "passwords"
        passwords.touch(mode=0o600)
        secret = self.password.replace("\\", "\\\\").replace(":", "\\:")
        passwords.write_text(f"*:*:*:*:{secret}\n")
        self._give(passwords)
        where = {key: str(self.primary[key]) for key in ("host", "port", "user")}
        self._pg(
            "pg_basebackup", "-d", make_conninfo(**where, passfile=str(passwords)), "-D", self.data, "-X", "stream",
            "-c", "fast", *(["-R"] if self.follow else []), *([] if self.durable else ["--no-sync", "--no-manifest"]),
        )  # fmt: skip

    def _ensure_database(self, name: str) -> None:
        """It has those of the primary."""

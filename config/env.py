"""Typed settings from the environment. A bad value stops the start with one clear line; nothing is guessed."""

import os
from pathlib import Path
from typing import Annotated, Literal

import msgspec

ROOT = Path(__file__).resolve().parent.parent

Port = Annotated[int, msgspec.Meta(ge=1, le=65535)]
Origin = Annotated[str, msgspec.Meta(pattern=r"^https?://[a-z0-9.\-]+(:\d+)?$")]


class BadEnvironment(SystemExit):
    """Raised as SystemExit so that a bad value prints one line and no traceback."""


class Env(msgspec.Struct, frozen=True, kw_only=True):
    """Each field is read from KARMAYOGI_<FIELD> (or from the file named in KARMAYOGI_<FIELD>_FILE)."""

    mode: Literal["dev", "test", "prod"] = "dev"
    database_url: Annotated[str, msgspec.Meta(pattern=r"^(postgres(ql)?://.+)?$")] = ""
    # Standbys that follow that database by streaming, parted by spaces: figures and lists are read from them.
    # read_lag: how many seconds they may be behind.
    read_urls: Annotated[str, msgspec.Meta(pattern=r"^(postgres(ql)?://\S+( postgres(ql)?://\S+)*)?$")] = ""
    read_lag: Annotated[float, msgspec.Meta(ge=1, le=60)] = 5
    secret_key: str = ""
    secret_key_fallbacks: str = ""  # earlier keys, newest first, parted by spaces: what they signed still counts
    part: Literal["web", "jobs", "manage"] = (
        "manage"  # which limits its statements have (database.py); set by the starters
    )
    port: Port = 8000
    public_origin: Origin = "http://127.0.0.1:8000"
    content_origin: Origin = "http://content.localhost:8000"
    var_dir: str = str(ROOT / "var")
    shared_dir: str = ""  # files and keys, when several hosts share a folder; else they lie in var_dir
    demo: bool = True
    demo_content_dir: str = str(ROOT.parent / "shared" / "content")
    web_workers: Annotated[int, msgspec.Meta(ge=1, le=64)] = 2
    owner_name: str = ""
    # From so many enrolments on, past days are counted beforehand and not while somebody waits; 0: always.
    past_days_kept_at: Annotated[int, msgspec.Meta(ge=0)] = 2_000_000
    # From so many enrolments on, all figures are counted anew in the columnar store and not in PostgreSQL; 0: always.
    figures_from_facts_at: Annotated[int, msgspec.Meta(ge=0)] = 20_000_000
    own_statements: bool = True  # what learners do in our own lessons is written into the record store
    mail_url: Annotated[str, msgspec.Meta(pattern=r"^(none|smtps?://.+)?$")] = ""  # none: nothing is mailed
    # A callable(to, text) by its dotted name. none: nothing is sent by SMS.
    sms_sender: Annotated[str, msgspec.Meta(pattern=r"^(none|[A-Za-z_]\w*(\.[A-Za-z_]\w*)+)?$")] = ""
    # Takes registered texts as JSON (to, text, template, header). Without it they go to sms_sender.
    sms_gateway: Annotated[str, msgspec.Meta(pattern=r"^(https?://.+)?$")] = ""
    trusted_proxies: Annotated[int, msgspec.Meta(ge=0, le=5)] = 0
    oidc_name: str = ""
    oidc_server_url: Annotated[str, msgspec.Meta(pattern=r"^(https?://.+)?$")] = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = ""
    # DigiLocker asks us for certificates: the key that we set in its partner portal, our ids there. Empty: it is off.
    digilocker_api_key: str = ""
    digilocker_org_id: str = ""
    digilocker_issuer: Annotated[str, msgspec.Meta(pattern=r"^([a-z0-9]+(\.[a-z0-9]+)+)?$")] = ""  # in.gov.department
    digilocker_doc_type: Annotated[str, msgspec.Meta(pattern=r"^[A-Z]{5}$")] = "TRCER"
    # Hosts of the push services that may be told that a message waits; *.host for all below it. none: no push messages.
    push_services: Annotated[str, msgspec.Meta(pattern=r"^(none|(\*\.)?[a-z0-9.\-]+( (\*\.)?[a-z0-9.\-]+)*)$")] = (
        "fcm.googleapis.com updates.push.services.mozilla.com *.notify.windows.com *.push.apple.com"
    )
    # Rehearsals only: tools, platforms and push services on this machine or network, over http.
    private_addresses: bool = False
    clock_offset_file: str = ""  # rehearsals only: seconds to add to the clock, read at every look
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"


def read(environ: dict[str, str] | None = None) -> Env:
    """The environment as `Env`. Raises BadEnvironment naming the variable and what is wrong with it."""
    environ = dict(os.environ) if environ is None else environ
    raw: dict[str, object] = {}
    for field in Env.__struct_fields__:
        name = "DATABASE_URL" if field == "database_url" else f"KARMAYOGI_{field.upper()}"
        if f"{name}_FILE" in environ:
            try:
                raw[field] = Path(environ[f"{name}_FILE"]).read_text().strip()
            except OSError as error:
                raise BadEnvironment(f"settings: {name}_FILE cannot be read: {error}") from error
        elif name in environ:
            raw[field] = environ[name]
    known = {f"KARMAYOGI_{field.upper()}" for field in Env.__struct_fields__}
    for name in environ:
        if name.startswith("KARMAYOGI_") and not {name, name.removesuffix("_FILE")} & known:
            raise BadEnvironment(f"settings: {name} is not a setting of this product (see config/env.py)")
    if "port" in raw and "public_origin" not in raw:
        raw["public_origin"] = f"http://127.0.0.1:{raw['port']}"
    if "port" in raw and "content_origin" not in raw:
        raw["content_origin"] = f"http://content.localhost:{raw['port']}"
    try:
        env = msgspec.convert(raw, Env, strict=False)
    except msgspec.ValidationError as error:
        field = str(error).rpartition("$.")[2].rstrip("`") if "$." in str(error) else ""
        raise BadEnvironment(
            f"settings: KARMAYOGI_{field.upper() or '?'} is refused: {str(error).split(' - at')[0]}"
        ) from error
    if env.read_urls and (wrong := _wrong_replica(env)):
        raise BadEnvironment(f"settings: KARMAYOGI_READ_URLS is refused: {wrong}")
    if env.mode == "prod":
        for field in ("secret_key", "database_url"):
            if not getattr(env, field):
                raise BadEnvironment(f"settings: {field.upper()} must be set when KARMAYOGI_MODE=prod")
        for field, example in (("mail_url", "smtps://user:password@host"), ("sms_sender", "package.module.callable")):
            if not getattr(env, field):  # else invitations and codes would be written to a folder, and nobody told
                raise BadEnvironment(
                    f"settings: KARMAYOGI_{field.upper()} must be set when KARMAYOGI_MODE=prod: {example}, or none"
                )
        if not env.public_origin.startswith("https://"):
            raise BadEnvironment("settings: KARMAYOGI_PUBLIC_ORIGIN must be https:// when KARMAYOGI_MODE=prod")
        if env.clock_offset_file:
            raise BadEnvironment("settings: KARMAYOGI_CLOCK_OFFSET_FILE must not be set when KARMAYOGI_MODE=prod")
        if env.private_addresses:
            raise BadEnvironment("settings: KARMAYOGI_PRIVATE_ADDRESSES must not be set when KARMAYOGI_MODE=prod")
        if env.demo:
            raise BadEnvironment("settings: KARMAYOGI_DEMO must be false when KARMAYOGI_MODE=prod")
        if not env.content_origin.startswith("https://"):
            raise BadEnvironment("settings: KARMAYOGI_CONTENT_ORIGIN must be https:// when KARMAYOGI_MODE=prod")
        if (shared := _shared_site(_host(env.public_origin), _host(env.content_origin))) is not None:
            raise BadEnvironment(
                "settings: KARMAYOGI_CONTENT_ORIGIN must be of another registered domain than KARMAYOGI_PUBLIC_ORIGIN: "
                f"both belong to {shared}, and a package could set cookies there"
            )
        if env.oidc_server_url and not env.oidc_server_url.startswith("https://"):
            raise BadEnvironment("settings: KARMAYOGI_OIDC_SERVER_URL must be https:// when KARMAYOGI_MODE=prod")
    if env.oidc_server_url and not env.oidc_client_id:
        raise BadEnvironment("settings: KARMAYOGI_OIDC_CLIENT_ID must be set beside KARMAYOGI_OIDC_SERVER_URL")
    if _host(env.content_origin) == _host(env.public_origin):
        raise BadEnvironment(
            "settings: KARMAYOGI_CONTENT_ORIGIN must be another host than KARMAYOGI_PUBLIC_ORIGIN: cookies ignore ports"
        )
    return env


def _wrong_replica(env: Env) -> str:
    """Why these addresses cannot be those of standbys; "" when they can. No password is repeated."""
    from psycopg import ProgrammingError
    from psycopg.conninfo import conninfo_to_dict

    if not env.database_url:
        return "DATABASE_URL must be set beside it"
    places = []
    for number, url in enumerate([env.database_url, *env.read_urls.split()]):
        try:
            parts = conninfo_to_dict(url)
        except ProgrammingError:
            return f"address {number} is not one of PostgreSQL" if number else "DATABASE_URL is not one of PostgreSQL"
        if "://" in str(parts.get("dbname")):
            return "addresses are parted by spaces"
        if not parts.get("host") or not parts.get("dbname"):
            return f"address {number} names no host or no database" if number else "DATABASE_URL names none"
        places.append((parts["host"], str(parts.get("port", "5432"))))
    return "two addresses are of the same server" if len(set(places)) < len(places) else ""


def _host(origin: str) -> str:
    return origin.split("://")[1].split(":")[0].rstrip(".")


def _shared_site(one: str, other: str) -> str | None:
    """The registered domain that both hosts belong to, by the public suffix list that comes with its package; None
    when they differ. A bare address is a site of its own."""
    from publicsuffixlist import PublicSuffixList  # a hundred milliseconds and megabytes: in production only

    suffixes = PublicSuffixList()
    sites = [host if host.replace(".", "").isdigit() else suffixes.privatesuffix(host) or host for host in (one, other)]
    return sites[0] if sites[0] == sites[1] else None


env = read()

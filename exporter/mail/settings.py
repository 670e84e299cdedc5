"""Where mail is handed in and who we are there: from the environment, or from a file of its own that nobody else reads.

These values are used here and go no further: not into jobs, the cache, a log or a diagnostic.
"""

from __future__ import annotations

import ipaddress
import stat
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, Literal

import msgspec
from msgspec import Struct

from exporter.errors import UsageError

PREFIX: Final = "EXPORTER_MAIL_"
PORTS: Final = {"starttls": 587, "implicit": 465, "none": 25}


class Settings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``tls`` none is for a server on this machine only. ``secret`` keys the readers' unsubscribe tokens. ``rate`` is
    mails a second, 0 without limit. ``dkim_key`` is the path of a private key in PEM. ``ca_file`` holds the certificate
    of a server that no public authority vouches for."""

    host: str = ""
    port: int = 0
    tls: Literal["starttls", "implicit", "none"] = "starttls"
    user: str = ""
    password: str = ""
    secret: str = ""
    rate: float = 10.0
    ca_file: str = ""
    dkim_selector: str = ""
    dkim_domain: str = ""
    dkim_key: str = ""
    feedback_id: str = ""

    def __repr__(self) -> str:
        return f"Settings({self.host}:{self.port or PORTS[self.tls]}, {self.tls})"


def read_settings(environment: Mapping[str, str], file: Path | None = None) -> Settings:
    """Variables EXPORTER_MAIL_HOST, …_PASSWORD and so on over the [mail] table of ``file``, which is named by
    EXPORTER_MAIL_FILE where not given. Raises UsageError, which repeats no value.
    """
    named = environment.get(f"{PREFIX}FILE")
    path = file or (Path(named) if named else None)
    values: dict[str, Any] = _table(path) if path else {}
    for field in Settings.__struct_fields__:
        if given := environment.get(PREFIX + field.upper()):
            values[field] = given
    try:
        settings = msgspec.convert(values, Settings, strict=False)
    except msgspec.ValidationError as error:
        key = str(error).partition(" - at `$.")[2].strip("`")
        raise UsageError(f"the mail setting {key or str(error)} cannot be used") from None
    _judge(settings)
    return settings


def _table(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH):
            raise UsageError(f"{path} holds secrets and others may read it", f"chmod 600 {path}")
        table = tomllib.loads(path.read_text("utf-8")).get("mail", {})
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} cannot be read: {error}") from None
    except (ValueError, RecursionError):
        raise UsageError(f"{path} is not TOML") from None  # the parser's words may quote a secret
    return dict(table)


def _judge(settings: Settings) -> None:
    if settings.tls == "none" and settings.host and not _is_here(settings.host):
        raise UsageError(
            "mail leaves this machine by TLS only",
            f"Set {PREFIX}TLS to starttls (port 587) or implicit (port 465).",
        )
    if settings.secret and len(settings.secret) < 16:
        raise UsageError(
            f"{PREFIX}SECRET is shorter than 16 characters", "openssl rand -hex 32 makes a good one."
        )
    if settings.dkim_key and not (settings.dkim_selector and settings.dkim_domain):
        raise UsageError("a DKIM signature needs a selector and a domain too")


def _is_here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False

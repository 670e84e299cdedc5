"""TLS is verified, secrets come from the environment or a private file, a signature holds for what it must."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dkim
import msgspec
import pytest
from aiosmtpd.smtp import AuthResult

from exporter.commands.doctor import examine
from exporter.errors import UsageError
from exporter.mail.dkim import SIGNED, signer
from exporter.mail.letter import Mould
from exporter.mail.mailing import Stamp, trial
from exporter.mail.settings import PREFIX, Settings, read_settings
from exporter.mail.smtp import Outcome, Smtp, TransportError
from tests.mail.letters import SECRET, letter
from tests.mail.server import Faulty, Pipelining, port_of, serve, tls

HERE = Path(__file__).parent
CERTIFICATE = HERE / "localhost.pem"
MESSAGE = b"From: a@example.org\r\n\r\nhello\r\n"


def authenticate(server: object, session: object, envelope: object, mechanism: str, data: Any) -> AuthResult:
    return AuthResult(success=data.login == b"mei" and data.password == b"right", handled=False)


@pytest.fixture
def starttls(tmp_path: Path) -> Iterator[int]:
    controller = serve(
        Faulty(tmp_path / "log"),
        tls_context=tls(CERTIFICATE),
        require_starttls=True,
        auth_required=True,
        authenticator=authenticate,
    )
    yield port_of(controller)
    controller.stop()


def attempt(port: int, **settings: Any) -> Outcome:
    usual = Settings(host="localhost", port=port, user="mei", password="right", ca_file=str(CERTIFICATE))
    transport = Smtp(msgspec.structs.replace(usual, **settings), (5.0, 5.0))
    try:
        return transport.send("a@example.org", "b@example.net", MESSAGE, lambda: None)
    finally:
        transport.close()


def test_starttls_and_a_password(starttls: int) -> None:
    assert attempt(starttls).verdict == "accepted"


def test_the_doctor_visits_the_server_and_sends_nothing(
    starttls: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def visit(**settings: str) -> tuple[str, bool]:
        for name, value in settings.items():
            monkeypatch.setenv(PREFIX + name.upper(), value)
        lines, healthy = examine()
        return next(line for line in lines if "exporter send" in line), healthy

    assert visit(host="")[0].startswith("– mail     no EXPORTER_MAIL_HOST")
    usual = {"port": str(starttls), "user": "mei", "ca_file": str(CERTIFICATE)}
    line, healthy = visit(host="localhost", password="right", **usual)
    assert (line.startswith(f"✓ mail     localhost:{starttls}"), healthy) == (True, True)
    line, healthy = visit(password="wrong-one")
    assert ("refuses user and password" in line, "wrong-one" in line, healthy) == (True, False, False)
    line, healthy = visit(port="1")
    assert (line.startswith("✗ mail     localhost:1 "), healthy) == (True, False)
    line, healthy = visit(port="many")
    assert ("the mail setting port cannot be used" in line, healthy) == (True, False)
    assert not (tmp_path / "log").exists() or not (tmp_path / "log").read_text()


def test_a_wrong_password_stops_all(starttls: int) -> None:
    with pytest.raises(TransportError, match="user and password") as caught:
        attempt(starttls, password="wrong-one")
    assert "wrong-one" not in str(caught.value)


def test_a_certificate_nobody_vouches_for_stops_all(starttls: int) -> None:
    with pytest.raises(TransportError, match="not to be trusted"):
        attempt(starttls, ca_file="")


def test_a_server_without_starttls_gets_nothing(tmp_path: Path) -> None:
    controller = serve(Faulty(tmp_path / "log"))
    try:
        with pytest.raises(TransportError, match="in the clear"):
            attempt(port_of(controller))
    finally:
        controller.stop()
    assert not (tmp_path / "log").exists()


def test_tls_from_the_first_byte(tmp_path: Path) -> None:
    controller = serve(Faulty(tmp_path / "log"), ssl_context=tls(CERTIFICATE), server_hostname="localhost")
    try:
        assert attempt(port_of(controller), tls="implicit", user="").verdict == "accepted"
    finally:
        controller.stop()


def test_what_is_not_ready_is_not_sent(tmp_path: Path) -> None:
    def fail() -> None:
        raise RuntimeError

    controller = serve(Faulty(tmp_path / "log"))
    try:
        transport = Smtp(Settings(host="127.0.0.1", port=port_of(controller), tls="none"))
        with pytest.raises(RuntimeError):
            transport.send("a@example.org", "b@example.net", MESSAGE, fail)
        assert transport.send("a@example.org", "c@example.net", MESSAGE, lambda: None).verdict == "accepted"
        transport.close()
    finally:
        controller.stop()
    assert (tmp_path / "log").read_text().startswith("c@example.net")


@pytest.mark.parametrize(
    "address", ["b@example.net>\r\nRCPT TO:<c@example.net", "b\n@example.net", "é@example.net"]
)
@pytest.mark.parametrize("kind", [Faulty, Pipelining])
def test_an_address_cannot_become_a_command(tmp_path: Path, kind: type[Faulty], address: str) -> None:
    controller = serve(kind(tmp_path / "log"))
    try:
        transport = Smtp(Settings(host="127.0.0.1", port=port_of(controller), tls="none"))
        with pytest.raises(ValueError, match="no address"):
            transport.send("a@example.org", address, MESSAGE, lambda: None)
        transport.close()
    finally:
        controller.stop()
    assert not (tmp_path / "log").exists()


def test_the_environment_goes_before_the_file(tmp_path: Path) -> None:
    file = tmp_path / "mail.toml"
    file.write_text('[mail]\nhost = "a.example"\npassword = "geheim"\nport = 2525\n')
    file.chmod(0o600)
    settings = read_settings({"EXPORTER_MAIL_FILE": str(file), "EXPORTER_MAIL_HOST": "b.example"})
    assert (settings.host, settings.password, settings.port) == ("b.example", "geheim", 2525)
    assert "geheim" not in repr(settings)


def test_a_file_of_secrets_that_others_may_read_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "mail.toml"
    file.write_text("[mail]\n")
    file.chmod(0o644)
    with pytest.raises(UsageError, match="others may read"):
        read_settings({}, file)


@pytest.mark.parametrize(
    "environment",
    [
        {"EXPORTER_MAIL_HOST": "mail.example", "EXPORTER_MAIL_TLS": "none"},
        {"EXPORTER_MAIL_TLS": "perhaps-geheim"},
        {"EXPORTER_MAIL_PORT": "geheim"},
        {"EXPORTER_MAIL_SECRET": "geheim"},
        {"EXPORTER_MAIL_DKIM_KEY": "geheim"},
    ],
)
def test_settings_that_cannot_be_used_are_refused_and_not_repeated(environment: dict[str, str]) -> None:
    with pytest.raises(UsageError) as caught:
        read_settings(environment)
    assert "geheim" not in str(caught.value)


def signed_mail() -> bytes:
    settings = Settings(dkim_selector="s", dkim_domain="example.org", dkim_key=str(HERE / "dkim.pem"))
    return trial("b@example.net", Mould(letter())).compose(Stamp(secret=SECRET, sign=signer(settings)))


@pytest.fixture(scope="module")
def public() -> bytes:
    return b"v=DKIM1; k=rsa; p=" + (HERE / "dkim.pub").read_bytes().replace(b"\n", b"")


def verify(mail: bytes, record: bytes) -> bool:
    return bool(dkim.verify(mail, dnsfunc=lambda name, timeout=5: record))


def test_a_signature_holds_and_covers_the_ways_out(public: bytes) -> None:
    mail = signed_mail()
    assert verify(mail, public)
    signature = mail.partition(b"\r\nFrom:")[0].replace(b"\r\n ", b"").replace(b" ", b"").lower()
    for name in (
        b"from",
        b"to",
        b"subject",
        b"date",
        b"message-id",
        b"list-unsubscribe",
        b"list-unsubscribe-post",
    ):
        assert name in signature.partition(b"h=")[2].partition(b";")[0].split(b":")
    assert len(SIGNED) == len(set(SIGNED))


@pytest.mark.parametrize("name", [b"List-Unsubscribe: <", b"List-Unsubscribe-Post: ", b"Subject: ", b"To: "])
def test_a_signature_breaks_with_what_it_covers(public: bytes, name: bytes) -> None:
    assert not verify(signed_mail().replace(name, name + b"x", 1), public)


def test_a_key_that_is_none_is_refused_before_anything_is_sent(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("no key")
    settings = Settings(dkim_selector="s", dkim_domain="example.org", dkim_key=str(tmp_path / "key"))
    with pytest.raises(UsageError, match="no RSA"):
        signer(settings)

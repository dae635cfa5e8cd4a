"""Where webhooks may go: nowhere inside, whatever a name says, and only to whom the name belongs."""

from __future__ import annotations

import datetime as dt
import socket
import ssl
import threading
from contextlib import contextmanager
from ipaddress import ip_address, ip_network

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.core.exceptions import ImproperlyConfigured

from integrations.webhooks import connecting
from integrations.webhooks.addresses import may_reach, url_problem
from integrations.webhooks.connecting import LONGEST_ANSWER, post
from marketplace import environment
from tests.integrations.receiver import receiving
from tests.integrations.webhooks import listening, reviewed, sent, the_delivery

PUBLIC = "93.184.215.14"
INSIDE = (
    "127.0.0.1 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1 240.0.0.1 255.255.255.255"
    " 192.0.2.1 198.18.0.1 192.88.99.1 :: ::1 fe80::1 fc00::1 fd00:ec2::254 ff02::1 2001:db8::1 fec0::1 100::1"
    " ::ffff:127.0.0.1 ::ffff:10.0.0.1 2002:7f00:1:: 2002:a00:1:: 64:ff9b::7f00:1 64:ff9b::a9fe:a9fe 64:ff9b:1::1"
    " 2001:0:4136:e378::1 ::127.0.0.1"
).split()
OUTSIDE = f"{PUBLIC} 8.8.8.8 2606:2800:220:1:248:1893:25c8:1946 ::ffff:8.8.8.8 2002:808:808:: 64:ff9b::808:808".split()
LOOPBACK = [ip_network("127.0.0.0/8")]


@pytest.fixture
def closed(settings):
    settings.WEBHOOK_NETWORKS = []


@pytest.fixture
def silent():
    """A socket that listens and must not be called."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server


def was_called(server: socket.socket) -> bool:
    try:
        server.accept()
    except BlockingIOError:
        return False
    return True


@contextmanager
def names_lead(monkeypatch, *answers: list[str]):
    """Looking a name up gives these addresses, one list after the other, the last for good; how often it was asked."""
    asked = []

    def lookup(host, port, *_, **__):
        found = answers[min(len(asked), len(answers) - 1)]
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port)) for each in found]

    with monkeypatch.context() as patch:
        patch.setattr(connecting.socket, "getaddrinfo", lookup)
        yield asked


@contextmanager
def connections_tried(monkeypatch):
    tried = []

    def connect(address, **_):
        tried.append(address[0])
        raise ConnectionRefusedError(111, "refused")

    with monkeypatch.context() as patch:
        patch.setattr(connecting.socket, "create_connection", connect)
        yield tried


class TestAddresses:
    @pytest.mark.parametrize("address", INSIDE)
    def test_inside_are_refused(self, closed, address):
        assert not may_reach(ip_address(address), plain=False)

    @pytest.mark.parametrize("address", OUTSIDE)
    def test_outside_are_reached_over_tls_alone(self, closed, address):
        assert may_reach(ip_address(address), plain=False)
        assert not may_reach(ip_address(address), plain=True)

    def test_that_the_operator_names_are_reached(self, settings):
        settings.WEBHOOK_NETWORKS = [ip_network("10.0.0.0/8"), ip_network("fd00::/8")]
        for address in ("10.1.2.3", "::ffff:10.1.2.3", "fd00::1"):
            assert may_reach(ip_address(address), plain=True), address
        assert not may_reach(ip_address("192.168.1.1"), plain=False)

    @pytest.mark.parametrize(
        "url",
        [
            "",
            "example.com",
            "ftp://example.com",
            "http://example.com",
            "https://",
            "https://user@example.com",
            "https://:secret@example.com",
            "https://example.com:22",
            "https://example.com:99999",
            "https://example.com/#here",
            "https://exa mple.com",
            "https://exämple.com",
            "https://example.com\\@127.0.0.1",
            "https://example.com/\x00",
            "https://127.0.0.1/",
            "https://[::1]/",
            "https://[::ffff:10.0.0.1]:8443/",
            "https://[fe80::1%25eth0]/",
            "https://[bad/",
            "https://example.com/" + "a" * 500,
        ],
    )
    def test_that_cannot_be_right_are_refused_when_written(self, closed, url):
        assert url_problem(url)

    @pytest.mark.parametrize("url", ["https://example.com", "https://example.com:8443/a?b=c", f"https://{PUBLIC}/"])
    def test_that_can_be_right_are_taken(self, closed, url):
        assert url_problem(url) == ""


class TestAConnection:
    def test_to_a_private_address_is_not_made(self, closed, silent):
        outcome = post(f"https://127.0.0.1:{silent.getsockname()[1]}/", b"{}", {})
        assert outcome.error == "Refused: the address lies in a network that nothing is sent to."
        assert not was_called(silent)

    @pytest.mark.parametrize("host", ["localhost", "2130706433", "0x7f.1", "127.1", "[::ffff:7f00:1]"])
    def test_is_not_made_however_the_address_is_written(self, closed, silent, host):
        assert post(f"https://{host}:{silent.getsockname()[1]}/", b"{}", {}).status is None
        assert not was_called(silent)

    def test_goes_to_the_address_that_was_checked_and_asks_no_second_time(self, closed, silent, monkeypatch):
        with names_lead(monkeypatch, [PUBLIC], ["127.0.0.1"]) as asked, connections_tried(monkeypatch) as tried:
            post(f"https://rebinding.example:{silent.getsockname()[1]}/", b"{}", {})
        assert (len(asked), tried) == (1, [PUBLIC])
        assert not was_called(silent)

    def test_is_not_made_to_a_name_of_which_one_address_is_private(self, closed, monkeypatch):
        with names_lead(monkeypatch, [PUBLIC, "10.0.0.1"]), connections_tried(monkeypatch) as tried:
            assert post("https://both.example/", b"{}", {}).error.startswith("Refused")
        assert tried == []

    def test_without_tls_goes_to_the_operators_networks_alone(self, settings, monkeypatch):
        settings.WEBHOOK_NETWORKS = LOOPBACK
        with names_lead(monkeypatch, [PUBLIC]), connections_tried(monkeypatch) as tried:
            assert post("http://plain.example/", b"{}", {}).error.startswith("Refused")
        assert tried == []

    def test_takes_no_proxy_from_the_environment(self, settings, silent, monkeypatch):
        settings.WEBHOOK_NETWORKS = LOOPBACK
        for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{silent.getsockname()[1]}")
        with receiving() as receiver:
            assert post(receiver.url, b"{}", {"webhook-id": "1"}).status == 204
        assert not was_called(silent)

    def test_reads_no_more_of_the_answer_than_it_keeps(self, settings):
        settings.WEBHOOK_NETWORKS = LOOPBACK
        with receiving() as receiver:
            receiver.answers = [(200, {}, b"\x00\xff" + b"a" * 1_000_000)]
            outcome = post(receiver.url, b"{}", {"webhook-id": "1"})
        assert outcome.status == 200
        assert len(outcome.answer) == LONGEST_ANSWER
        assert "\x00" not in outcome.answer

    def test_ends_in_time_however_slowly_the_answer_drips(self, settings):
        settings.WEBHOOK_NETWORKS = LOOPBACK
        done = threading.Event()
        with socket.create_server(("127.0.0.1", 0)) as server:

            def drip():
                caller, _ = server.accept()
                with caller:
                    caller.sendall(b"HTTP/1.1 200 OK\r\n")
                    while not done.wait(0.05):
                        caller.sendall(b"X")

            threading.Thread(target=drip, daemon=True).start()
            outcome = post(f"http://127.0.0.1:{server.getsockname()[1]}/", b"{}", {}, seconds=0.5)
            done.set()
        assert (outcome.status, outcome.error) == (None, "No answer in time.")

    def test_that_nobody_takes_is_said_plainly(self, settings):
        settings.WEBHOOK_NETWORKS = LOOPBACK
        with socket.create_server(("127.0.0.1", 0)) as server:
            port = server.getsockname()[1]
        outcome = post(f"http://127.0.0.1:{port}/", b"{}", {})
        assert outcome.status is None
        assert "refused" in outcome.error
        assert "0x" not in outcome.error


class TestTls:
    """The connection goes to a number, but the name has to be the one on the certificate."""

    @pytest.mark.parametrize("name", ["hooks.example", "other.example"])
    def test_keeps_the_name(self, settings, monkeypatch, tmp_path, name):
        settings.WEBHOOK_NETWORKS = LOOPBACK
        authority, chain = certificate(tmp_path, "hooks.example")
        monkeypatch.setenv("SSL_CERT_FILE", str(authority))
        seen = []
        with serving_tls(chain, seen) as port, names_lead(monkeypatch, ["127.0.0.1"]):
            outcome = post(f"https://{name}:{port}/hooks", b"{}", {})
        assert seen[0] == name
        if name == "hooks.example":
            assert (outcome.status, outcome.answer) == (200, "ok")
            assert f"Host: {name}:{port}".encode() in seen[1]
        else:
            assert outcome.status is None
            assert "certificate" in outcome.error.lower()


@pytest.mark.django_db
class TestADelivery:
    def test_to_a_name_that_turned_private_is_not_made(self, closed, cast, silent, monkeypatch):
        port = silent.getsockname()[1]
        listening(cast, f"https://rebinding.example:{port}/hooks")
        reviewed(cast)
        with names_lead(monkeypatch, [PUBLIC], ["127.0.0.1"]):
            with connections_tried(monkeypatch) as tried:
                sent(cast)
            assert tried == [PUBLIC]
            sent(cast, the_delivery(cast).next_at)
        assert not was_called(silent)
        with cast.inside():
            first, second = the_delivery(cast).tries.order_by("at")
        assert "refused" in first.error
        assert second.error.startswith("Refused: the address lies in a network")


class TestTheOperatorsList:
    def test_is_read_from_the_environment(self, monkeypatch):
        monkeypatch.setenv("WEBHOOK_NETWORKS", "10.0.0.0/8, fd00::/8")
        assert environment.networks("WEBHOOK_NETWORKS") == [ip_network("10.0.0.0/8"), ip_network("fd00::/8")]

    def test_stops_the_start_where_it_is_malformed(self, monkeypatch):
        monkeypatch.setenv("WEBHOOK_NETWORKS", "10.0.0.1/8")
        with pytest.raises(ImproperlyConfigured, match="WEBHOOK_NETWORKS is not a list of networks"):
            environment.networks("WEBHOOK_NETWORKS")


def certificate(folder, name):
    """A certificate for `name` that signs itself, and the file with it and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    today = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder(subject_name=subject, issuer_name=subject, public_key=key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - dt.timedelta(days=1))
        .not_valid_after(today + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = made.public_bytes(serialization.Encoding.PEM)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "authority.pem").write_bytes(pem)
    (folder / "chain.pem").write_bytes(pem + private)
    return folder / "authority.pem", folder / "chain.pem"


@contextmanager
def serving_tls(chain, seen):
    """Answers one call over TLS; `seen` is the name that was asked for, and then the request."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain)
    context.sni_callback = lambda _, name, __: seen.append(name)
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer():
            try:
                caller, _ = server.accept()
                with context.wrap_socket(caller, server_side=True) as caller:
                    request = b""
                    while not request.endswith(b"{}") and (more := caller.recv(65536)):
                        request += more
                    seen.append(request)
                    caller.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            except OSError:
                pass

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        yield server.getsockname()[1]
        thread.join(timeout=10)

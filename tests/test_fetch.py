"""Downloads, from a server on loopback that answers well and badly."""

import hashlib
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest

from ingest import mishaps
from ingest.catalogue import Entry, read, record
from ingest.fetch import Limits, fetch
from search.errors import FetchError

PDF = b"%PDF-1.7\n" + b"x" * 3000 + b"\n%%EOF\n"
HTML = b"<!DOCTYPE html><html><body>Log in</body></html>"
LIMITS = Limits(megabytes=0.01, seconds=5, connect_seconds=1, read_seconds=0.5)
BY_HAND = "open it in a browser, download the PDF and add it with casebook add."
LATER = "try again later."


class Server(ThreadingHTTPServer):
    """Remembers what it was asked for, as the request line and headers say it."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        self.asked: list[str] = []
        self.agents: list[str | None] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is what most of these tests are about."""


class Answers(BaseHTTPRequestHandler):
    """/good.pdf is do_good, and so on; an absolute address (a proxy is asked) is a PDF too."""

    server: Server

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self.server.agents.append(self.headers["User-Agent"])
        name = "good" if self.path.startswith("http") else self.path.strip("/").partition(".")[0]
        getattr(self, f"do_{name}", self.do_code)()

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet."""

    def send(self, body: bytes, kind: str = "application/pdf", length: int | None = None) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        if length != -1:
            self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        self.wfile.write(body)

    def redirect(self, target: str) -> None:
        self.send_response(302)
        self.send_header("Location", target)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_good(self) -> None:
        self.send(PDF)

    def do_junk(self) -> None:
        self.send(b"\r\n" * 500 + PDF)

    def do_late(self) -> None:
        self.send(b"\r\n" * 600 + PDF)

    def do_octets(self) -> None:
        self.send(PDF, "text/html")

    def do_moved(self) -> None:
        self.redirect("/good.pdf")

    def do_loop(self) -> None:
        self.redirect("/loop.pdf")

    def do_elsewhere(self) -> None:
        self.redirect("ftp://127.0.0.1/a.pdf")

    def do_page(self) -> None:
        self.send(HTML, "text/html; charset=utf-8")

    def do_disguised(self) -> None:
        self.send(HTML)

    def do_text(self) -> None:
        self.send(b"Hello", "text/plain")

    def do_empty(self) -> None:
        self.send(b"")

    def do_large(self) -> None:
        self.send(PDF, length=20_000)

    def do_endless(self) -> None:
        self.send(PDF * 10, length=-1)

    def do_short(self) -> None:
        self.send(PDF, length=len(PDF) + 1000)

    def do_packed(self) -> None:
        self.send_response(200)
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(PDF)))
        self.end_headers()
        self.wfile.write(PDF)

    def do_silent(self) -> None:
        time.sleep(1)

    def do_garbage(self) -> None:
        self.wfile.write(b"SSH-2.0\r\n\r\n")

    def do_trickle(self) -> None:
        self.send(PDF[:2000], length=len(PDF))
        self.drip(PDF[2000:])

    def do_headers(self) -> None:
        self.drip(b"HTTP/1.1 200 OK\r\n" + b"X-A: b\r\n" * 500)

    def drip(self, data: bytes) -> None:
        for byte in data:
            self.wfile.write(bytes([byte]))
            self.wfile.flush()
            time.sleep(0.02)

    def do_code(self) -> None:
        self.send_response(int(self.path.strip("/").partition(".")[0]))
        self.send_header("Content-Length", "0")
        self.end_headers()


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        thread = threading.Thread(target=running.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield running
        running.shutdown()
        thread.join()


@pytest.fixture(autouse=True)
def no_proxy_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def entry(address: str) -> Entry:
    return Entry("C027", "Creative Credits: für alle", document=address)


@pytest.mark.parametrize("name", ["good", "octets", "moved", "junk"])
def test_a_pdf_is_kept_under_the_entrys_name(server: Server, tmp_path: Path, name: str) -> None:
    body = b"\r\n" * 500 + PDF if name == "junk" else PDF
    got = fetch(entry(f"{server.address}/{name}.pdf"), tmp_path, LIMITS)
    assert got.path == tmp_path / "c027-creative-credits-fur-alle.pdf"
    assert got.path.read_bytes() == body
    assert (got.sha256, got.size) == (hashlib.sha256(body).hexdigest(), len(body))
    assert [file.name for file in tmp_path.iterdir()] == [got.path.name]
    assert server.asked[0] == f"/{name}.pdf"
    assert set(server.agents) == {"casebook"}


def test_a_download_is_recorded_with_its_sha256(server: Server, tmp_path: Path) -> None:
    asked = entry(f"{server.address}/good.pdf")
    got = fetch(asked, tmp_path, LIMITS)
    [row] = read(record(tmp_path, asked, got.path, got.sha256))
    assert (row.id, row.file, row.sha256) == ("C027", got.path.name, got.sha256)


@pytest.mark.parametrize(
    ("path", "said", "todo"),
    [
        ("loop.pdf", "the server redirects without end", BY_HAND),
        ("elsewhere.pdf", "the address does not lead to http or https", BY_HAND),
        ("page.pdf", "a web page came, not a PDF", BY_HAND),
        ("disguised.pdf", "a web page came, not a PDF", BY_HAND),
        ("text.pdf", "what came is not a PDF but text/plain", BY_HAND),
        ("late.pdf", "what came is not a PDF but application/pdf", BY_HAND),
        ("empty.pdf", "nothing came", BY_HAND),
        ("large.pdf", "it is larger than 0.01 MB", BY_HAND),
        ("endless.pdf", "it is larger than 0.01 MB", BY_HAND),
        ("short.pdf", "the server broke off or broke the rules of http", LATER),
        ("garbage.pdf", "the server broke off or broke the rules of http", LATER),
        ("packed.pdf", "what came can't be unpacked", BY_HAND),
        ("silent.pdf", "the server fell silent", LATER),
        ("404", "nothing is there any more (HTTP 404)", "add it with casebook add."),
        ("403", "the server lets no program in (HTTP 403)", BY_HAND),
        ("500", "the server has trouble (HTTP 500)", LATER),
        ("204", "no PDF came (HTTP 204)", BY_HAND),
    ],
)
def test_what_goes_wrong_is_one_sentence_and_leaves_nothing(
    server: Server, tmp_path: Path, path: str, said: str, todo: str
) -> None:
    old = tmp_path / "c027-creative-credits-fur-alle.pdf"
    old.write_bytes(b"%PDF-old")
    address = f"{server.address}/{path}"
    with pytest.raises(FetchError) as raised:
        fetch(entry(address), tmp_path, LIMITS)
    message = str(raised.value)
    assert message.startswith(f"C027 was not downloaded from {address}: {said}; ")
    assert message.endswith(todo)
    assert [file.name for file in tmp_path.iterdir()] == [old.name]
    assert old.read_bytes() == b"%PDF-old"


def test_five_redirects_and_no_more(server: Server, tmp_path: Path) -> None:
    with pytest.raises(FetchError):
        fetch(entry(f"{server.address}/loop.pdf"), tmp_path, LIMITS)
    assert len(server.asked) == 6


@pytest.mark.parametrize("path", ["trickle.pdf", "headers.pdf"])
def test_the_total_time_holds_while_bytes_keep_coming(
    server: Server, tmp_path: Path, path: str
) -> None:
    began = time.monotonic()
    with pytest.raises(FetchError, match=r"it took longer than 0\.4 s; try again later\."):
        fetch(entry(f"{server.address}/{path}"), tmp_path, Limits(seconds=0.4))
    assert time.monotonic() - began < 2
    assert list(tmp_path.iterdir()) == []


def test_a_refused_connection(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{taken.getsockname()[1]}/a.pdf"
        with pytest.raises(FetchError, match="the connection was refused; check that you are"):
            fetch(entry(address), tmp_path, LIMITS)


def test_an_unknown_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def offline(*args: Any, **options: Any) -> Any:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", offline)
    with pytest.raises(FetchError, match="the server's name was not found; check that you are onl"):
        fetch(entry("https://no-such-host.invalid/a.pdf"), tmp_path, LIMITS)
    assert list(tmp_path.iterdir()) == []


def test_a_server_without_tls(server: Server, tmp_path: Path) -> None:
    address = f"https://127.0.0.1:{server.server_port}/good.pdf"
    with pytest.raises(FetchError, match="no secure connection came about; open it in a browser"):
        fetch(entry(address), tmp_path, LIMITS)


def test_the_proxy_of_the_environment_is_asked(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", server.address)
    got = fetch(entry("http://studies.invalid/a.pdf"), tmp_path, LIMITS)
    assert server.asked == ["http://studies.invalid/a.pdf"]
    assert got.path.read_bytes() == PDF


def test_a_proxy_that_can_be_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "gopher://127.0.0.1:1")
    with pytest.raises(FetchError, match="settings of the environment are not usable"):
        fetch(entry("http://studies.invalid/a.pdf"), tmp_path, LIMITS)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("ftp://a.eu/b.pdf", "the address does not lead to http or https"),
        ("file:///etc/passwd", "the address does not lead to http or https"),
        ("no address", "the address does not lead to http or https"),
        ("http://a:b:c/", "that is no valid address; correct it in the catalogue"),
    ],
)
def test_only_web_addresses(tmp_path: Path, address: str, said: str) -> None:
    with pytest.raises(FetchError, match=said):
        fetch(entry(address), tmp_path, LIMITS)


def test_an_entry_without_an_address(tmp_path: Path) -> None:
    with pytest.raises(FetchError) as raised:
        fetch(Entry("C1", "A title"), tmp_path, LIMITS)
    assert str(raised.value) == (
        "The catalogue has no address for C1 (A title); look for its title on the web, "
        "download the PDF and add it with casebook add."
    )


def test_a_folder_that_is_missing(server: Server, tmp_path: Path) -> None:
    with pytest.raises(FetchError, match=r"there is no folder .*; make it first"):
        fetch(entry(f"{server.address}/good.pdf"), tmp_path / "none", LIMITS)
    assert server.asked == []


def test_a_full_disk(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(FetchError, match=r"can't be written into .*No space left on device"):
        fetch(entry(f"{server.address}/good.pdf"), tmp_path, LIMITS)
    assert list(tmp_path.iterdir()) == []


def test_every_error_of_httpx_has_its_sentence() -> None:
    every = [kind for kind in vars(httpx).values() if isinstance(kind, type)]
    errors = {kind for kind in every if issubclass(kind, httpx.RequestError | httpx.InvalidURL)}
    leaves = {kind for kind in errors if not errors & set(kind.__subclasses__())}
    assert {httpx.ReadError, httpx.TooManyRedirects, httpx.InvalidURL} <= leaves
    assert leaves <= set(mishaps.KNOWN)

"""What is printed where the output has another encoding than UTF-8."""

import io
import json
import sys
from pathlib import Path

import pytest
from support import put

from casebook import cli
from search.library import Library

TITLE = "Łódź → kultura"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The library of the command has a study with a title that few encodings can write."""
    monkeypatch.setenv("CASEBOOK_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("COLUMNS", "200")
    with Library(tmp_path / "home") as library:
        put(library, "lodz", ["Kultura."], title=TITLE)


def printed(
    monkeypatch: pytest.MonkeyPatch, encoding: str, *arguments: str
) -> tuple[int, bytes, bytes]:
    """The exit status of a command and the bytes that it printed."""
    streams = [io.BytesIO(), io.BytesIO()]
    for name, stream in zip(("stdout", "stderr"), streams, strict=True):
        monkeypatch.setattr(sys, name, io.TextIOWrapper(stream, encoding))
    monkeypatch.setattr(sys, "argv", ["casebook", *arguments])
    with pytest.raises(SystemExit) as end:
        cli.main()
    sys.stdout.flush()
    sys.stderr.flush()
    return int(end.value.code or 0), streams[0].getvalue(), streams[1].getvalue()


@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("utf-8", TITLE),
        ("cp1250", "Łódź \\u2192 kultura"),
        ("cp1252", "\\u0141ód\\u017a \\u2192 kultura"),
        ("ascii", "\\u0141\\xf3d\\u017a \\u2192 kultura"),
    ],
)
def test_letters_that_an_encoding_lacks_are_spelt_out(
    monkeypatch: pytest.MonkeyPatch, encoding: str, told: str
) -> None:
    code, out, _ = printed(monkeypatch, encoding, "list")
    assert (code, told in out.decode(encoding)) == (0, True)
    code, _, err = printed(monkeypatch, encoding, "remove", TITLE)
    assert (code, told in err.decode(encoding)) == (1, True)


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "ascii", "utf-16"])
def test_json_is_json_in_every_encoding(monkeypatch: pytest.MonkeyPatch, encoding: str) -> None:
    code, out, _ = printed(monkeypatch, encoding, "list", "--json")
    assert code == 0
    assert json.loads(out.decode(encoding))["studies"][0]["title"] == TITLE
    assert (TITLE.encode() in out) == (encoding == "utf-8")

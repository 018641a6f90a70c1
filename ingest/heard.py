"""How a part that takes long says how far it is."""

from collections.abc import Callable
from typing import TypeAlias

# Told how many of how many are done.
Heard: TypeAlias = Callable[[int, int], None]


def unheard(done: int, total: int) -> None:
    """Where nobody listens."""

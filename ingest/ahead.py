"""Work done ahead of who waits for it, in order and within bounds."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

Given = TypeVar("Given")
Made = TypeVar("Made")


def in_order(
    readers: ThreadPoolExecutor,
    make: Callable[[Given], Made],
    given: Sequence[Given],
    ahead: int,
) -> Iterator[Future[Made]]:
    """Futures in order, no more than `ahead` of them under way before they are asked for."""
    waiting: deque[Future[Made]] = deque()
    for item in given:
        waiting.append(readers.submit(make, item))
        if len(waiting) > ahead:
            yield waiting.popleft()
    yield from waiting

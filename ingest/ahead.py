"""Work done ahead of who waits for it, in order and within bounds."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Final, Generic, TypeVar

Given = TypeVar("Given")
Made = TypeVar("Made")

# Between one reminder to what is under way and the next, when it is to end.
_HURRY_SECONDS: Final = 0.05


class Ahead(Generic[Given, Made]):
    """Futures in order, made by threads, at most `ahead` of them before they are asked for."""

    def __init__(
        self, make: Callable[[Given], Made], given: Sequence[Given], threads: int, ahead: int
    ) -> None:
        self._make = make
        self._given = given
        self._ahead = ahead
        self._threads = ThreadPoolExecutor(threads)
        self._waiting: deque[Future[Made]] = deque()

    def __iter__(self) -> Iterator[Future[Made]]:
        for item in self._given:
            self._waiting.append(self._threads.submit(self._make, item))
            if len(self._waiting) > self._ahead:
                yield from self._first()
        while self._waiting:
            yield from self._first()

    def stop(self, hurry: Callable[[], None]) -> None:
        """Begin nothing more; return when nothing is under way, calling `hurry` until then."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        while under_way := [future for future in self._waiting if not future.done()]:
            hurry()
            wait(under_way, timeout=_HURRY_SECONDS)

    def _first(self) -> Iterator[Future[Made]]:
        yield self._waiting[0]
        # Not before: who gives up while waiting for it must still be able to stop it.
        self._waiting.popleft()

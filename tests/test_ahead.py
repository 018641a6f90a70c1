"""Work done ahead of who waits for it."""

import threading
import time

import pytest

from ingest.ahead import Ahead


def test_what_is_made_comes_in_order_and_no_more_is_begun_than_is_allowed() -> None:
    begun: list[int] = []

    def make(number: int) -> int:
        begun.append(number)
        time.sleep(0.02 if number % 2 else 0)
        return number * number

    ahead = Ahead(make, range(9), threads=2, ahead=3)
    made = []
    for future in ahead:
        made.append(future.result())
        time.sleep(0.05)
        assert len(begun) <= len(made) + 3
    assert made == [number * number for number in range(9)]
    assert sorted(begun) == list(range(9))


def test_fewer_than_are_allowed_ahead_come_as_well() -> None:
    assert [future.result() for future in Ahead(str, [1, 2], threads=1, ahead=5)] == ["1", "2"]
    assert list(Ahead(str, [], threads=1, ahead=5)) == []


def test_an_error_is_raised_where_its_turn_is_and_the_others_come() -> None:
    first, second, third = Ahead((1).__truediv__, [1, 0, 2], threads=1, ahead=2)
    assert (first.result(), third.result()) == (1.0, 0.5)
    with pytest.raises(ZeroDivisionError):
        second.result()


def test_a_stop_hurries_what_is_under_way_and_begins_nothing_more() -> None:
    hurried, begun = threading.Event(), []

    def make(number: int) -> None:
        begun.append(number)
        assert hurried.wait(30)

    ahead = Ahead(make, range(5), threads=1, ahead=3)
    next(iter(ahead))
    started = time.monotonic()
    ahead.stop(hurried.set)
    assert time.monotonic() - started < 10
    assert begun == [0]


def test_a_stop_after_the_end_hurries_nothing() -> None:
    ahead = Ahead(str, [1, 2], threads=1, ahead=1)
    assert len(list(ahead)) == 2
    ahead.stop(lambda: pytest.fail("nothing is under way"))

"""The library's database file: opening it, asking it, changing it in one transaction at a time."""

import errno
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Self

from filelock import FileLock, Timeout

from search import schema
from search.errors import LibraryBusy, LibraryError, LibraryFull
from search.told import told

# How long a run waits for another, which writes for a moment after each file, and for longer at the
# end of embedding all anew.
PATIENCE: Final = 600.0
_IDS_AT_A_TIME: Final = 500
_WAIT_SECONDS: Final = 30
_LOG_MS: Final = 500
# A number of more than 64 bits; bytes of a name that are no text.
_UNFIT: Final = (OverflowError, UnicodeError)
# Full; a quota that is used up comes as a failed write, no room for the shared memory as its size.
_NO_ROOM: Final = (
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR_WRITE,
    sqlite3.SQLITE_IOERR_SHMSIZE,
)
FULL: Final = (errno.ENOSPC, errno.EDQUOT)


class Store:
    """A SQLite database in a folder; a connection a thread; one writer at a time.

    Raises LibraryError where the folder or its database can't be used.
    """

    def __init__(self, home: Path) -> None:
        self.home = home
        self._threads = threading.local()
        try:
            home.mkdir(parents=True, exist_ok=True)
            self._create()
        except (OSError, sqlite3.Error) as error:
            raise LibraryError(
                told(
                    "The library in {home} can't be opened ({error}); check the folder's rights, "
                    "its free space and the setting home.",
                    home=str(home),
                    error=str(error),
                )
            ) from error

    @contextmanager
    def writing(self, seconds: float = 10.0, what: str = "write") -> Iterator[None]:
        """Hold the library for writing, or for one kind of it alone.

        Raises LibraryBusy when another process keeps it, LibraryError where it can't be held.
        """
        with self.holding(self.home / f"{what}.lock", seconds):
            yield

    @contextmanager
    def holding(self, file: Path, seconds: float = -1.0) -> Iterator[None]:
        """Hold a lock file, waiting for it so long, or for as long as it takes. Raises as above."""
        lock = FileLock(file, timeout=seconds)
        try:
            lock.acquire()
        except Timeout as error:
            raise LibraryBusy(
                told(
                    "Another casebook is writing to {home}; wait until it has finished.",
                    home=str(self.home),
                )
            ) from error
        except OSError as error:
            raise self.unwritten(error) from error
        try:
            yield
        finally:
            lock.release()

    def close(self) -> None:
        """Close this thread's connection."""
        connection = getattr(self._threads, "connection", None)
        if connection is not None:
            connection.close()
            del self._threads.connection

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def _connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._threads, "connection", None)
        if connection is None:
            connection = sqlite3.connect(
                self.home / "library.db", timeout=_WAIT_SECONDS, isolation_level=None
            )
            connection.row_factory = sqlite3.Row
            connection.execute("PRAGMA foreign_keys = ON")
            # What is deleted is overwritten: a study that is forgotten leaves no words in the file.
            connection.execute("PRAGMA secure_delete = ON")
            self._threads.connection = connection
        return connection

    def _create(self) -> None:
        self._connection.execute("PRAGMA journal_mode = WAL")
        version = int(self._value("PRAGMA user_version"))
        if version == schema.VERSION:
            return
        if version and version not in schema.FORMER:
            raise LibraryError(
                told(
                    "The library in {home} has the form {version}, this Casebook reads the form "
                    "{ours}; use the Casebook that made it, or add its PDFs to a new one.",
                    home=str(self.home),
                    version=version,
                    ours=schema.VERSION,
                )
            )
        with FileLock(self.home / "write.lock"):
            # Another process may have made it meanwhile.
            version = int(self._value("PRAGMA user_version"))
            if version != schema.VERSION:
                steps = [schema.FORMER[one] for one in range(version, schema.VERSION) if version]
                made = "".join(steps) or schema.TABLES
                made += f"PRAGMA user_version = {schema.VERSION};"
                self._connection.executescript(f"BEGIN IMMEDIATE; {made} COMMIT;")

    @contextmanager
    def reading(self) -> Iterator[None]:
        """One state of the library for all that this thread reads within, whatever others write.

        Within another one it is that one's state.
        """
        held: sqlite3.Connection | None = getattr(self._threads, "connection", None)
        if held is not None and held.in_transaction:
            yield
            return
        self._rows("BEGIN")
        try:
            yield
        finally:
            self._rows("ROLLBACK")

    def _empty_log(self) -> None:
        """Empty the log of changes, where nobody reads it just now: it has what was deleted."""
        self._rows(f"PRAGMA busy_timeout = {_LOG_MS}")
        try:
            self._rows("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            self._rows(f"PRAGMA busy_timeout = {_WAIT_SECONDS * 1000}")

    def _rows(self, statement: str, *values: object) -> list[sqlite3.Row]:
        try:
            return self._connection.execute(statement, values).fetchall()
        except sqlite3.Error as error:
            raise LibraryError(
                told(
                    "The library in {home} can't be read ({error}).",
                    home=str(self.home),
                    error=str(error),
                )
            ) from error
        except _UNFIT as error:
            raise _unfit(error) from error

    def _value(self, statement: str, *values: object) -> int:
        return int(self._rows(statement, *values)[0][0])

    def _by_ids(self, statement: str, ids: Sequence[int]) -> list[sqlite3.Row]:
        whole = [int(id) for id in ids]
        parts = [whole[at : at + _IDS_AT_A_TIME] for at in range(0, len(whole), _IDS_AT_A_TIME)]
        return [
            row
            for part in parts
            for row in self._rows(statement.format(", ".join("?" * len(part))), *part)
        ]

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        connection = self._connection
        try:
            connection.execute("BEGIN IMMEDIATE")
            yield connection
            connection.execute("COMMIT")
        except BaseException as error:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            if isinstance(error, sqlite3.Error):
                raise self.unwritten(error) from error
            if isinstance(error, _UNFIT):
                raise _unfit(error) from error
            raise

    def unwritten(self, error: sqlite3.Error | OSError) -> LibraryError:
        """What a failed write is told as: a disk without room, or what stood against it."""
        codes = getattr(error, "sqlite_errorcode", None), getattr(error, "errno", None)
        if codes[0] in _NO_ROOM or codes[1] in FULL:
            return LibraryFull(
                told(
                    "There is no room for the library in {home}; free some space on its disk and "
                    "try again, nothing was changed.",
                    home=str(self.home),
                )
            )
        return LibraryError(
            told(
                "The library in {home} can't be written ({error}); nothing was changed.",
                home=str(self.home),
                error=str(error),
            )
        )


def _unfit(error: Exception) -> LibraryError:
    return LibraryError(f"No library can hold this text or number, check what was given ({error}).")

"""Every error that a person is shown. A message says what came, what was wanted, what to do.

CasebookError
├── SettingsError        a setting that can't be used
├── LibraryError         the library can't be opened, read or written
│   ├── LibraryBusy      another process is writing
│   ├── LibraryFull      there is no room for what is to be written
│   └── UnknownStudy     no study of that name
├── ModelError           the embedding model can't be loaded
│   └── ModelMismatch    the library was embedded by another model
├── CatalogueError       a catalogue row that can't be read
├── WorkerError          the process that reads PDFs can't be started
├── FetchError           a study that could not be downloaded
├── Refused              a file that could not be read as a PDF; carries a code
├── QuestionsError       a question file that can't be read
└── VocabularyError      a vocabulary that can't be read
"""


class CasebookError(Exception):
    """The root: the front doors print its message and nothing else."""


class SettingsError(CasebookError):
    """A setting that can't be used."""


class LibraryError(CasebookError):
    """The library can't be opened, read or written."""


class LibraryBusy(LibraryError):
    """Another process is writing to the library."""


class LibraryFull(LibraryError):
    """There is no room on the disk for what is to be written; nothing was changed."""


class UnknownStudy(LibraryError):
    """The library holds no study of that name."""


class ModelError(CasebookError):
    """The embedding model can't be loaded."""


class ModelMismatch(ModelError):
    """The library was embedded by another model than the one in the settings."""


class CatalogueError(CasebookError):
    """A row of a catalogue that can't be read."""


class WorkerError(CasebookError):
    """The process that reads PDFs can't be started."""


class FetchError(CasebookError):
    """A study that could not be downloaded. `what` says why, `remedy` in a word what helps."""

    def __init__(self, message: str, what: str = "", remedy: str = "") -> None:
        super().__init__(message)
        self.what = what
        self.remedy = remedy


class QuestionsError(CasebookError):
    """A question file that can't be read."""


class VocabularyError(CasebookError):
    """A vocabulary that can't be read."""


class Refused(CasebookError):
    """A file that is not taken in. `code` is one word for tables and exports."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code

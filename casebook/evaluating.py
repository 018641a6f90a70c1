"""Question sets made ready to be asked: each with a library that holds what it asks about."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from rich.console import Console

from casebook import output, scratch
from casebook.progress import progress
from casebook.session import Session
from casebook.ui.words import counted
from ingest.tokens import counter
from search import beir, evaluate, judged, pagesets
from search.embed import model_folder
from search.evaluate import DEPTH
from search.judged import UNTOLD, Expected, How, Judged
from search.judgement_set import judgement_set
from search.library import Library
from search.pagesets import PageQuestion
from search.records import Filter, Mode, Study
from search.remembered import Remembered
from search.settings import Settings


@dataclass(frozen=True, slots=True)
class Options:
    """What a person chose beside the set."""

    mode: Mode = Mode.HYBRID
    k: int = DEPTH
    split: str = ""
    whole: bool = False
    pdfs: Path | None = None
    library: Path | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """Questions asked in one way; `name` is that of its folder where it is kept, "" for none."""

    name: str
    title: str
    questions: Sequence[Judged]
    how: How


@dataclass(frozen=True, slots=True)
class Ready:
    """A session over the library of a set, the ways to ask it, and what a person must know."""

    session: Session
    parts: Sequence[Part]
    about: Mapping[str, object]
    notes: Sequence[str] = field(default_factory=tuple)


class Measuring(Session):
    """A session that remembers what it has embedded for a set, so that measuring again is quick."""

    def __init__(self, settings: Settings, name: str) -> None:
        super().__init__(settings)
        self._name = name

    @cached_property
    def embedder(self) -> Remembered:
        """The model of the settings, and what it said before."""
        return Remembered(super().embedder, self.settings.cache, self._name)

    def close(self) -> None:
        """Keep what was embedded, then end as any session does."""
        if "embedder" in self.__dict__:
            self.embedder.save()
        super().close()


@contextmanager
def questions(file: Path, settings: Settings, options: Options) -> Iterator[Ready]:
    """A CSV of questions, asked of the library of the settings; an answer is a study."""
    asked = evaluate.read(file)
    home = settings if options.library is None else replace(settings, home=options.library)
    digest = _digest(file.read_bytes())
    with Measuring(home, f"{file.stem}-{digest}") as session:
        output.demand_studies(session.library)
        spoken = {study.id: study.language for study in session.library.studies()}
        named = [
            Judged(
                one.id,
                one.text,
                dict.fromkeys(one.studies, 1),
                tuple(map(Expected, one.studies)),
                one.language,
                _languages(spoken.get(study, "") for study in one.studies),
                kind=one.type,
            )
            for one in asked
        ]
        how = How(judged.study_of, True, options.k, options.mode, evaluate.to_depth(options.k))
        about = {"set": file.stem, "digest": digest}
        yield Ready(session, [Part("", "", named, how)], about)


@contextmanager
def collection(
    folder: Path, settings: Settings, options: Options, console: Console
) -> Iterator[Ready]:
    """A folder in BEIR's form, in a library of its own; an answer is a document."""
    made = beir.read(folder, options.split)
    cache = f"{made.name}-{_digest((folder / 'corpus.jsonl').read_bytes())}"
    with (
        scratch.home(options.library) as home,
        Measuring(replace(settings, home=home), cache) as session,
    ):
        tokens = counter(model_folder(settings.model))
        with output.counting("Reading documents", len(made.documents), console) as done:
            spoken = scratch.fill(
                session.library, made.documents, session.embedder, tokens, options.whole, done
            )
        named = [
            Judged(
                id,
                text,
                made.qrels[id],
                _by_grade(made.qrels[id]),
                made.languages[id] or judged.told(text),
                _languages(spoken[one] for one, grade in made.qrels[id].items() if grade > 0),
            )
            for id, text in made.queries.items()
        ]
        how = How(judged.study_of, True, options.k, options.mode, evaluate.to_depth(options.k))
        about = {"set": made.name, "split": made.split, "digest": made.digest}
        notes = _unread(session.library)
        yield Ready(session, [Part("", "", named, how)], about | {"whole": options.whole}, notes)


@contextmanager
def pages(path: Path, settings: Settings, options: Options, console: Console) -> Iterator[Ready]:
    """Questions over PDFs, which are added as `casebook add` adds them; an answer is a page."""
    made = pagesets.read(path, options.pdfs)
    with (
        scratch.home(options.library) as home,
        Measuring(replace(settings, home=home), f"{made.name}-{made.digest}") as session,
    ):
        studies, notes = _added(session, made, console)
        whole = [_of_page(session.library, one, studies, False) for one in made.questions]
        known = [_of_page(session.library, one, studies, True) for one in made.questions]
        how = How(judged.page_of, False, options.k, options.mode, evaluate.HITS)
        parts = [
            Part("given", "Document given", known, how),
            Part("not-given", "Document not given", whole, how),
        ]
        yield Ready(session, parts, {"set": made.name, "digest": made.digest}, notes)


@contextmanager
def judgements(settings: Settings, options: Options) -> Iterator[Ready]:
    """The questions whose hits were judged by people, asked of the library that keeps them."""
    home = settings if options.library is None else replace(settings, home=options.library)
    with Measuring(home, "judgements") as session:
        output.demand_studies(session.library)
        made = judgement_set(session.library)
        measures = evaluate.to_depth(options.k)
        how = How(made.name, False, options.k, options.mode, measures)
        about = {"set": "judgements", "digest": _digest(made.told.encode())}
        yield Ready(session, [Part("", "", made.questions, how)], about, made.notes)


def _added(
    session: Session, made: pagesets.PageSet, console: Console
) -> tuple[dict[str, Study], list[str]]:
    """The study of each PDF by its name, and which are refused."""
    files = list(made.files.values())
    with progress(files, console) as drawn:
        outcomes = {one.file: one for one in session.builder.add(files, drawn)}
    found = {name: outcomes[file].study for name, file in made.files.items()}
    refused = [name for name, study in found.items() if study is None]
    notes = []
    if refused:
        notes.append(
            f"{counted(len(refused), 'file')} refused, whose questions count as failed: "
            f"{', '.join(refused)}."
        )
    if lost := [one.id for one in made.questions if one.lost]:
        notes.append(
            f"{counted(len(lost), 'question')} with no page that a document can have, taken as "
            f"without an answer: {', '.join(lost)}."
        )
    return {name: study for name, study in found.items() if study}, notes


def _of_page(
    library: Library, asked: PageQuestion, studies: Mapping[str, Study], given: bool
) -> Judged:
    # A refused file has no study; its name stands for one, which nothing can meet.
    study = studies[asked.document].id if asked.document in studies else asked.document
    spoken = {page.number: page.language for page in library.pages(study)}
    return Judged(
        asked.id,
        asked.text,
        {judged.page_name(study, page): 1 for page in asked.pages},
        tuple(Expected(study, page) for page in asked.pages),
        asked.language or judged.told(asked.text),
        _languages(spoken.get(page, "") for page in asked.pages),
        Filter(studies=(study,)) if given else Filter(),
    )


def _by_grade(grades: Mapping[str, int]) -> tuple[Expected, ...]:
    """The relevant documents, the best first."""
    relevant = [(-grade, id) for id, grade in grades.items() if grade > 0]
    return tuple(Expected(id) for _, id in sorted(relevant))


def _languages(codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code or UNTOLD for code in codes))


def _unread(library: Library) -> list[str]:
    """Documents that no search finds."""
    empty = library.count("studies") - len(library.passage_counts())
    return [f"{counted(empty, 'document')} without words, which no search finds."] if empty else []


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]

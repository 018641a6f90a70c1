"""`casebook evaluate`: questions with known answers, of whatever kind, asked and measured."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from casebook import evaluate_report, evaluating, fetching, output
from casebook.evaluate_report import Result
from casebook.evaluating import Options, Part, Ready
from casebook.session import Session
from search import beir, comparing, judged, keeping, paths, settings
from search.diagnose import Diagnoser, Diagnosis
from search.errors import QuestionsError
from search.judged import Found
from search.records import Mode

app = typer.Typer()
out = Console()
err = Console(stderr=True)

Questions = Annotated[
    Path | None,
    typer.Argument(
        help="A question CSV, a folder in BEIR's form, or a PDF question set (JSON Lines, or the "
        "folder of questions.jsonl); the bundled questions without one."
    ),
]


@app.command()
def evaluate(
    questions: Questions = None,
    mode: Annotated[Mode, typer.Option(help="Which retrievers answer.")] = Mode.HYBRID,
    k: Annotated[int, typer.Option("--k", "-k", min=10, help="How many hits are asked for.")] = 10,
    split: Annotated[str, typer.Option(help="The qrels to use: test where it is there.")] = "",
    whole: Annotated[
        bool, typer.Option("--whole", help="Keep each document one passage, however long.")
    ] = False,
    pdfs: Annotated[
        Path | None, typer.Option(help="Where the PDFs are: pdfs/ beside the questions.")
    ] = None,
    library: Annotated[
        Path | None, typer.Option(help="Keep the library in this folder, and use it again.")
    ] = None,
    judgements: Annotated[
        bool, typer.Option("--judgements", help="Ask what people have judged in the library.")
    ] = False,
    keep: Annotated[
        Path | None, typer.Option(help="Keep the run, question by question, in this folder.")
    ] = None,
    compare: Annotated[
        tuple[Path, Path] | None,
        typer.Option(metavar="A B", help="Hold two kept runs against each other; ask nothing."),
    ] = None,
    diagnose: Annotated[
        bool, typer.Option("--diagnose", help="Say of every failure why it failed.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")] = False,
) -> None:
    """Run questions with known answers: nDCG, recall and MRR, by type and by language."""
    if compare is not None:
        _compare(*compare, as_json)
        return
    chosen = Options(mode, k, split, whole, pdfs, library)
    with _opened(questions, judgements, chosen) as ready:
        results = [_result(ready, part, diagnose) for part in ready.parts]
        about = _about(ready, chosen)
    if keep is not None:
        for result in results:
            told = about | {"part": result.part.name}
            keeping.write(keep / result.part.name, result.found, told)
    _print(results, about, ready.notes, as_json)


def _opened(path: Path | None, judgements: bool, chosen: Options) -> AbstractContextManager[Ready]:
    """The set that was named, by what it is."""
    told = settings.load()
    if judgements:
        if path is not None:
            raise typer.BadParameter("judgements are in the library; name no questions.")
        return evaluating.judgements(told, chosen)
    if path is None:
        path = fetching.bundled() / "questions.csv"
    if paths.is_folder(path) and beir.is_one(path):
        return evaluating.collection(path, told, chosen, err)
    if path.suffix == ".jsonl" or paths.is_file(path / "questions.jsonl"):
        return evaluating.pages(path, told, chosen, err)
    if paths.is_folder(path):
        raise QuestionsError(
            f"{path} is no question set; a folder needs corpus.jsonl, queries.jsonl and qrels/ "
            "(BEIR's form), or questions.jsonl and its PDFs."
        )
    return evaluating.questions(path, told, chosen)


def _result(ready: Ready, part: Part, diagnose: bool) -> Result:
    with output.counting("Asking", len(part.questions), err) as done:
        found = judged.run(ready.session.engine, part.questions, part.how, done)
    failed = [one for one in found if one.failed] if diagnose else []
    return Result(part, found, _diagnosed(ready.session, part, failed) if failed else [])


def _diagnosed(
    session: Session, part: Part, failed: Sequence[Found]
) -> list[tuple[Found, Diagnosis]]:
    """Why each failure failed; of several answers the one that came furthest tells."""
    diagnoser = Diagnoser(session.engine)
    told = []
    with output.counting("Diagnosing", len(failed), err) as done:
        for one in failed:
            query = part.how.query(one.asked)
            told.append((one, diagnoser.nearest(query, one.asked.expected)))
            done(1)
    return told


def _about(ready: Ready, chosen: Options) -> dict[str, object]:
    """What was asked of what: enough to tell two runs apart, and no times."""
    library = ready.session.library
    held = {name: library.count(name) for name in ("studies", "passages")}
    asked = {"mode": chosen.mode.value, "k": chosen.k, "model": library.fingerprint}
    return {**ready.about, **asked, **held}


def _print(
    results: Sequence[Result], about: Mapping[str, object], notes: Sequence[str], as_json: bool
) -> None:
    if as_json:
        output.print_json(evaluate_report.told(results, about) | {"notes": list(notes)})
        return
    for place, result in enumerate(results):
        if place:
            out.print()
        for line in evaluate_report.lines(result):
            out.print(line, highlight=False, soft_wrap=isinstance(line, str))
    for note in notes:
        out.print(escape(note), highlight=False, soft_wrap=True)


def _compare(first: Path, second: Path, as_json: bool) -> None:
    runs = keeping.read(first), keeping.read(second)
    compared, doubts = comparing.compare(*runs), comparing.doubts(*runs)
    if as_json:
        told = [asdict(one) | {"difference": one.difference} for one in compared]
        output.print_json({"comparison": told, "notes": doubts})
        return
    out.print(evaluate_report.comparison(compared), highlight=False)
    for doubt in doubts:
        out.print(escape(doubt), highlight=False, soft_wrap=True)

"""`casebook compare`: questions by studies or by countries, in a terminal or as a file."""

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from casebook import options, output
from casebook.narrowing import narrowed, spelt
from casebook.session import Session
from casebook.takeaway import compared
from casebook.takeaway.compared import Form
from casebook.ui import compare_grid
from casebook.writing import written
from search import comparison, present, settings
from search.comparison import MOST_COLUMNS, MOST_QUESTIONS, By, Column, Comparison
from search.library import Library
from search.records import Hit

app = typer.Typer()
out = Console()
err = Console(stderr=True)


@app.command()
def compare(
    questions: Annotated[
        list[str], typer.Argument(help=f"Questions in plain language, {MOST_QUESTIONS} at most.")
    ],
    study: options.Studies = None,
    country: options.Countries = None,
    by: Annotated[By, typer.Option(help="What the columns are, where none is named.")] = By.STUDY,
    file: Annotated[
        Path | None, typer.Option("--output", "-o", help="A .docx or .csv file to write.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")] = False,
) -> None:
    """Show the best passage of each study or country for each question.

    Without studies or countries, those that answer best are compared.
    """
    asked = comparison.questions(questions)
    if not asked:
        raise typer.BadParameter("ask something.", param_hint="QUESTIONS")
    if study and country:
        raise typer.BadParameter("name studies or countries, not both.")
    form = _form(file)
    with Session(settings.load()) as session:
        output.demand_studies(session.library)
        chosen = spelt(session.library, narrowed(study, None, country, None, None, (None, None)))
        by = By.COUNTRY if chosen.countries else By.STUDY if chosen.studies else by
        keys = chosen.countries or chosen.studies
        if len(keys) > MOST_COLUMNS:
            raise typer.BadParameter(f"{len(keys)} columns; {MOST_COLUMNS} are the most.")
        keys = keys or comparison.suggested(session.engine, asked, by)
        found = comparison.compare(session.engine, asked, by, keys)
        if as_json:
            output.print_json(_told(session.library, found))
    if file is not None and form is not None:
        with written(file) as target:
            target.write(compared.written(form, found))
        err.print(escape(f"{file} is written."), highlight=False, soft_wrap=True)
    elif not as_json:
        _show(found)


def _form(file: Path | None) -> Form | None:
    if file is None:
        return None
    form = next((one for one in Form if file.suffix.lower() == f".{one}"), None)
    if form is None:
        raise typer.BadParameter("let the file's name end in .docx or .csv.", param_hint="--output")
    return form


def _show(found: Comparison) -> None:
    """A table a question: a row a column of the grid, which few terminals have the width for."""
    for row in found.rows:
        drawn = Table("", "", "", box=None, show_header=False, title=escape(row.question))
        drawn.title_justify, drawn.title_style = "left", "bold"
        for column, hit in zip(found.columns, row.cells, strict=True):
            name = compare_grid.called(column)
            drawn.add_row(*map(escape, (name, *_cell(column, hit))))
        out.print(drawn, "")
    for key in found.missing:
        err.print(escape(f"The library holds no {found.by.value} {key!r}."), highlight=False)


def _cell(column: Column, hit: Hit | None) -> tuple[str, str]:
    if hit is None:
        return "", compare_grid.nothing(column)
    before, shown, after = comparison.quoted(hit)
    words = before + present.one_line(hit.passage.text[shown.start : shown.end]) + after
    study = "" if column.study else f"{hit.study.title}, "
    return f"{study}{present.page_name(hit.passage)}", words


def _told(library: Library, found: Comparison) -> dict[str, Any]:
    return {
        "by": found.by.value,
        "columns": [{"key": one.key, "pages": one.pages} for one in found.columns],
        "missing": found.missing,
        "rows": [
            {
                "question": row.question,
                "cells": [output.hit(library, hit) if hit else None for hit in row.cells],
            }
            for row in found.rows
        ],
    }

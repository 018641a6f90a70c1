"""What several commands ask in the same words."""

from typing import Annotated, TypeAlias

import typer

from search.records import Kind

Asked: TypeAlias = Annotated[str, typer.Argument(help="A question in plain language.")]
Topics: TypeAlias = Annotated[list[str] | None, typer.Option(help="Only studies on this topic.")]
Countries: TypeAlias = Annotated[
    list[str] | None, typer.Option(help="Only of this country (AT, EU).")
]
Languages: TypeAlias = Annotated[
    list[str] | None, typer.Option(help="Only passages in it (en, de).")
]
Publishers: TypeAlias = Annotated[list[str] | None, typer.Option(help="Only of this body.")]
Studies: TypeAlias = Annotated[list[str] | None, typer.Option(help="Only in this study (its id).")]
Since: TypeAlias = Annotated[
    int | None, typer.Option(min=0, max=9999, help="Only studies of this year or later.")
]
Until: TypeAlias = Annotated[
    int | None, typer.Option(min=0, max=9999, help="Only studies of this year or earlier.")
]
Kinds: TypeAlias = Annotated[
    list[Kind] | None, typer.Option(help="Only passages of this kind (body, table).")
]
Instruments: TypeAlias = Annotated[
    list[str] | None, typer.Option(help="Only passages that name it (voucher, tax-relief).")
]
ByStudy: TypeAlias = Annotated[bool, typer.Option("--by-study", help="The best passage a study.")]

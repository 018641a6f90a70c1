"""`casebook mcp`: the library for assistants."""

from typing import Annotated

import typer

from casebook.session import Session
from search import settings

app = typer.Typer()


@app.command()
def mcp(
    app_address: Annotated[
        str, typer.Option("--app", help="Where the app listens: what links lead to.")
    ] = "http://localhost:8501",
) -> None:
    """Let an assistant search the library: an MCP server on standard input and output."""
    # Half a second of imports that no other command needs.
    from casebook.assistant import server

    with Session(settings.load()) as session:
        server.create(session, app_address).run()

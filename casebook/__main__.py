"""`python -m casebook`: the command, where its script is not on the path."""

from casebook.cli import main

main()

"""The pages labelled by eye, and the folder of their PDFs, for the benchmarks over them."""

import argparse
import csv
import sys
from pathlib import Path

LABELS = Path(__file__).parent / "labels" / "pages.csv"
Row = dict[str, str]


def asked(about: str) -> tuple[Path, list[Row]]:
    """The folder named on the command line, and the labelled pages; `about` is for --help."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("folder", type=Path, help="the policy PDFs that labels/pages.csv names")
    folder: Path = parser.parse_args().folder
    if not folder.is_dir():
        sys.exit(f"There is no folder {folder}; name the one with the labelled PDFs.")
    with LABELS.open(encoding="utf-8", newline="") as file:
        return folder, list(csv.DictReader(file))

"""Puts the app's entry and the corpus into the wheel; an editable install reads its checkout."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class BundledFiles(BuildHookInterface[Any]):
    """Adds app.py with its options and corpus/*.{pdf,csv} to the package casebook."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before it builds; `version` is "editable" or "standard"."""
        if version == "editable":
            return
        root = Path(self.root)
        app = [root / "app.py", root / ".streamlit" / "config.toml"]
        bundled = [*app, *root.glob("corpus/*.pdf"), *root.glob("corpus/*.csv")]
        for file in sorted(bundled):
            build_data["force_include"][str(file)] = f"casebook/{file.relative_to(root)}"

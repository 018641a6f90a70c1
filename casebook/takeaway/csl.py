"""A brief's sources as CSL-JSON: a report each, as Zotero, pandoc and citeproc read it."""

import json
from typing import Any

from casebook.takeaway.brief import Brief, Source


def written(brief: Brief) -> bytes:
    """The sources as UTF-8."""
    items = [_item(source) for source in brief.sources]
    return json.dumps(items, ensure_ascii=False, indent=2).encode() + b"\n"


def _item(source: Source) -> dict[str, Any]:
    item = {
        "id": source.key,
        "type": "report",
        "title": source.title,
        "author": [{"literal": body} for body in source.bodies],
        "publisher": "; ".join(source.bodies),
        "issued": {"date-parts": [[year] for year in source.years]} if source.years else {},
        "language": source.study.language,
        "URL": source.url,
        # The format has no field for a licence.
        "note": source.note,
    }
    return {name: value for name, value in item.items() if value}

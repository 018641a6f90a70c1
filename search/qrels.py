"""Judgements written out as a set in BEIR's form, with TREC's qrels beside it."""

import json
from collections.abc import Sequence
from pathlib import Path

from search.errors import QuestionsError
from search.judgement_set import lost, question_id
from search.judgements import Judgement
from search.library import Library
from search.standing import Placed, Standing


def write(folder: Path, library: Library, placed: Sequence[Placed]) -> list[str]:
    """Write queries.jsonl, corpus.jsonl, qrels/test.tsv, qrels.trec; says what they hold.

    The corpus is every passage of the library and every place that was judged, by place. What no
    longer stands is left out, and said. Raises QuestionsError.
    """
    stands = (Standing.THERE, Standing.MOVED)
    kept = [one.judgement for one in placed if one.standing in stands]
    queries = {question_id(one.question): one.question for one in kept}
    rows = [(question_id(one.question), one) for one in kept]
    files = {
        "queries.jsonl": "".join(_line(_id=id, text=text) for id, text in queries.items()),
        "corpus.jsonl": "".join(
            _line(_id=name, title=title, text=text)
            for name, (title, text) in _places(library, kept).items()
        ),
        "qrels/test.tsv": "query-id\tcorpus-id\tscore\n"
        + "".join(f"{id}\t{one.name}\t{one.grade}\n" for id, one in rows),
        "qrels.trec": "".join(f"{id} 0 {one.name} {one.grade}\n" for id, one in rows),
    }
    try:
        (folder / "qrels").mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            (folder / name).write_text(text, "utf-8")
    except OSError as error:
        raise QuestionsError(
            f"The qrels can't be written to {folder} ({error.strerror}); name another folder."
        ) from error
    told = f"{folder}: {_counted(len(queries), 'question')}, {_counted(len(kept), 'judged place')}."
    return [told, *lost(placed)]


def _places(library: Library, kept: Sequence[Judgement]) -> dict[str, tuple[str, str]]:
    """Title and words of every place by its name."""
    places: dict[str, tuple[str, str]] = {}
    for study in library.studies():
        pages = {page.number: page.text for page in library.pages(study.id)}
        spans = {(p.page, p.start, p.end) for p in library.passages_of(study.id)}
        spans |= {(one.page, one.start, one.end) for one in kept if one.study_id == study.id}
        for page, start, end in sorted(spans):
            name = f"{study.id}#{page}:{start}-{end}"
            places[name] = study.title, pages[page][start:end]
    return places


def _line(**record: str) -> str:
    return json.dumps(record, ensure_ascii=False) + "\n"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"

"""The ranking over the bundled corpus with the real model: no change may lower it unseen.

The floors lie a little under what was measured (docs/decisions/fusion.md), so that another
processor's last digits do not fail them.
"""

from pathlib import Path

from casebook.session import Session
from ingest import files
from search import evaluate
from search.check import problems
from search.settings import Settings

CORPUS = Path(__file__).parents[1] / "corpus"
FLOORS = {
    ("all", "nDCG@10"): 0.80,
    ("all", "R@5"): 0.82,
    ("en", "nDCG@10"): 0.83,
    ("acronym", "RR@10"): 1.0,
    ("how", "RR@10"): 1.0,
}


def test_no_measure_falls_below_its_floor(tmp_path: Path) -> None:
    with Session(Settings(tmp_path, ocr=False)) as session:
        outcomes = list(session.builder.add(files.found([str(CORPUS)])))
        whole = list(problems(session.library, session.indexes))
        answers = evaluate.run(session.engine, evaluate.read(CORPUS / "questions.csv"))
    assert [one.status for one in outcomes] == ["added"] * 55
    assert whole == []
    assert sum(bool(answer.question.studies) for answer in answers) == 36
    groups = {group.name: group.means for group in evaluate.grouped(answers)}
    measured = {place: groups[place[0]][place[1]] for place in FLOORS}
    assert {place for place, floor in FLOORS.items() if measured[place] < floor} == set(), measured

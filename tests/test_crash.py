"""An `add` that is killed at any moment leaves a whole library, and the next one finishes it."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pdfs
import pytest
from support import HashEmbedder

from search.check import problems
from search.indexes import Indexes
from search.library import Library

SUBJECTS = ["voucher", "cluster", "loan", "crowd", "label", "export", "design", "music"]
WORDS = 400
ADDER = """
import sys
from pathlib import Path
from support import HashEmbedder
from ingest import files
from ingest.build import Builder
from ingest.pool import Pool
from search.embed import model_folder
from search.library import Library
from search.settings import DEFAULT_MODEL, Settings

home, folder = map(Path, sys.argv[1:])
chosen = Settings(home=home, ocr=False)
with Library(home) as library, Pool(model_folder(DEFAULT_MODEL), chosen) as pool:
    print("ready", flush=True)
    for outcome in Builder(library, HashEmbedder(), pool).add(files.found([str(folder)])):
        print(outcome.status, flush=True)
"""


def adding(home: Path, folder: Path) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-c", ADDER, str(home), str(folder)]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for subject in SUBJECTS:
        pdfs.saved(tmp_path / "pdfs", pdfs.study(subject, WORDS), f"{subject}.pdf")
    return tmp_path / "pdfs"


def whole(home: Path) -> list[str]:
    """The studies that are there; each has its page, its passages and its vectors."""
    with Library(home) as library:
        assert list(problems(library, Indexes(library, "memory"))) == []
        studies = library.studies()
        for study in studies:
            pages, passages = library.pages(study.id), library.passages_of(study.id)
            assert sum(page.text.count(f"The {study.id} programme") for page in pages) > 0
            ids = [passage.id for passage in passages]
            assert len(library.vectors(ids)[0]) == len(ids) > 10
        return sorted(study.id for study in studies)


def killed(home: Path, folder: Path, after: int, moment: float) -> int:
    """Kill an add some time after so many studies were added; returns how many were, in all."""
    added = 0
    with adding(home, folder) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        while added < after and (line := process.stdout.readline()):
            added += line == b"added\n"
        time.sleep(moment)
        process.send_signal(signal.SIGKILL)
        return added + process.communicate()[0].count(b"added\n")


def test_a_killed_add_leaves_whole_studies_and_the_next_one_adds_the_rest(
    tmp_path: Path, folder: Path
) -> None:
    chance = random.Random(8)
    home, held = tmp_path / "library", 0
    for _ in range(8):
        added = killed(home, folder, chance.randrange(2), chance.uniform(0.0, 0.2))
        before, held = held, len(whole(home))
        # What was said to be added is there; the one under way may be, whole.
        assert before + added <= held <= before + added + 1
    with adding(home, folder) as process:
        said = process.communicate()[0].split()[1:]
    assert process.returncode == 0
    assert said == [b"present"] * held + [b"added"] * (8 - held)
    assert held >= 2
    assert whole(home) == sorted(SUBJECTS)


@pytest.mark.parametrize("step", ["replace", "put", "unlink"])
def test_an_end_between_any_two_steps_of_storing_is_survived(
    tmp_path: Path, folder: Path, step: str
) -> None:
    """Ended just before the copy gets its name, the rows are written, the old copy goes."""
    home, target = tmp_path / "library", folder / "voucher.pdf"
    with adding(home, target) as process:
        process.communicate()
    target.write_bytes(pdfs.study("voucher", WORDS + 1))
    place = {"replace": "Path.replace", "put": "Library.put", "unlink": "Path.unlink"}[step]
    kill = f"import os\n{place} = lambda *given, **more: os.kill(os.getpid(), 9)\n"
    ended = ADDER.replace("with Library", kill + "with Library")
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-c", ended, str(home), str(target)]
    code = subprocess.run(command, env=environment, capture_output=True, check=False).returncode
    assert code == -signal.SIGKILL
    assert whole(home) == ["voucher"]
    with Library(home) as library:
        assert library.fingerprint == HashEmbedder().fingerprint
    with adding(home, target) as process:
        assert process.communicate()[0].split()[1:] in ([b"replaced"], [b"present"])
    assert whole(home) == ["voucher"]

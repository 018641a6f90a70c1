"""The health of the library as the API tells it."""

from pathlib import PureWindowsPath

from casebook import health_report
from casebook.api import links
from casebook.api.answers import Coverage
from casebook.api.models import Model
from search import health


class StudyCondition(Model):
    """How one study was read. Lists of pages hold their numbers, from 1."""

    study: str
    title: str
    pages: int
    text: int
    """Pages with a text of their own."""
    ocr: int
    """Pages that OCR read."""
    blank: int
    unread: list[int]
    """Pages that could not be read, so that no search finds them."""
    in_part: list[int]
    """Pages of which some words could not be read."""
    doubtful: list[int]
    """Pages that OCR read without being sure."""
    poor: list[int]
    """Pages of whose words few are known."""
    languages: list[str]
    passages: int
    missing: list[str]
    """What is not known of the study."""
    guessed: list[str]
    """What was guessed and waits for a look."""
    findings: list[str]
    """What there is to mend or to know, in words; empty where all is well."""
    href: str

    @classmethod
    def of(cls, one: health.StudyHealth) -> "StudyCondition":
        """A study's health as it is told."""
        return cls(
            study=one.study.id,
            title=one.study.title,
            pages=one.pages,
            text=one.text,
            ocr=one.ocr,
            blank=one.blank,
            unread=list(one.unread),
            in_part=list(one.in_part),
            doubtful=list(one.doubtful),
            poor=list(one.poor),
            languages=list(one.languages),
            passages=one.passages,
            missing=list(one.missing),
            guessed=list(one.guessed),
            findings=health_report.findings(one),
            href=links.study(one.study.id),
        )


class RefusedFile(Model):
    """A file that was not taken in."""

    file: str
    code: str
    reason: str


class Condition(Model):
    """How the library was read."""

    summary: str
    """Whether something needs a look, in a sentence."""
    coverage: Coverage
    studies: list[StudyCondition]
    """What ails most comes first."""
    refused: list[RefusedFile]

    @classmethod
    def of(cls, found: health.Health) -> "Condition":
        """A library's health as it is told."""
        return cls(
            summary=health_report.attention(found),
            coverage=Coverage.of(found.coverage),
            studies=[StudyCondition.of(one) for one in found.studies],
            refused=[
                RefusedFile(file=PureWindowsPath(one.file).name, code=one.code, reason=one.reason)
                for one in found.refusals
            ],
        )

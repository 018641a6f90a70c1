"""What a person is told before the hits: how a question was read, and that nothing answers it."""

from typing import Final

from search import present
from search.asked import Also, Answer, Asked

# More terms than these are not read.
_MOST_OF_ONE: Final = 2
_MOST_SHOWN: Final = 6


def understood(asked: Asked) -> list[str]:
    """How a question was read, a sentence each; none where it was taken as it stands."""
    told = [f"Searched for {one.taken} instead of {one.typed}." for one in asked.corrected]
    also = [one.added for one in asked.spelled_out]
    also += [
        term for one in asked.also if one.own for term in _terms(one, asked.language)[:_MOST_OF_ONE]
    ]
    if also:
        told.append(f"Also searched: {', '.join(list(dict.fromkeys(also))[:_MOST_SHOWN])}.")
    return told


def _terms(notion: Also, asked: str) -> list[str]:
    """What is also looked for, the question's own language first, then English."""
    order = sorted(notion.terms, key=lambda one: (one.language != asked, one.language != "en"))
    return [term for terms in order for term in terms.terms]


def nothing(answer: Answer) -> str:
    """Why no hit answers a question, "" where one may."""
    if not answer.nothing:
        return ""
    if answer.asked.unheld:
        phrases = " and ".join(f"“{phrase}”" for phrase in answer.asked.unheld)
        return f"Nothing here answers that: no passage holds {phrases}, word for word."
    if answer.unmet:
        return f"Nothing here answers that: no passage found names {', '.join(answer.unmet)}."
    if answer.apart:
        names = ", ".join(answer.apart)
        return f"Nothing here answers that: no study found speaks of {names} together."
    return "Nothing here answers that; these are the nearest passages." if answer.hits else ""


def unknown(answer: Answer) -> str:
    """Where a study says that what is asked is not known, in its words; "" where none does."""
    if (said := answer.unknown) is None:
        return ""
    place = f"{said.hit.study.title}, {present.page_name(said.hit.passage)}"
    return f"A study says that this is not known: “{' '.join(said.words.split())}” ({place})."

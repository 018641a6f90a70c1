"""A question understood, without magic: whatever is added or changed is shown to the person."""

from collections.abc import Sequence
from typing import Final

from search.asked import Asked, Instead
from search.asking import carrying, telling, widening
from search.asking.correcting import corrections
from search.asking.glossing import gloss_of_question
from search.asking.ledger import Ledger
from search.asking.operators import Part, Parts, taken_apart
from search.asking.plain import plain
from search.asking.vocabulary import Vocabulary
from search.contents import Contents
from search.stems import WORD

# A text of more words was pasted, not typed.
_MOST_TYPED: Final = 40
_LONGEST: Final = 12_000


def understand(
    text: str, library: Contents, languages: Sequence[str], vocabulary: Vocabulary
) -> Asked:
    """What a person asks of a library whose passages are in `languages`. Any text is safe."""
    lines = sum(bool(line.strip()) for line in text[:_LONGEST].splitlines())
    parts = taken_apart(plain(text), lines)
    if not WORD.search(parts.text):
        return Asked(parts.text, parts.exact, parts.without)
    with carrying.opened(library) as ledger:
        asking = _Asking(languages, vocabulary, ledger)
        return asking.understood(parts)


class _Asking:
    """One question on its way to being understood."""

    def __init__(
        self, languages: Sequence[str], vocabulary: Vocabulary, ledger: Ledger | None
    ) -> None:
        self._languages = tuple(languages)
        self._vocabulary = vocabulary
        self._ledger = ledger
        self._passages = ledger.passages() if ledger else {}

    def understood(self, parts: Parts) -> Asked:
        """The question with typos put right and what it also searches."""
        asked = self._language(parts.text)
        corrected: dict[str, str] = {}
        # Words put right may show that the language is another, in which more can be.
        while found := self._corrected(parts, asked):
            corrected |= found
            parts = Parts(tuple(_put_right(part, found) for part in parts.plain), parts.without)
            before, asked = asked, self._language(parts.text)
            if asked == before:
                break
        free = " | ".join(part.text for part in parts.plain if not part.quoted)
        return Asked(
            text=parts.text,
            exact=parts.exact,
            without=parts.without,
            language=asked,
            corrected=tuple(Instead(typed, taken) for typed, taken in corrected.items()),
            spelled_out=widening.spelled_out(free, asked, self._ledger) if self._ledger else (),
            also=widening.notions(free, asked, self._languages, self._vocabulary),
            gloss=gloss_of_question(parts.text, asked, self._vocabulary),
        )

    # The language

    def _language(self, text: str) -> str:
        words = [word for word in WORD.findall(text) if word.isalpha() and not word.isupper()]
        index = self._vocabulary.index
        among = dict.fromkeys((*self._languages, *index.languages))
        return telling.of_question(text, words, tuple(among), self._share)

    def _share(self, word: str, language: str) -> float:
        held = self._ledger.held(word, language) if self._ledger else 0
        term = self._vocabulary.index.holds(word, language)
        return telling.share_of(word, language, held, self._passages.get(language, 0), term)

    # Words put right

    def _corrected(self, parts: Parts, asked: str) -> dict[str, str]:
        free = [word for part in parts.plain if not part.quoted for word in WORD.findall(part.text)]
        quoted = {word for part in parts.plain if part.quoted for word in WORD.findall(part.text)}
        words = [word for word in dict.fromkeys(free) if word not in quoted]
        if self._ledger is None or len(free) > _MOST_TYPED:
            return {}
        return corrections(words, asked, self._languages, self._vocabulary, self._ledger)


def _put_right(part: Part, corrected: dict[str, str]) -> Part:
    if part.quoted:
        return part
    return Part(WORD.sub(lambda word: corrected.get(word.group(), word.group()), part.text))

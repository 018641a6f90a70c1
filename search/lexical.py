"""The words: an index over passages, derived from the library; tantivy searches it."""

import re
import shutil
import zlib
from collections.abc import Iterable, Sequence, Set
from functools import lru_cache
from pathlib import Path
from typing import Final, TypeAlias

import numpy as np
import tantivy
from numpy.typing import NDArray

from search.asked import Also
from search.clauses import MOST_WORDS, Clauses, naming
from search.figures import figures, parted, within
from search.function_words import LANGUAGES
from search.rarity import ANY, Rarity
from search.records import Match, Passage, Span, Study
from search.signs import pairs_of, runs_of, stems_of, words_of
from search.stems import WORD, code, stem
from search.stop_words import is_common, without_stop_words

_HEAP_BYTES: Final = 64_000_000
# The hits of a question are in few languages.
_MARKED: Final = 64
# So many more than are asked for, to see whether others tie with the last.
_TIES: Final = 16
# What tantivy writes at a commit, and reads.
_FILES: Final = frozenset(
    [".fast", ".fieldnorm", ".idx", ".json", ".pos", ".store", ".term", ".del"]
)
# The fields that hold the signs of a text.
_SIGNS: Final = ("body", "head", "runs", "pairs")


_Scored: TypeAlias = tuple[float, tantivy.DocAddress]


class LexicalIndex:
    """BM25 (k1 1.2, b 0.75) over the signs of passages, each in the language of its passage.

    Raises ValueError or OSError where the folder holds something that is no such index.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._index = tantivy.Index(_schema(), path=str(folder))
        for field in ("key", *_SIGNS):  # opens what tantivy leaves closed until asked
            self._index.searcher().doc_freq(field, "a")
        self._looked_at()

    def _looked_at(self) -> None:
        """What is counted of the index as it is now, remembered until it changes."""
        self._rarity = Rarity(self._index.searcher())
        self._marked = lru_cache(_MARKED)(self._roots_marked)

    def __len__(self) -> int:
        return int(self._index.searcher().num_docs)

    def update(self, gone: Iterable[str], come: Iterable[tuple[Study, Sequence[Passage]]]) -> None:
        """Forget the studies `gone`, take in the studies `come`, in one commit."""
        writer = self._index.writer(_HEAP_BYTES, 1)
        for study_id in gone:
            writer.delete_documents_by_term("study", study_id)
        for study, passages in come:
            for passage in passages:
                writer.add_document(_document(study, passage))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._looked_at()

    def search(
        self,
        text: str,
        k: int,
        languages: Sequence[str],
        studies: Sequence[str] | None = None,
        asked: str = "",
        also: Sequence[Also] = (),
        exact: Sequence[str] = (),
    ) -> list[Match]:
        """The k passages in these languages that share most with a text, ties by id.

        `studies` limits the answer to these ids; `asked` is the language of the text, "" where it
        is not known; `also` is looked for besides; every hit holds all words of `exact`. Any text
        is safe: nothing in it is an operator.
        """
        searcher = self._index.searcher()
        clauses = Clauses(self._index.schema, self._rarity, asked, also)
        musts = [clauses.of(text, languages), self._among("language", languages)]
        musts += [self._held(phrase, languages) for phrase in exact]
        if studies is not None:
            musts.append(self._among("study", studies))
        query = tantivy.Query.boolean_query([(tantivy.Occur.Must, part) for part in musts])
        hits = _best(searcher, query, k) if k else []
        ids = searcher.fast_field_values("id", [address for _, address in hits])
        matches = [
            Match(int(id or 0), round(score, 5)) for id, (score, _) in zip(ids, hits, strict=True)
        ]
        return sorted(matches, key=lambda match: (-match.score, match.id))[:k]

    def naming(self, terms: Iterable[tuple[str, str]]) -> NDArray[np.int64]:
        """The passages that name one of these terms, each with its language; ascending."""
        searcher = self._index.searcher()
        query = naming(self._index.schema, terms)
        hits = searcher.search(query, limit=max(1, len(self)), count=False).hits
        ids = searcher.fast_field_values("id", [address for _, address in hits])
        return np.sort(np.array([int(id or 0) for id in ids], np.int64))

    def weights(
        self, words: Sequence[str], languages: Sequence[str], asked: str = ""
    ) -> list[float]:
        """How much each word of a question tells, from 0 to 1; function words nothing.

        A word counts as in the question's language; where no passage is in that, as in the one
        where it is commonest.
        """
        rarity = self._rarity
        own = code(asked) if asked else ""
        keys = [own] if own and rarity.passages(own) else sorted({code(one) for one in languages})
        telling = set(without_stop_words(words, asked))
        return [
            min((rarity.share(f"{key}:{stem(word, key)}", key) for key in keys), default=1.0)
            if word in telling
            else 0.0
            for word in words
        ]

    def shared_words(
        self, question: str, text: str, language: str, asked: str = ""
    ) -> tuple[Span, ...]:
        """Where a text, in a language, has a word that was looked for, whatever its ending.

        Function words are left out, unless the question has no others.
        """
        wanted = self._marked(question, language, asked)
        digits = {one.digits for one in figures(question)}
        there = figures(text)

        def is_wanted(word: re.Match[str]) -> bool:
            if figure := within(word.start(), there):
                return figure.digits in digits
            return stem(word.group(), code(language)) in wanted

        held = [word for word in WORD.finditer(text) if is_wanted(word)]
        # Of FAD-INS the stemmer leaves "in".
        telling = [word for word in held if not is_common(word.group(), language)]
        return tuple(Span(word.start(), word.end()) for word in telling or held)

    def _roots_marked(self, question: str, language: str, asked: str) -> Set[str]:
        key, rarity = code(language), self._rarity
        words = without_stop_words(parted(question)[0][:MOST_WORDS], asked)
        telling = [w for w in words if not any(is_common(w, one) for one in (asked, language))]
        roots = Clauses(self._index.schema, rarity, asked, ()).roots(telling or words, key)
        if language in LANGUAGES:
            return set(roots)
        # Without a list of a language's function words its passages tell which they are.
        return {root for root in roots if rarity.tells(f"{key}:{root}", key)} or set(roots)

    def _held(self, phrase: str, languages: Sequence[str]) -> tantivy.Query:
        """Whether a passage holds all words of a phrase, under whatever endings."""
        ways = []
        for key in sorted({code(language) for language in languages}):
            terms = [
                tantivy.Query.term_query(self._index.schema, "body", sign, "freq")
                for sign in stems_of(words_of(phrase), key)
            ]
            ways.append(tantivy.Query.boolean_query([(tantivy.Occur.Must, t) for t in terms]))
        held = tantivy.Query.boolean_query([(tantivy.Occur.Should, way) for way in ways])
        return tantivy.Query.const_score_query(held, 0.0)

    def _among(self, field: str, values: Sequence[str]) -> tantivy.Query:
        """A condition that adds nothing to a score."""
        terms = tantivy.Query.term_set_query(self._index.schema, field, list(values))
        return tantivy.Query.const_score_query(terms, 0.0)


def _best(searcher: tantivy.Searcher, query: tantivy.Query, k: int) -> list[_Scored]:
    """The k best and all that tie with the last: which of them come first hangs on the segments."""
    more = k + _TIES
    while True:
        hits = [(float(score), at) for score, at in searcher.search(query, more, count=False).hits]
        if len(hits) < more or round(hits[-1][0], 5) < round(hits[k - 1][0], 5):
            return hits
        more *= 2


def erase(folder: Path) -> None:
    """Delete an index."""
    shutil.rmtree(folder, ignore_errors=True)


def checksum(folder: Path) -> str:
    """What the files of an index come to, in eight hexadecimal digits: tantivy trusts its own.

    Where a byte of them is another it may end the thread that asks. 0.1 s for 100,000 passages.
    """
    sum = 0
    for file in sorted(folder.iterdir()):
        if file.suffix in _FILES:
            sum = zlib.crc32(file.read_bytes(), zlib.crc32(file.name.encode(), sum))
    return f"{sum:08x}"


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("id", fast=True)
    for name in ("study", "language", "key"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in _SIGNS:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    return builder.build()


def _document(study: Study, passage: Passage) -> tantivy.Document:
    key = code(passage.language)
    head = words_of(" ".join((study.title, *passage.heading, passage.header)))
    body = words_of(passage.text)
    document = tantivy.Document()
    document.add_unsigned("id", passage.id)
    document.add_text("study", study.id)
    document.add_text("language", passage.language)
    document.add_text("key", key)
    document.add_text("key", ANY)
    document.add_text("head", " ".join(stems_of(head, key)))
    document.add_text("body", " ".join(stems_of(body, key)))
    document.add_text("runs", " ".join(runs_of(head + body, passage.language)))
    document.add_text("pairs", " ".join(pairs_of(body, key)))
    return document

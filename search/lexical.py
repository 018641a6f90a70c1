"""The words: an index over passages, derived from the library. The only file that knows tantivy."""

import math
import shutil
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Final

import tantivy

from search.function_words import LANGUAGES, is_function_word
from search.records import Match, Passage, Span, Study
from search.stems import SNOWBALL, WORD, code, stem, stems

# More words than this are a pasted text; its first ones say what it is about.
_MOST_WORDS: Final = 256
_HEAP_BYTES: Final = 64_000_000
# A match in the title or headings counts half of one in the passage itself
# (benchmarks/results/context.md).
_HEADING_BOOST: Final = 0.5
# A word that every fifth passage holds tells nothing of this one.
_COMMON: Final = 0.2
# Beside its own key every passage has this one, by which all are counted.
_ANY: Final = "any"
# The languages that tantivy has a list of stop words for.
_LISTED: Final = ("da", "de", "en", "es", "fi", "fr", "hu", "it", "nb", "nl", "pt", "sv")


class LexicalIndex:
    """BM25 (k1 1.2, b 0.75) over passages, stemmed by the language of each.

    Raises ValueError or OSError where the folder holds something that is no such index.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._index = tantivy.Index(_schema(), path=str(folder))
        for field in ("key", "body", "head"):  # opens what tantivy leaves closed until asked
            self._index.searcher().doc_freq(field, "a")

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

    def search(
        self,
        text: str,
        k: int,
        languages: Sequence[str],
        studies: Sequence[str] | None = None,
        asked: str = "",
    ) -> list[Match]:
        """The k passages in these languages that share most with a text, ties by id.

        `studies` limits the answer to these ids; `asked` is the language of the text, "" where it
        is not known. Any text is safe: nothing in it is an operator.
        """
        query = self._query(text, languages, studies, asked)
        searcher = self._index.searcher()
        hits = searcher.search(query, limit=k, count=False).hits if k else []
        ids = searcher.fast_field_values("id", [address for _, address in hits])
        matches = [
            Match(int(id or 0), round(float(score), 5))
            for id, (score, _) in zip(ids, hits, strict=True)
        ]
        return sorted(matches, key=lambda match: (-match.score, match.id))

    def shared_words(
        self, question: str, text: str, language: str, asked: str = ""
    ) -> tuple[Span, ...]:
        """Where a text, in a language, has a word that was looked for, whatever its ending.

        Function words are left out, unless the question has no others.
        """
        wanted = self._marked(question, language, asked)
        return tuple(
            Span(word.start(), word.end())
            for word in WORD.finditer(text)
            if stem(word.group(), code(language)) in wanted
        )

    def _query(
        self, text: str, languages: Sequence[str], studies: Sequence[str] | None, asked: str
    ) -> tantivy.Query:
        words = _without_stop_words(WORD.findall(text)[:_MOST_WORDS], asked)
        parts = [
            (tantivy.Occur.Should, self._term(field, root, key, boost))
            for key in sorted({code(language) for language in languages})
            for root in self._roots(words, key, code(asked) if asked else key)
            for field, boost in (("body", 1.0), ("head", _HEADING_BOOST))
        ]
        query = tantivy.Query.boolean_query(parts) if parts else tantivy.Query.empty_query()
        musts = [query, self._among("language", languages)]
        if studies is not None:
            musts.append(self._among("study", studies))
        return tantivy.Query.boolean_query([(tantivy.Occur.Must, part) for part in musts])

    def _marked(self, question: str, language: str, asked: str) -> set[str]:
        key = code(language)
        words = _without_stop_words(WORD.findall(question)[:_MOST_WORDS], asked)
        telling = [w for w in words if not any(_is_common(w, one) for one in (asked, language))]
        roots = self._roots(telling or words, key, code(asked) if asked else key)
        if language in LANGUAGES:
            return set(roots)
        # Without a list of a language's function words its passages tell which they are.
        return {root for root in roots if self._tells(root, key)} or set(roots)

    def _roots(self, words: Sequence[str], key: str, asked: str) -> list[str]:
        """Stems to look for under a key.

        In another language than the question's, its common words are left out: "die" and "war" say
        nothing in German and mislead in English.
        """
        kept = [w for w in words if key == asked or self._tells(stem(w, asked), asked)]
        return list(dict.fromkeys(filter(None, (stem(word, key) for word in kept))))

    def _term(self, field: str, root: str, key: str, boost: float) -> tantivy.Query:
        term = tantivy.Query.term_query(self._index.schema, field, f"{key}:{root}", "freq")
        return tantivy.Query.boost_query(term, boost * self._evened(field, root, key))

    def _evened(self, field: str, root: str, key: str) -> float:
        """A stem's rarity among the passages of its key, over the one that BM25 takes it to have.

        BM25 counts over the whole index, where every word of a rare language is rare.
        """
        holding = self._index.searcher().doc_freq(field, f"{key}:{root}")
        own, total = self._passages(key), self._passages(_ANY)
        return _rarity(holding, own) / _rarity(holding, total) if holding else 1.0

    def _tells(self, root: str, key: str) -> bool:
        """Whether few enough passages of a key hold a stem for it to tell one from another."""
        holding = self._index.searcher().doc_freq("body", f"{key}:{root}")
        return holding <= max(2.0, _COMMON * self._passages(key))

    def _passages(self, key: str) -> int:
        return int(self._index.searcher().doc_freq("key", key))

    def _among(self, field: str, values: Sequence[str]) -> tantivy.Query:
        """A condition that adds nothing to a score."""
        terms = tantivy.Query.term_set_query(self._index.schema, field, list(values))
        return tantivy.Query.const_score_query(terms, 0.0)


def _without_stop_words(words: Sequence[str], asked: str) -> Sequence[str]:
    """The words of a question in a language; all of them where it has no other words.

    Without them BM25 gains 2 to 10 points of nDCG@10 across languages and 1.6 within French, and
    loses none that could be told (benchmarks/results/fusion.md).
    """
    return [w for w in words if _is_name(w) or not _is_stop_word(w, asked)] or words


def _is_name(word: str) -> bool:
    """Capitals are a name: the WHO is no "who"."""
    return len(word) > 1 and word.isupper()


def _is_common(word: str, language: str) -> bool:
    """Whether a word is marked in no passage, for it stands in any."""
    listed = _is_stop_word(word, language) or is_function_word(word, language)
    return listed and not _is_name(word)


def _is_stop_word(word: str, language: str) -> bool:
    if language not in _LISTED:
        return False
    return not _analyzer(language).analyze(unicodedata.normalize("NFC", word))


@cache
def _analyzer(language: str) -> tantivy.TextAnalyzer:
    """What leaves nothing of a stop word."""
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace())
    builder = builder.filter(tantivy.Filter.lowercase())
    return builder.filter(tantivy.Filter.stopword(SNOWBALL[language])).build()


def erase(folder: Path) -> None:
    """Delete an index."""
    shutil.rmtree(folder, ignore_errors=True)


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("id", fast=True)
    for name in ("study", "language", "key"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in ("body", "head"):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    return builder.build()


def _document(study: Study, passage: Passage) -> tantivy.Document:
    key = code(passage.language)
    head = " ".join((study.title, *passage.heading, passage.header))
    document = tantivy.Document()
    document.add_unsigned("id", passage.id)
    document.add_text("study", study.id)
    document.add_text("language", passage.language)
    document.add_text("key", key)
    document.add_text("key", _ANY)
    document.add_text("body", _keyed(passage.text, key))
    document.add_text("head", _keyed(head, key))
    return document


def _keyed(text: str, key: str) -> str:
    """The stems of a text, each with its key: a word is another word in another language."""
    return " ".join(f"{key}:{root}" for root in stems(text, key) if root)


def _rarity(holding: int, total: int) -> float:
    """BM25's idf of a stem that so many passages of a total hold, in shares of the greatest."""
    return math.log((total + 1) / (holding + 0.5)) / math.log(total + 1)

"""The words: an index over passages, derived from the library. The only file that knows tantivy."""

import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

import tantivy

from search.records import Match, Passage, Span, Study
from search.stems import OTHER, SNOWBALL, WORD, code, stem, stems

# More words than this are a pasted text; its first ones say what it is about.
_MOST_WORDS: Final = 256
_HEAP_BYTES: Final = 64_000_000
# A match in the title or headings counts half of one in the passage itself
# (benchmarks/results/context.md).
_HEADING_BOOST: Final = 0.5
# A word that every fifth passage holds tells nothing of this one.
_COMMON: Final = 0.2


class LexicalIndex:
    """BM25 (k1 1.2, b 0.75) over passages, stemmed by the language of each.

    Raises ValueError or OSError where the folder holds something that is no such index.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._index = tantivy.Index(_schema(), path=str(folder))

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
    ) -> list[Match]:
        """The k passages in these languages that share most with a text, ties by id.

        `studies` limits the answer to these ids. Any text is safe: nothing in it is an operator.
        """
        query = self._query(text, sorted({code(language) for language in languages}), studies)
        searcher = self._index.searcher()
        hits = searcher.search(query, limit=k, count=False).hits if k else []
        ids = searcher.fast_field_values("id", [address for _, address in hits])
        matches = [
            Match(int(id or 0), round(float(score), 5))
            for id, (score, _) in zip(ids, hits, strict=True)
        ]
        return sorted(matches, key=lambda match: (-match.score, match.id))

    def shared_words(self, question: str, text: str, language: str) -> tuple[Span, ...]:
        """Where a text, in a language, has a telling word of the question, whatever its ending."""
        key = code(language)
        searcher = self._index.searcher()
        most = max(2.0, _COMMON * searcher.num_docs)
        wanted = {
            root
            for root in stems(question, key)
            if root and searcher.doc_freq(f"body_{key}", root) <= most
        }
        return tuple(
            Span(word.start(), word.end())
            for word in WORD.finditer(text)
            if stem(word.group(), key) in wanted
        )

    def _query(
        self, text: str, keys: Sequence[str], studies: Sequence[str] | None
    ) -> tantivy.Query:
        parts: list[tuple[tantivy.Occur, tantivy.Query]] = []
        for key in keys:
            for root in dict.fromkeys(filter(None, stems(text, key)[:_MOST_WORDS])):
                body = tantivy.Query.term_query(self._index.schema, f"body_{key}", root, "freq")
                head = tantivy.Query.term_query(self._index.schema, f"head_{key}", root, "freq")
                parts.append((tantivy.Occur.Should, body))
                boosted = tantivy.Query.boost_query(head, _HEADING_BOOST)
                parts.append((tantivy.Occur.Should, boosted))
        query = tantivy.Query.boolean_query(parts) if parts else tantivy.Query.empty_query()
        if studies is None:
            return query
        among = tantivy.Query.term_set_query(self._index.schema, "study", list(studies))
        allowed = tantivy.Query.const_score_query(among, 0.0)
        must = tantivy.Occur.Must
        return tantivy.Query.boolean_query([(must, query), (must, allowed)])


def erase(folder: Path) -> None:
    """Delete an index."""
    shutil.rmtree(folder, ignore_errors=True)


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("id", fast=True)
    builder.add_text_field("study", tokenizer_name="raw", index_option="basic")
    for key in (*SNOWBALL, OTHER):
        for part in ("body", "head"):
            name = f"{part}_{key}"
            builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    return builder.build()


def _document(study: Study, passage: Passage) -> tantivy.Document:
    key = code(passage.language)
    head = " ".join((study.title, *passage.heading))
    document = tantivy.Document()
    document.add_unsigned("id", passage.id)
    document.add_text("study", study.id)
    document.add_text(f"body_{key}", " ".join(stems(passage.text, key)))
    document.add_text(f"head_{key}", " ".join(stems(head, key)))
    return document

"""Settings made into a library, an engine and workers: what every front door opens first."""

from functools import cached_property
from typing import Self

from ingest import removing
from ingest.build import Builder
from ingest.pool import Pool
from search.cross import CrossReranker
from search.embed import Embedder, SentenceEmbedder
from search.engine import Engine
from search.facets import Counting
from search.indexes import Indexes
from search.library import Library
from search.settings import Settings


class Session:
    """One person's work with one library; everything is opened at its first use."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    @cached_property
    def library(self) -> Library:
        """The library; what was removed and has had its time is deleted at its opening."""
        library = Library(self.settings.home)
        removing.expire(library)
        return library

    @cached_property
    def embedder(self) -> Embedder:
        """The model of the settings."""
        return SentenceEmbedder(self.settings.model)

    @cached_property
    def engine(self) -> Engine:
        """Search over the library."""
        name = self.settings.reranker
        reranker = CrossReranker(name) if name else None
        return Engine(self.library, self.embedder, self.settings.vectors, reranker)

    @cached_property
    def facets(self) -> Counting:
        """What of a question's answer, or of the library, has which property."""
        return Counting(self.engine)

    @cached_property
    def indexes(self) -> Indexes:
        """The library's indexes, for checking them."""
        return Indexes(self.library, self.settings.vectors)

    @cached_property
    def pool(self) -> Pool:
        """Workers that read PDFs and draw their pages."""
        return Pool(SentenceEmbedder(self.settings.model).folder, self.settings)

    @cached_property
    def builder(self) -> Builder:
        """Writes studies to the library."""
        return Builder(self.library, self.embedder, self.pool)

    def close(self) -> None:
        """End the workers and close the library."""
        for name in ("pool", "library"):
            if name in self.__dict__:
                getattr(self, name).close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

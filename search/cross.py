"""A cross-encoder: question and passage read together, by a model that a setting names.

With `search/embed.py` the only file that knows sentence-transformers.
"""

import logging
import os
import threading
import time
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

import numpy as np

from search.told import told

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

# A pair costs 45 ms of processor time with a model of 6 layers and 384 dimensions, 89 ms with one
# of 12, 307 ms with one of 12 and 768 (docs/decisions/ranking.md): 20 fit with the first two.
SECONDS: Final = 2.0
_KEPT: Final = 4096
_DIGITS: Final = 5
# What a model that gives a pair a score ends in.
_JUDGES: Final = ("ForSequenceClassification", "ForCausalLM", "ForConditionalGeneration")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a reranker says of each text, more is better; or in a sentence why it says nothing."""

    scores: tuple[float, ...] = ()
    skipped: str = ""


class Reranker(Protocol):
    """What reads a question and a passage together."""

    def verdict(self, question: str, texts: Sequence[str]) -> Verdict:
        """A score for every text, or for none."""


class CrossReranker:
    """A cross-encoder of sentence-transformers: a folder, or a name in the local cache.

    It is loaded at its first use and never from a hub. Where it can't be used, or takes longer than
    `seconds` for a question, it says so and nothing is reranked: that is no error.
    """

    def __init__(self, name: str, seconds: float = SECONDS) -> None:
        self.name = name
        self._seconds = seconds
        # A tokenizer keeps where it cuts, so two threads may not use it at once.
        self._lock = threading.RLock()
        self._known: OrderedDict[tuple[str, str], float] = OrderedDict()

    def verdict(self, question: str, texts: Sequence[str]) -> Verdict:
        """A score for every text, or for none; what was read before costs nothing."""
        with self._lock:
            try:
                if not self._usable:
                    return Verdict(skipped=self._told_unusable())
                return self._scored(question, texts)
            except Exception as error:  # each model fails in its own way
                _log.info("The cross-encoder %s failed (%s).", self.name, error)
                return Verdict(skipped=self._told_unusable())

    def _scored(self, question: str, texts: Sequence[str]) -> Verdict:
        until = time.monotonic() + self._seconds
        scores = []
        for text in texts:
            pair = (question, text)
            if pair not in self._known:
                if time.monotonic() >= until:
                    return Verdict(skipped=self._told_slow())
                self._keep(pair, self._read(pair))
            scores.append(self._known[pair])
        return Verdict(tuple(scores))

    def _keep(self, pair: tuple[str, str], score: float) -> None:
        self._known[pair] = score
        if len(self._known) > _KEPT:
            self._known.popitem(last=False)

    def _read(self, pair: tuple[str, str]) -> float:
        """One pair at a time: several are no quicker, and padding would move the last digits."""
        made = self._model.predict([pair], batch_size=1, show_progress_bar=False)
        return round(float(np.asarray(made, np.float64).reshape(())), _DIGITS)

    def _told_slow(self) -> str:
        return told(
            "Not reranked: {name} took longer than {seconds} seconds.",
            name=self.name,
            seconds=f"{self._seconds:g}",
        )

    def _told_unusable(self) -> str:
        return told(
            "Not reranked: {name} is no cross-encoder that can be loaded here; give a folder that "
            "holds one, in the setting reranker.",
            name=self.name,
        )

    @cached_property
    def _usable(self) -> bool:
        """Whether the model can be loaded and gives a number. Not tried again."""
        try:
            return bool(np.isfinite(self._read(("a question", "a passage"))))
        except Exception as error:  # each kind of broken folder raises its own
            _log.info("The cross-encoder %s can't be loaded (%s).", self.name, error)
            return False

    @cached_property
    def _model(self) -> "CrossEncoder":
        # Imported at first use, and kept from the network, as the embedding model is.
        os.environ["HF_HUB_OFFLINE"] = "1"
        from sentence_transformers import CrossEncoder
        from torch.nn import Identity
        from transformers.utils.logging import disable_progress_bar

        disable_progress_bar()  # type: ignore[no-untyped-call]  # transformers leaves it untyped
        folder = Path(self.name).expanduser()
        name = str(folder) if folder.is_dir() else self.name
        # The plain score: a sigmoid makes all great ones 1.
        made: CrossEncoder = CrossEncoder(
            name, device="cpu", local_files_only=True, activation_fn=Identity()
        )
        built = getattr(made.config, "architectures", None) or ()
        if not any(str(one).endswith(_JUDGES) for one in built):
            # An embedding model is loaded with a last layer of random numbers.
            raise ValueError(f"it is a {', '.join(built) or 'model without a name'}")
        return made

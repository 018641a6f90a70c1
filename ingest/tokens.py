"""How many tokens the model will see. The only file that knows tokenizers."""

import re
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Final, TypeAlias, overload

from tokenizers import Tokenizer
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer

Place: TypeAlias = tuple[int, int]
# Text to the (start, end) places of its tokens.
Tokens: TypeAlias = Callable[[str], Sequence[Place]]
_GUESSED_CHARACTERS: Final = 3
# BERT cuts a text at these blanks and signs, and each piece by itself.
_PIECE: Final = re.compile(r"[^ \t\n\r!-/:-@\[-`{-~]+|[!-/:-@\[-`{-~]")
_MOST_HELD: Final = 1 << 17


def counter(model: Path) -> Tokens:
    """The tokens of a text as the model in a folder cuts it.

    A model that keeps its tokenizer in another form gets a cautious guess, three characters a
    token: every language of the policy set needs more.
    """
    file = model / "tokenizer.json"
    if not file.is_file():
        return _guess
    tokenizer = Tokenizer.from_file(str(file))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    by_pieces = isinstance(tokenizer.normalizer, BertNormalizer) and isinstance(
        tokenizer.pre_tokenizer, BertPreTokenizer
    )
    return _Pieces(tokenizer).tokens if by_pieces else lambda text: _places(tokenizer, text)


def _places(tokenizer: Tokenizer, text: str) -> list[Place]:
    return list(tokenizer.encode(text, add_special_tokens=False).offsets)


def _guess(text: str) -> list[Place]:
    step = _GUESSED_CHARACTERS
    return [(at, min(at + step, len(text))) for at in range(0, len(text), step)]


class _Pieces:
    """Counts the tokens of a text piece by piece, each piece once: a third of the time."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self.tokenizer = tokenizer
        added = [token.content for token in tokenizer.get_added_tokens_decoder().values()]
        self._added = re.compile("|".join(map(re.escape, added)) or r"(?!)")
        self._sizes: dict[str, int] = {}

    def tokens(self, text: str) -> Sequence[Place]:
        """The places of a text's tokens."""
        if self._added.search(text):
            return _places(self.tokenizer, text)
        pieces = _PIECE.findall(text)
        sizes = [self._sizes.get(piece) or self._learnt(piece) for piece in pieces]
        return _Counted(self.tokenizer, text, sum(sizes))

    def _learnt(self, piece: str) -> int:
        if len(self._sizes) >= _MOST_HELD:
            self._sizes.clear()
        size = self._sizes[piece] = self._size(piece)
        return size

    def _size(self, piece: str) -> int:
        plain = self.tokenizer.normalizer.normalize_str(piece)
        if plain.isalnum():
            return len(self.tokenizer.model.tokenize(plain))
        return len(_places(self.tokenizer, piece))


class _Counted(Sequence[Place]):
    """Places that are looked for only when one is asked for; how many there are is known."""

    def __init__(self, tokenizer: Tokenizer, text: str, size: int) -> None:
        self._tokenizer, self._text, self._size = tokenizer, text, size

    def __len__(self) -> int:
        return self._size

    @overload
    def __getitem__(self, at: int) -> Place: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Place]: ...
    def __getitem__(self, at: int | slice) -> Place | Sequence[Place]:
        return self._found[at]

    @cached_property
    def _found(self) -> list[Place]:
        return _places(self._tokenizer, self._text)

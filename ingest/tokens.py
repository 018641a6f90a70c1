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
        self._sizes = _Sizes(tokenizer)

    def tokens(self, text: str) -> Sequence[Place]:
        """The places of a text's tokens."""
        if self._added.search(text):
            return _places(self.tokenizer, text)
        size = sum(map(self._sizes.__getitem__, _PIECE.findall(text)))
        return _Counted(self.tokenizer, text, size)


class _Sizes(dict[str, int]):
    """How many tokens each piece has, counted when it is first asked for."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._lowers = tokenizer.normalizer.normalize_str("A") == "a"

    def __missing__(self, piece: str) -> int:
        if len(self) >= _MOST_HELD:
            self.clear()
        size = self[piece] = self._size(piece)
        return size

    def _size(self, piece: str) -> int:
        plain = self._normal(piece)
        if plain.isalnum():
            return len(self._tokenizer.model.tokenize(plain))
        return len(_places(self._tokenizer, piece))

    def _normal(self, piece: str) -> str:
        # Most pieces are so plain that Python knows: the tokenizer takes five times as long.
        if piece.isascii() and piece.isalnum():
            return piece.lower() if self._lowers else piece
        return str(self._tokenizer.normalizer.normalize_str(piece))


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

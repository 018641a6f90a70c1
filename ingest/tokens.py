"""How many tokens the model will see. The only file that knows tokenizers."""

from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeAlias

from tokenizers import Tokenizer

# Text to the (start, end) places of its tokens.
Tokens: TypeAlias = Callable[[str], list[tuple[int, int]]]
_GUESSED_CHARACTERS: Final = 3


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
    return lambda text: list(tokenizer.encode(text, add_special_tokens=False).offsets)


def _guess(text: str) -> list[tuple[int, int]]:
    step = _GUESSED_CHARACTERS
    return [(at, min(at + step, len(text))) for at in range(0, len(text), step)]

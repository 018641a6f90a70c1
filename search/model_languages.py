"""Which languages a model reads, by the pieces that its tokenizer cuts words into."""

import json
from pathlib import Path
from typing import Final

# English models have 30,000 to 50,000 pieces (BERT, MPNet, ModernBERT), multilingual ones 120,000
# (mBERT) to 500,000 (LaBSE), most of them 250,000 (XLM-R).
_MANY_LANGUAGES: Final = 100_000


def english_alone(folder: Path) -> bool:
    """Whether the model of a folder has too few pieces for many languages; so if it can't say."""
    return max(map(_pieces, folder.rglob("config.json")), default=0) < _MANY_LANGUAGES


def _pieces(config: Path) -> int:
    try:
        return int(json.loads(config.read_text("utf-8"))["vocab_size"])
    except (OSError, ValueError, KeyError, TypeError):
        return 0

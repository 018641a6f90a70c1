"""What a study is called: names for files and places, and titles worth showing."""

import re
import unicodedata
from typing import Final

# Letters that Unicode does not take apart into a base letter and an accent.
_LETTERS: Final = str.maketrans({"ß": "ss", "æ": "ae", "ø": "o", "œ": "oe", "ł": "l", "đ": "d"})
# What programs and scanners leave in a PDF's title field instead of a title.
_TOOL: Final = re.compile(
    r"microsoft\b|powerpoint\b|pr[äeé]sentation(\d*| powerpoint)$|untitled\b|unbenannt|sans titre"
    r"|(adobe|quark|libreoffice|openoffice)\b|(document|slide|layout) ?\d*$|scan(ned)? ?[\d_]",
    re.IGNORECASE,
)
_PLACE: Final = re.compile(r"([a-z]:)?[\\/]|(file|https?):", re.IGNORECASE)
_FILE: Final = re.compile(
    r"\w\.(docx?|dotx?|pptx?|xlsx?|od[tps]|rtf|txt|pdf|indd|indb|qx[dp]|pub|ai|eps|psd|cdr|tex|dvi"
    r"|ps|html?|tmp|fm|pages|p65|pmd|wpd)\b",
    re.IGNORECASE,
)
_SPACE_LIKE: Final = re.compile(r"%20|[_+\s]+|(?<!\d)-|-(?!\d)")


def slug(text: str, limit: int = 80) -> str:
    """`text` as a name of at most `limit` characters: small letters and digits with "-" between.

    Letters outside the Latin alphabet are kept; a text without any letter or digit is "study".
    """
    bare = folded(text.casefold().translate(_LETTERS))
    name = re.sub(r"[\W_]+", "-", unicodedata.normalize("NFC", bare)).strip("-")
    if len(name) > limit:
        head = name[: limit + 1].rpartition("-")[0]
        name = head or name[:limit]
    return name or "study"


def folded(text: str) -> str:
    """`text` in small letters without their accents, for comparing."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in apart if not unicodedata.combining(character))


def stem(file: str) -> str:
    """A file's name without its folders and its ".pdf"."""
    return re.sub(r"\.pdf$", "", file.replace("\\", "/").rpartition("/")[2], flags=re.IGNORECASE)


def tidy(text: str) -> str:
    """`text` in composed Unicode, on one line, single-spaced, without control characters."""
    spaced = unicodedata.normalize("NFC", text)
    return " ".join("".join(c if c.isprintable() else " " for c in spaced).split())


def plausible(title: str) -> bool:
    """Whether a PDF's own title field is a title: two words or more, no file's or tool's name."""
    text = tidy(title)
    words = [word for word in text.split() if any(map(str.isalpha, word))]
    broken = "\ufffd" in text or "þÿ" in text
    named = _TOOL.match(text) or _PLACE.match(text) or _FILE.search(text)
    return len(words) >= 2 and not broken and not named


def readable(file: str) -> str:
    """A file's name as a title: "ecia_final-report_2014.pdf" is "Ecia final report 2014"."""
    words = tidy(_SPACE_LIKE.sub(" ", stem(file)))
    return words[:1].upper() + words[1:] or file

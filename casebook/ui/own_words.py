"""Streamlit's own words, as far as a visitor meets them, in the visitor's language.

Streamlit has no setting for them. Each is found by its English text (of Streamlit 1.67), so one
that a later version says otherwise stays English.
"""

from casebook.text import speech
from casebook.text.speech import say


def of(language: str) -> dict[str, dict[str, str]]:
    """What is put in whose place: whole texts, names of controls, and patterns with a part kept."""
    with speech.speaking(language):
        return {"texts": _texts(), "names": _names(), "patterns": _patterns()}


def _texts() -> dict[str, str]:
    return {
        "Upload": say("Choose files"),
        "Add files": say("Choose more files"),
        "Drag and drop files here": say("Drag and drop files here"),
        "No results": say("Nothing of that name"),
        "Select all": say("Choose all"),
        "Press Enter to apply": say("Press Enter to apply"),
        "Press Enter to submit form": say("Press Enter to send"),
        "Press Ctrl+Enter to apply": say("Press Ctrl+Enter to apply"),
        "Press ⌘+Enter to apply": say("Press ⌘+Enter to apply"),
        "Connection error": say("No connection to Casebook"),
    }


def _names() -> dict[str, str]:
    return {
        "Clear all": say("Clear all"),
        "Clear value": say("Clear"),
        "Clear entry": say("Clear"),
        "Open": say("Open the list"),
        "Selected values": say("Chosen values"),
        "Multiselect options": say("Values to choose from"),
        "Selectbox options": say("Values to choose from"),
        "Increment": say("One more"),
        "Decrement": say("One less"),
        "Show password": say("Show the password"),
        "Hide password": say("Hide the password"),
        "Pagination": say("Parts of the list"),
        "Next page": say("Next part"),
        "Previous page": say("Previous part"),
        "Feedback rating": say("Your judgement"),
        "Thumbs up": say("Helps"),
        "Thumbs down": say("Does not help"),
        "Copy to clipboard": say("Copy"),
        "Copied": say("Copied"),
        "Fullscreen": say("Full screen"),
        "Close fullscreen": say("Leave full screen"),
        "Collapse sidebar": say("Close the sidebar"),
        "Expand sidebar": say("Open the sidebar"),
        "App pages": say("Pages of Casebook"),
        "Close": say("Close"),
        "Help": say("Help"),
        "Running...": say("Working …"),
        "Stop": say("Stop"),
    }


def _patterns() -> dict[str, str]:
    """The part in brackets stands where the sentence has {part}."""
    return {
        r"^(\d+) ?MB per file": say("At most {part} MB a file", part="$1"),
        r"^Page (\d+)$": say("Part {part}", part="$1"),
        r"^Remove (.+)$": say("Remove {part}", part="$1"),
        r"^Help for (.+)$": say("Help for {part}", part="$1"),
    }

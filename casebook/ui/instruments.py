"""What the instruments of policy are called."""

from typing import Final

from casebook.text import speech
from search.told import told

_NAMES: Final = {
    "voucher": told("Vouchers"),
    "grant": told("Grants and subsidies"),
    "loan": told("Loans"),
    "guarantee": told("Guarantees"),
    "equity": told("Equity and venture capital"),
    "crowdfunding": told("Crowdfunding"),
    "tax-relief": told("Tax relief"),
    "cluster": told("Clusters"),
    "incubator": told("Incubators and accelerators"),
    "workspace": told("Workspace and studios"),
    "training": told("Training and coaching"),
    "procurement": told("Public procurement"),
    "contest": told("Contests and challenges"),
    "export-promotion": told("Export promotion"),
}


def instrument(value: str) -> str:
    """What an instrument is called, as a reader says it."""
    return speech.again(_NAMES.get(value, value))

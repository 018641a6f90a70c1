"""The instruments of policy that passages name: each a few notions of the vocabulary, as terms.

A passage names an instrument where it, its headings or its study's title holds one of the terms in
the passage's own language. Why so, and how often that is right: docs/decisions/narrowing.md.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import reduce
from typing import Final

import numpy as np
from numpy.typing import NDArray

from search.asking.vocabulary import Vocabulary
from search.indexes import Indexes
from search.lexical import LexicalIndex

# Each with the names of its notions (search/terms/field-*.csv), in the order of a list of them.
INSTRUMENTS: Final = {
    "voucher": "voucher innovation-voucher creative-voucher design-voucher research-voucher "
    "internationalisation-voucher",
    "grant": "grant subsidy match-funding",
    "loan": "loan soft-loan zero-interest-loan participatory-loan subordinated-loan bridging-loan "
    "convertible-loan credit-line microcredit repayable-grant",
    "guarantee": "guarantee counter-guarantee guarantee-fund guarantee-facility first-loss "
    "mutual-guarantee-society",
    "equity": "equity quasi-equity equity-fund venture-capital venture-capital-fund private-equity "
    "seed-capital growth-capital business-angel business-angel-network co-investment",
    "crowdfunding": "crowdfunding reward-based-crowdfunding equity-crowdfunding "
    "peer-to-peer-lending",
    "tax-relief": "tax-incentive tax-relief tax-credit tax-shelter tax-deduction tax-exemption "
    "reduced-vat-rate",
    "cluster": "cluster cluster-management cluster-manager cluster-organisation cluster-initiative "
    "cluster-programme leading-edge-cluster competitiveness-cluster innovation-cluster "
    "creative-cluster",
    "incubator": "incubator incubation accelerator",
    "workspace": "co-working-space fab-lab studio-space creative-hub",
    "training": "training vocational-training entrepreneurship-education coaching mentoring",
    "procurement": "public-procurement innovation-procurement pre-commercial-procurement",
    "contest": "contest innovation-challenge",
    "export-promotion": "export-promotion trade-mission trade-fair",
}
# Terms of one word that mean something else more often, by their stem if not by themselves: a
# guaranteed right, a thing deduced or accelerated, an electoral form. Of 75 passages of 63 policy
# reports that were read by eye 34 named the instrument before these were left out
# (docs/decisions/narrowing.md).
_LOOSE: Final = (
    " tender vergabe mentor cir deductibility deducibilidad deducibilità deduïbilitat "
    "dedutibilidade contest wettbewerb concurso concorso concurs concours wedstrijd kilpailu "
    "konkurs accelerator accélérateur aceleradora acceleratore acceleradora acelerador messe "
    "fira feria feira fiera foire formació formación formazione formação formation capacitación "
    "capacitació garantia garantía garanzia garantie gwarancja cupó cupón buono bo bono cheque "
    "chèque xec vale bon licitación licitació licitação gara beteiligung shareholding aval "
    "scholing "
)


class Instruments:
    """The passages of a library that name each instrument, looked up once a generation."""

    def __init__(self, indexes: Indexes, vocabulary: Callable[[], Vocabulary]) -> None:
        self._indexes = indexes
        self._vocabulary = vocabulary
        self._looked: LexicalIndex | None = None
        self._held: dict[str, NDArray[np.int64]] = {}

    def now(self, names: Sequence[str]) -> NDArray[np.int64]:
        """The same, of the library as it is now."""
        if not names:
            return np.zeros(0, np.int64)
        with self._indexes.fresh():
            return self.ids(names)

    def ids(self, names: Sequence[str]) -> NDArray[np.int64]:
        """The passages that name one of these instruments, ascending; the indexes are fresh."""
        words = self._indexes.lexical
        if words is not self._looked:
            self._looked, self._held = words, {}
        for name in names:
            if name not in self._held:
                known = terms_of(name, self._vocabulary())
                terms = [one for one in known if one[0] in self._indexes.languages]
                self._held[name] = words.naming(terms) if words else np.zeros(0, np.int64)
        return reduce(np.union1d, (self._held[name] for name in names), np.zeros(0, np.int64))


def terms_of(name: str, known: Vocabulary) -> Iterator[tuple[str, str]]:
    """The terms of an instrument, each with its language; none of an instrument not known."""
    for notion in INSTRUMENTS.get(name, "").split():
        if notion in known.notions:
            for language, terms in known.notions[notion].terms.items():
                yield from ((language, one) for one in terms if f" {one.lower()} " not in _LOOSE)

"""How a caption begins: by the name and the number of what it is of."""

import re
from typing import Final

_NAMED: Final = (
    r"figures?|fig|tables?|tab|charts?|graphs?|box|maps?|exhibit|photo|plate|diagram|infographic|"
    r"abbildung|abb|tabelle|grafik|schaubild|diagramm|karte|übersicht|infobox|kasten|"
    r"figura|tabla|gr[áa]fico|cuadro|recuadro|mapa|ilustración|taula|quadre|gràfic|"
    r"tabella|riquadro|tabela|quadro|kuvio|kuva|taulukko|tabel|figuur|grafiek|kader|kaart|"
    r"graphique|tableau|encadré|carte|tabell|figur|diagramme|schéma"
)
# "Figure 3 shows that" is a sentence: after the number stands a mark, the line's end or a capital.
_NUMBER: Final = r"(?:\d{1,3}|[IVX]{1,5}|[A-Z](?=[.\-–\s]?\d))(?:[.\-–]?\d{1,3}){0,3}[a-z]?"
_CAPTION: Final = re.compile(
    rf"^\W{{0,3}}(?i:{_NAMED})\.?\s?(?:[Nn][.º°]\s?)?{_NUMBER}"
    r"(?:\s*[:|–—-]\s|\.\s+(?=\W?[^\W\d_])|\.?\s*$|\s+(?=[“\"'‘(«]?[A-ZÀ-ÖØ-Þ]))"
)


def begins_caption(text: str) -> bool:
    """Whether a line names a figure or a table: "Table 3. Spending by region"."""
    return _CAPTION.match(text) is not None

"""Sentences that say themselves that something is not known, and questions that ask for a figure.

Policy studies say what they could not find out: "the fees are not visible in the public sources".
To who asks for the fees this is the answer, and it holds more of the question's words than most.
"""

import re
from typing import Final

_SAYS: Final = {
    "en": r"\b(?:is|are|was|were|be|been) (?:\w+ )?(?:not|neither|nowhere)"
    r" (?:yet |publicly |exactly )?"
    r"(?:known|visible|available|published|disclosed|reported|recorded|documented)\b"
    r"|\b(?:is|are|was|were|remain(?:s|ed)?) (?:still |largely )?"
    r"(?:unknown|unclear|undisclosed|unavailable)\b"
    r"|\bno (?:\w+ ){0,2}(?:data|figures?|information|numbers?|statistics) (?:\w+ ){0,4}"
    r"(?:available|published|known|found|exists?)\b",
    "de": r"\b(?:nicht|nirgends) (?:öffentlich |genau )?"
    r"(?:bekannt|veröffentlicht|verfügbar|ersichtlich|dokumentiert|erfasst)\b"
    r"|\b(?:ist|sind|war|waren|bleibt|bleiben|blieb)\b[^.!?;]{0,60} (?:unbekannt|unklar)\b"
    r"|\bkeine (?:\w+ ){0,2}(?:Daten|Zahlen|Angaben|Informationen)\b[^.!?;]{0,60}"
    r"\b(?:vor|verfügbar|bekannt|veröffentlicht)\b",
    "fr": r"\bn['’](?:est|étai(?:t|ent)|a|ont) pas (?:été )?(?:encore |publiquement )?"
    r"(?:connue?|publiée?|disponible|communiquée?|visible|rendue? public)"
    r"|\bne (?:sont|figurent) pas (?:encore |publiquement )?"
    r"(?:connue?s|publiée?s|disponibles|communiquée?s|visibles)\b"
    r"|\b(?:est|sont|reste|restent|demeure|demeurent) inconnue?s?\b"
    r"|\baucune? (?:donnée|chiffre|information)\b[^.!?;]{0,50}\bn['’]",
    "it": r"\bnon (?:è|sono|era|erano|risulta|risultano) (?:\w+mente |stat[oaie] )?"
    r"(?:not[oaie]|conosciut[oaie]|pubblicat[oaie]|disponibil[ei]|visibil[ei])\b"
    r"|\bnon si conosc(?:e|ono)\b|\b(?:è|sono|resta|restano) (?:ignot|sconosciut)[oaie]\b"
    r"|\bnon (?:vi|ci) sono (?:dati|cifre|informazioni)\b",
    "es": r"\bno (?:es|son|era|eran|está|están|ha sido|han sido) (?:públicamente )?"
    r"(?:conocid|publicad|públic)[oa]s?\b"
    r"|\bno (?:es|son|está|están) (?:disponible|visible)s?\b"
    r"|\bno (?:se conocen?|se sabe|constan?)\b|\bse desconocen?\b"
    r"|\b(?:es|son|siguen? siendo) desconocid[oa]s?\b"
    r"|\bno (?:hay|existen) (?:datos|cifras|información)\b",
    "ca": r"\bno (?:és|són|era|eren|està|estan) (?:públicament )?"
    r"(?:conegut|coneguda|coneguts|conegudes|publicat|publicada|publicats|publicades)\b"
    r"|\bno (?:és|són|està|estan) (?:disponible|visible)s?\b"
    r"|\bno (?:es coneix|es coneixen|se sap|consten?)\b|\bes desconei(?:x|xen)\b"
    r"|\bno hi ha (?:dades|xifres|informació)\b",
    "fi": r"\bei(?:vät)? (?:ole )?(?:\w+ )?"
    r"(?:tiedossa|tunneta|tiedetä|saatavilla|nähtävissä|julkaistu|käytettävissä)\b"
    r"|\b(?:on|ovat) tuntemat(?:on|tomia)\b",
    "nl": r"\bniet (?:publiek |openbaar |precies )?"
    r"(?:bekend|gepubliceerd|beschikbaar|zichtbaar|gerapporteerd)\b"
    r"|\b(?:is|zijn|blijft|blijven)\b[^.!?;]{0,60} (?:onbekend|onduidelijk)\b"
    r"|\bgeen (?:\w+ ){0,2}(?:gegevens|cijfers|informatie)\b[^.!?;]{0,40}"
    r"\b(?:beschikbaar|bekend)\b",
    "pl": r"\bnie (?:wiadomo|podano|opublikowano|ujawniono)\b"
    r"|\bnie (?:jest|są|był[aoy]?) (?:znan|dostępn|opublikowan|widoczn)[aey]?\b"
    r"|\b(?:jest|są|pozostaj[eą]) nieznan[aey]\b|\bbrak(?:uje)? danych\b",
    "pt": r"\bnão (?:é|são|era|eram|está|estão|foi|foram) (?:publicamente )?"
    r"(?:conhecid|publicad|divulgad)[oa]s?\b"
    r"|\bnão (?:é|são|está|estão) (?:disponíve|visíve)(?:l|is)\b"
    r"|\bnão se (?:conhecem?|sabe)\b|\b(?:é|são) desconhecid[oa]s?\b"
    r"|\bnão (?:há|existem) (?:dados|números|informação)\b",
}
_ASKS: Final = {
    "en": r"\bhow (?:much|many|often|large|big|high)\b|\bwhat (?:share|percentage|proportion)\b",
    "de": r"\bwie (?:viele?n?|oft|hoch|groß)\b|\bwieviele?\b",
    "fr": r"\bcombien\b|\bquel(?:le)? (?:part|pourcentage|proportion)\b",
    "it": r"\bquant[oaie]\b",
    "es": r"\bcuánt[oa]s?\b",
    "ca": r"\bquant(?:s|a|es)?\b",
    "fi": r"\bkuinka (?:monta|moni|paljon|usein|suuri)\b|\bmontako\b|\bpaljonko\b",
    "nl": r"\bhoeveel\b|\bhoe (?:vaak|hoog|groot)\b",
    "pl": r"\bil[eu]\b",
    "pt": r"\bquant[oa]s?\b",
}
# A line of a study may be broken anywhere, and its notes stand in brackets.
_SPACE: Final = re.compile(r"\s+")
_NOTE: Final = re.compile(r"\[[^\]]*\]")
_FIGURE: Final = re.compile(r"\d")


def says_unknown(sentence: str, language: str) -> bool:
    """Whether a sentence says that something is not known; never where its language is not ours."""
    return _finds(_SAYS, _SPACE.sub(" ", sentence), language)


def asks_a_figure(question: str, language: str) -> bool:
    """Whether a question asks how much or how many."""
    return _finds(_ASKS, _SPACE.sub(" ", question), language)


def has_figure(sentence: str) -> bool:
    """Whether a figure stands in a sentence, outside its notes."""
    return _FIGURE.search(_NOTE.sub("", sentence)) is not None


def _finds(patterns: dict[str, str], text: str, language: str) -> bool:
    pattern = patterns.get(language)
    return pattern is not None and re.search(pattern, text, re.IGNORECASE) is not None

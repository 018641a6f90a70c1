"""A vocabulary and a library in four languages, for questions that are to be understood."""

from pathlib import Path

from support import put

from search.asking.vocabulary import COLUMNS, Notion, Vocabulary
from search.library import Library

ROWS = (
    "innovation-voucher,,innovation voucher|innovation cheque,"
    "Innovationsgutschein|Innovationsscheck,chèque innovation|bon d'innovation,"
    "voucher per l'innovazione,"
    "bono de innovación|cheque de innovación,xec d'innovació,innovaatioseteli,innovatievoucher,"
    "bon na innowacje,vale de inovação",
    "company,,company|enterprise,Unternehmen|Firma,entreprise,impresa,empresa,empresa,yritys,bedrijf,"
    "przedsiębiorstwo,empresa",
    "funding,,funding,Förderung,financement,finanziamento,financiación,finançament,rahoitus,"
    "financiering,finansowanie,financiamento",
    "access-to-finance,,access to finance,Zugang zu Finanzierung,accès au financement,,,,,,,",
)
GENERAL = (
    "bridge,,bridge,Brücke,pont,ponte,puente,pont,silta,brug,most,ponte",
    "demand,,demand,fordern,exiger,esigere,exigir,exigir,vaatia,eisen,żądać,exigir",
)
TEXTS = {
    "en": (
        "Innovation vouchers help small firms in Ireland to buy advice from universities.",
        "The programme Facilitating Access to Mid-size Enterprises (FAME) gave every company a "
        "loan guarantee, and small and medium-sized enterprises (SMEs) were advised in Manchester.",
        "An evaluation of creative clusters shows that productivity and employment grew faster.",
    ),
    "de": (
        "Innovationsgutscheine fördern die Zusammenarbeit kleiner Unternehmen mit Hochschulen.",
        "Die Kreativwirtschaft in Österreich wird durch Bürgschaften und Beratung unterstützt.",
    ),
    "fr": (
        "Les entreprises culturelles demandent une garantie de prêt pour leur développement.",
        "Le rapport mesure les effets des subventions sur la recherche et la croissance.",
    ),
    "es": (
        "Las empresas creativas recibieron ayudas para la innovación y el diseño de productos.",
        "El informe evalúa los resultados de las agrupaciones empresariales en Andalucía.",
    ),
}


def make_vocabulary(*rows: str, general: tuple[str, ...] = ()) -> Vocabulary:
    """A vocabulary of rows as a file holds them."""
    return Vocabulary(
        [*(_notion(row, True) for row in rows), *(_notion(r, False) for r in general)]
    )


def _notion(row: str, own: bool) -> Notion:
    name, eurovoc, *cells = row.split(",")
    assert len(cells) == len(COLUMNS) - 2, row
    held = zip(COLUMNS[2:], cells, strict=True)
    return Notion(name, eurovoc, {lang: tuple(cell.split("|")) for lang, cell in held if cell}, own)


VOCABULARY = make_vocabulary(*ROWS, general=GENERAL)


def filled(home: Path) -> Library:
    """A library of a study a language."""
    library = Library(home)
    for language, texts in TEXTS.items():
        put(library, f"study-{language}", texts, language)
    return library

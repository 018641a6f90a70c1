"""Typos put right and right words left alone, over a small library in four languages."""

from pathlib import Path

import pytest
from asking_support import filled
from support import put

from search.asking import carrying
from search.asking.correcting import corrections
from search.asking.spelling import nearest
from search.asking.vocabulary import Vocabulary, load
from search.library import Library

# As people type them: letters dropped, doubled, swapped, or the key beside.
TYPOS = {
    "en": "inovation:innovation vouchrs:vouchers irland:ireland univercities:universities "
    "progremme:programme garantee:guarantee enterprizes:enterprises evaluaton:evaluation "
    "cretive:creative clustres:clusters productivty:productivity emplyoment:employment "
    "facilitatng:facilitating advcie:advice manchaster:manchester",
    "de": "Inovationsgutscheine:Innovationsgutscheine Zusamenarbeit:Zusammenarbeit "
    "Unternhemen:Unternehmen Hochshulen:Hochschulen Kreativwirtshaft:Kreativwirtschaft "
    "Östereich:Österreich Bürgschafen:Bürgschaften Beratugn:Beratung unterstüzt:unterstützt "
    "kreativwirtschft:kreativwirtschaft bürgschafetn:bürgschaften hochschuhlen:hochschulen "
    "zusammenarbiet:zusammenarbeit untrenehmen:unternehmen innovationsgutschiene:"
    "innovationsgutscheine",
    "fr": "entrepises:entreprises culturelels:culturelles demandnet:demandent garnatie:garantie "
    "devleoppement:développement raprot:rapport mesrue:mesure effest:effets "
    "subvnetions:subventions recherhce:recherche croisance:croissance dévelopeement:développement "
    "culturrelles:culturelles "
    "entrperises:entreprises subventons:subventions",
    "es": "enpresas:empresas creatvias:creativas recibieorn:recibieron ayuads:ayudas "
    "inovación:innovación diseñno:diseño prodcutos:productos infrome:informe evlúa:evalúa "
    "resutlados:resultados agrupacoines:agrupaciones enpresariales:empresariales "
    "Andalcía:Andalucía resultdos:resultados innovasión:innovación",
}
# What people ask about and this library holds no word of.
RIGHT = {
    "en": "kindergarten tariff pension bridge lighthouse museum weather ocean priest moon "
    "patent wildlife steel tourism broadband",
    "de": "Kita Rente Wasserstoff Brücke Pflege Schule Gemeinde Verkehr Wohnung Steuer "
    "Landwirtschaft Klima Museum Breitband Tourismus",
    "fr": "crèche retraite hydrogène pont musée logement impôt climat tourisme agriculture "
    "santé école transport énergie brevet",
    "es": "guardería pensión hidrógeno puente museo vivienda impuesto clima turismo agricultura "
    "sanidad escuela transporte energía patente",
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return filled(tmp_path_factory.mktemp("typos"))


@pytest.fixture(scope="module")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> Vocabulary:
    return load(tmp_path_factory.mktemp("nobody"))


def put_right(
    library: Library, vocabulary: Vocabulary, language: str, words: list[str]
) -> dict[str, str]:
    with carrying.opened(library) as ledger:
        assert ledger is not None
        return corrections(words, language, library.languages(), vocabulary, ledger)


@pytest.mark.parametrize("language", TYPOS)
def test_most_typos_are_put_right(library: Library, bundled: Vocabulary, language: str) -> None:
    pairs = dict(pair.split(":") for pair in TYPOS[language].split())
    found = put_right(library, bundled, language, list(pairs))
    wrong = {typed: found.get(typed, typed) for typed in pairs if found.get(typed) != pairs[typed]}
    assert len(pairs) == 15
    assert len(wrong) <= 2, wrong


@pytest.mark.parametrize("language", RIGHT)
def test_right_words_that_the_library_lacks_are_left_alone(
    library: Library, bundled: Vocabulary, language: str
) -> None:
    words = RIGHT[language].split()
    assert len(words) == 15
    assert put_right(library, bundled, language, words) == {}


def test_common_words_of_any_language_are_right_words(tmp_path: Path, bundled: Vocabulary) -> None:
    library = Library(tmp_path)
    put(library, "a", ["Who may enter the order?", "It took an hour."])
    assert put_right(library, bundled, "", ["efter", "oder"]) == {}
    assert put_right(library, bundled, "", ["entter", "ordeer"]) == {
        "entter": "enter",
        "ordeer": "order",
    }


@pytest.mark.parametrize(
    ("language", "text", "right", "typed", "meant"),
    [
        ("en", "The doors of the savings bank.", "donors", "doosr", "doors"),
        ("fr", "Le droit des livres en prévente.", "doit", "drot", "droit"),
        ("es", "El anuncio de la concesión.", "confesión", "conseción", "concesión"),
        ("it", "In quell'anno e in quell'altro anno.", "anni", "", ""),
    ],
)
def test_a_word_that_a_dictionary_lists_is_no_typo(
    tmp_path: Path, language: str, text: str, right: str, typed: str, meant: str
) -> None:
    library = Library(tmp_path)
    put(library, "a", [text] * 3, language=language)
    words = [right, *filter(None, [typed])]
    wanted = {typed: meant} if typed else {}
    assert put_right(library, Vocabulary(), language, words) == wanted
    assert put_right(library, Vocabulary(), "", words) == wanted


def test_a_name_is_not_put_right_into_another_name(tmp_path: Path) -> None:
    library = Library(tmp_path)
    put(library, "a", ["The Innova programme of the Basque Country."] * 3)
    assert put_right(library, Vocabulary(), "en", ["Vinnova"]) == {}
    assert put_right(library, Vocabulary(), "en", ["Innvoa"]) == {"Innvoa": "Innova"}


def test_an_acronym_of_the_library_may_be_typed_in_small_letters(
    tmp_path: Path, bundled: Vocabulary
) -> None:
    library = Library(tmp_path)
    put(library, "a", ["A shop sold the vouchers.", "The PSHOP system paid each centre."])
    assert put_right(library, bundled, "en", ["pshop", "Pshop"]) == {}
    assert put_right(library, bundled, "en", ["shpp"]) == {"shpp": "shop"}


# The nearest word


def like(**words: int) -> dict[str, dict[str, int]]:
    return {word: {"en": held} for word, held in words.items()}


@pytest.mark.parametrize(
    ("typed", "known", "taken"),
    [
        ("vouchrs", like(vouchers=2), "vouchers"),
        ("vuocher", like(voucher=2), "voucher"),
        ("vouhcrs", like(vouchers=2), ""),  # two slips in seven letters
        ("guarnatee", like(guarantee=2), "guarantee"),
        ("garuantee", like(guarantee=2), "guarantee"),
        ("gaurnatee", like(guarantee=2), "guarantee"),
        ("gaurnatte", like(guarantee=2), ""),
        ("fnd", like(fund=2), ""),
        ("fnud", like(fund=2), "fund"),
        ("grent", like(grant=2, green=9), "grant"),
        ("grast", like(grant=2, grass=9), "grass"),
        ("grant", like(graft=2, grand=2), "graft"),
        ("innovator", like(innovation=9), ""),  # another ending
        ("Tyne", like(type=9), ""),  # a name
        ("Irland", like(ireland=2), "ireland"),
        ("Guarnatte", like(guarantee=2), ""),
        ("niovation", like(innovation=2), "innovation"),
        ("nnovation", like(innovation=2), ""),
    ],
)
def test_the_nearest_word_is_taken(
    typed: str, known: dict[str, dict[str, int]], taken: str
) -> None:
    def begun(first: str, shortest: int, longest: int) -> dict[str, dict[str, int]]:
        fits = (w for w in known if w[0] == first and shortest <= len(w) <= longest)
        return {word: known[word] for word in fits}

    assert nearest(typed, "en", begun, 0.0) == taken


@pytest.mark.parametrize(
    ("rarity", "one", "two"),
    [(0.0, "voucher", "guarantee"), (0.001, "voucher", ""), (0.002, "", ""), (0.1, "", "")],
)
def test_a_word_of_usual_letters_is_no_typo(rarity: float, one: str, two: str) -> None:
    assert nearest("vuocher", "en", lambda *_: like(voucher=2), rarity) == one
    assert nearest("gaurnatee", "en", lambda *_: like(guarantee=2), rarity) == two


def test_a_word_of_the_questions_language_is_taken() -> None:
    known = {"garantie": {"fr": 9}, "guarantee": {"en": 1}}
    assert nearest("guarantie", "en", lambda *_: known, 0.0) == "guarantee"
    assert nearest("guarantie", "", lambda *_: known, 0.0) == "garantie"
    assert nearest("guarantie", "fi", lambda *_: known, 0.0) == ""

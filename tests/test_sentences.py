"""Where sentences end, by their language."""

import pytest

from ingest.sentences import sentences


def parts(text: str, code: str) -> list[str]:
    return [text[span.start : span.end] for span in sentences(text, code, listed=False)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Hola. Adeu.", ["Hola. ", "Adeu."]),
        ("És la llei. Entra en vigor.", ["És la llei. ", "Entra en vigor."]),
        ("Vegeu la Llei... i també el Decret.", ["Vegeu la Llei... i també el Decret."]),
        ("La Llei 2/2010.\n12 de maig. Fi.", ["La Llei 2/2010.\n12 de maig. ", "Fi."]),
        ("El Sr. Puig hi va. Tothom ho sap.", ["El Sr. Puig hi va. ", "Tothom ho sap."]),
        ('Ho va dir ("Prou!") i va marxar. Fi.', ['Ho va dir ("Prou!") i va marxar. ', "Fi."]),
        ("Català..., op. cit. (pàg. 2) Fi.", ["Català..., op. cit. (pàg. 2) Fi."]),
    ],
)
def test_a_catalan_sentence_goes_on_where_small_letters_or_figures_follow(
    text: str, found: list[str]
) -> None:
    assert parts(text, "ca") == found


def test_in_catalan_an_item_of_a_list_begins_a_sentence() -> None:
    text = "Hi ha tres etapes.\n1) De 1979 a 1983.\n2) De 1983 a 1993.\n3) Del 1993 ençà.\n"
    assert parts(text, "ca") == [line + "\n" for line in text.splitlines()]

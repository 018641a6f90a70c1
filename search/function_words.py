"""Words that only hold a sentence together: they are not marked as what a passage shares.

Stop words as a search engine lists them leave questions out ("how did", "warum", "combien"). These
closed classes (question words, auxiliaries, pronouns, prepositions, adverbs of degree) complete
them. Lists on offer elsewhere hold "effect", "research" and "group", which are topics here.
"""

import unicodedata
from typing import Final

from search.common_words import common_words

_MORE: Final = {
    "ca": "a al als amb aquest aquesta com de del dels des després el els en entre era es fa fer "
    "ha hi i la les li més no o on per perquè però poden pot quan quant quants qui quin "
    "quina quines quins què se segons sense ser si sobre són també un una va van és",
    "da": "dog gjorde gjort gør hvem hvilke hvilken hvilket hvordan hvorfor hvornår hvorvidt kan "
    "kunne må måtte samt skulle",
    "de": "ab außer bevor bzw dabei dafür damit darf dass dem dürfen etwa gab gibt hätte hätten "
    "ihr inwiefern inwieweit je konnte konnten könnte könnten mehr möglich müssen nachdem "
    "nun ob obwohl sehr seit sobald sogar statt tat trotz tun tut wann warum weder wegen "
    "wem wen wer weshalb wessen wieso wieviel wodurch wofür woher wohin womit worden wozu "
    "wurde wurden würde würden",
    "el": "έχει έχουν ή ήταν αλλά αν από για γιατί δε δεν είναι είχαν είχε η θα και κατά με μετά "
    "μη μην μπορεί μπορούν να ο οι ποια ποιες ποιο ποιοι ποιος που πού πριν προς πως πόσα "
    "πόσες πόσο πόσοι πότε πώς σε στα στη στην στις στο στον στους τα την της τι τις το τον "
    "του τους των ως",
    "en": "s about above after again against all also although am an any are aren around as at be "
    "because been before being below between both but by can cannot could couldn did didn "
    "do does doesn doing don done down during each either else ever few for from further "
    "had hadn has hasn have haven having he her here hers herself him himself his how "
    "however i if in into is isn it its itself just let ll may me might more most much must "
    "my myself neither no nor not of off on once only onto or other ought our ours "
    "ourselves out over own per quite rather re same shall she should shouldn since so some "
    "such than that the their theirs them themselves then there these they this those "
    "though through to too toward towards under until up upon us ve very via was wasn we "
    "were weren what whatever when where whereas whether which while who whom whose why "
    "will with within without won would wouldn yet you your yours yourself",
    "es": "aunque cual cuanto cuál cuáles cuándo cuánta cuántas cuánto cuántos cómo después dónde "
    "hace hacer hacia hizo mediante mientras podría podía puede pueden pues quién quiénes "
    "según si sino tras",
    "et": "aga ega ehk ei et ette ja kas kelle kes kui kuidas kuna kus kust mida miks millal "
    "mille milline millised mis mitu nad need nii ning ole oli olid olla on pärast see sest "
    "siis ta tema või võib üle",
    "fi": "ennen ilman jälkeen kuinka miksi millainen milloin miten montako onko paljon paljonko "
    "sekä vai voi voidaan voivat",
    "fr": "a après auquel avant car ceux combien comment depuis donc dont entre est faire fait "
    "font laquelle lequel lesquels lors lorsque où parce pendant peut peuvent plus pourquoi "
    "pourrait puis quand quoi sans selon si sous très vers",
    "ga": "a ach ag agus an ar as atá bhí cad cathain conas cá cé cén de do don faoi go i is le "
    "leis mar na nach ní níl nó roimh sa san tar trí tá um éis ó",
    "hu": "alatt hol honnan hová hány között lehet mely melyek melyik mennyi mennyire mennyivel "
    "miként szerint",
    "it": "ancora cosa così cui dopo durante fa fanno fare ha mentre oppure perciò poi possono "
    "prima può qual quali quando quanta quante se secondo sempre senza",
    "lt": "ant apie ar arba bei bet bus buvo dėl gali iki ir iš jei jie jo jos jų kada kai kaip "
    "kas kiek ko kodėl kokia kokie kokios koks kur kuri kurie kuris ne nei nuo o per po "
    "prie su tai taip tas už yra į",
    "nb": "enn hvorvidt kunne må måtte",
    "nl": "deden deed doen doet hoeveel hoezo konden kun kunnen mag moeten na omdat per sinds "
    "tegen terwijl tijdens tot tussen volgens waar waardoor waarmee waarom waarvoor wanneer "
    "welk welke wiens wordt zijn zowel",
    "pl": "a aby ale bez być był była było były choć co czego czy czyj dla dlaczego do gdy gdzie "
    "i ich ile im ja jak jaka jaki jakie jako jego jej jest jeśli już kiedy kim kogo komu "
    "kto która które którego której który których ku lub ma mają między mogą może na nad "
    "nie niż o od oraz po pod podczas przed przez przy się skąd są ta tak także te tego tej "
    "ten to tu w we wśród z za ze że",
    "pt": "após até cada desde durante enquanto faz fazem fazer fez o onde pode podem pois porque "
    "porquê quais qual quanta quantas quanto quantos quê segundo sem sob sobre tem têm",
    "ro": "a ai al ale am ar are as au avea ca care ce cea cei cel cele cine cu cum când cât câte "
    "câți căror cărui către da dacă de deci decât despre din după ea ei el ele era este eu "
    "fi fost iar la le lor lui mai nu o ori pe pentru poate pot prin sau se sub sunt să un "
    "una unde unei unui va vor în între și",
    "sv": "bör dock fick får gjorde gjort gör göra hurdan huruvida kunde måste samt ska skulle "
    "varifrån vart",
}
_WORDS: Final = {
    language: common_words(language).union(words.split()) for language, words in _MORE.items()
}
# The languages that there is a list for.
LANGUAGES: Final = frozenset(_MORE)


def is_function_word(word: str, language: str) -> bool:
    """Whether a word, however it is written, only holds sentences of a language together."""
    return unicodedata.normalize("NFC", word).lower() in _WORDS.get(language, ())

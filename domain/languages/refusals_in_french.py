"""Why something was refused and what would cure it, in French.

The record keeps the sentences in English, as they were answered; here they are said. `{}` stands
for what differs: names, days, stages, numbers, or another of these sentences.
"""

import re
from datetime import date
from functools import lru_cache

from domain.clauses import CLAUSES
from domain.parties import parties
from domain.phrases import Language
from domain.reckoning import Span
from domain.stages import Body

REFUSALS_IN_FRENCH = (
    # Days, windows, limits.
    ("{} departs from {}", "le jour ({}) s’écarte de : {}"),
    ("its window {}", "sa période ({})"),
    ("its window {} and {}", "sa période ({}) et {}"),
    ("the limit of {}", "la limite de {}"),
    ("the limit of {} and {}", "la limite de {} et {}"),
    ("{} lies beyond the limit of {}", "au-delà de la limite de {1} : {0}"),
    ("{} lies in the future (today is {})", "jour encore à venir : {} (aujourd’hui : {})"),
    ("{} lies before the decision that fixes it", "jour antérieur à la décision qui le fixe : {}"),
    ("{} of {} would break its limit", "étape hors de sa limite : {}, {}"),
    ("the date for {} is fixed: {}", "la date est déjà fixée pour l’étape « {} » : {}"),
    (
        "{} cannot precede the step that it rests on, of {}",
        "l’étape « {} » ne peut précéder celle sur laquelle elle repose ({})",
    ),
    ("no stage {} lies ahead", "aucune étape « {} » n’est à venir"),
    ("the stage {} is not waited for", "l’étape « {} » n’est pas attendue"),
    ("the stage {} is not open; open: {}", "l’étape « {} » n’est pas en cours ; en cours : {}"),
    ("its stage {} is not open; open: {}", "son étape « {} » n’est pas en cours ; en cours : {}"),
    ("the stage {} does not take this kind", "l’étape « {} » n’admet pas un tel acte"),
    ("the decision on {} has no reference", "la décision n’a pas de référence : {}"),
    ("the {} departs from it: {}", "l’étape « {} » s’en écarte : {}"),
    ("{} is no answer to the question {}", "« {} » n’est pas une réponse à la question « {} »"),
    (
        "the question {} is not for the body {}",
        "la question « {} » n’est pas du ressort de l’organe désigné : {}",
    ),
    # The record.
    ("{} is closed", "la procédure est close ({})"),
    ("{} is open already", "la procédure est déjà ouverte ({})"),
    ("the vacancy of {} does not fall in {}", "la vacance ({}) ne tombe pas en {}"),
    ("a {} on {} still lies ahead", "{} : le jour est encore à venir ({})"),
    ("entry {} would no longer fit: {}", "l’écriture {} ne s’accorderait plus : {}"),
    ("entry {} ({}) does not fit: {}", "écriture {} ({}) : {}"),
    ("entry {} would be refused: {}", "l’écriture {} serait refusée : {}"),
    (
        "entry {} ({}, {}) would precede the step that it rests on, of {}",
        "l’écriture {} ({}, {}) précéderait l’étape sur laquelle elle repose ({})",
    ),
    ("entry {} is not one that can be corrected", "l’écriture {} n’est pas de celles à corriger"),
    ("entry {} is of another kind ({})", "l’écriture {} est d’une autre nature ({})"),
    ("an entry is corrected twice at once", "une écriture est corrigée deux fois à la fois"),
    # Candidates and lists.
    (
        "{} was still a candidate on {} ({}), after {}",
        "{} : candidature encore maintenue le {} ({}), après le {}",
    ),
    (
        "{} is not a candidate, and a copy is for candidates only",
        "{} : la copie est réservée aux candidats",
    ),
    ("{} is not a candidate", "{} n’est pas candidat(e)"),
    ("{} is a candidate already", "{} est déjà candidat(e)"),
    ("{} has died", "{} est décédé(e)"),
    ("{} has fallen away", "{} a fait défaut"),
    (
        "{} has held the office, and its term is not renewable",
        "{} a exercé la fonction, et le mandat n’est pas renouvelable",
    ),
    (
        "{} has been a judge, and judges are not re-electable",
        "{} a été juge, et les juges ne sont pas rééligibles",
    ),
    ("{} has no lapsed candidature to maintain", "{} n’a pas de candidature caduque à maintenir"),
    ("{} is no member State", "pas d’État membre de ce nom : {}"),
    (
        "{} is a member of staff, and the Secretary General's agreement is not on record",
        "{} est membre du personnel, et l’accord du Secrétaire Général n’est pas consigné",
    ),
    (
        "a group of {} proposes, not of five to ten representatives",
        "un groupe de {} propose, et non de cinq à dix représentants",
    ),
    ("one name of two", "un nom sur deux"),
    ("{} of {} names", "{} noms sur {}"),
    ("{} of the three are nationals of {}", "{} des trois sont de la nationalité demandée : {}"),
    ("{} was not put forward", "{} n’a pas été présenté(e)"),
    ("each name stands once", "chaque nom figure une fois"),
    ("a name stands twice on the list", "un nom figure deux fois sur la liste"),
    ("a name is ranked twice", "un nom est classé deux fois"),
    ("{} is not on the list", "{} ne figure pas sur la liste"),
    ("{} is not among the Bureau's names", "{} n’est pas parmi les noms du Bureau"),
    (
        "{} is a member, and of the same nationality ({})",
        "{} est membre, et de la même nationalité ({})",
    ),
    (
        "{} stands on the list, which is completed and not drawn up anew",
        "{} figure sur la liste, qui est complétée et non établie à nouveau",
    ),
    ("the list drawn up holds {}", "la liste établie porte : {}"),
    ("the list is frozen since {}", "la liste est figée depuis le {}"),
    (
        "the list would be requested by {}, which is not after the letter",
        "la liste serait demandée pour le {}, qui ne suit pas la lettre",
    ),
    (
        "a list that was submitted is modified on the government's request alone, and if the "
        "Assembly accepts it as exceptional",
        "une liste présentée n’est modifiée qu’à la demande du gouvernement, et si l’Assemblée "
        "l’accepte à titre exceptionnel",
    ),
    (
        "ages were tested on {}, not on {}, the day requested by letter",
        "les âges ont été vérifiés au {}, et non au {}, jour demandé par lettre",
    ),
    (
        "no age is tested for a list submitted on {}, before Protocol 15",
        "aucun âge n’est vérifié pour une liste présentée le {}, avant le Protocole 15",
    ),
    (
        "the order of preference does not hold the names on the list, each once",
        "l’ordre de préférence ne reprend pas les noms de la liste, chacun une fois",
    ),
    (
        "the renewed call would stay open until {}, more than six weeks",
        "le nouvel appel resterait ouvert jusqu’au {}, plus de six semaines",
    ),
    ("the closing on {} does not lie after the call", "la clôture du {} ne suit pas l’appel"),
    ("{} does not lie in the {}", "{} : jour hors de la partie de session ({})"),
    ("{} is not after the invitation", "jour qui ne suit pas l’invitation : {}"),
    # What waits for another step.
    ("the Bureau has drawn up no list of names", "le Bureau n’a pas établi de liste de noms"),
    ("the Party has not been consulted", "la Partie n’a pas été consultée"),
    ("no lots have been drawn", "aucun tirage au sort n’a eu lieu"),
    (
        "the Joint Committee has not been consulted on the candidatures",
        "le Comité mixte n’a pas été consulté sur les candidatures",
    ),
    (
        "the Assembly has not been consulted in the Joint Committee",
        "l’Assemblée n’a pas été consultée au sein du Comité mixte",
    ),
    (
        "the list is of one sex, and no exceptional circumstances have been found",
        "la liste est d’un seul sexe, et aucune circonstance exceptionnelle n’a été constatée",
    ),
    ("there is no list of three", "il n’y a pas de liste de trois noms"),
    ("no list has been drawn up", "aucune liste n’a été établie"),
    ("nobody has been elected", "personne n’a été élu"),
    # Votes, ballots, registers.
    ("the figures say whether it was carried", "les chiffres disent si c’est adopté"),
    ("the figures are missing", "les chiffres manquent"),
    ("a vote cannot be negative", "un nombre de voix ne peut être négatif"),
    (
        "{} in favour, {} against and {} abstentions do not make {} voting",
        "{} pour, {} contre et {} abstentions ne font pas {} votants",
    ),
    ("{} is no point of it", "« {} » n’en est pas un point"),
    ("a point is given twice", "un point est donné deux fois"),
    ("no ground is given", "aucun motif n’est donné"),
    (
        "how many women and men sit on the Court is not on record",
        "la composition de la Cour, femmes et hommes, n’est pas consignée",
    ),
    ("{} is not on the ballot paper", "{} ne figure pas sur le bulletin"),
    ("the votes of {} are missing", "il manque les voix de {}"),
    ("{} cannot be elected without figures", "{} ne peut être élu(e) sans chiffres"),
    ("a candidate is counted twice", "un candidat est compté deux fois"),
    ("a count cannot be negative", "un décompte ne peut être négatif"),
    (
        "{} votes counted do not make {} votes cast",
        "{} voix comptées ne font pas {} suffrages exprimés",
    ),
    (
        "{} votes cast and {} papers without a name do not make {} papers",
        "{} suffrages exprimés et {} bulletins sans nom ne font pas {} bulletins",
    ),
    (
        "{} signatures, but the register was closed with {}",
        "{} signatures, alors que le registre a été clos avec {}",
    ),
    (
        "{} signature, but the register was closed with {}",
        "{} signature, alors que le registre a été clos avec {}",
    ),
    (
        "{} papers, but only {} signatures in the register",
        "{} bulletins, mais seulement {} signatures au registre",
    ),
    (
        "{} papers, but only {} signature in the register",
        "{} bulletins, mais seulement {} signature au registre",
    ),
    (
        "{} paper, but only {} signatures in the register",
        "{} bulletin, mais {} signature au registre",
    ),
    (
        "{} paper, but only {} signature in the register",
        "{} bulletin, mais seulement {} signature au registre",
    ),
    ("the group {} has named its observer", "le groupe {} a désigné son observateur"),
    ("the draw cannot be repeated", "le tirage ne peut être refait"),
    ("{} tellers, not four", "{} scrutateurs, et non quatre"),
    ("no years", "aucune durée"),
    ("{} years", "{} ans"),
    (
        "with that seed the lot falls on {} years, not on {}",
        "avec cette graine le sort désigne {} ans, et non {}",
    ),
    # The mandate.
    (
        "nobody is recorded as acting from {}",
        "personne n’est enregistré comme intérimaire dès le {}",
    ),
    (
        "the term is {} years, and no text lets it be another",
        "le mandat est de {} ans, et aucun texte n’en admet d’autre",
    ),
    (
        "a term other than {} years needs the agreement of both organs",
        "un mandat d’une autre durée que {} ans demande l’accord des deux organes",
    ),
    ("the term would end before it begins", "le mandat finirait avant de commencer"),
    (
        "the mandate would not start after the election",
        "le mandat ne commencerait pas après l’élection",
    ),
)

CURES_IN_FRENCH = (
    (
        "give the reason, and it is recorded as a deviation",
        "donner le motif : l’étape est enregistrée comme un écart",
    ),
    (
        "give the reason for which the date lies outside",
        "donner le motif pour lequel la date est en dehors",
    ),
    ("fix a day not later than {}", "fixer un jour au plus tard le {}"),
    ("fix a day not earlier than {}", "fixer un jour, pas avant le {}"),
    (
        "fix a later date, or record what the clause allows instead",
        "fixer une date ultérieure, ou enregistrer ce que la clause permet à la place",
    ),
    (
        "fix a day in it, or adopt the new dates of the part-session first",
        "y fixer un jour, ou adopter d’abord les nouvelles dates de la partie de session",
    ),
    ("fix a later closing", "fixer une clôture ultérieure"),
    ("fix a closing not later than {}", "fixer une clôture au plus tard le {}"),
    ("fix terms of two to six years", "fixer des mandats de deux à six ans"),
    ("move it instead", "la déplacer"),
    ("choose one of: {}", "choisir parmi : {}"),
    ("choose among {}", "choisir parmi : {}"),
    ("nothing lies ahead", "rien n’est à venir"),
    ("nobody stands", "personne"),
    ("no candidates", "personne"),
    (
        "look at the day again; only a resignation may be announced",
        "vérifier le jour ; seule une démission peut être annoncée",
    ),
    (
        "look at the day again, or correct the earlier entry",
        "vérifier le jour, ou corriger l’écriture antérieure",
    ),
    (
        "look at the day again, or correct that entry",
        "vérifier le jour, ou corriger cette écriture",
    ),
    ("look at the figures again", "vérifier les chiffres"),
    ("look at the count again", "vérifier le décompte"),
    ("look at the count and at the register again", "vérifier le décompte et le registre"),
    (
        "look at the seed, or at the lengths that were fixed",
        "vérifier la graine, ou les durées fixées",
    ),
    (
        "record it once it has happened, or plan its date",
        "l’enregistrer une fois accomplie, ou en fixer la date",
    ),
    ("record the step", "enregistrer l’étape"),
    ("record its next step", "enregistrer l’étape suivante"),
    ("record {} first", "enregistrer d’abord : {}"),
    (
        "it was recorded as entry {}: correct that entry if it is wrong",
        "elle est enregistrée (écriture {}) : corriger cette écriture si elle est fausse",
    ),
    (
        "entry {} ({}) has ended it: correct that entry if it is wrong",
        "l’écriture {} ({}) y a mis fin : corriger cette écriture si elle est fausse",
    ),
    (
        "it is not expected to come: record one that is open",
        "elle n’est pas attendue : enregistrer l’une des étapes en cours",
    ),
    ("record its consultation first", "enregistrer d’abord sa consultation"),
    ("record the ballot first", "enregistrer d’abord le scrutin"),
    ("record the list first", "enregistrer d’abord la liste"),
    (
        "record the list of the Committee of Ministers first",
        "enregistrer d’abord la liste du Comité des Ministres",
    ),
    ("record the Bureau's list first", "enregistrer d’abord la liste du Bureau"),
    ("record the draw first", "enregistrer d’abord le tirage"),
    ("record who acts first (stage acting)", "enregistrer d’abord l’intérim"),
    ("record a new proposal", "enregistrer une nouvelle présentation"),
    ("record the decision of: {}", "enregistrer la décision de : {}"),
    (
        "record the committee's vote on them first, or its recommendation to reject the list",
        "enregistrer d’abord le vote de la commission à leur sujet, ou sa recommandation de rejet",
    ),
    (
        "record a modification, with the government's request and the Assembly's acceptance",
        "enregistrer une modification, avec la demande du gouvernement et l’acceptation de "
        "l’Assemblée",
    ),
    ("correct an entry if one is wrong", "corriger une écriture si l’une est fausse"),
    (
        "correct the first entry if another joins the proposal",
        "corriger la première écriture si un autre se joint à la présentation",
    ),
    (
        "correct the entry of the death if it is wrong",
        "corriger l’écriture du décès si elle est fausse",
    ),
    ("correct that entry if another one goes", "corriger cette écriture si un autre y va"),
    ("strike it out and record the right step", "la biffer et enregistrer la bonne étape"),
    ("say once how it reads", "dire une fois comment elle se lit"),
    ("amend that entry in the same act", "corriger cette écriture dans le même acte"),
    (
        "choose the number of a step, a date or a withdrawal (see show)",
        "choisir le numéro d’une étape, d’une date ou d’un retrait",
    ),
    ("open {} {}", "ouvrir {} {}"),
    ("give the reference of the body's decision", "donner la référence de la décision de l’organe"),
    (
        "give the reference of the request, and that of the acceptance",
        "donner la référence de la demande, et celle de l’acceptation",
    ),
    (
        "give the reference of the agreement in the Joint Committee ({})",
        "donner la référence de l’accord au sein du Comité mixte ({})",
    ),
    ("give its reference (assent)", "en donner la référence"),
    ("give each name once", "donner chaque nom une fois"),
    ("give each point once", "donner chaque point une fois"),
    ("give a later day", "donner un jour ultérieur"),
    ("name a later day", "indiquer un jour ultérieur"),
    (
        "give 0 if there are none, or the votes cast if they are not on record",
        "donner 0 s’il n’y en a pas, ou les suffrages exprimés si elles ne sont pas consignées",
    ),
    (
        "give the figures, or a name on the paper where they are not on record",
        "donner les chiffres, ou un nom du bulletin s’ils ne sont pas consignés",
    ),
    (
        "give those in favour and against; or, where they are not on record, whether it was "
        "carried",
        "donner les voix pour et contre ; ou, si elles ne sont pas consignées, l’issue du vote",
    ),
    (
        "give the seed, and among how many it was drawn",
        "donner la graine, et parmi combien le sort a été tiré",
    ),
    (
        "give another name, or correct the entry of the withdrawal",
        "donner un autre nom, ou corriger l’écriture du retrait",
    ),
    (
        "leave them out, or give those of the register",
        "ne pas les indiquer, ou donner celles du registre",
    ),
    ("leave the test out", "ne pas indiquer de vérification"),
    ("leave the last day out: it is computed", "ne pas indiquer le dernier jour : il est calculé"),
    ("test them on {}", "les vérifier au {}"),
    ("start it on {} or later", "le commencer le {} ou plus tard"),
    ("count the votes of {}", "compter les voix de : {}"),
    ("order {}", "classer : {}"),
    ("keep {}", "garder : {}"),
    ("rank {}, each once at most", "classer {}, chacun une fois au plus"),
    ("name one of {}", "indiquer l’un de : {}"),
    ("name four different persons", "indiquer quatre personnes différentes"),
    (
        "name five to ten different representatives",
        "indiquer de cinq à dix représentants différents",
    ),
    (
        "name the member State as in North Macedonia or Türkiye, or another candidate",
        "indiquer l’État membre par son nom usuel, ou un autre candidat",
    ),
    ("put forward three", "en présenter trois"),
    (
        "put forward two at least whose nationality is {}",
        "en présenter deux au moins de la nationalité demandée : {}",
    ),
    (
        "propose somebody else, or correct the register of terms and open anew",
        "proposer une autre personne, ou corriger le registre des mandats et rouvrir",
    ),
    (
        "elect another of the names, or look at the register of terms",
        "élire un autre des noms, ou vérifier le registre des mandats",
    ),
    ("ask the Party for another name", "demander un autre nom à la Partie"),
    (
        "ask the Party for a list of three, and record it then",
        "demander à la Partie une liste de trois noms, et l’enregistrer alors",
    ),
    (
        "draw up another list, or record the Joint Committee's agreement",
        "établir une autre liste, ou enregistrer l’accord du Comité mixte",
    ),
    (
        "draw up a list of three, or record that none could be drawn up",
        "établir une liste de trois noms, ou enregistrer qu’aucune n’a pu l’être",
    ),
    (
        "renew the call, or record the Joint Committee's agreement",
        "renouveler l’appel, ou enregistrer l’accord du Comité mixte",
    ),
    (
        "transmit that list, or record a new one first",
        "transmettre cette liste, ou en enregistrer d’abord une nouvelle",
    ),
    (
        "show it to members; copy it for a candidate who asks",
        "le montrer aux membres ; le copier pour un candidat qui le demande",
    ),
    ("adopt its composition on that day first", "adopter d’abord sa composition ce jour-là"),
)

ARTICLE = re.compile("^(l’|le |la |les )")
DAYS = re.compile(r"(\d{4}-\d\d-\d\d)(?: to (\d{4}-\d\d-\d\d))?")
PARTS = {"January": "janvier", "April": "avril", "June": "juin", "autumn": "automne"}
PART_SESSION = re.compile(rf"({'|'.join(PARTS)}) (\d{{4}}) part-session")
CAUSES = {"death": "décès", "resignation": "démission", "dismissal": "révocation"}
ABOUT = {clause.about: clause for clause in CLAUSES.values()}


def refusal_in_french(language: Language, text: str) -> str:
    """A sentence of the record, or what stands in one: said as far as it is known."""
    for pattern, french in _patterns():
        if match := pattern.fullmatch(text):
            return french.format(*(refusal_in_french(language, each) for each in match.groups()))
    return _known_word(language, text)


def _known_word(language: Language, text: str) -> str:
    """Days, stages, bodies, States, clauses, stored words; names and references are left alone."""
    if text in ABOUT:
        return language.about(ABOUT[text])
    if text in CAUSES:
        return CAUSES[text]
    if match := PART_SESSION.fullmatch(text):
        return f"{PARTS[match[1]]} {match[2]}"
    if "; " in text:
        return language.joints[1].join(_known_word(language, each) for each in text.split("; "))
    words = text.split(", ")
    if all(_is_a_key(language, word) for word in words):
        return ", ".join(_of_a_key(language, word) for word in words)
    if text in _states():
        return _states()[text]
    return DAYS.sub(lambda days: _days(language, days), language.word(text.strip("'")))


def _is_a_key(language: Language, word: str) -> bool:
    return word.partition("/")[0] in language.titles or word in tuple(Body)


def _of_a_key(language: Language, word: str) -> str:
    if word in tuple(Body):
        return language.bodies[Body(word)]
    return language.title(word).removeprefix("question : ")


@lru_cache(maxsize=1)
def _states() -> dict[str, str]:
    """Without their articles."""
    return {each.name_en: ARTICLE.sub("", each.name_fr) for each in parties().values()}


def _days(language: Language, days: re.Match[str]) -> str:
    first = date.fromisoformat(days[1])
    return language.span(Span(first, date.fromisoformat(days[2]) if days[2] else first))


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """The most particular first: one that says more of its own words."""
    told = sorted(
        (*REFUSALS_IN_FRENCH, *CURES_IN_FRENCH),
        key=lambda each: len(each[0].replace("{}", "")),
        reverse=True,
    )
    return tuple(
        (re.compile(re.escape(english).replace(r"\{\}", "(.+?)")), french)
        for english, french in told
    )

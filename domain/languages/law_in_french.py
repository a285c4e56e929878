"""The law in French: clauses, readings, and what days are counted from, in our own words.

They are kept and compared in English, in which a working is written; here they are only said.
"""

import re

CLAUSES_IN_FRENCH = {
    "REG 1.a": "qui peut proposer, et quand : à la vacance ou avant la fin d’un mandat",
    "REG 1.b": "les propositions vont au Secrétaire Général, qui les transmet",
    "REG 3": "le Comité des Ministres examine les candidatures et peut procéder à des auditions",
    "REG 4": "l’Assemblée est consultée au sein du Comité mixte avant la transmission de la liste, "
    "trente jours avant l’ouverture de la session, sauf accord contraire du Comité mixte",
    "REG 5.a": "au moins deux noms, sauf accord contraire au sein du Comité mixte",
    "REG 5.b": "la liste peut suivre un ordre de préférence, pour le Secrétaire Général et le "
    "Secrétaire Général adjoint seulement",
    "REG 6": "le Bureau examine la liste et la transmet à l’Assemblée",
    "REG 7.a": "l’Assemblée procède à la nomination",
    "REG 7.b": "le scrutin est secret",
    "REG 7.c": "majorité absolue au premier tour, majorité relative au second",
    "REG 8.a": "cinq ans",
    "REG 8.b": "la procédure est engagée au moins six mois avant l’expiration du mandat",
    "JIS 2": "l’Assemblée élit à partir de la liste du Comité des Ministres",
    "JIS 4": "l’appel encourage les deux sexes ; il est tenu compte de leur équilibre",
    "JIS 5": "le Comité mixte est consulté avant la transmission de la liste",
    "JIS 6": "le Comité mixte est consulté sur toutes les candidatures, avant l’établissement de "
    "la liste",
    "JIS 7": "la liste est arrêtée après la consultation, au besoin par un vote",
    "JIS App.1": "le calendrier de l’élection du Secrétaire Général",
    "JIS App.2": "le cadre de compétences du Secrétaire Général",
    "IDX 1": "les élections se tiennent dans l’hémicycle",
    "IDX 2": "l’ordre du jour d’une partie de session fixe les heures d’une élection",
    "IDX 3": "votent les représentants et les suppléants autorisés ; il n’y a pas d’appel nominal",
    "IDX 4": "le registre des votants se trouve près de l’urne, sous surveillance",
    "IDX 5": "le membre montre son badge, signe le registre, reçoit bulletin et enveloppe",
    "IDX 6": "le suppléant qui signe à la place d’un représentant empêche celui-ci de voter et de "
    "remplacer un autre ; chaque membre vote une fois par tour",
    "IDX 7": "quiconque a le droit de vote dépose son bulletin, sous enveloppe, dans l’urne",
    "IDX 8": "le Président décide qui peut voter, et sa décision est définitive",
    "IDX 9": "chaque groupe politique peut désigner un observateur, annoncé d’avance au Président",
    "IDX 11": "le Président demande si chacun a voté, et clôt le scrutin",
    "IDX 12": "quatre scrutateurs tirés au sort ; ils dépouillent aussitôt hors de l’hémicycle",
    "IDX 13": "le résultat est proclamé au plus tard à l’ouverture de la séance suivante",
    "IDX 14": "la liste de ceux qui ont voté est publiée",
    "IDX 15": "les membres peuvent consulter le registre ; un candidat peut en avoir une copie",
    "RoP 40.11": "seuls les bulletins au nom de candidats dûment inscrits sont des suffrages "
    "exprimés",
    "RoP 41.1.c": "majorités et égalités de voix lors des nominations",
    "Res. 2349 (2020)": "scrutin à distance ou par correspondance, sur décision du Bureau",
    "DSG A": "le Secrétaire Général adjoint remplace le Secrétaire Général",
    "DSG B": "les critères pour un Secrétaire Général adjoint",
    "DSG C": "la compétence attendue d’un Secrétaire Général adjoint",
    "ETS 76": "comment les délais sont comptés : notre convention interne",
    "ECHR 20": "un juge pour chaque Haute Partie contractante",
    "ECHR 21": "les critères ; depuis le Protocole 15, moins de 65 ans au jour auquel la liste "
    "est demandée",
    "ECHR 22": "élection à la majorité des voix exprimées, sur une liste de trois",
    "ECHR 23": "neuf ans, non rééligible, en fonctions jusqu’au remplacement",
    "Protocol 15": "en vigueur depuis le 1er août 2021",
    "R1366 1": "chaque candidat remet un curriculum vitae selon le modèle de l’Assemblée",
    "R1366 2": "le calendrier des douze mois ; son texte n’est pas connu",
    "R1366 3": "les motifs pour lesquels une liste n’est pas examinée ; la commission en propose "
    "le rejet à la majorité des voix exprimées, et l’Assemblée l’entérine ou la renvoie",
    "R1366 3 (2005)": "avant la réforme : deux tiers, et aucun motif tenant au Panel",
    "R1366 4": "une liste d’un seul sexe : du sexe sous-représenté, ou dans des circonstances "
    "exceptionnelles constatées aux deux tiers des voix exprimées ; sinon la commission doit en "
    "recommander le rejet",
    "R1366 5": "comment se tiennent les auditions",
    "R1366 6": "la présidence du Panel, ou un autre membre, est invitée à la réunion d’information "
    "qui les précède",
    "R1432 1": "une liste présentée n’est modifiée qu’exceptionnellement",
    "R1432 2": "un retrait avant le premier tour suspend la procédure ; la liste est ensuite "
    "complétée",
    "R1432 3": "sur le bulletin, les candidats à la Cour figurent par ordre alphabétique",
    "R1432 4": "sur le bulletin, les candidats au poste de Commissaire figurent par ordre "
    "alphabétique",
    "Rules of Court 2": "quand commence le mandat d’un juge élu",
    "COM 9.1": "élection à la majorité des voix exprimées, sur une liste de trois établie par les "
    "Ministres",
    "COM 9.2": "les États membres présentent des candidatures ; les candidats sont leurs "
    "ressortissants",
    "COM 10": "les qualités attendues d’un Commissaire",
    "COM 11": "six ans, non renouvelables",
    "Order 547": "la commission des questions juridiques et des droits de l’homme entend les "
    "candidats",
    "CPT 4.3": "pas plus d’un membre de chaque nationalité",
    "CPT 5.1": "élection par le Comité des Ministres, à la majorité absolue, sur une liste du "
    "Bureau ; chaque délégation présente trois candidats, dont deux au moins de sa nationalité",
    "CPT 5.2": "les sièges devenus vacants sont pourvus de la même manière",
    "CPT 5.3": "quatre ans, rééligible deux fois",
    "CPT 5.4": "avant une élection, les Ministres peuvent fixer des mandats de deux à six ans",
    "CPT 5.5": "plusieurs mandats sont répartis par un tirage au sort du Secrétaire Général",
    "CPT practice": "délégation, sous-commission des droits de l’homme, commission des questions "
    "juridiques, Bureau, Comité des Ministres",
}

READINGS_IN_FRENCH = {
    1: "Le dix janvier compte jusqu’à minuit à Strasbourg. Un jour chômé, il n’est pas reporté : "
    "le Comité des Ministres fixe le jour.",
    2: "Les six mois avant l’expiration sont comptés à rebours du dernier jour du mandat ; un jour "
    "chômé donne le jour ouvrable précédent. L’appel du Comité des Ministres engage la procédure.",
    3: "Les trente jours sont comptés à rebours de l’ouverture de la partie de session dont "
    "l’ordre du jour porte l’élection ; un jour chômé donne le jour ouvrable précédent.",
    4: "La voie est choisie sur le projet de liste : deux noms poursuivent, un seul attend "
    "l’accord du Comité mixte, aucun renouvelle l’appel ; les candidatures caduques peuvent être "
    "maintenues.",
    5: "Six semaines sont un maximum : le même jour de la semaine, six semaines plus tard au plus "
    "tard, sans report.",
    6: "Le mandat commence le 18 septembre depuis 2019 ; après un nouvel appel, toujours après "
    "l’élection et trois semaines plus tard au plus ; une élection reportée n’a pas de règle.",
    7: "Ce que les textes laissent ouvert reste en suspens jusqu’à la décision de l’organe "
    "compétent ; un seul nom après un nouvel appel attend l’accord du Comité mixte, quel que soit "
    "le jour.",
    8: "L’Assemblée entend les candidats après la transmission : au plus tard le 31 mai, ou, avec "
    "un seul nom ou après un nouvel appel, avant le premier tour. L’examen par le Bureau est une "
    "étape.",
    9: "Le jour de la clôture et celui du début sont des données des décisions, avec les valeurs "
    "du calendrier par défaut ; un mandat d’une autre durée que cinq ans demande un accord au sein "
    "du Comité mixte.",
    10: "Une vacance avant la fin du mandat suit le Règlement selon le calendrier du Comité des "
    "Ministres, ouverte aussitôt, pour cinq ans à compter du début.",
    11: "Si une partie de session est déplacée ou annulée, l’élection passe à la suivante, ou à un "
    "scrutin à distance ou par correspondance sur décision du Bureau.",
    12: "Sans suffrage exprimé, personne n’est élu : second tour, puis question en suspens. Avec "
    "un seul candidat, un bulletin suffit.",
    13: "Le texte du calendrier des douze mois n’est pas connu : ses étapes et ses délais sont des "
    "hypothèses, dans un tableau modifiable.",
    14: "Les voix exprimées en commission sont les voix pour et contre : la majorité en est plus "
    "de la moitié, les deux tiers sont arrondis vers le haut. La composition de la Cour est celle "
    "du jour des auditions.",
    15: "Après une liste complétée ou modifiée, la commission la reprend, et l’élection passe à "
    "une partie de session ultérieure si le temps manque.",
    16: "Une liste rejetée selon R1366 4 suit la voie de R1366 3 ; après un rejet définitif, le "
    "temps court d’une nouvelle lettre, envoyée aussitôt. Une liste renvoyée est tranchée de "
    "nouveau pour la prochaine session où il en reste le temps.",
    17: "Un juge élu exactement trois mois avant la vacance du siège commence le jour où il est "
    "vacant ; la règle parle de moins et de plus.",
    18: "Les mois de l’élection du Commissaire suivent la pratique : candidatures en automne, "
    "liste en novembre, scrutin en janvier, début le 1er avril.",
    19: "Le titulaire d’une fonction non renouvelable ne peut se présenter ; qui l’a exercée "
    "ressort du registre des mandats à l’ouverture de la procédure.",
    20: "Un second tour se tenait le lendemain ; depuis juin 2024 il se tient le même jour, et "
    "les groupes politiques désignent les scrutateurs.",
    21: "Les mois d’une élection au CPT ne sont dits nulle part : elle devrait être achevée à la "
    "fin du mandat sortant.",
    22: "Quand aucune règle ne dit quand l’élu entre en fonctions, c’est le lendemain du mandat "
    "sortant ; passé ce jour, c’est une décision enregistrée.",
}

REASONS_IN_FRENCH = {
    "agreed in the Joint Committee": "convenu au sein du Comité mixte",
    "another call was decided": "un autre appel a été décidé",
    "at once: a vacancy, or a list that was rejected": "aussitôt : une vacance, ou une liste "
    "rejetée",
    "immediately after the election": "aussitôt après l’élection",
    "no list of three was drawn up": "aucune liste de trois n’a été établie",
    "the Bureau's list": "la liste du Bureau",
    "the Sub-Committee": "la sous-commission",
    "the appointment was opened": "l’ouverture de la procédure",
    "the ballot": "le tour de scrutin",
    "the call for candidatures": "l’appel à candidatures",
    "the candidates were put forward": "la présentation des candidats",
    "the closing": "la clôture",
    "the closing as moved": "la clôture, telle que déplacée",
    "the closing in the call of the Committee of Ministers": "la clôture selon l’appel du Comité "
    "des Ministres",
    "the committee": "la commission",
    "the committee's proposal": "la proposition de la commission",
    "the date of birth": "la date de naissance",
    "the day after the last day in office": "le lendemain du dernier jour en fonctions",
    "the day after the last day of the term": "le lendemain du dernier jour du mandat",
    "the day before the start": "la veille du début",
    "the day in the invitation": "le jour indiqué dans l’invitation",
    "the day named in the letter": "le jour indiqué dans la lettre",
    "the day of the election": "le jour de l’élection",
    "the day on which the elected fell away": "le jour où la personne élue a fait défaut",
    "the day on which the name fell away": "le jour où le nom a disparu",
    "the day on which the seat falls vacant": "le jour de la vacance du siège",
    "the deadline as extended": "l’échéance, telle que prolongée",
    "the discussion in the Joint Committee": "la discussion au sein du Comité mixte",
    "the election": "l’élection",
    "the election was left off the agenda": "l’élection n’a pas été inscrite à l’ordre du jour",
    "the end of September": "la fin septembre",
    "the file is opened": "l’ouverture du dossier",
    "the first day without a holder": "le premier jour sans titulaire",
    "the invitation": "l’invitation",
    "the last day of the outgoing term": "le dernier jour du mandat sortant",
    "the last day of the term": "le dernier jour du mandat",
    "the letter": "la lettre",
    "the list": "la liste",
    "the list was submitted": "la présentation de la liste",
    "the list was transmitted": "la transmission de la liste",
    "the names were sent to the Panel": "l’envoi des noms au Panel",
    "the next sitting": "la séance suivante",
    "the procedure was interrupted": "la suspension de la procédure",
    "the question was settled": "la question a été tranchée",
    "the remote or postal ballot decided by the Bureau": "le scrutin à distance ou par "
    "correspondance décidé par le Bureau",
    "the renewed call": "le nouvel appel",
    "the seat is to be filled": "le siège est à pourvoir",
    "the start of the mandate": "le début du mandat",
    "the step before; the timetable is the Committee of Ministers'": "l’étape précédente ; le "
    "calendrier est celui du Comité des Ministres",
    "the vacancy was known": "la vacance a été connue",
    "the ballot before it, or the answer to its question": (
        "le tour précédent, ou la réponse à sa question"
    ),
}

PARTS_IN_FRENCH = {
    "January": "de janvier",
    "April": "d’avril",
    "June": "de juin",
    "autumn": "d’automne",
}
SOURCES_IN_FRENCH = {
    "estimated, not announced": "estimation, non annoncée",
    "seen in a public record": "vue dans un document public",
    "to be confirmed": "à confirmer",
}
OF_A_PART_SESSION = re.compile(
    rf"the ({'|'.join(PARTS_IN_FRENCH)}) (\d{{4}}) part-session (opens|closes): (.*)"
)


def reason_in_french(why: str) -> str:
    """What a day was counted from; a part-session with its source, quoted if not ours."""
    if session := OF_A_PART_SESSION.fullmatch(why):
        part, year, what, source = session.groups()
        said = SOURCES_IN_FRENCH.get(source, source.replace("as revised", "telle que révisée"))
        edge = "ouverture" if what == "opens" else "clôture"
        return f"{edge} de la partie de session {PARTS_IN_FRENCH[part]} {year} : {said}"
    return REASONS_IN_FRENCH.get(why, why)

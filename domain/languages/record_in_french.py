"""What the record keeps in English, in French: answers to questions, points of checklists, texts.

They are stored words, and promises: here they are only said.
"""

WORDS_IN_FRENCH = {
    # Answers to the questions that the texts leave open.
    "a further ballot": "un nouveau tour",
    "a later part-session": "une partie de session ultérieure",
    "a new list": "une nouvelle liste",
    "a new procedure as for a vacancy": "une nouvelle procédure, comme pour une vacance",
    "a person named by the Committee of Ministers acts": "une personne désignée par le Comité des "
    "Ministres assure l’intérim",
    "another call": "un autre appel",
    "another invitation": "une autre invitation",
    "the ballots begin again": "les scrutins recommencent",
    "the ballots go on without the name": "les scrutins se poursuivent sans ce nom",
    "the one name is put to the Assembly": "le seul nom est soumis à l’Assemblée",
    "the same list again": "de nouveau la même liste",
    # Points of the competence frameworks.
    "administration and change": "administration et changement",
    "communication": "communication",
    "culturally diverse teams": "équipes de cultures diverses",
    "delivery": "obtention de résultats",
    "ethical values": "valeurs éthiques",
    "gender balance": "équilibre entre les sexes",
    "geography": "répartition géographique",
    "human rights and democracy": "droits de l’homme et démocratie",
    "international affairs": "affaires internationales",
    "languages": "langues",
    "large organisations": "grandes organisations",
    "leadership": "conduite",
    "management": "gestion",
    "openness to scrutiny": "ouverture au contrôle",
    "prospects of staff": "perspectives du personnel",
    "recognition": "notoriété",
    "respect for diversity": "respect de la diversité",
    "senior management": "haute direction",
    "senior office": "hautes fonctions",
    "support of the Secretary General": "appui au Secrétaire Général",
    "support services": "services d’appui",
    "team work": "travail d’équipe",
    # The texts of the editions.
    "COM and R1432; no months": "COM et R1432 ; sans mois",
    "CPT 4 and 5; no months": "CPT 4 et 5 ; sans mois",
    "R1366 as modified in 2019, R1432": "R1366 telle que modifiée en 2019, R1432",
    "R1366, R1432; a sub-committee": "R1366, R1432 ; une sous-commission",
    "R1366, R1432; the Election Committee": "R1366, R1432 ; la commission sur l’élection des juges",
    "REG": "REG",
    "REG and DSG A to C": "REG et DSG A à C",
    "REG and JIS 1-7": "REG et JIS 1 à 7",
    "REG and JIS with App.1 as revised": "REG et JIS avec App.1 révisée",
}

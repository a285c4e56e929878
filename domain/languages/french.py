"""French: said."""

from domain import outcomes as o
from domain.candidates import Cause
from domain.languages.law_in_french import (
    CLAUSES_IN_FRENCH,
    READINGS_IN_FRENCH,
    reason_in_french,
)
from domain.languages.record_in_french import WORDS_IN_FRENCH
from domain.languages.refusals_in_french import refusal_in_french
from domain.phrases import Language, Phrase
from domain.reckoning import Rule
from domain.stages import Body

FRENCH = Language(
    code="fr",
    months=(
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ),
    weekdays=("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    first="1er",
    bodies={
        Body.ASSEMBLY: "l’Assemblée",
        Body.BUREAU: "le Bureau",
        Body.PRESIDENT: "le Président",
        Body.COMMITTEE_OF_MINISTERS: "le Comité des Ministres",
        Body.JOINT_COMMITTEE: "le Comité mixte",
        Body.MEMBER_STATES: "les États membres",
        Body.DEPUTY: "le Secrétaire Général adjoint",
        Body.ELECTED: "la personne élue",
        Body.SECRETARY_GENERAL: "le Secrétaire Général",
        Body.SECRETARY_GENERAL_OF_THE_ASSEMBLY: "le Secrétaire Général de l’Assemblée",
        Body.REPRESENTATIVES: "les représentants",
        Body.PARTY: "la Partie",
        Body.ADVISORY_PANEL: "le Panel consultatif",
        Body.ELECTION_COMMITTEE: "la commission sur l’élection des juges",
        Body.LEGAL_AFFAIRS: "la commission des questions juridiques",
        Body.SUB_COMMITTEE: "la sous-commission des droits de l’homme",
        Body.DELEGATION: "la délégation nationale",
    },
    parts={1: "janvier", 2: "avril", 3: "juin", 4: "l’automne"},
    titles={
        "date": "confirmation de la date de l’élection",
        "call": "calendrier fixé, appel à candidatures",
        "renewed-call": "nouvel appel à candidatures",
        "candidature": "présentation des candidatures",
        "maintained": "candidatures du premier appel maintenues",
        "closing": "clôture des candidatures",
        "consultation": "consultation de l’Assemblée au sein du Comité mixte",
        "waiver": "renonciation au délai de trente jours",
        "interviews": "auditions par le Comité des Ministres",
        "list": "établissement de la liste des candidats",
        "single-name": "discussion d’une liste à un seul nom",
        "transmission": "transmission de la liste à l’Assemblée",
        "examination": "examen par le Bureau, transmission à l’Assemblée",
        "hearing": "auditions par l’Assemblée",
        "complementary-procedure": "scrutin à distance ou par correspondance",
        "left-off-agenda": "élection non inscrite à l’ordre du jour",
        "ballot": "élection au scrutin secret",
        "start": "début du mandat",
        "acting": "intérim",
        "staff-candidature": "membres du personnel proposés par le Secrétaire Général",
        "sponsored-candidature": "membres du personnel parrainés par des gouvernements",
        "representatives-candidature": "candidatures proposées par des représentants",
        "assessment": "appréciation selon le cadre de compétences",
        "committee-hearing": "audition par la commission des questions juridiques et des droits "
        "de l’homme",
        "letter": "lettre demandant une liste de trois candidats",
        "selection": "appel public et sélection nationale",
        "panel": "noms et curriculum vitae transmis au Panel consultatif",
        "opinion": "avis du Panel consultatif (confidentiel)",
        "submission": "présentation de la liste de trois candidats",
        "list-withdrawal": "liste reprise avant l’échéance",
        "modification": "modification exceptionnelle de la liste",
        "completion": "liste complétée après un retrait",
        "briefing": "réunion d’information de la commission",
        "committee-interviews": "auditions par la commission",
        "single-sex": "vote sur des circonstances exceptionnelles, liste d’un seul sexe",
        "single-sex-rejection": "recommandation de rejeter la liste d’un seul sexe",
        "rejection": "vote sur une proposition de rejet de la liste",
        "recommendation": "recommandation de la commission",
        "endorsement": "décision de l’Assemblée sur le rejet",
        "invitation": "invitation à présenter des candidats",
        "delegation-list": "présentation de trois candidats",
        "party": "consultation de la Partie",
        "sub-committee": "examen par la sous-commission des droits de l’homme",
        "legal-affairs": "examen par la commission des questions juridiques",
        "bureau-list": "liste de noms établie par le Bureau",
        "terms": "autres durées de mandat fixées",
        "election": "élection par le Comité des Ministres",
        "lots": "tirage au sort de la durée du mandat",
        "sittings": "séances du scrutin fixées",
        "observer": "observateurs désignés par les groupes politiques",
        "tellers-by-lot": "scrutateurs tirés au sort",
        "tellers": "scrutateurs désignés par les groupes politiques",
        "register": "clôture du registre des votants",
        "announcement": "proclamation du résultat",
        "publication": "publication de la liste des votants",
        "register-shown": "registre consulté ou copié",
        "no-list-of-three": "question : aucune liste de trois noms ne peut être établie",
        "no-candidate-left": "question : plus aucun candidat",
        "no-name-left": "question : plus aucun nom sur la liste",
        "one-name-left": "question : un seul nom reste sur la liste",
        "no-name-again": "question : de nouveau aucun nom sur la liste",
        "one-name-refused": "question : pas d’accord sur un seul nom",
        "withdrawn-between-ballots": "question : un nom disparaît entre deux tours",
        "election-left-off": "question : élection non inscrite à l’ordre du jour",
        "nobody-elected": "question : aucun suffrage exprimé",
        "elected-fell-away": "question : la personne élue n’entre pas en fonctions",
        "nobody-to-act": "question : personne ne peut assurer l’intérim",
    },
    spans=("du {0} au {1}", "en {0}"),
    phrases=(
        Phrase(o.DateConfirmed, "le Bureau confirme la date de l’élection : {election:span}"),
        Phrase(
            o.CallIssued,
            "le Comité des Ministres lance un appel à candidatures, clôture le {closing:day}",
        ),
        Phrase(
            o.CallRenewed,
            "le Comité des Ministres lance un nouvel appel à candidatures, "
            "clôture le {closing:day}",
        ),
        Phrase(
            o.CandidatureProposed,
            "{name:name} ({nationality:name}) : candidature présentée par {proposed_by:names}",
        ),
        Phrase(
            o.CandidatureProposed,
            "{name:name} ({nationality:name}), sous le nom {family:name} : "
            "candidature présentée par {proposed_by:names}",
        ),
        Phrase(
            o.StaffProposed,
            "le Secrétaire Général propose {name:name} ({nationality:name}), membre du personnel",
        ),
        Phrase(
            o.StaffSponsored,
            "{name:name} ({nationality:name}), membre du personnel : candidature parrainée par "
            "{proposed_by:names}, accord du Secrétaire Général : {assent:text}",
        ),
        Phrase(
            o.StaffSponsored,
            "{name:name} ({nationality:name}), membre du personnel : candidature parrainée par "
            "{proposed_by:names}",
        ),
        Phrase(
            o.RepresentativesProposed,
            "les représentants {representatives:names} proposent {name:name} ({nationality:name})",
        ),
        Phrase(
            o.CandidateAssessed,
            "le Comité des Ministres évalue {name:name} : {findings:findings}",
        ),
        Phrase(o.CommitteeHeard, "la commission des questions juridiques entend les candidats"),
        Phrase(
            o.ListRequested, "la Partie est invitée à présenter une liste, au plus tard le {by:day}"
        ),
        Phrase(
            o.NationalSelectionHeld, "la Partie a choisi ses candidats à la suite d’un appel public"
        ),
        Phrase(
            o.PanelConsulted, "la Partie transmet noms et curriculum vitae au Panel consultatif"
        ),
        Phrase(o.PanelOpinionGiven, "le Panel consultatif rend son avis"),
        Phrase(o.ListSubmitted, "la Partie présente la liste : {list:nominees}"),
        Phrase(
            o.ListSubmitted,
            "la Partie présente la liste, âges vérifiés au {tested_on:day} : {list:nominees}",
        ),
        Phrase(o.ListWithdrawn, "la Partie reprend sa liste"),
        Phrase(
            o.ListModified,
            "l’Assemblée accepte une modification de la liste : {list:nominees}, demandée par "
            "{request:ref} et acceptée par {acceptance:text}",
        ),
        Phrase(
            o.ListModified,
            "l’Assemblée accepte une modification de la liste : {list:nominees}, demandée par "
            "{request:text}",
        ),
        Phrase(
            o.ListModified, "l’Assemblée accepte une modification de la liste : {list:nominees}"
        ),
        Phrase(
            o.ListModified,
            "l’Assemblée accepte une modification de la liste : {list:nominees}, acceptée par "
            "{acceptance:text}",
        ),
        Phrase(o.ListCompleted, "la Partie complète la liste : {list:nominees}"),
        Phrase(o.BriefingHeld, "la commission est informée, le Panel consultatif étant invité"),
        Phrase(
            o.BriefingHeld,
            "la commission est informée, le Panel consultatif n’étant pas invité",
            panel_invited=False,
        ),
        Phrase(o.CommitteeInterviewed, "la commission entend les candidats"),
        Phrase(
            o.CommitteeInterviewed,
            "la commission entend les candidats, en observant les points {observed:points}",
        ),
        Phrase(
            o.ExceptionalCircumstancesVoted,
            "la commission vote sur les circonstances exceptionnelles : {vote:vote}",
        ),
        Phrase(
            o.SingleSexListRejected, "la commission recommande le rejet de la liste d’un seul sexe"
        ),
        Phrase(o.RejectionVoted, "la commission vote sur le rejet de la liste : {vote:vote}"),
        Phrase(
            o.RejectionVoted,
            "la commission vote sur le rejet de la liste au titre de {grounds:points} : "
            "{vote:vote}",
        ),
        Phrase(o.CandidatesRecommended, "la commission donne sa recommandation"),
        Phrase(o.CandidatesRecommended, "la commission recommande, dans l’ordre : {ranking:names}"),
        Phrase(o.RejectionDecided, "l’Assemblée entérine le rejet de la liste", endorsed=True),
        Phrase(
            o.RejectionDecided,
            "l’Assemblée refuse le rejet et renvoie la liste",
            endorsed=False,
        ),
        Phrase(
            o.DelegationInvited,
            "le Bureau invite à présenter trois candidats, au plus tard le {by:day}",
        ),
        Phrase(
            o.CandidatesPutForward,
            "la délégation présente trois candidats : {candidates:nationals}",
        ),
        Phrase(o.PartyConsulted, "la Partie est consultée"),
        Phrase(
            o.SubCommitteeExamined,
            "la sous-commission des droits de l’homme examine les candidatures",
        ),
        Phrase(
            o.LegalAffairsExamined,
            "la commission des questions juridiques examine les candidatures",
        ),
        Phrase(
            o.NamesDrawnUp, "le Bureau établit sa liste de noms, dans cet ordre : {names:names}"
        ),
        Phrase(
            o.TermsFixed,
            "le Comité des Ministres fixe la durée des mandats, en années : {years:years}",
        ),
        Phrase(o.MinistersElected, "le Comité des Ministres élit {name:name}"),
        Phrase(
            o.TermDrawn,
            "le Secrétaire Général tire au sort : {years:number} ans, graine du tirage : "
            "{seed:text}",
        ),
        Phrase(o.SittingsFixed, "les séances du scrutin sont fixées : {hours:text}"),
        Phrase(o.ObserverNamed, "le groupe {group:name} désigne son observateur : {name:name}"),
        Phrase(
            o.TellersDrawn,
            "quatre scrutateurs sont tirés au sort parmi les {among:number} noms de la liste "
            "{digest:key} : {tellers:names}, graine du tirage : {seed:text}",
        ),
        Phrase(
            o.TellersNamed, "les groupes politiques désignent les scrutateurs : {tellers:names}"
        ),
        Phrase(
            o.RegisterClosed,
            "le registre des votants est clos, signatures : {signatures:number}, empreinte "
            "{digest:key}",
        ),
        Phrase(o.ResultAnnounced, "le Président proclame le résultat"),
        Phrase(o.VotersPublished, "la liste des votants est publiée"),
        Phrase(o.RegisterShown, "le registre des votants est montré à {to:name}"),
        Phrase(
            o.RegisterShown, "une copie du registre des votants est remise à {to:name}", copy=True
        ),
        Phrase(
            o.CourtComposed,
            "la Cour se compose de {women:number} femmes et de {men:number} hommes",
        ),
        Phrase(o.CandidatureMaintained, "candidature maintenue : {name:name}"),
        Phrase(o.CandidaturesClosed, "la présentation des candidatures est close"),
        Phrase(o.ThirtyDaysWaived, "le Comité mixte renonce au délai de trente jours"),
        Phrase(
            o.JointCommitteeConsulted,
            "le Comité mixte est consulté sur toutes les candidatures",
        ),
        Phrase(
            o.JointCommitteeConsulted,
            "le Comité mixte est consulté sur toutes les candidatures et accepte qu’un seul nom "
            "soit présenté",
            one_name_agreed=True,
        ),
        Phrase(o.MinistersInterviewed, "le Comité des Ministres entend les candidats"),
        Phrase(o.ListDrawnUp, "le Comité des Ministres ne retient aucun candidat", names=()),
        Phrase(o.ListDrawnUp, "le Comité des Ministres établit la liste : {names:names}"),
        Phrase(
            o.ListDrawnUp,
            "le Comité des Ministres établit la liste par ordre de préférence : {names:names}",
            in_order_of_preference=True,
        ),
        Phrase(
            o.OneNameDiscussed, "le Comité mixte accepte qu’un seul nom soit présenté", agreed=True
        ),
        Phrase(
            o.OneNameDiscussed,
            "le Comité mixte n’accepte pas qu’un seul nom soit présenté",
            agreed=False,
        ),
        Phrase(o.ListTransmitted, "le Comité des Ministres transmet la liste : {names:names}"),
        Phrase(o.BureauExamined, "le Bureau examine la liste et la transmet à l’Assemblée"),
        Phrase(
            o.BureauExamined,
            "le Bureau examine la liste et la transmet à l’Assemblée, "
            "selon son propre ordre : {own_order:names}",
        ),
        Phrase(o.AssemblyHeard, "l’Assemblée entend les candidats"),
        Phrase(
            o.ComplementaryProcedure,
            "le Bureau décide de tenir un scrutin à distance ou par correspondance : {on:span}",
        ),
        Phrase(o.LeftOffAgenda, "l’Assemblée n’inscrit pas l’élection à son ordre du jour"),
        Phrase(o.BallotHeld, "l’Assemblée vote : {count:count}"),
        Phrase(o.MandateStarted, "la personne élue entre en fonctions"),
        Phrase(
            o.MandateStarted,
            "la personne élue entre en fonctions jusqu’au {until:day}, "
            "selon l’accord {agreement:text}",
        ),
        Phrase(o.MandateStarted, "la personne élue entre en fonctions jusqu’au {until:day}"),
        Phrase(
            o.ActingBegan, "le Secrétaire Général adjoint assure l’intérim du Secrétaire Général"
        ),
        Phrase(o.ActingBegan, "{name:name} assure l’intérim du Secrétaire Général"),
        Phrase(
            o.ActingBegan,
            "aucun Secrétaire Général adjoint ne peut assurer l’intérim du Secrétaire Général",
            deputy_in_office=False,
        ),
        Phrase(o.Settled, "{body:body} tranche la question {question:key} : {option:text}"),
        Phrase(o.Opened, "la procédure est ouverte : {office:key}/{party:key} {year:year}"),
        Phrase(o.Opened, "la procédure est ouverte : {office:key} {year:year}"),
        Phrase(o.DatePlanned, "la date de {of:key} est fixée : {on:span}"),
        Phrase(o.DateMoved, "la date de {of:key} est déplacée : {to:target}"),
        Phrase(
            o.PartSessionRevised,
            "la partie de session de {part:part} {year:year} se tient "
            "du {opens:day} au {closes:day}",
        ),
        Phrase(o.PartSessionRevised, "la partie de session de {part:part} {year:year} est annulée"),
        Phrase(
            o.ReminderSent,
            "rappel de {of:key}, échéance le {due:day} : {to:marks} ({key:mark})",
        ),
        Phrase(
            o.ReminderSent,
            "rappel de {of:key}, échéance le {due:day}, peut-être en double : {to:marks} "
            "({key:mark})",
            perhaps_twice=True,
        ),
        Phrase(
            o.ReminderSent,
            "rappel de {of:key}, échéance le {due:day} : {to:marks} ({key:mark}), "
            "au lieu de {also:marks}",
        ),
        Phrase(
            o.ReminderSent,
            "rappel de {of:key}, échéance le {due:day}, peut-être en double : {to:marks} "
            "({key:mark}), au lieu de {also:marks}",
            perhaps_twice=True,
        ),
        Phrase(
            o.ReminderNotSent,
            "le rappel {key:mark} de {of:key}, échéance le {due:day}, n’a pu être envoyé : "
            "{because:text}",
        ),
        Phrase(
            o.ReminderNotSent,
            "le rappel {key:mark} de {of:key}, échéance le {due:day}, a peut-être été envoyé : "
            "{because:text}",
            perhaps_sent=True,
        ),
        Phrase(
            o.ReminderAcknowledged,
            "{by:mark} a pris note de l’échéance de {of:key}, le {due:day}",
        ),
        Phrase(o.EditionAdopted, "la procédure se poursuit selon l’édition {edition:key}"),
        Phrase(o.CandidateFellAway, "{name:name} se retire", cause=Cause.WITHDREW),
        Phrase(o.CandidateFellAway, "{name:name} décède", cause=Cause.DIED),
        Phrase(o.Corrected, "{amendments:amendments}"),
    ),
    note={
        "refused": "refusé",
        "under": "au titre de",
        "planned": "fixé : {}",
        "a day of": "{}",
        "the days of": "{}",
        "estimated": "repose sur une partie de session non annoncée : estimation",
        "estimate": "estimation",
        "when": "quand",
        "who": "qui",
        "what": "étape",
        "estimates": "≈ repose sur une partie de session non annoncée",
        "edition": "édition {}",
        "no calendar": "L’édition {} n’a pas de calendrier connu : seules les limites fixées par "
        "un texte ont des jours ; le reste relève du calendrier de l’organe qui agit.",
        "opening": "Ouverture",
        "closing": "Clôture",
        "limit before": "Pas avant ({})",
        "limit after": "Au plus tard ({})",
        "clauses": "Clauses",
        "readings cited": "Lectures",
        "notes": "Remarques",
        "opens": "ouverture possible : {}",
        "closes": "clôture possible : {}",
        "no closing": "aucun texte ne fixe de jour ; le calendrier de l’organe le fait",
        "not before": "pas avant : {} ({})",
        "not after": "au plus tard : {} ({})",
        "day off": "le {} est un jour chômé à Strasbourg et n’est pas reporté",
        "six weeks assumed": "aucun texte ne fixe la clôture : six semaines, à titre d’hypothèse",
        "cast": "suffrages exprimés",
        "elects": "élit",
        "figures not on record": "chiffres non consignés",
        "carried": "adopté",
        "not carried": "rejeté",
        "sex not on record": "sexe non consigné",
        "day calendar": "jour déduit du calendrier",
        "day unknown": "jour non consigné",
        "could not be sent": "un rappel n’a pu être envoyé depuis le {}",
        "reminders": "rappels",
        "assumed": "hypothèse : aucune source trouvée ; ces jours sont des données modifiables",
        "not under 65": "65 ans ou plus au jour de la vérification, sans être un motif de "
        "R1366 3 : {names}",
        "age not tested": "âge non vérifié : {names}",
        "no curriculum": "sans curriculum vitae selon le modèle de l’Assemblée : {names}",
        "panel not consulted": "le Panel consultatif n’a pas été consulté (R1366 3 v)",
        "later than the aim": "plus tard que l’objectif de R1366 2 : {0}",
        "outgoing judge stays": "le juge sortant reste en fonctions jusqu’à son remplacement "
        "(ECHR 23)",
        "one sex": "tous les candidats sont du même sexe : {names}",
        "court": "femmes à la Cour : {1}, hommes : {2} ; ce sexe n’est pas sous-représenté",
        "no court": "la composition de la Cour ce jour-là n’est pas enregistrée",
        "woman": "femme",
        "man": "homme",
        "65 or over": "65 ans ou plus",
        "under 65": "moins de 65 ans",
        "no CV": "sans CV",
        "listed under": "sous le nom",
        "in favour": "pour",
        "against": "contre",
        "abstaining": "abstentions",
        "voting": "votants",
        "met": "satisfait",
        "partly met": "satisfait en partie",
        "not met": "non satisfait",
        "ready to learn": "s’engage à apprendre",
        "rounding": "arrondir les mois dans l’autre sens donnerait un autre jour",
        "readings": "lectures : {}",
        "reading": "lecture {}",
        "rounded": "arrondi vers {}",
        "down": "le bas",
        "up": "le haut",
        "otherwise": "dans l’autre sens : {}",
        "days off": "jours chômés rencontrés : {}",
        "papers": "bulletins",
        "blank": "blancs",
        "spoiled": "nuls",
        "signatures": "signatures",
    },
    rules={
        Rule.GIVEN: "{why}",
        Rule.PART_SESSION: "{why}",
        Rule.MONTH_OPENS: "le premier jour du mois",
        Rule.MONTH_CLOSES: "le dernier jour du mois, jamais reporté",
        Rule.DAYS_BEFORE: "{amount} jours avant",
        Rule.DAYS_AFTER: "{amount} jours après",
        Rule.WEEKS_AFTER: "{amount} semaines après, même jour de la semaine, jamais reporté",
        Rule.MONTHS_BEFORE: "{amount} mois avant, même quantième",
        Rule.MONTHS_AFTER: "{amount} mois après, même quantième",
        Rule.YEARS_AFTER: "{amount} ans après, même quantième",
        Rule.EARLIER_WORKING_DAY: "jour chômé : le jour ouvrable précédent",
        Rule.LATER_WORKING_DAY: "jour chômé : le jour ouvrable suivant",
    },
    correction=(
        "l’écriture {0} doit se lire : {1}, {2}",
        "l’écriture {0} doit être datée : {1}",
        "l’écriture {0} doit dire : {1}",
        "l’écriture {0} est biffée",
    ),
    offices={
        "secretary-general": "Secrétaire Général du Conseil de l’Europe",
        "deputy-secretary-general": "Secrétaire Général adjoint du Conseil de l’Europe",
        "secretary-general-of-the-assembly": "Secrétaire Général de l’Assemblée parlementaire",
        "judge": "Juge à la Cour européenne des droits de l’homme",
        "commissioner": "Commissaire aux droits de l’homme",
        "cpt-member": "Membre du Comité européen pour la prévention de la torture",
    },
    follows={
        "closing": "aucune candidature n’est enregistrée après la clôture, sauf si le jour en est "
        "d’abord déplacé",
        "single-name@JIS App.1": "si la partie de session d’avril se clôt sans accord, l’appel est "
        "renouvelé (JIS App.1)",
        "panel": "le défaut de consultation du Panel est un motif de rejet depuis la réforme de "
        "2019 (R1366 3 v)",
        "submission": "une liste présentée trop tard pour les semaines de la commission reporte "
        "l’élection à une partie de session ultérieure (R1366 2)",
        "completion": "la procédure reste suspendue jusqu’à ce que la liste soit complétée "
        "(R1432 2)",
        "briefing": "les auditions en dépendent : elle précède chacune de leurs séries (R1366 6)",
        "ballot": "une élection qui n’est pas tenue passe à la partie de session suivante "
        "(lecture 11)",
        "(late)": "après le {0}, l’étape est enregistrée avec un motif et figure comme un écart "
        "par rapport à {1}",
        "(cap)": "un jour fixé au-delà du {0} est refusé ({1})",
        "(held)": "tant que l’étape n’est pas enregistrée, une autre est refusée : {0} ({1})",
        "(planned)": "si le jour ne peut être tenu, enregistrer le nouveau avant qu’il ne passe",
        "(unsettled)": "la procédure reste en suspens jusqu’à ce que la question soit tranchée "
        "(lecture 7)",
    },
    clauses=CLAUSES_IN_FRENCH,
    readings=READINGS_IN_FRENCH,
    reason=reason_in_french,
    stored=WORDS_IN_FRENCH,
    answer=refusal_in_french,
    joints=(" : ", " ; "),
)

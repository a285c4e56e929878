"""The words of the annual report, in English and in French."""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.phrases import Language


@dataclass(frozen=True)
class AnnualWords:
    """What the annual report says. Numbers in braces stand for what it was made of."""

    kind: str
    title: str
    span: str
    foot: str
    nothing: str
    overview: tuple[str, str, str, str]  # the figures on the first page, and what they count
    steps: str
    of_those: str
    not_measured: str
    how: str
    decimal: str
    by_stage: str
    by_body: str
    columns: tuple[str, ...]
    short_columns: tuple[str, ...]
    stage: str
    body: str
    worst_of: str
    plot: str
    plot_alt: str
    row_alt: str
    plot_continued: str
    plot_note: str
    appointments: str
    of_appointments: tuple[str, ...]
    refusals: str
    no_refusals: str
    of_refusals: tuple[str, str, str]
    no_clause: str
    questions: str
    no_questions: str
    of_questions: tuple[str, str, str, str]
    left_out: str
    bar_legend: str


ENGLISH = AnnualWords(
    kind="Annual report",
    title="Punctuality of the appointment procedures",
    span="{0} to {1}",
    foot="Calends, steps up to {0}",
    nothing="No appointment had a step in this time.",
    overview=("appointments", "steps", "measured", "measured in time"),
    steps="Appointments: {1}. Steps: {0}.",
    of_those=(
        "Measured: {0}, of these {1} in time, {2} early, {3} late; {4} past a limit beside the "
        "window."
    ),
    not_measured=(
        "Not measured: {0} whose day follows from the calendar, {1} whose day is not on record, "
        "{2} that may lie on either side of a window's edge."
    ),
    how=(
        "A step is measured against its window as it stood when the step was recorded, and only "
        "where its day was seen in a record. The median and the worst are of the late ones, in "
        "days after the window."
    ),
    decimal=".",
    by_stage="By stage",
    by_body="By body",
    columns=("steps", "measured", "early", "in time", "late", "median", "worst"),
    short_columns=("steps", "meas.", "early", "in time", "late", "median", "worst"),
    stage="Stage",
    body="Body",
    worst_of="The latest step of each stage:",
    plot="Days before and after the window",
    plot_alt="Steps by their days before (-) or after (+) their windows, a line for each stage.",
    row_alt="{0}: {1}.",
    plot_continued="The plot, continued.",
    plot_note=(
        "One mark for all steps that lay alike, with their number beside it where there are "
        "several; the scale is wider near the window."
    ),
    appointments="Appointments",
    of_appointments=("Appointment", "Status", "Elected", "Steps", "Late", "Worst"),
    refusals="Refusals by clause",
    no_refusals="Nothing was refused.",
    of_refusals=("Clause", "Times", "Appointments"),
    no_clause="a rule of the record",
    questions="Questions settled",
    no_questions="No question was settled.",
    of_questions=("Appointment", "Question", "Settled by", "Day"),
    left_out="Left out: {0} cannot be read. {1}",
    bar_legend="◀ early, ● in time, ▶ late: one sign for each measured step, shared out above {0}",
)

FRENCH = AnnualWords(
    kind="Rapport annuel",
    title="Ponctualité des procédures de nomination",
    span="{0} au {1}",
    foot="Calends, étapes jusqu’au {0}",
    nothing="Aucune procédure n’a connu d’étape pendant cette période.",
    overview=("procédures", "étapes", "mesurées", "mesurées à temps"),
    steps="Procédures : {1}. Étapes : {0}.",
    of_those=(
        "Mesurées : {0}, dont {1} à temps, {2} en avance, {3} en retard ; {4} au-delà d’une limite "
        "en sus de la période."
    ),
    not_measured=(
        "Non mesurées : {0} dont le jour est déduit du calendrier, {1} dont le jour n’est pas "
        "consigné, {2} qui peuvent tomber d’un côté ou de l’autre d’une borne."
    ),
    how=(
        "Une étape est mesurée d’après sa période telle qu’elle se présentait lorsque l’étape a "
        "été enregistrée, et seulement si son jour a été vu dans un document. La médiane et le "
        "maximum sont ceux des retards, en jours après la période."
    ),
    decimal=",",
    by_stage="Par étape",
    by_body="Par organe",
    columns=("étapes", "mesurées", "en avance", "à temps", "en retard", "médiane", "maximum"),
    short_columns=("étapes", "mes.", "avance", "à temps", "retard", "méd.", "max."),
    stage="Étape",
    body="Organe",
    worst_of="Le plus grand retard de chaque étape :",
    plot="Jours avant et après la période",
    plot_alt="Étapes selon leurs jours avant (-) ou après (+) la période, une ligne par étape.",
    row_alt="{0} : {1}.",
    plot_continued="Suite du graphique.",
    plot_note=(
        "Une marque pour toutes les étapes de même écart, avec leur nombre s’il y en a plusieurs ; "
        "l’échelle est plus large près de la période."
    ),
    appointments="Procédures",
    of_appointments=("Procédure", "État", "Personne élue", "Étapes", "En retard", "Maximum"),
    refusals="Refus par clause",
    no_refusals="Rien n’a été refusé.",
    of_refusals=("Clause", "Fois", "Procédures"),
    no_clause="règle du registre",
    questions="Questions tranchées",
    no_questions="Aucune question n’a été tranchée.",
    of_questions=("Procédure", "Question", "Tranchée par", "Jour"),
    left_out="Non comprise : {0} ne peut être lue. {1}",
    bar_legend=(
        "◀ en avance, ● à temps, ▶ en retard : un signe par étape mesurée, au prorata au-delà "
        "de {0}"
    ),
)

ANNUAL_WORDS: Mapping[str, AnnualWords] = {"en": ENGLISH, "fr": FRENCH}


def annual_words(language: Language) -> AnnualWords:
    return ANNUAL_WORDS[language.code]

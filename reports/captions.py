"""The words of pictures, plots and pages, in both languages."""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.acts import Provenance
from domain.phrases import Language


@dataclass(frozen=True)
class Captions:
    """What stands in and around a picture, and on every page of a typeset report."""

    region: str
    months: tuple[str, ...]  # short enough for an axis
    page: str
    steps: str
    course: str
    checkpoint: str
    picture: str
    picture_continued: str
    outside: str
    window: str
    no_end: str
    limit: str
    shapes: Mapping[str, str]
    fillings: Mapping[Provenance, str]
    no_last_day: str
    not_measured: str


ENGLISH = Captions(
    region="GB",
    months=("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    page="page {0} of {1}",
    steps="steps on record",
    course="The course of the procedure",
    checkpoint="Checkpoint",
    picture=(
        "Timeline of {0} stages from {1} to {2}: for each its written window as a bar and its "
        "steps as marks. Early: {3}; in time: {4}; late: {5}; not certain: {6}; no "
        "last day: {7}; not measured: {8}."
    ),
    picture_continued="The timeline, continued.",
    outside="{0}: {1}.",
    window="written window",
    no_end="window without an end in the text",
    limit="limit beside the window",
    shapes={"early": "early", "in-time": "in time", "late": "late", "uncertain": "not certain"},
    fillings={
        Provenance.CALENDAR: "day from the calendar",
        Provenance.UNKNOWN: "day not on record",
    },
    no_last_day="no last day",
    not_measured="not measured",
)

FRENCH = Captions(
    region="FR",
    months=(
        "janv",
        "févr",
        "mars",
        "avr",
        "mai",
        "juin",
        "juil",
        "août",
        "sept",
        "oct",
        "nov",
        "déc",
    ),
    page="page {0} sur {1}",
    steps="étapes consignées",
    course="Le déroulement de la procédure",
    checkpoint="Point de contrôle",
    picture=(
        "Chronologie de {0} étapes, de {1} à {2} : pour chacune la période prévue, une barre, et "
        "les actes, des marques. En avance : {3} ; à temps : {4} ; en retard : {5} ; incertains : "
        "{6} ; sans terme : {7} ; non mesurés : {8}."
    ),
    picture_continued="Suite de la chronologie.",
    outside="{0} : {1}.",
    window="période prévue",
    no_end="période sans terme dans le texte",
    limit="limite en sus de la période",
    shapes={
        "early": "en avance",
        "in-time": "à temps",
        "late": "en retard",
        "uncertain": "incertain",
    },
    fillings={
        Provenance.CALENDAR: "jour déduit du calendrier",
        Provenance.UNKNOWN: "jour non consigné",
    },
    no_last_day="sans terme",
    not_measured="non mesurées",
)

CAPTIONS = {"en": ENGLISH, "fr": FRENCH}


def captions_of(language: Language) -> Captions:
    return CAPTIONS[language.code]

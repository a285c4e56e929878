"""The order of the names on a ballot paper (R1432 3, R1432 4)."""

import subprocess
import sys
import unicodedata
from itertools import permutations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import alphabet
from domain.alphabet import ACCENTS, Weights, alphabetical, as_read, family_name, levels
from domain.candidates import PLACEHOLDERS, Name, name


def paper(*names: str, families: dict[str, str] | None = None) -> list[str]:
    given_for = {Name(of): family for of, family in (families or {}).items()}
    return list(alphabetical(map(Name, names), given_for))


@pytest.mark.parametrize(
    ("of", "family"),
    [
        # The last word.
        ("Alain Berset", "Berset"),
        ("Faris Vehabović", "Vehabović"),
        ("Łukasz Ślęzak", "Ślęzak"),
        ("John McNamara", "McNamara"),
        ("J. F. Kennedy", "Kennedy"),
        ("Björk", "Björk"),
        ("王毅", "王毅"),
        # Its hyphen is part of it.
        ("Gabriella Battaini-Dragoni", "Battaini-Dragoni"),
        ("Ana Maria Guerra-Martins", "Guerra-Martins"),
        # Capitalised particles begin it, and take with them what lies between.
        ("Luc Van den Brande", "Van den Brande"),
        ("Guido Van Rompuy", "Van Rompuy"),
        ("Anne Van ’t Hoff", "Van ’t Hoff"),
        ("Ana De la Cruz", "De la Cruz"),
        ("Hubert Le Bail", "Le Bail"),
        ("Éamon Ó Cuív", "Ó Cuív"),
        ("Ranald Mac Donald", "Mac Donald"),
        ("Mario De Luca", "De Luca"),
        ("Nazzareno Di Stefano", "Di Stefano"),
        # French: the small "de" does not count, the capitalised "La" does.
        ("Jean de La Fontaine", "La Fontaine"),
        # Small particles do not.
        ("Anna de la Cruz", "Cruz"),
        ("Jan von Holt", "Holt"),
        ("Georg von und zu Liechten", "Liechten"),
        ("Maud de Boer-Buquicchio", "Boer-Buquicchio"),
        ("Pieter van der Meer", "Meer"),
        ("Nils af Ekenstam", "Ekenstam"),
        ("José dos Santos", "Santos"),
        ("Sophie in ’t Veld", "Veld"),
        # Nor do they when joined by an apostrophe or a hyphen; with a capital they do.
        ("Jeanne d’Arc", "Arc"),
        ("Jeanne d'Arc", "Arc"),
        ("Marcello dell’Utri", "Utri"),
        ("Massimo D’Alema", "D’Alema"),
        ("Samir al-Masri", "Masri"),
        ("Samir Al-Masri", "Al-Masri"),
        ("Síofra O’Leary", "O’Leary"),
        # A first word is a given name, whatever it looks like.
        ("Van Morrison", "Morrison"),
        ("El Hadji Diallo", "Diallo"),
        # What follows the name is not the name.
        ("Robert Kennedy Jr", "Kennedy"),
        ("Robert Kennedy, Jr.", "Kennedy"),
        ("Luc Van den Brande III", "Van den Brande"),
        # No rule can know these: the secretariat says so (see below).
        ("Marija Pejčinović Burić", "Burić"),
        ("Valéry Giscard d’Estaing", "Estaing"),
        ("José Ortega y Gasset", "Gasset"),
    ],
)
def test_the_family_name_where_nobody_has_given_one(of: str, family: str) -> None:
    assert family_name(name(of)) == family


@pytest.mark.parametrize(
    "order",
    [
        # The elections of 2019 and 2024.
        ["Marija Pejčinović Burić", "Didier Reynders"],
        ["Alain Berset", "Didier Reynders", "Indrek Saar"],
        # Particles: V, H, C; B and not D.
        ["Maud de Boer-Buquicchio", "Anna de la Cruz", "Jan von Holt", "Luc Van den Brande"],
        # Letters with a stroke or a slash are L, D and O with an accent, and not after Z.
        ["Jan Labuda", "Jan Łach", "Jan Lada"],
        ["Ana Dodik", "Ana Đokić", "Ana Dolić"],
        ["Per Odden", "Per Ødegård", "Per Odegna", "Per Oveland"],
        ["Łukasz Ślęzak", "Jan Smolar"],
        # ß is ss, æ is ae, œ is oe; þ comes after z; ə after e; ð is an accented d.
        ["Uwe Grosman", "Uwe Groß", "Uwe Grosz"],
        ["Ida Kadar", "Ida Kær", "Ida Kafka"],
        ["Luc Odin", "Luc Œuvrard", "Luc Ogier"],
        ["Jón Zoëga", "Jón Þórsson"],
        ["Anar Elman", "Anar Əhməd", "Anar Fuad"],
        ["Jón Adam", "Jón Aðils", "Jón Ahl"],
        # A small e above a letter is no accent, but a letter: ue.
        ["Uwe Mudra", "Uwe Mu\u0364ller", "Uwe Mufti"],
        # The dotless i is a letter of its own after i; the dotted capital is i with an accent.
        ["Can Ilgaz", "Can İpek", "Can Izmir"],
        ["Can Kiz", "Can Kırca", "Can Kjaer"],
        # Apostrophes are not read, of whatever shape.
        ["Ann Olafsen", "Ann O'Leary", "Bea O’Leary", "Cas OʼLeary", "Ann Olsen"],
        # As written, not as sounded: c comes after a.
        ["Jo MacDonald", "Jo Mahler", "Jo McAdam", "John McNamara", "Jo Meyer"],
        # Word by word: a space or a hyphen before any letter.
        ["Jo Van Zeeland", "Jo Vanbrande"],
        ["Jo Mac Namara", "Jo Macadam"],
        ["Ann Smith", "Ann Smith-Zeller", "Ann Smithers"],
        # The shorter first.
        ["Ann Lund", "Anna Lund", "Bo Lund", "Ann Lunde"],
        ["Ann Lund", "Ann Beate Lund"],
        # Small particles do not count among family names, and do between namesakes.
        ["Anna Cruz", "Anna de la Cruz", "Berta Cruz"],
        # Letters of the whole name come before any accent, and accents before capitals.
        ["Ann Sagan", "Bo Şahin", "Zoë Sahin"],
        ["Zoe Sahin", "Zoë Sahin", "Zoe Şahin"],
        ["Ann Dela", "Ann DeLa", "Ann Delá"],
        # Latin, Greek, Cyrillic, Georgian, Armenian, as in the default table.
        ["Ann Žižek", "Άννα Αγγέλου", "Анна Яшина", "ანა აბაშიძე", "Աննա Աբովյան"],
    ],
)
def test_the_paper_is_alphabetical_however_the_names_come(order: list[str]) -> None:
    """Each row is the one order of its names; accents decide only what letters do not."""
    for given_so in permutations(order):
        assert paper(*given_so) == order


def test_the_secretariat_says_what_the_family_name_is() -> None:
    """Berset, Burić, Nilsson by the last word; Berset, Nilsson, Pejčinović Burić as it is."""
    names = ("Marija Pejčinović Burić", "Alain Berset", "Ann Nilsson")
    told = {"Marija Pejčinović Burić": "Pejčinović Burić"}
    assert paper(*names) == ["Alain Berset", "Marija Pejčinović Burić", "Ann Nilsson"]
    assert paper(*names, families=told) == [
        "Alain Berset",
        "Ann Nilsson",
        "Marija Pejčinović Burić",
    ]


@pytest.mark.parametrize(
    ("of", "family", "before"),
    [
        # By custom under the small particle, or under the first of two family names.
        ("Charles de Gaulle", "de Gaulle", "Ann Eder"),
        ("Valéry Giscard d’Estaing", "Giscard d’Estaing", "Ann Gitz"),
        ("José Ortega y Gasset", "Ortega y Gasset", "Ann Orth"),
        # A family name that comes first.
        ("Orbók Viktor", "Orbók", "Ann Orth"),
        # A capitalised word that is a given name.
        ("Jan Van Holt", "Holt", "Ann Hom"),
    ],
)
def test_what_the_secretariat_says_goes_before_the_rule(of: str, family: str, before: str) -> None:
    assert paper(of, before, families={of: family}) == [of, before]
    assert paper(before, of) == paper(of, before)


def test_the_rest_of_a_name_is_what_the_family_name_leaves() -> None:
    """Nothing comes before something: Anna Lund before Anna Beata Lund, wherever Lund stands."""
    assert paper("Anna Beata Lund", "Anna Lund") == ["Anna Lund", "Anna Beata Lund"]
    assert paper("Lund Anna Beata", "Anna Lund", families={"Lund Anna Beata": "Lund"}) == [
        "Anna Lund",
        "Lund Anna Beata",
    ]


def test_a_family_name_is_not_looked_for_inside_another_word() -> None:
    """What is left of Li Liang is Liang, and Lia comes before it."""
    families = {"Li Liang": "Li", "Lia Li": "Li", "Lea Li": "Li"}
    assert paper(*families, families=families) == ["Lea Li", "Lia Li", "Li Liang"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Síofra O'Leary", "Síofra O’Leary"),
        ("Síofra OʼLeary", "Síofra O‘Leary"),
        ("Ann Smith-Jones", "Ann Smith‑Jones"),
        ("J. F. Kennedy", "J F Kennedy"),
        ("Gal·la Marí", "Galla Marí"),
    ],
)
def test_punctuation_alone_makes_no_difference_but_the_last(one: str, other: str) -> None:
    """Read alike, they are parted by their code points, so that there is one order."""
    assert [*map(as_read, (one, other))].count(as_read(one)) == 2
    assert paper(one, other) == paper(other, one) == sorted([one, other])


def test_a_hyphen_stands_for_a_space() -> None:
    one, other = "Ann Smith-Jones", "Ann Smith Jones"
    families = {one: "Smith-Jones", other: "Smith Jones"}
    assert paper(one, other, families=families) == paper(other, one, families=families)
    assert paper(one, "Ann Smith", "Ann Smithers", other, families=families) == [
        "Ann Smith",
        other,
        one,
        "Ann Smithers",
    ]


@pytest.mark.parametrize("of", ["Łukasz Ślęzak", "Per Ødegård", "Faris Vehabović", "Zoë Şahin"])
def test_a_name_has_one_place_however_its_accents_are_stored(of: str) -> None:
    """Names are kept in NFC; one that came otherwise stands in the same place."""
    apart = Name(unicodedata.normalize("NFD", of))
    family = family_name(Name(of))
    assert alphabet.weights(apart, family) == alphabet.weights(Name(of), family)
    assert alphabet.weights(apart, family_name(apart)) == alphabet.weights(Name(of), family)
    assert alphabet.unaccented(apart, family) == alphabet.unaccented(Name(of), family)


@pytest.mark.parametrize("names", [[], ["Alain Berset"], ["Alain Berset", "Alain Berset"]])
def test_nobody_is_added_and_nobody_lost(names: list[str]) -> None:
    assert paper(*names) == names


def test_the_first_candidate_comes_before_the_second() -> None:
    """A forecast, before anybody is proposed."""
    assert alphabetical(reversed(PLACEHOLDERS)) == PLACEHOLDERS


# ---------------------------------------------------------------------------------------------
# For any names
# ---------------------------------------------------------------------------------------------

LATIN = (
    "abcdijlnostuyzABCDIJLNOSTUYZ"
    + "áàâäăąåæçćčđðéêëęğíïıİłñńňöøœőřşșšßțüűýžþŁØŚŽ"
    + "\u0301\u0323\u0363 -'’."
)
WORDS = st.text(LATIN, min_size=1, max_size=8)


def kept(text: str) -> Name | None:
    try:
        return name(text)
    except ValueError:
        return None


NAMES = st.one_of(st.lists(WORDS, min_size=1, max_size=4).map(" ".join), st.text(max_size=12)).map(
    kept
)
A_PAPER = st.lists(NAMES, max_size=6).map(lambda some: [of for of in some if of is not None])


@given(A_PAPER, st.randoms(use_true_random=False))
def test_the_order_is_the_same_however_the_names_come(some: list[Name], chance: Random) -> None:
    shuffled = [*some]
    chance.shuffle(shuffled)
    assert alphabetical(shuffled) == alphabetical(some)
    assert sorted(alphabetical(some)) == sorted(some)


@given(A_PAPER)
def test_two_names_stand_as_they_do_among_others(some: list[Name]) -> None:
    """Total: no third name can turn the order of two, whichever way each order was found."""
    whole = alphabetical(some)
    for at, before in enumerate(whole):
        for after in whole[at + 1 :]:
            assert alphabetical((after, before)) == (before, after)


@given(A_PAPER)
def test_letters_decide_as_the_table_would(some: list[Name]) -> None:
    """The way without the table is a shorter way to the same order."""
    by_the_table = sorted(some, key=lambda of: (alphabet.weights(of, family_name(of)), of))
    assert [*alphabetical(some)] == by_the_table


def test_the_accents_set_aside_have_no_letter_in_the_table() -> None:
    """Why letters may decide without it: an accent adds nothing to what is compared first."""

    def letters(text: str) -> Weights:
        return levels(text)[0]

    plain = "abcdefghijklmnopqrstuvwxyz"
    assert letters(f" {plain}") == tuple(sorted({*letters(f" {plain}")}))
    for letter in plain:
        for accented in (each + accent for each in letter + letter.upper() for accent in ACCENTS):
            assert letters(accented) == letters(letter), accented


# ---------------------------------------------------------------------------------------------
# What it costs
# ---------------------------------------------------------------------------------------------


def loads_the_table(program: str) -> bool:
    said = subprocess.run(
        [sys.executable, "-c", f"{program}\nimport sys; print('pyuca' in sys.modules)"],
        check=True,
        capture_output=True,
        text=True,
    )
    return said.stdout.split()[-1] == "True"


@pytest.mark.parametrize(
    ("names", "loaded"),
    [
        (["Alain Berset", "Didier Reynders", "Indrek Saar"], False),
        (["Marija Pejčinović Burić", "Didier Reynders"], False),
        (["Síofra O’Leary", "Maud de Boer-Buquicchio", "Zoë Şahin"], False),
        # Ł is no letter from a to z with an accent, and Sahin and Şahin have the same letters.
        (["Łukasz Ślęzak", "Alain Berset"], True),
        (["Zoe Şahin", "Zoe Sahin"], True),
    ],
)
def test_the_table_is_loaded_only_where_letters_do_not_decide(
    names: list[str], loaded: bool
) -> None:
    ordered = f"from domain.alphabet import alphabetical\nalphabetical({names!r})"
    assert loads_the_table(ordered) is loaded


def test_a_timetable_does_not_load_the_table() -> None:
    assert not loads_the_table("import cli; cli.main(['timetable', 'secretary-general', '2029'])")

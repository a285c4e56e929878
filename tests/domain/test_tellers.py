"""IDX 12: four tellers by lot, drawn in such a way that anybody can draw them again."""

import hashlib

import pytest

from domain.register import Member, Role, Voter
from domain.tellers import canonical, draw_tellers

ROLL = tuple(
    Member(Voter(name), state, Role(role))
    for name, state, role in (
        ("Finn Hø", "Türkiye", "representative"),
        ("Siv Moe", "Norway", "substitute"),
        ("Anna Berg", "Norway", "representative"),
        ("Émile Gås", "Türkiye", "representative"),
        ("Bo Dahl", "Norway", "representative"),
        ("Dag Foss", "Malta", "representative"),
        ("Cai Eng", "Norway", "representative"),
    )
)


def test_idx_12_the_draw_can_be_repeated_by_hand() -> None:
    """The numbers count the representatives in alphabetical order; the digest is of this text."""
    drawn = draw_tellers("4 2 6", reversed(ROLL))
    in_order = ["Anna Berg", "Bo Dahl", "Cai Eng", "Dag Foss", "Émile Gås", "Finn Hø"]
    text = (
        "Anna Berg;Norway;representative\n"
        "Bo Dahl;Norway;representative\n"
        "Cai Eng;Norway;representative\n"
        "Dag Foss;Malta;representative\n"
        "Émile Gås;Türkiye;representative\n"
        "Finn Hø;Türkiye;representative\n"
        "Siv Moe;Norway;substitute\n"
    )

    assert canonical(ROLL) == text
    assert drawn.digest == hashlib.sha256(text.encode()).hexdigest()
    assert drawn.among == 6
    assert drawn.tellers == tuple(in_order[number - 1] for number in drawn.numbers)
    assert len(set(drawn.numbers)) == 4
    assert drawn == draw_tellers("4 2 6", ROLL)


def test_idx_12_another_seed_draws_others() -> None:
    draws = {frozenset(draw_tellers(f"seed {n}", ROLL).numbers) for n in range(100)}

    assert len(draws) == 15  # all ways to choose four of six


def test_idx_12_four_cannot_be_drawn_among_three() -> None:
    with pytest.raises(ValueError, match="3 representatives are on the roll"):
        draw_tellers("4 2 6", ROLL[:4])

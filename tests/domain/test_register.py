"""The voting register: who may sign, in whose place, and what it never holds."""

from datetime import UTC, datetime
from random import Random

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.acts import BadAct, Result
from domain.register import (
    Askable,
    ClosedOff,
    Member,
    Register,
    RegisterAct,
    RegisterEntry,
    RegisterOpened,
    RegisterRefused,
    Role,
    Ruled,
    Signed,
    Voter,
    appointment_of,
    fold,
    read_register_entry,
    receipt_of,
    register_id,
    voters,
)
from domain.signing import decide
from domain.streams import StreamMisfit

NOW = datetime(2027, 1, 26, 9, tzinfo=UTC)
ID = register_id("judge/andorra/2027", "ballot")


def member(name: str, delegation: str, role: Role = Role.REPRESENTATIVE) -> Member:
    return Member(Voter(name), delegation, role)


ANNA, BO, CAI = (member(name, "Norway") for name in ("Anna Berg", "Bo Dahl", "Cai Eng"))
SIV, TOR = (member(name, "Norway", Role.SUBSTITUTE) for name in ("Siv Moe", "Tor Lie"))
MARIA = member("Maria Zammit", "Malta")
NINU = member("Ninu Borg", "Malta", Role.SUBSTITUTE)
ROLL = (ANNA, BO, CAI, SIV, TOR, MARIA, NINU)


class Table:
    """A register on a table: asks, and remembers what was entered."""

    def __init__(self, roll: tuple[Member, ...] = ROLL) -> None:
        self.entries: list[RegisterEntry] = []
        self.register = Register()
        if roll:
            self.ask(RegisterOpened(roll))

    def ask(self, step: Askable) -> RegisterEntry:
        act = RegisterAct(f"act-{len(self.entries) + 1}", step)
        entry = decide(self.register, act, NOW)
        if self.register.opening or isinstance(entry.step, RegisterOpened):
            self.register.follow(entry)
            self.entries.append(entry)
        return entry

    def signs(self, who: Member | str, instead_of: Member | str | None = None) -> str:
        """Empty where it was entered, else clause and reason."""
        place = None if instead_of is None else named(instead_of)
        return said(self.ask(Signed(named(who), place)))

    def may(self, who: str, *, vote: bool, corrects: int = 0, **admitted: object) -> str:
        ruled = Ruled(Voter(who), vote, "AS (2027) CR 4", corrects=corrects)
        return said(self.ask(msgspec.structs.replace(ruled, **admitted)))


def named(of: Member | str) -> Voter:
    return of.name if isinstance(of, Member) else Voter(of)


def said(entry: RegisterEntry) -> str:
    step = entry.step
    if not isinstance(step, RegisterRefused):
        return ""
    assert step.cure
    return f"{step.clause}: {step.because}"


# -- Who signs -------------------------------------------------------------------------------


def test_idx_5_a_representative_signs_in_the_own_place() -> None:
    table = Table()
    assert [table.signs(each) for each in (ANNA, BO, MARIA)] == ["", "", ""]
    assert len(table.register.signatures) == 3


def test_idx_6_a_substitute_signs_in_the_place_of_a_representative() -> None:
    table = Table()
    assert table.signs(SIV, ANNA) == ""
    assert table.register.places == {ANNA.name: SIV.name}


def test_idx_5_refuses_whoever_is_not_on_the_roll() -> None:
    assert Table().signs("Eve Stranger") == (
        "IDX 5: Eve Stranger is neither a representative nor an authorised substitute on the roll"
    )


def test_idx_6_refuses_a_substitute_in_nobodys_place() -> None:
    assert Table().signs(SIV) == (
        "IDX 6: Siv Moe is a substitute, and signs in the place of a representative"
    )


@pytest.mark.parametrize("place", [MARIA, TOR, "Eve Stranger"])
def test_idx_6_refuses_the_place_of_anybody_but_a_representative_of_the_same_delegation(
    place: Member | str,
) -> None:
    """Of another delegation, a substitute, or a stranger."""
    for who in (SIV, ANNA):
        assert "is not a representative of Norway" in Table().signs(who, place)


def test_idx_6_refuses_a_second_signature() -> None:
    """Of a representative and of a substitute, whatever place the second is for."""
    table = Table()
    table.signs(ANNA)
    table.signs(SIV, BO)
    assert table.signs(ANNA) == "IDX 6: Anna Berg has signed already"
    assert table.signs(ANNA, CAI) == "IDX 6: Anna Berg has signed already"
    for place in (BO, CAI, ANNA):
        assert table.signs(SIV, place) == (
            "IDX 6: Siv Moe has signed already, in the place of Bo Dahl"
        )


def test_idx_6_a_place_that_was_signed_for_is_used() -> None:
    """Once a substitute has signed: not the representative, not for a third, not the substitute."""
    table = Table()
    table.signs(SIV, ANNA)
    assert table.signs(ANNA) == "IDX 6: Siv Moe has signed in the place of Anna Berg"
    assert table.signs(ANNA, BO) == "IDX 6: Siv Moe has signed in the place of Anna Berg"
    assert table.signs(SIV, BO) == "IDX 6: Siv Moe has signed already, in the place of Anna Berg"
    assert table.signs(TOR, ANNA) == "IDX 6: Siv Moe has signed in the place of Anna Berg"
    assert table.signs(TOR, BO) == ""


def test_idx_6_whoever_has_voted_cannot_be_signed_for() -> None:
    table = Table()
    table.signs(ANNA)
    assert table.signs(SIV, ANNA) == "IDX 6: Anna Berg has signed already"


def test_idx_6_a_representative_stands_in_for_another_instead_of_an_own_vote() -> None:
    """The own place is given up: nobody can sign in it either (our reading)."""
    table = Table()
    assert table.signs(ANNA, BO) == ""
    assert table.signs(ANNA) == "IDX 6: Anna Berg has signed already, in the place of Bo Dahl"
    assert table.signs(SIV, ANNA) == "IDX 6: Anna Berg has signed already, in the place of Bo Dahl"
    assert table.signs(BO) == "IDX 6: Anna Berg has signed in the place of Bo Dahl"
    assert table.signs(BO, CAI) == "IDX 6: Anna Berg has signed in the place of Bo Dahl"
    assert table.signs(SIV, CAI) == ""


def test_the_bar_of_idx_6_ends_with_the_ballot() -> None:
    """A register for each ballot (our reading)."""
    first, second = Table(), Table()
    first.signs(SIV, ANNA)
    assert (first.signs(ANNA) != "", second.signs(ANNA)) == (True, "")


# -- Opening and closing ---------------------------------------------------------------------


def test_before_the_opening_nobody_signs() -> None:
    table = Table(roll=())
    assert table.signs(ANNA) == "IDX 4: no register of this ballot has been opened"
    assert said(table.ask(ClosedOff())) == "IDX 4: no register of this ballot has been opened"
    assert table.entries == []


def test_a_register_is_opened_once() -> None:
    table = Table()
    assert said(table.ask(RegisterOpened((ANNA,)))) == (
        "IDX 4: the register of this ballot was opened before"
    )
    assert len(table.register.members) == len(ROLL)


def test_idx_11_after_the_closing_nobody_signs() -> None:
    """Refusals that come later are on record, and change neither count nor closing."""
    table = Table()
    table.signs(ANNA)
    assert table.ask(ClosedOff("staff-7")).step == ClosedOff("staff-7", 1, NOW)
    assert table.signs(BO) == "IDX 11: the voting is closed"
    assert table.may("Bo Dahl", vote=True) == "IDX 11: the voting is closed"
    assert said(table.ask(ClosedOff())) == "IDX 11: the voting is closed"
    assert (len(table.register.signatures), table.register.refused) == (1, 3)
    assert table.register.closing == ClosedOff("staff-7", 1, NOW)


# -- Rulings ---------------------------------------------------------------------------------


def test_idx_8_whoever_may_not_vote_does_not_sign() -> None:
    """The place stays: a substitute may sign in it, for the decision is about a person."""
    table = Table()
    assert table.may("Anna Berg", vote=False) == ""
    for instead_of in (None, BO):
        assert table.signs(ANNA, instead_of) == (
            "IDX 8: the President has decided that Anna Berg may not vote (AS (2027) CR 4)"
        )
    assert table.signs(SIV, ANNA) == ""


def test_idx_8_a_signature_made_before_the_decision_stays() -> None:
    """Nobody could say which paper to take out of the box."""
    table = Table()
    table.signs(ANNA)
    assert table.may("Anna Berg", vote=False) == ""
    assert ANNA.name in table.register.signatures
    assert len(table.register.signatures) == 1


@pytest.mark.parametrize("role", Role)
def test_idx_8_the_president_admits_somebody_to_a_delegation(role: Role) -> None:
    """As representative with a place, or as substitute without one."""
    table = Table()
    assert table.may("Eve New", vote=True) == (
        "IDX 8: Eve New is not on the roll, and can only be admitted to a delegation"
    )
    assert table.may("Eve New", vote=True, delegation="Malta", role=role) == ""
    assert (table.signs("Eve New") == "") is (role is Role.REPRESENTATIVE)
    assert (table.signs("Eve New", MARIA) == "") is (role is Role.SUBSTITUTE)


def test_idx_8_somebody_on_the_roll_is_moved_or_only_confirmed() -> None:
    table = Table()
    assert table.may("Anna Berg", vote=True) == ""
    assert table.may("Siv Moe", vote=True, delegation="Norway", role=Role.REPRESENTATIVE) == ""
    assert [table.signs(ANNA), table.signs(SIV)] == ["", ""]


def test_idx_8_a_person_in_whose_place_was_signed_is_not_freed_by_another_role() -> None:
    table = Table()
    table.signs(SIV, ANNA)
    table.may("Anna Berg", vote=True, delegation="Norway", role=Role.SUBSTITUTE)
    assert table.signs(ANNA, BO) == "IDX 6: Siv Moe has signed in the place of Anna Berg"


def test_idx_8_nobody_gets_a_second_name() -> None:
    """The same letters with other capitals would be a second vote."""
    assert Table().may("ANNA BERG", vote=True, delegation="Norway", role=Role.REPRESENTATIVE) == (
        "IDX 8: ANNA BERG is on the roll as Anna Berg"
    )


def test_idx_8_a_decision_is_final_and_a_slip_in_its_record_is_corrected() -> None:
    table = Table()
    table.may("Anna Berg", vote=False)
    again = "IDX 8: the President has decided on Anna Berg before (AS (2027) CR 4)"
    assert table.may("Anna Berg", vote=True) == again
    assert table.may("Anna Berg", vote=True, corrects=9) == again
    assert (
        table.may("Bo Dahl", vote=False, corrects=2) == "IDX 8: entry 2 is no decision on Bo Dahl"
    )
    assert table.may("Anna Berg", vote=True, corrects=2) == ""
    assert table.signs(ANNA) == ""


# -- What is malformed -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("build", "because"),
    [
        (lambda: RegisterOpened(()), "nobody is on the roll"),
        (lambda: RegisterAct(" ", ClosedOff()), "has no id"),
        (lambda: RegisterOpened((ANNA, member("ANNA BERG", "Malta"))), "on the roll twice"),
        (lambda: member("Anna  Berg", "Norway"), "form in which names are kept"),
        (lambda: member("Anna Berg", "[Norway]"), "cannot contain"),
        (lambda: Signed(ANNA.name, ANNA.name), "needs nobody's place"),
        (lambda: Signed(Voter("A; B")), "cannot contain"),
        (lambda: Signed(ANNA.name, Voter("")), "is not a name"),
        (lambda: Ruled(ANNA.name, False, " "), "bears a reference"),
        (lambda: Ruled(ANNA.name, True, "x", "Norway"), "given together"),
        (lambda: Ruled(ANNA.name, True, "x", "", Role.SUBSTITUTE), "given together"),
        (lambda: Ruled(ANNA.name, False, "x", "Norway", Role.SUBSTITUTE), "only somebody who may"),
    ],
)
def test_what_cannot_be_meant_cannot_be_built(build: object, because: str) -> None:
    assert callable(build)
    with pytest.raises(ValueError, match=because):
        build()


@pytest.mark.parametrize(
    ("appointment", "ballot", "id_"),
    [
        ("judge/andorra/2027", "ballot", "register/judge/andorra/2027/ballot"),
        ("judge/andorra/2027", "ballot/1", "register/judge/andorra/2027/ballot"),
        ("secretary-general/2029", "ballot/12", "register/secretary-general/2029/ballot/12"),
    ],
)
def test_a_register_belongs_to_one_ballot_of_one_appointment(
    appointment: str, ballot: str, id_: str
) -> None:
    assert register_id(appointment, ballot) == id_
    assert appointment_of(id_) == appointment


@pytest.mark.parametrize(
    ("appointment", "ballot"),
    [
        ("judge/andorra/2027", "ballot/0"),
        ("judge/andorra/2027", "ballot/02"),
        ("judge/andorra/2027", "ballot/²"),
        ("judge/andorra/2027", "list"),
        ("judge/andorra/2027", ""),
        ("andorra", "ballot"),
    ],
)
def test_what_is_no_ballot_has_no_register(appointment: str, ballot: str) -> None:
    with pytest.raises(BadAct, match=r"is not (a ballot|an appointment)"):
        register_id(appointment, ballot)


# -- What is published -----------------------------------------------------------------------


def test_idx_14_the_list_of_voters_is_by_delegation_and_alphabet() -> None:
    table = Table()
    table.signs(MARIA)
    table.signs(SIV, ANNA)
    table.signs(CAI)
    names = [(of.name, [each.name for each in of.voters]) for of in voters(table.register)]
    assert names == [("Malta", ["Maria Zammit"]), ("Norway", ["Cai Eng", "Siv Moe"])]


def test_idx_15_the_copy_says_in_whose_place() -> None:
    table = Table()
    table.signs(SIV, ANNA)
    table.signs(BO)
    [norway] = voters(table.register)
    assert [(each.name, each.instead_of) for each in norway.voters] == [
        ("Bo Dahl", ""),
        ("Siv Moe", "Anna Berg"),
    ]


@given(st.permutations([(ANNA, None), (SIV, BO), (TOR, CAI), (MARIA, None)]))
def test_no_list_shows_the_order_in_which_they_came(
    order: list[tuple[Member, Member | None]],
) -> None:
    table, usual = Table(), Table()
    for who, place in order:
        assert table.signs(who, place) == ""
    for who, place in sorted(order, key=lambda each: each[0].name):
        usual.signs(who, place)
    assert msgspec.json.encode(voters(table.register)) == msgspec.json.encode(
        voters(usual.register)
    )


# -- The fold --------------------------------------------------------------------------------


def entry(number: int, step: Askable | RegisterRefused, act: str = "") -> RegisterEntry:
    return RegisterEntry(number, act or f"act-{number}", "0" * 64, step)


OPENED = entry(1, RegisterOpened(ROLL, at=NOW))


@pytest.mark.parametrize(
    ("entries", "because"),
    [
        ([entry(1, Signed(ANNA.name))], "opened once, before all else"),
        ([OPENED, entry(2, RegisterOpened(ROLL))], "opened once, before all else"),
        ([OPENED, entry(3, Signed(ANNA.name))], "does not stand after entry 1"),
        ([OPENED, entry(2, Signed(ANNA.name), "act-1")], "act act-1 was answered before"),
        ([OPENED, entry(2, Signed(Voter("Eve New")))], "Eve New is not on the roll"),
        (
            [OPENED, entry(2, Signed(ANNA.name)), entry(3, Signed(ANNA.name, BO.name))],
            "Anna Berg has signed before",
        ),
        (
            [OPENED, entry(2, Signed(SIV.name, BO.name)), entry(3, Signed(BO.name))],
            "somebody has signed in the place of Bo Dahl",
        ),
        ([OPENED, entry(2, ClosedOff(signatures=1))], "there are 0 signatures"),
        ([OPENED, entry(2, ClosedOff()), entry(3, Signed(ANNA.name))], "the register is closed"),
    ],
)
def test_a_register_that_does_not_add_up_is_a_misfit(
    entries: list[RegisterEntry], because: str
) -> None:
    """Whatever the rules were under which it was written: loud, and nothing is skipped."""
    with pytest.raises(StreamMisfit, match=because):
        fold(entries)


def test_a_copy_goes_its_own_way() -> None:
    table = Table()
    copied = table.register.copy()
    table.signs(ANNA)
    assert (len(copied.signatures), copied.number, len(copied.answers)) == (0, 1, 1)


def test_the_receipt_says_what_became_of_it() -> None:
    table = Table()
    recorded = receipt_of(ID, table.ask(Signed(ANNA.name)))
    refused = receipt_of(ID, table.ask(Signed(ANNA.name)))
    assert (recorded.result, recorded.number, recorded.clause) == (Result.RECORDED, 2, "")
    assert (refused.result, refused.number, refused.clause) == (Result.REFUSED, 3, "IDX 6")
    assert (refused.because, str(refused.appointment)) == ("Anna Berg has signed already", ID)


SPECIMENS = (
    b'{"number":1,"act":"a","digest":"00","step":{"kind":"register-opened/1","roll":[{"name":'
    b'"Anna Berg","delegation":"Norway","role":"representative"},{"name":"Siv Moe","delegation":'
    b'"Norway","role":"substitute"}],"staff":"staff-7","at":"2027-01-26T09:00:00Z"}}',
    b'{"number":2,"act":"b","digest":"00","step":{"kind":"ruled/1","name":"Eve New","may_vote":'
    b'true,"reference":"AS (2027) CR 4","delegation":"Norway","role":"representative"}}',
    b'{"number":3,"act":"c","digest":"00","step":{"kind":"signed/1","name":"Siv Moe",'
    b'"instead_of":"Anna Berg"}}',
    b'{"number":4,"act":"d","digest":"00","step":{"kind":"signed/1","name":"Eve New"}}',
    b'{"number":5,"act":"e","digest":"00","step":{"kind":"register-refused/1","asked":{"kind":'
    b'"signed/1","name":"Anna Berg"},"clause":"IDX 6","because":"x","cure":"y"}}',
    b'{"number":6,"act":"f","digest":"00","step":{"kind":"register-closed-off/1","signatures":2,'
    b'"at":"2027-01-26T12:00:00Z"}}',
)


def test_what_was_stored_is_read_for_ever() -> None:
    """One specimen of each kind, byte for byte: a tag or a field that is renamed shows here."""
    entries = [read_register_entry(raw) for raw in SPECIMENS]
    assert [msgspec.json.encode(each) for each in entries] == list(SPECIMENS)
    register = fold(entries)
    assert (len(register.signatures), register.refused, register.closing is None) == (2, 1, False)


# -- Against an oracle -----------------------------------------------------------------------


class Oracle:
    """The rules said of a whole register, and not of one signature after another.

    A signature may be added to those that are there if all of them together are lawful.
    """

    def __init__(self, roll: tuple[Member, ...]) -> None:
        self.members = {each.name: each for each in roll}
        self.pairs: set[tuple[Voter, Voter]] = set()
        self.ruled: dict[str, bool] = {}
        self.closed = False

    def allows(self, step: Askable) -> bool:
        match step:
            case Signed(name, instead_of):
                pairs = self.pairs | {(name, instead_of or name)}
                again = (name, instead_of or name) in self.pairs
                ruled_out = not self.ruled.get(name, True)
                return not (self.closed or again or ruled_out) and self.lawful(pairs)
            case Ruled():
                known = step.name in self.members or step.role is not None or not step.may_vote
                return not self.closed and step.name not in self.ruled and known
            case ClosedOff():
                return not self.closed
            case _:
                return False

    def lawful(self, pairs: set[tuple[Voter, Voter]]) -> bool:
        who = [voter for voter, _ in pairs]
        places = [place for _, place in pairs]
        stood_in_for = {place for voter, place in pairs if voter != place}
        return (
            all(name in self.members for name in (*who, *places))
            and len(set(who)) == len(set(places)) == len(pairs)
            and not stood_in_for & set(who)
            and all(self.members[place].role is Role.REPRESENTATIVE for place in places)
            and all(self.members[v].delegation == self.members[p].delegation for v, p in pairs)
        )

    def takes(self, step: Askable) -> None:
        match step:
            case Signed(name, instead_of):
                self.pairs.add((name, instead_of or name))
            case Ruled():
                self.ruled[step.name] = step.may_vote
                if step.role is not None:
                    self.members[step.name] = Member(step.name, step.delegation, step.role)
            case ClosedOff():
                self.closed = True


NEW = (Voter("Eve New"), Voter("Ola Ny"))
NAMES = (*(each.name for each in ROLL), *NEW)


def any_step(chance: Random) -> Askable:
    name, other = chance.sample(NAMES, 2)
    chosen = chance.random()
    if chosen < 0.87:
        return Signed(name, chance.choice((None, other, other)))
    if chosen < 0.92:
        return Ruled(chance.choice(NEW), True, "x", chance.choice(("Norway", "Malta")),
                     chance.choice(tuple(Role)))  # fmt: skip
    if chosen < 0.985:
        return Ruled(name, chance.random() < 0.5, "x")
    return ClosedOff()


@given(st.integers(0, 2**32))
def test_idx_6_as_an_oracle_has_it_whatever_is_asked_in_whatever_order(seed: int) -> None:
    """Seeded: entered where the register stays lawful as a whole, refused where it would not."""
    chance, table, oracle = Random(seed), Table(), Oracle(ROLL)
    for _ in range(60):
        step = any_step(chance)
        before = {voter: signature.place for voter, signature in table.register.signatures.items()}
        allowed = oracle.allows(step)
        assert (said(table.ask(step)) == "") is allowed, step
        if allowed:
            oracle.takes(step)
        after = {voter: signature.place for voter, signature in table.register.signatures.items()}
        assert set(after.items()) == oracle.pairs
        assert after == before or (allowed and len(after) == len(before) + 1)
    assert fold(table.entries).signatures == table.register.signatures


@given(st.integers(0, 2**32))
def test_idx_6_once_a_substitute_has_signed_three_signatures_are_refused(seed: int) -> None:
    """Whatever else happens in between: of the absent, for the absent, by the same substitute."""
    chance, table = Random(seed), Table()
    absent, third, other = chance.sample((ANNA, BO, CAI), 3)
    around = ((other, None), (third, None), (TOR, other), (other, third), (NINU, MARIA))
    for who, place in chance.choices(around, k=2):
        table.signs(who, place)
    assert table.signs(SIV, absent) == ""
    for who, place in chance.choices(around, k=2):
        table.signs(who, place)
    for who, place in ((absent, None), (absent, third), (absent, other), (SIV, third)):
        assert table.signs(who, place).startswith("IDX 6")

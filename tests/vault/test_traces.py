"""What of a paper is looked for after an erasure, and in which forms it is found."""

import base64
import io
import json
from random import Random

import pytest

from vault.traces import READ_AT_ONCE, Look, of_a_key, traces_of

CV = """Name: Maria Zammit
Address: 12 Triq il-Kbira, Ħaż-Żebbuġ
Phone = +356 2122 3344
Nationality: Malta
married\tborn at Cospicua in 1971
"""
PUBLIC = ("maria  ZAMMIT", "Malta")


def test_lines_fields_and_values_are_looked_for_and_public_record_is_not() -> None:
    traces = traces_of(CV.encode(), PUBLIC)

    for told in ("12 Triq il-Kbira, Ħaż-Żebbuġ", "+356 2122 3344", "born at Cospicua in 1971"):
        assert told.encode() in traces
    assert traces.isdisjoint({b"Maria Zammit", b"Malta", b"married"})


@pytest.mark.parametrize("word", ["French", "Strasbourg", "short", "a b"])
def test_what_stands_everywhere_is_not_looked_for_by_itself(word: str) -> None:
    assert traces_of(word.encode(), ()) == frozenset()


def test_the_values_of_a_json_document_are_looked_for() -> None:
    paper = json.dumps({"contact": {"phones": ["+356 2122 3344"], "number": 712345678}})

    assert {b"+356 2122 3344", b"712345678"} <= traces_of(paper.encode(), ())


@pytest.mark.parametrize("before", range(7))
@pytest.mark.parametrize("code", [base64.b64encode, base64.urlsafe_b64encode])
def test_a_line_is_found_within_base64_wherever_it_begins(before: int, code: object) -> None:
    assert callable(code)
    look = Look(traces_of(CV.encode(), PUBLIC))

    assert look.in_bytes(code(b"x" * before + "12 Triq il-Kbira, Ħaż-Żebbuġ".encode() + b"end"))
    assert not look.in_bytes(code(b"x" * before + b"another text altogether, of some length"))


@pytest.mark.parametrize("ensure_ascii", [True, False])
def test_a_line_is_found_as_json_has_it(ensure_ascii: bool) -> None:
    look = Look(traces_of('She said "no" at Żebbuġ\n'.encode(), ()))
    told = json.dumps({"reason": 'She said "no" at Żebbuġ'}, ensure_ascii=ensure_ascii)

    assert look.in_bytes(told.encode())
    assert look.in_bytes(base64.b64encode(told.encode()))


def test_a_line_is_found_whichever_way_its_accents_are_written() -> None:
    look = Look(traces_of("12 Rue de l'Été".encode(), ()))

    assert look.in_bytes("12 Rue de l'E\u0301te\u0301".encode())


@pytest.mark.parametrize("length", [10, 64, 1000, 30_000])
def test_a_document_is_found_whole_by_a_piece_and_within_base64(length: int) -> None:
    paper = Random(length).randbytes(length - 1) + b"\xff"
    look = Look(traces_of(paper, ()))

    assert look.in_bytes(b"before" + paper + b"after")
    assert look.in_bytes(base64.b64encode(b"be" + paper))
    assert look.in_bytes(paper[: max(length // 2, 64)])
    assert not look.in_bytes(Random(0).randbytes(100_000))


def test_runs_of_zeros_in_a_document_are_not_looked_for() -> None:
    look = Look(traces_of(b"\xff" + bytes(5000), ()))

    assert not look.in_bytes(bytes(100_000))


@pytest.mark.parametrize("at", [0, READ_AT_ONCE - 10, READ_AT_ONCE, 2 * READ_AT_ONCE - 1])
def test_a_line_is_found_in_a_file_also_where_it_is_read_in_two_pieces(at: int) -> None:
    look = Look((b"+356 2122 3344",))
    raw = bytearray(3 * READ_AT_ONCE)
    raw[at : at + 14] = b"+356 2122 3344"

    assert look.in_file(io.BytesIO(bytes(raw)))
    assert not look.in_file(io.BytesIO(bytes(3 * READ_AT_ONCE)))


def test_a_key_is_found_plain_in_hexadecimal_and_in_base64() -> None:
    secret = Random(3).randbytes(32)
    look = Look(of_a_key(secret))

    for told in (secret, secret.hex().encode(), base64.b64encode(b"k" + secret)):
        assert look.in_bytes(b"..." + told + b"...")


def test_nothing_to_look_for_is_nowhere() -> None:
    assert not Look(()).in_bytes(b"anything")
    assert not Look(()).in_file(io.BytesIO(b"anything"))

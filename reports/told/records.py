"""What a report is made of, before it is laid out: facts, steps, chapters, blocks, sums."""

import msgspec


class Fact(msgspec.Struct, frozen=True):
    """A label, and the lines that stand beside it."""

    label: str
    lines: tuple[str, ...]


class Step(msgspec.Struct, frozen=True):
    """One stage: a heading, the four columns, a sentence, and what else is to be known.

    `outside`: it fell outside its window for certain, or past a limit. A candidate who falls away
    is a step without columns.
    """

    entry: str
    title: str
    body: str
    window: str
    happened: str
    timing: str
    clauses: str
    sentence: str
    remarks: tuple[str, ...]
    outside: bool = False


class Sum(msgspec.Struct, frozen=True):
    """One line of an arithmetic: a sign, what is counted, the number, and a remark."""

    sign: str
    what: str
    number: str
    remark: str = ""


class Block(msgspec.Struct, frozen=True):
    """A part of a chapter: a heading, what stands beside it, labelled lines, sums, sentences.

    `entry`: the one that it tells of, 0 where it tells of several or of none.
    """

    heading: str
    beside: str = ""
    entry: int = 0
    facts: tuple[Fact, ...] = ()
    sums: tuple[Sum, ...] = ()
    lines: tuple[str, ...] = ()


class Chapter(msgspec.Struct, frozen=True):
    """A chapter; `nothing` is said where it has no blocks."""

    title: str
    nothing: str
    blocks: tuple[Block, ...]

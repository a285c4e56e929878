"""`diary`: the record taken out as a text."""

from terminal import options, screen, surroundings
from terminal.faults import Code


def diary(id_: options.Id) -> Code:
    """An appointment as a diary: a day and a sentence a line, ready to be imported again."""
    from domain.diaries import write_diary

    with surroundings.ledger() as book:
        entries = surroundings.entries_of(book, id_)
    screen.say(write_diary(entries).rstrip("\n"))
    return Code.DONE

"""`draw`: tellers by lot, from a seed that was said aloud."""

from pathlib import Path
from typing import Annotated

import typer

from domain.forms import read_quotable, typed
from domain.outcomes import TellersDrawn
from domain.tellers import draw_tellers
from terminal import options, screen, surroundings, words
from terminal.asking import Envelope, ask, put
from terminal.faults import Code
from terminal.rolls import read_roll


def draw(
    seed: Annotated[str, typer.Argument(metavar="SEED", help="Said aloud before the draw.")],
    roll: Annotated[
        Path, typer.Option("--roll", metavar="FILE", help="CSV: name, delegation, role.")
    ],
    record: Annotated[
        str, typer.Option("--record", metavar="ID", help="Record it in an appointment.")
    ] = "",
    on: options.OnOrToday = "",
    act_id: options.ActId = "",
    staff: options.Staff = "",
    dry_run: options.DryRun = False,
) -> Code:
    """Draw four tellers by lot among the representatives of a roll. Anybody can repeat it."""
    said, members = _seed(seed), read_roll(roll)
    try:
        numbers, tellers, among, digest = draw_tellers(said, members)
    except ValueError as error:
        raise words.bad(f"{roll}: {error}") from None
    for number, teller in zip(numbers, tellers, strict=True):
        screen.say(f"{number} of {among}: {teller}")
    screen.say(f"roll {digest}")
    drawn = TellersDrawn(tellers, said, among, digest)
    if not record:
        fields = " ".join(f'{name}="{value}"' for name, value in typed(drawn).items())
        screen.say(f"calends record ID {drawn.stage} --on {on or surroundings.today()} {fields}")
        return Code.DONE
    with surroundings.ledger() as book:
        entries = surroundings.entries_of(book, record)
    envelope = Envelope(on=on, act_id=act_id, staff=staff)
    return ask(record, put(drawn, envelope, entries), dry_run=dry_run)


def _seed(typed: str) -> str:
    """As it will be recorded: what is drawn is drawn from these very letters."""
    try:
        return read_quotable(words.text(typed))
    except ValueError as error:
        raise words.bad(f"the seed: {error}") from None

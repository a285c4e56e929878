"""A round: letters handed over one after another, and for each reminder who was told."""

from collections.abc import Iterable, Iterator

import msgspec

from notices.letters import Letter
from notices.post import Delivery, Fate, Post


class Carried(msgspec.Struct, frozen=True):
    """What became of one letter; the letter itself has gone."""

    person: str
    keys: tuple[str, ...]
    message_id: str
    delivery: Delivery


class Told(msgspec.Struct, frozen=True):
    """Of one reminder: the ids of who was told, who was refused for good, and who must wait.

    `because`: why those were not told. `perhaps_twice`: a letter of it may have been
    taken by a server that then gave no answer.
    """

    to: tuple[str, ...]
    refused: tuple[str, ...] = ()
    later: tuple[str, ...] = ()
    because: str = ""
    perhaps_twice: bool = False


def carry(post: Post, letters: Iterable[Letter]) -> Iterator[Carried]:
    """Hands over letters as they are written: no more than one is held at a time."""
    for letter in letters:
        delivery = post.send(letter)
        yield Carried(letter.person.id, letter.keys, letter.message_id, delivery)


def told(key: str, carried: Iterable[Carried]) -> Told:
    """What became of one reminder in a round."""
    of = [each for each in carried if key in each.keys]
    by = {fate: tuple(e.person for e in of if e.delivery.fate is fate) for fate in Fate}
    reasons = [each.delivery.because for each in of if each.delivery.because]
    return Told(
        by[Fate.DELIVERED],
        by[Fate.REFUSED],
        by[Fate.LATER],
        "; ".join(dict.fromkeys(reasons)),
        any(each.delivery.perhaps for each in of),
    )

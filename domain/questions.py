"""What the texts leave open: a question waits for the recorded decision of the body concerned."""

from domain.clauses import Clause, Refused
from domain.outcomes import Settled
from domain.reckoning import Reckoned, Span
from domain.stages import Body, Stage, Window


def unsettled(
    question: str,
    bodies: tuple[Body, ...],
    clause: Clause,
    *,
    options: tuple[str, ...],
    since: Reckoned,
) -> Stage[Settled]:
    """Reading 7: the procedure stands still until one of the bodies has settled the question.

    The names of options are stored: they are promises. The first is what a forecast expects.
    """

    def is_an_answer(settled: Settled, _on: Span) -> None:
        if settled.option not in options:
            raise Refused(
                clause,
                f"{settled.option!r} is no answer to the question {question}",
                cure=f"choose one of: {'; '.join(options)}",
            )
        if settled.body not in bodies:
            raise Refused(
                clause,
                f"the question {question} is not for the body {settled.body.value}",
                cure=f"record the decision of: {'; '.join(body.value for body in bodies)}",
            )

    return Stage(
        question,
        Settled,
        bodies[0],
        Window(since),
        (clause,),
        expected=Settled(question, options[0], bodies[0]),
        readings=(7,),
        check=is_an_answer,
        options=options,
        bodies=bodies,
    )

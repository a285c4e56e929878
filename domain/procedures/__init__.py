"""Every procedure that Calends carries out, one line each."""

from domain.procedure import Procedure
from domain.procedures import (
    commissioner,
    cpt_member,
    judge,
    secretary_general,
    senior_officials,
)

ALL = (
    secretary_general.PROCEDURE,
    senior_officials.DEPUTY_SECRETARY_GENERAL,
    senior_officials.SECRETARY_GENERAL_OF_THE_ASSEMBLY,
    judge.PROCEDURE,
    commissioner.PROCEDURE,
    cpt_member.PROCEDURE,
)
PROCEDURES: dict[str, Procedure] = {procedure.office: procedure for procedure in ALL}

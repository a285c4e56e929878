"""Every procedure that Calends carries out, one line each."""

from domain.procedure import Procedure
from domain.procedures import secretary_general

PROCEDURES: dict[str, Procedure] = {
    secretary_general.PROCEDURE.office: secretary_general.PROCEDURE,
}

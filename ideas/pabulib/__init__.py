"""Import past rounds of participatory budgeting in the Pabulib format (.pb).

`read` knows the format, `check` validates a round, `load` writes our tables. There is no export to it.
"""

from ideas.pabulib.check import Round, check
from ideas.pabulib.load import differences, load
from ideas.pabulib.read import Problem, read

__all__ = ["Problem", "Round", "check", "differences", "load", "read"]

"""Past rounds of participatory budgeting in the Pabulib format (.pb): read the file, check it, load it.

One direction only: `read` knows the format, `check` what makes a round sound, `load` our tables.
"""

from ideas.pabulib.check import Round, check
from ideas.pabulib.load import differences, load
from ideas.pabulib.read import Problem, read

__all__ = ["Problem", "Round", "check", "differences", "load", "read"]

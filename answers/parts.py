"""The part that answers add to an idea's page, and the one on a lab's home."""

from realtime.parts import PartKind

# Its revision is the larger one of the last answer's and of the names on the page
ANSWER = PartKind("answer", "answers/_answer.html", ())
LAB_ANSWERS = PartKind("lab-answers", "answers/_lab_answers.html", ("answers_revision",), ("news",))

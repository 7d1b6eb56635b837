"""A lab and some ideas to follow."""

from accounts.models import User
from ideas.models import Idea
from labs.models import Lab, Membership, Municipality
from realtime.models import Epoch


def make(ideas):
    """Print the epoch and the ids."""
    lab = Lab.objects.create(municipality=Municipality.objects.create(name="Meetstad"), slug="meetlab", name="Meetlab")
    anna = Membership.objects.create(lab=lab, user=User.objects.create_user("anna@example.org", "Anna"))
    words = {"opportunity": "Een strook gras kan fruit geven voor het hele dorp."}
    made = [Idea.appear(1, lab=lab, author=anna, title=f"Idee {number}", **words) for number in range(ideas)]
    print(Epoch.current(), *(idea.pk for idea in made))

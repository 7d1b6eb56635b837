"""Join the two migrations that were made after 0006 at the same time; they touch different tables."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("accounts", "0007_draw_upright_strokes"), ("accounts", "0008_proofs_of_guests")]
    operations = []

# Two migrations landed on one parent; they touch different tables, and may run in either order.

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_draw_upright_strokes"),
        ("accounts", "0008_proofs_of_guests"),
    ]

    operations = []

"""Who the entries of before `about` are about, where it can be known: by the name they still have."""

import re

from django.db import migrations

KINDS = "resident|stadmaker|connector|civil_servant|moderator|lab_admin|alderman|councillor|body"


def know_whom(apps, schema_editor):
    User = apps.get_model("accounts", "User")
    AuditEntry = apps.get_model("audit", "AuditEntry")
    for entry in AuditEntry.objects.filter(action__in=["give_role", "take_role"], about=None):
        role = re.fullmatch(rf"(.+?): ({KINDS})( .+)?", entry.subject)
        # whoever came after that day merely has the name that someone else gave up
        whom = User.objects.filter(name=role[1], joined_at__lte=entry.at).first() if role else None
        if whom:
            AuditEntry.objects.filter(pk=entry.pk).update(about=whom)


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0002_about'),
        ('accounts', '0001_initial'),
    ]

    operations = [migrations.RunPython(know_whom, migrations.RunPython.noop)]

# Codes of guests of a gathering were sign-in codes that lead to no page. Those of today move to the table of proofs, so
# that a guest who waits for a mail during an upgrade can go on. Can be run again; going back moves them back.

from django.db import migrations

COLUMNS = "token mailbox_hash address code_hash sent failed wrong is_known is_long sent_at used_at".split()


def copy(rows, model, **more):
    for row in list(rows):  # of one day
        same = {name: getattr(row, name) for name in COLUMNS}
        model.objects.create(**same, **{name: of(row) for name, of in more.items()})
        row.delete()


def move(apps, schema_editor):
    rows = apps.get_model("accounts", "SignInCode").objects.filter(landing="", act__isnull=False)
    proof = apps.get_model("accounts", "MailboxProof")
    copy(rows, proof, purpose=lambda row: "sign_up", wish=lambda row: row.act)


def move_back(apps, schema_editor):
    rows = apps.get_model("accounts", "MailboxProof").objects.filter(purpose="sign_up")
    copy(rows, apps.get_model("accounts", "SignInCode"), landing=lambda row: "", act=lambda row: row.wish)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0007_mailbox_proof")]
    operations = [migrations.RunPython(move, move_back)]

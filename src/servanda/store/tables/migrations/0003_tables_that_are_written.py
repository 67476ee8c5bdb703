from django.db import migrations


class Migration(migrations.Migration):
    """Drop the tables that nothing ever wrote to."""

    dependencies = [
        ("servanda_store", "0002_claims_by_hand"),
    ]

    operations = [
        migrations.DeleteModel(name="AssessmentRow"),
        migrations.DeleteModel(name="EvidenceRow"),
        migrations.DeleteModel(name="LineageRow"),
        migrations.DeleteModel(name="OriginRow"),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the table of recorded files of imagery and pictures."""

    dependencies = [
        ("servanda_store", "0004_statement_decisions"),
    ]

    operations = [
        migrations.CreateModel(
            name="DataFileRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("path", models.CharField(max_length=600, unique=True)),
                ("sha256", models.CharField(max_length=64)),
            ],
            options={
                "db_table": "servanda_data_file",
            },
        ),
    ]

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the table of what people decided about statements."""

    dependencies = [
        ("servanda_store", "0003_tables_that_are_written"),
    ]

    operations = [
        migrations.CreateModel(
            name="StatementDecisionRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=200)),
                ("document", models.CharField(db_index=True, max_length=200)),
                ("obligation", models.CharField(db_index=True, max_length=200)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="servanda_store.caserow",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="servanda_store.versionrow",
                    ),
                ),
            ],
            options={
                "db_table": "servanda_statement_decision",
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "key"), name="statementdecisionrow_one_per_case"
                    )
                ],
            },
        ),
    ]

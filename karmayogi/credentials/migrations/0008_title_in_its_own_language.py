from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ('credentials', '0007_people_from_outside'),
    ]

    operations = [
        migrations.AddField(
            model_name='certificate',
            name='title_own',
            field=models.CharField(
                blank=True, db_default='', help_text='in the language of the paper, where it is none of these',
                max_length=300,
            ),
        ),
    ]

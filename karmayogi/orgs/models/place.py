from django.db import models


class State(models.Model):
    """A State or Union territory, as of today: 36."""

    code = models.CharField(max_length=2, unique=True, help_text="two letters, e.g. KA; keys of the map and the tiles")
    lgd_code = models.IntegerField(null=True, help_text="Local Government Directory, where known")
    name_en = models.CharField(max_length=80)
    name_hi = models.CharField(max_length=80)
    name_ur = models.CharField(max_length=80)
    kind = models.CharField(max_length=5, choices=[("state", "State"), ("ut", "Union territory")])
    tile_row = models.SmallIntegerField()
    tile_col = models.SmallIntegerField()


class District(models.Model):
    code = models.CharField(
        max_length=12, unique=True, help_text="State and code of the source (not LGD): KA-572; KA-U1 where it has none"
    )
    state = models.ForeignKey("orgs.State", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, Now

from karmayogi.kernel.ids import uuid7


class ScimUser(models.Model):
    """What an HR system states about a person over SCIM, as far as people and orgs have no place for it.

    The posting and the service that it states are kept even when they cannot take effect yet: then `post_waits` or
    `service_waits` is set, `problems` says why, and they are tried again every night.
    """

    person = models.OneToOneField("people.Person", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("orgs.Organisation", on_delete=models.PROTECT, related_name="+")
    path = models.TextField(db_collation="C", help_text="copy of organisation.path")
    user_name = models.CharField(max_length=254)
    external_id = models.CharField(max_length=254, blank=True)
    display_name = models.CharField(max_length=254, blank=True)
    language = models.CharField(max_length=30, blank=True)
    formatted = models.CharField(max_length=200, blank=True)
    prefix = models.CharField(max_length=60, blank=True)
    family_name = models.CharField(max_length=200, blank=True)
    given_name = models.CharField(max_length=200, blank=True)
    middle_name = models.CharField(max_length=200, blank=True)
    suffix = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=254, blank=True)
    cost_center = models.CharField(max_length=254, blank=True)
    organization = models.CharField(max_length=254, blank=True)
    division = models.CharField(max_length=254, blank=True)
    department = models.CharField(max_length=254, blank=True)
    manager = models.CharField(max_length=60, blank=True, help_text="SCIM id of her manager, as stated")
    manager_ref = models.CharField(max_length=300, blank=True)
    active = models.BooleanField(null=True, help_text="None: never stated")
    post_code = models.CharField(max_length=40, blank=True)
    designation = models.CharField(max_length=200, blank=True)
    organisation_code = models.CharField(max_length=60, blank=True)
    service = models.CharField(max_length=150, blank=True)
    cadre = models.CharField(max_length=150, blank=True)
    batch = models.IntegerField(null=True)
    post_waits = models.BooleanField(default=False)
    service_waits = models.BooleanField(default=False)
    contact_waits = models.BooleanField(default=False)
    problems = models.JSONField(default=list, help_text="sentences: what has not taken effect, and why")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            # Within one organisation's system a name is taken once; another ministry's names must not show through.
            models.UniqueConstraint(
                "organisation", Lower("user_name"), name="scim_user_name", condition=Q(deleted_at__isnull=True)
            ),
        ]
        indexes = [
            # Users of a token's subtree.
            models.Index(fields=["path", "person"], name="scim_user_path"),
            # What the nightly job tries again.
            models.Index(
                fields=["id"], name="scim_user_waits", condition=Q(post_waits=True) | Q(service_waits=True)
                | Q(contact_waits=True),
            ),
        ]  # fmt: skip


class ScimContact(models.Model):
    """An e-mail address or a telephone number as stated, in its order."""

    class Kind(models.TextChoices):
        EMAIL = "email"
        PHONE = "phone"

    user = models.ForeignKey("feeds.ScimUser", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=5, choices=Kind)
    place = models.SmallIntegerField()
    value = models.CharField(max_length=254, null=True)
    display = models.CharField(max_length=254, null=True)
    type = models.CharField(max_length=60, null=True)
    primary = models.BooleanField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "kind", "place"], name="scim_contact_place")]


class ScimGroup(models.Model):
    """A group that an HR system keeps (a batch, a cadre list, a committee). It gives nobody any authority."""

    uuid = models.UUIDField(default=uuid7, unique=True)
    organisation = models.ForeignKey("orgs.Organisation", on_delete=models.PROTECT, related_name="+")
    path = models.TextField(db_collation="C", help_text="copy of organisation.path")
    display_name = models.CharField(max_length=254)
    external_id = models.CharField(max_length=254, blank=True)
    created_at = models.DateTimeField(db_default=Now())
    updated_at = models.DateTimeField()

    class Meta:
        indexes = [
            # Groups of a token's subtree.
            models.Index(fields=["path", "id"], name="scim_group_path"),
        ]


class ScimMember(models.Model):
    """A person in a group; or, where person is empty, a group in a group."""

    group = models.ForeignKey("feeds.ScimGroup", on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, null=True, related_name="+")
    member_group = models.ForeignKey("feeds.ScimGroup", on_delete=models.CASCADE, null=True, related_name="+")
    place = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "person"], name="scim_member_person"),
            models.UniqueConstraint(fields=["group", "member_group"], name="scim_member_group"),
            models.CheckConstraint(
                condition=Q(person__isnull=False, member_group__isnull=True)
                | Q(person__isnull=True, member_group__isnull=False),
                name="scim_member_one",
            ),
        ]
        indexes = [
            # The groups of a user.
            models.Index(fields=["person"], name="scim_member_of"),
        ]

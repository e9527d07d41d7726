"""Staff: the people who work with Rapport."""

from django.contrib.auth.models import AbstractUser
from django.db import models


class Staff(AbstractUser):
    """A person who logs in; the role says which pages and which customers are theirs."""

    class Role(models.TextChoices):
        AGENT = "agent", "Agent"
        MANAGER = "manager", "Customer manager"
        MARKETER = "marketer", "Marketer"
        ANALYST = "analyst", "Analyst"
        ADMIN = "admin", "Administrator"

    role = models.CharField(max_length=10, choices=Role.choices, default=Role.AGENT)
    workplace = models.CharField(max_length=120, blank=True, default="")

    class Meta:
        verbose_name_plural = "staff"

    @property
    def initials(self) -> str:
        words = (self.get_full_name() or self.username).split()
        return "".join(word[0] for word in words[:2]).upper()

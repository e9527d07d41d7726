"""The demo's staff: one account a role, so that everybody can look at Rapport through every pair of eyes."""

from hub import env
from hub.models import Staff

Role = Staff.Role

_DEMO = (
    (Role.AGENT, "Johanna", "Weiss", "Till 4 · Pharmacy Hauptplatz"),
    (Role.MANAGER, "Ana", "Petrović", "Customer managers"),
    (Role.MARKETER, "Jonas", "Brandt", "Marketing"),
    (Role.ANALYST, "Mira", "Novák", "Insight"),
    (Role.ADMIN, "Ruth", "Adler", "Head office"),
)


def ensure_demo_staff(password: str) -> list[Staff]:
    """Make the five accounts, named by their roles, where they are missing; all get this password."""
    return [_ensure(password, *one) for one in _DEMO]


def demo_accounts() -> list[str]:
    """Return the names to log in with where this is the demo, and nothing elsewhere."""
    return [role.value for role, *_ in _DEMO] if env.text("RAPPORT_DEMO_PASSWORD", "") else []


def _ensure(password: str, role: Staff.Role, first_name: str, last_name: str, workplace: str) -> Staff:
    staff, is_new = Staff.objects.get_or_create(
        username=role.value,
        defaults={"role": role, "first_name": first_name, "last_name": last_name, "workplace": workplace},
    )
    if is_new or not staff.check_password(password):
        staff.set_password(password)
        staff.save(update_fields=["password"])
    return staff

"""Who may do what: the only place that decides."""

from popforms.access.rights import OWN_ACTION_FIELDS, STATUS_FIELDS, Rights
from popforms.access.table import Days, Emergency, Role, rights_table
from popforms.access.values import NOT_YOURS, AccessDenied, Case, Consent, User, require

__all__ = [
    "NOT_YOURS", "OWN_ACTION_FIELDS", "STATUS_FIELDS", "AccessDenied", "Case", "Consent", "Days", "Emergency", "Rights", "Role", "User",
    "require", "rights_table",
]  # fmt: skip

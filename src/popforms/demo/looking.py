"""What the audit trail of the demo shows beside the work itself: a number that was opened, an attempt that was refused, a noodinzage."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

from popforms.access import AccessDenied
from popforms.demo.town import Town

REASON = "De werkgever belt: hij kan morgen beginnen, en ik weet niet wie hem begeleidt."


def look_around(town: Town, fresh: str, known: str) -> None:
    """Yesterday, in a dossier that has just come in (`fresh`) and in one that runs (`known`)."""
    yesterday = town.today - timedelta(days=1)
    marieke, denise = town.store("marieke", yesterday), town.store("denise", yesterday)
    numbers = ((record, unit) for line in marieke.forms_of(known) for record in line.records for unit in line.form.heavy)
    record, unit = next((record, unit) for record, unit in numbers if record.form.heavy[unit].privacy == "nummer")
    marieke.open_heavy(record.id, [unit])
    with suppress(AccessDenied):  # as it should be; the attempt stands in the trail
        town.store("nadia", yesterday).dossier(known)
    denise.begin_emergency(number=marieke.dossier(fresh).number, reason=REASON)
    denise.dossier(fresh)
    denise.forms_of(fresh)

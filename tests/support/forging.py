"""Messages that no page of ours would send, over the real websocket of somebody who is logged in."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import closing, suppress
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.exceptions import ConnectionClosed

from popforms.demo import PASSWORD
from tests.support.page_line import PageLine, Seen, Widget
from tests.support.server import Server

VALUE_OF = {
    "Button": "trigger_value", "DownloadButton": "trigger_value", "TextInput": "string_value", "TextArea": "string_value",
    "Selectbox": "string_value", "Radio": "string_value", "ButtonGroup": "string_array_value", "MultiSelect": "string_array_value",
    "Checkbox": "bool_value", "NumberInput": "double_value", "DateInput": "string_array_value", "Dataframe": "string_value",
}  # fmt: skip
"""In what kind of value a widget speaks."""
VALUES = tuple(one.name for one in WidgetState.DESCRIPTOR.fields if one.name not in ("id", "arrow_value"))
HOSTILE = (
    "", " ", "niet in de lijst", "nee'; DROP TABLE user; --", "<script>alert(1)</script>", "[x](https://elders.example)", "../../etc/passwd",
    "\x00", "\ud7ff\ufdd0\ufffe", "😀" * 500, "9" * 400, "31-02-2020", "0000-00-00", "9999-99-99", "2020-13-45", "-1", "1e400", "nan", "null", "true",
    "{}", "[]", "{{7*7}}", "%s%n", "=1+1", "A" * 30_000, "\u202eomgekeerd", "بسم",
)  # fmt: skip
"""Texts that have hurt somebody somewhere."""
SURVEYORS = ("marieke", "sander", "elvira", "bea", "joop")


@dataclass
class Ground:
    """What there is to forge with: everything that came to the screens of colleagues, and the ids of what exists."""

    server: Server
    seen: Seen
    dossiers: list[str]
    records: list[str]

    @cached_property
    def widgets(self) -> list[Widget]:
        return sorted(self.seen.widgets, key=lambda one: one.id)

    @cached_property
    def near(self) -> dict[str, list[Widget]]:
        """The widgets whose name holds the id of a record or dossier, by that id."""
        found: dict[str, list[Widget]] = {}
        for widget in self.widgets:
            for one in re.findall(r"[0-9a-f]{16}", widget.key):
                found.setdefault(one, []).append(widget)
        return found

    def pick(self, rng: random.Random, ids: list[str]) -> str:
        """One of these ids, mostly one that was seen on a screen."""
        known = [one for one in ids if one in self.near]
        return rng.choice(known if known and rng.random() < 0.8 else ids)


@dataclass
class Report:
    """What was sent of each kind, how many runs that asked for and how many of those ended, and which kinds closed the line or got
    no answer."""

    sent: Counter[str] = field(default_factory=Counter)
    asked: int = 0
    ended: int = 0
    closed: Counter[str] = field(default_factory=Counter)
    silent: Counter[str] = field(default_factory=Counter)


# --- looking round ---------------------------------------------------------------------------------------------------


def survey(server: Server, most: int) -> Ground:
    """Walk the pages as five colleagues, with every tab of so many dossiers and every part of their forms.

    The dossiers that Joop has to do with come first, for he is one of those who forge.
    """
    with closing(server.database()) as db:
        dossiers = [
            row["dossier_id"]
            for row in db.query(
                "SELECT dossier_id FROM overview ORDER BY dossier_id NOT IN (SELECT dossier_id FROM team JOIN user ON who IN (user.id, person)"
                " WHERE username='joop'), number"
            )
        ]
        records = [row["id"] for row in db.query("SELECT id FROM record ORDER BY dossier_id, form")]
        of = {row["id"]: row["dossier_id"] for row in db.query("SELECT id, dossier_id FROM record")}
    seen = Seen()
    for username in SURVEYORS:
        with PageLine(server, server.log_in(username, PASSWORD)) as tab:
            seen.add(tab.run())
            for page in ("dossiers", "overzicht", "casusoverleg", "lijsten", "beheer", "account"):
                seen.add(everywhere(tab, "", page))
            for dossier in dossiers[:most]:
                seen.add(everywhere(tab, f"id={dossier}", "dossier"))
            for record in [one for one in records if of[one] in dossiers[:most]]:
                seen.add(everywhere(tab, f"record={record}", "formulier"))
    return Ground(server, seen, dossiers, records)


def everywhere(tab: PageLine, query: str, page: str) -> Seen:
    """A page with each of its tabs or parts."""
    seen = tab.run(query, page=page)
    for widget in [one for one in seen.widgets if re.match(r"tab_|onderdelen|lijst|plank", one.key)]:
        for option in widget.options:
            seen.add(tab.run(query, page=page, widgets=[state(widget.id, VALUE_OF[widget.kind], [option])]))
    return seen


def state(widget: str, kind: str, value: Any) -> WidgetState:
    """The state of a widget as a browser sends it; a value that the kind cannot hold is left out."""
    made = WidgetState(id=widget)
    with suppress(TypeError, ValueError):
        match kind:
            case "string_array_value" | "double_array_value" | "int_array_value":
                getattr(made, kind).data.extend(value if isinstance(value, list) else [value])
            case "string_trigger_value" | "chat_input_value":
                getattr(made, kind).data = str(value)
            case "file_uploader_state_value":
                info = made.file_uploader_state_value.uploaded_file_info.add()
                info.file_id, info.name, info.size = str(value), "../../x.pdf", 2**40
            case "bytes_value":
                made.bytes_value = str(value).encode("utf-8", "replace")
            case "string_value":
                made.string_value = value[0] if isinstance(value, list) else str(value)
            case _:
                setattr(made, kind, value)
    return made


# --- forging ---------------------------------------------------------------------------------------------------------

Forger = Callable[[Ground, random.Random, BackMsg], BackMsg | bytes | str]
FORGERS: dict[str, Forger] = {}


def forger(function: Forger) -> Forger:
    """A kind of forged message."""
    FORGERS[function.__name__.replace("_", " ")] = function
    return function


def hostile(rng: random.Random, kind: str) -> Any:
    match kind:
        case "trigger_value" | "bool_value":
            return True
        case "double_value":
            return rng.choice([float("nan"), float("inf"), -1e308, 2.0**63, -1.0, 0.5])
        case "int_value":
            return rng.choice([2**63 - 1, -(2**63), -1, 10**12])
        case "double_array_value":
            return [rng.choice([float("nan"), 1e308]) for _ in range(rng.randrange(5))]
        case "int_array_value":
            return [rng.choice([-1, 2**62, 99]) for _ in range(rng.randrange(5))]
        case "string_array_value":
            return [rng.choice(HOSTILE) for _ in range(rng.randrange(4))]
    return rng.choice(HOSTILE)


def aim(ground: Ground, rng: random.Random, asked: BackMsg) -> list[Widget]:
    """Choose a page with a record or dossier that exists, and give the widgets that stood there for somebody."""
    if rng.random() < 0.5:
        record = ground.pick(rng, ground.records)
        asked.rerun_script.query_string = f"record={record}"
        asked.rerun_script.page_script_hash = ground.seen.pages["formulier"]
    else:
        record = ground.pick(rng, ground.dossiers)
        asked.rerun_script.query_string = f"id={record}"
        asked.rerun_script.page_script_hash = ground.seen.pages["dossier"]
    return ground.near.get(record) or ground.widgets


def put(asked: BackMsg, states: Iterable[WidgetState]) -> BackMsg:
    asked.rerun_script.widget_states.widgets.extend(states)
    return asked


@forger
def buttons_that_are_not_there(ground: Ground, rng: random.Random, asked: BackMsg) -> BackMsg:
    buttons = [one for one in aim(ground, rng, asked) if one.kind == "Button"] or [one for one in ground.widgets if one.kind == "Button"]
    return put(asked, [state(one.id, "trigger_value", True) for one in rng.sample(buttons, min(len(buttons), rng.randint(1, 6)))])


@forger
def buttons_of_pages_that_are_not_in_the_menu(ground: Ground, rng: random.Random, asked: BackMsg) -> BackMsg:
    asked.rerun_script.page_script_hash = ground.seen.pages[rng.choice(["beheer", "lijsten", "casusoverleg", "overzicht"])]
    near = [one for one in ground.widgets if re.match(r"[bv]_|Form|beheer", one.key) or one.kind == "Button"]
    return put(
        asked,
        [state(one.id, VALUE_OF.get(one.kind, "trigger_value"), rng.choice([True, "x", *one.options])) for one in rng.sample(near, 5)],
    )


@forger
def values_outside_the_options(ground: Ground, rng: random.Random, asked: BackMsg) -> BackMsg:
    choices = [one for one in aim(ground, rng, asked) if one.options] or [one for one in ground.widgets if one.options]
    return put(
        asked, [state(one.id, VALUE_OF[one.kind], hostile(rng, VALUE_OF[one.kind])) for one in rng.sample(choices, min(len(choices), 4))]
    )


@forger
def hostile_texts_and_numbers(ground: Ground, rng: random.Random, asked: BackMsg) -> BackMsg:
    near = aim(ground, rng, asked)
    picked = rng.sample(near, min(len(near), 8))
    return put(asked, [state(one.id, kind, hostile(rng, kind)) for one in picked if (kind := VALUE_OF.get(one.kind))])


@forger
def values_of_the_wrong_type(ground: Ground, rng: random.Random, asked: BackMsg) -> BackMsg:
    near = aim(ground, rng, asked)
    picked = rng.sample(near, min(len(near), 8))
    return put(asked, [state(one.id, kind, hostile(rng, kind)) for one in picked for kind in [rng.choice(VALUES)]])


@forger
def widgets_of_another_record(ground: Ground, rng: random.Random, asked: BackMsg) -> BackMsg:
    aim(ground, rng, asked)
    near = ground.near.get(ground.pick(rng, ground.records)) or ground.widgets
    picked = rng.sample(near, min(len(near), 8))
    return put(
        asked, [state(one.id, VALUE_OF.get(one.kind, "string_value"), rng.choice([True, "verzonnen", *one.options])) for one in picked]
    )


@forger
def ids_with_another_record_in_them(ground: Ground, rng: random.Random, asked: BackMsg) -> BackMsg:
    """A widget of one record, with the id of another written into its name."""
    near = [one for one in aim(ground, rng, asked) if re.search(r"[0-9a-f]{16}", one.key)] or ground.widgets
    changed = [(one, re.sub(r"[0-9a-f]{16}(?=[:_.]|$)", rng.choice(ground.records), one.id)) for one in rng.sample(near, min(len(near), 6))]
    return put(asked, [state(name, VALUE_OF.get(one.kind, "string_value"), rng.choice([True, "verzonnen"])) for one, name in changed])


@forger
def addresses_of_nothing(ground: Ground, rng: random.Random, asked: BackMsg) -> BackMsg:
    text = rng.choice([*HOSTILE, "0" * 16])
    asked.rerun_script.query_string = rng.choice(
        [f"id={text}", f"record={text}", f"id={text}&record={text}&id=2", "&&==%", "a=1" * 3000, text]
    )
    asked.rerun_script.page_script_hash = rng.choice([*ground.seen.pages.values(), "0" * 32, text])
    asked.rerun_script.page_name = rng.choice(["", "beheer", "../../etc/passwd", text])
    return asked


@forger
def parts_of_others(ground: Ground, rng: random.Random, asked: BackMsg) -> BackMsg:
    near = aim(ground, rng, asked)
    asked.rerun_script.fragment_id = rng.choice([*sorted(ground.seen.fragments), "0" * 32, rng.choice(HOSTILE)])
    asked.rerun_script.is_auto_rerun = rng.random() < 0.5
    picked = rng.sample(near, min(len(near), 4))
    return put(asked, [state(one.id, VALUE_OF.get(one.kind, "string_value"), rng.choice([True, "verzonnen"])) for one in picked])


@forger
def huge_messages(ground: Ground, rng: random.Random, asked: BackMsg) -> BackMsg:
    near = aim(ground, rng, asked)
    if rng.random() < 0.5:
        return put(asked, [state(rng.choice(near).id, "string_value", "x" * rng.choice([300_000, 3_000_000]))])
    return put(asked, [state(f"$$ID-{number}-None", "string_value", "x") for number in range(20_000)])


@forger
def kinds_that_are_not_for_people(ground: Ground, rng: random.Random, asked: BackMsg) -> BackMsg:
    other = BackMsg()
    kind = rng.choice(["clear_cache", "set_run_on_save", "load_git_info", "debug_disconnect_websocket", "debug_shutdown_runtime", "rest"])
    if kind != "rest":
        setattr(other, kind, True)
        return other
    request = other.backend_operation_request
    request.session_id, request.request_id = rng.choice(["x", "0" * 36]), "1"
    rng.choice([request.install_skills, request.dismiss_skills_nudge, request.deferred_file, request.dataframe_chunk]).SetInParent()
    return other


@forger
def files_that_were_never_sent(ground: Ground, rng: random.Random, asked: BackMsg) -> BackMsg:
    other = BackMsg()
    other.file_urls_request.request_id = "1"
    other.file_urls_request.file_names.extend(rng.choice(HOSTILE) for _ in range(rng.choice([1, 50])))
    other.file_urls_request.session_id = rng.choice(["", "x", "0" * 36])
    return other


@forger
def noise(ground: Ground, rng: random.Random, asked: BackMsg) -> bytes | str:
    whole = put(asked, [state(one.id, "string_value", "x") for one in rng.sample(ground.widgets, 3)]).SerializeToString()
    return rng.choice([rng.randbytes(rng.randrange(1, 400)), whole[: rng.randrange(len(whole))], b"", rng.choice(HOSTILE), "{}"])


def forge(ground: Ground, username: str, times: int, *, begin: int = 0) -> Report:
    """Send so many forged messages as somebody, each after the page has answered the one before; `begin` is the kind to start at."""
    rng, report, number = random.Random(f"{begin} {username}"), Report(), 0
    cookie = ground.server.log_in(username, PASSWORD)
    while number < times:
        with PageLine(ground.server, cookie) as tab:
            tab.run()
            while number < times:
                name = list(FORGERS)[(begin + number) % len(FORGERS)]
                number += 1
                report.sent[name] += 1
                asked = BackMsg()
                asked.rerun_script.SetInParent()
                message = FORGERS[name](ground, rng, asked)
                runs = isinstance(message, BackMsg) and message.WhichOneof("type") == "rerun_script"
                report.asked += runs
                try:
                    tab.line.send(message.SerializeToString() if isinstance(message, BackMsg) else message)
                    if runs:  # a part that is not there gives no answer; the run of the whole page after it does
                        tab.run() if asked.rerun_script.fragment_id else tab.read()
                        report.ended += 1
                except ConnectionClosed:
                    report.closed[name] += 1
                    report.ended += runs
                    break
                except TimeoutError:
                    report.silent[name] += 1
                    break
    return report


def troubles(log: str) -> list[str]:
    """The lines of a server's log that tell of a mistake of ours.

    A value of a wrong type is refused while Streamlit reads it: an error inside Streamlit with a code, without a stack, in the
    tab of who forged it. An error that comes up in our own code is a mistake.
    """
    noted = [line for line in log.splitlines() if re.search(r"\berror [0-9A-F]{8}: ", line)]
    ours = [line for line in noted if not re.search(r"\bstreamlit/[\w/]+\.py:\d+$|\bJSONDecodeError at \S+( in decoder\.py:\d+)?$", line)]
    return ours + [line for line in log.splitlines() if "Traceback" in line or line.startswith("  File ")]

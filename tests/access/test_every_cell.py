"""Every cell of docs/domein/rechten.md, read here a second time and compared with what `access` decides."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from popforms.access import Case, User
from popforms.definition.paths import path_of
from popforms.definition.questions import Question
from tests.access.cast import FORMS, RIGHTS, ROLES, TODAY, VWN, case, consents, own, user

DOCS = Path(__file__).parents[2] / "docs" / "domein"
LETTERS = "WRFTX"
SITUATIONS = ("geen", "lijst", "eigen", "andere gemeente", "beperkt")
NO_DOSSIER = {"casus_algemeen", "uren", "contacten", "stamgegevens", "figuren"}


def read_table() -> dict[tuple[str, str], str]:
    """(part, role) -> cell, from the first table of the page; the privacy officer and the wethouder stand in the text above it."""
    cells: dict[tuple[str, str], str] = {}
    roles: list[str] = []
    for line in (DOCS / "rechten.md").read_text(encoding="utf-8").splitlines():
        columns = [column.strip() for column in line.strip("|").split("|")]
        if columns[:2] == ["part", "form"]:
            roles = columns[2:]
        elif roles and len(columns) == len(roles) + 2 and (found := re.match(r"\**`(\w+)`", columns[0])):
            cells |= {(found[1], role): cell for role, cell in zip(roles, columns[2:], strict=True)}
        elif line.startswith("**Legend"):
            break
    for part, role in [key for key in cells if key[1] == "BM"]:
        cells[part, "PO"] = "–"
        cells[part, "WH"] = "A" if cells[part, role] == "A" else "–"
    return cells


TABLE = read_table()
PARTS = tuple(dict.fromkeys(part for part, _ in TABLE))


def situation(who: User, name: str, with_consent: bool) -> Case:
    """The dossier in one of the relations that the table speaks of."""
    lines = consents(who) if with_consent else ()
    match name:
        case "lijst":
            return case(organisations=frozenset({VWN}), consents=lines)
        case "eigen":
            return own(who, consents=lines)
        case "andere gemeente":
            return own(who, gemeente="elders", consents=lines)
        case "beperkt":
            return case(facts={"inzage_beperkt": "ja"}, organisations=frozenset({VWN}), actions_of=frozenset({who.id}), consents=lines)
    return case(consents=lines)


def expected(role: str, part: str, letter: str, name: str, with_consent: bool) -> bool:
    """What the table says, worked out without `access`."""
    cell = TABLE[part, role]
    if cell == "–":
        return False
    if part in NO_DOSSIER or (part, role) == ("escalatie", "BM"):
        near, mine = name != "andere gemeente", False
    else:
        mine = name == "eigen" and role in ("PC", "HVC", "MB", "CVLW", "IC", "CW", "KV", "CMD", "TC")
        near = mine or (name in ("geen", "lijst") and role in ("PC", "HVC")) or (name == "lijst" and role == "CVLW")
    for piece in cell.split(","):
        letters = set(piece.strip())
        if letters <= set("te"):
            letters |= {"R"}
        if "W" in letters:
            letters |= {"R"}
        if letter in letters and near and (mine or "e" not in letters) and (with_consent or "t" not in letters):
            return True
    return False


def test_the_page_and_the_data_have_the_same_parts_and_roles() -> None:
    assert set(FORMS.roles.RIGHTS) == set(PARTS)
    assert all(set(line) == set(ROLES) for line in FORMS.roles.RIGHTS.values())
    assert len(TABLE) == 31 * 13


def test_every_cell_decides_as_the_page_says() -> None:
    deviations, walked = [], 0
    for role in ROLES:
        who = user(role)
        for part in PARTS:
            for letter in LETTERS:
                for name in SITUATIONS:
                    for with_consent in (False, True):
                        walked += 1
                        given = RIGHTS.may(who, letter, part, situation(who, name, with_consent), TODAY)
                        if given != expected(role, part, letter, name, with_consent):
                            deviations.append((role, part, letter, name, with_consent, given))
    assert deviations == []
    assert walked == 13 * 31 * 5 * 5 * 2


def test_status_and_counts_are_where_the_page_has_them() -> None:
    for (part, role), cell in TABLE.items():
        who = user(role)
        assert RIGHTS.sees_status_only(who, part, situation(who, "eigen", False), TODAY) == ("s" in cell), (part, role)
        assert RIGHTS.may_ever(who, "A", part) == ("A" in cell), (part, role)


def test_without_a_dossier_only_what_belongs_to_no_dossier_is_open() -> None:
    for role in ROLES:
        for part in set(PARTS) - NO_DOSSIER:
            assert not any(RIGHTS.may(user(role), letter, part, None, TODAY) for letter in LETTERS), (role, part)


def test_nobody_without_a_role_and_no_unknown_role_gets_anything() -> None:
    for who in (user(), user("BAAS"), user("PIP-team")):
        for part in PARTS:
            assert not any(RIGHTS.may(who, letter, part, own(who), TODAY) for letter in LETTERS)


def field_expected(role: str, question: Question, letter: str, name: str) -> bool:
    """A question of a real form: its cell, and behind a d the names of FIELDS (compared with the legend below)."""
    part = {"bijzonder": "gezondheid", "nummer": "nummers"}.get(question.privacy, question.part)
    if not expected(role, part, letter, name, with_consent=False):
        return False
    if question.name == "tk_niet_voor":
        return role in ("PC", "HVC")
    if "d" not in TABLE[part, role]:
        return True
    if question.name in FORMS.roles.ROWS.get((part, role), {}):
        return False  # some rows of it may be open, never the question as a whole
    if any(letter in piece and "d" not in piece for piece in TABLE[part, role].split(",")):
        return True  # one piece of the cell opens it whole, another only the named fields
    said = FORMS.roles.FIELDS[part, role]
    listed = (said.get("W", "") + " " + (said.get("R", "") if letter == "R" else "")).split()
    return any(
        one == question.name or (one.endswith(f".{question.name}") and question.code.startswith(one.split(".")[0])) for one in listed
    )


OWN_LETTER = {"HVC": "BR03", "MB": "BR15", "CVLW": "BR09", "IC": "BR17"}
"""A kind of letter that a role may write (the legend of the table, `brieven`)."""


@pytest.mark.parametrize("form", tuple(FORMS), ids=lambda form: form.key)
def test_every_question_of_every_form_opens_for_whom_the_page_says(form) -> None:
    deviations = []
    for role in ROLES:
        who = user(role)
        for name in SITUATIONS:
            dossier = situation(who, name, False) if form.per == "dossier" else None
            if dossier is None and name != "eigen":
                continue
            answers = {
                "ct_organisatie": who.organisation, "lg_zichtbaar": "hele team", "schrijver": who.id, "es_niveau": "2",
                "ur_partij": who.organisation, "br_aan": who.id, "br_soort": OWN_LETTER.get(role, "BR01"),
            }  # fmt: skip
            for letter, given in (
                ("R", RIGHTS.readable(who, form, dossier, TODAY, answers)),
                ("W", RIGHTS.writable(who, form, dossier, TODAY, answers)),
            ):
                for section, question in form.questions():
                    allowed = field_expected(role, question, letter, "geen" if dossier is None else name)
                    if (path_of(section, question) in given) != allowed:
                        deviations.append((role, name, letter, path_of(section, question), allowed))
    assert deviations == []


# The fields behind each d, compared with the words of the legend


def specification() -> dict[str, dict[str, str]]:
    """Form code -> question -> privacy, from docs/domein/forms.md."""
    forms: dict[str, dict[str, str]] = {}
    code = ""
    for line in (DOCS / "forms.md").read_text(encoding="utf-8").splitlines():
        if line.startswith("##"):
            found = re.match(r"#+ (F\d\d[a-d]?|B-[A-Z])\b", line)
            code = found[1] if found else ""
        elif code and (row := re.match(r"\| ([a-z]\w*) \| .* \| (gewoon|gevoelig|bijzonder|nummer) \| [^|]* \|$", line)):
            forms.setdefault(code, {})[row[1]] = row[2]
    return forms


SPECIFICATION = specification()
FORMS_OF = {
    "persoon": ("F00", "F01"), "aanmelding": ("F01",), "klantprofiel": ("F02",), "intake": ("F03a", "F03b", "B-G"), "regeldag": ("F04", "B-G"),
    "begeleiding": ("F05a", "F05b"), "gesprek": ("F06", "F09", "B-G"), "pop": ("F07a",), "taal": ("F07b", "F07c"),
    "inburgering": ("F07b", "F07c", "F13"), "werk": ("F07b", "F07c"), "gezondheid": tuple(SPECIFICATION), "pip": ("F08a", "F08b", "F08c", "F08d"),
    "pvt": ("F11",), "casus": ("F14b",), "escalatie": ("F15",), "logboek": ("F16",), "toestemming": ("F17",), "uren": ("F18",),
    "afronding_pop": ("F20",), "contacten": ("F21a", "F21b", "F21c"), "brieven": ("F22",),
}  # fmt: skip
OF_MODULE = {"taal": "ta_", "inburgering": "ib_", "werk": "wk_"}


def questions_of(part: str) -> set[str]:
    """The questions of a part that are neither health nor number."""
    names = set()
    for code in FORMS_OF[part]:
        for name, privacy in SPECIFICATION[code].items():
            other_module = code == "F07c" and not name.startswith(OF_MODULE.get(part, ""))
            if privacy in ("gewoon", "gevoelig") and not other_module:
                names.add(name)
    return names


def legend(part: str, role: str) -> str:
    """The line of the legend about a part and a role."""
    current = ""
    for line in (DOCS / "rechten.md").read_text(encoding="utf-8").splitlines():
        columns = [column.strip() for column in line.strip("|").split("|")]
        if len(columns) != 3:
            continue
        current = columns[0].strip("*`") or current
        if current == part and (columns[1] == "all with d" or role in re.split(r"[,· ]+", columns[1])):
            return columns[2]
    raise AssertionError(f"no legend for {part}, {role}")


def named(part: str, text: str) -> set[str]:
    """The names between backticks, wildcards written out over the questions of the part."""
    known, names = questions_of(part), set()
    for word in re.findall(r"`([a-z_0-9*]+)`", text):
        names |= {name for name in known if re.fullmatch(word.replace("*", r"\w*"), name)}
    return names


def said(part: str, role: str, *keys: str) -> set[str]:
    fields = FORMS.roles.FIELDS[part, role]
    return {name for key in keys for name in fields.get(key, "").split()}


ALL_BUT = [
    ("persoon", "HVC", {"datum_bijstand_ingang", "termijn_pauzes", "inzage_beperkt", "afsluit_reden"}),
    ("regeldag", "HVC", {"bijbij_waarvoor", "inrichting_vorm", "ontzorgen_besproken", "pc_notitie"}),
    ("inburgering", "MB", {"ib_lening", "ib_verlengingen", "map_verwijtbaar"}),
    ("inburgering", "CVLW", {"ib_lening", "ib_verlengingen", "map_verwijtbaar"}),
    ("inburgering", "TC", {"ib_lening", "ib_verlengingen", "map_verwijtbaar"}),
    ("werk", "MB", {"wk_verplichting"}),
    ("pvt", "MB", {"pvt_niet_reden", "pvt_verwijtbaar"}),
    ("pvt", "CVLW", {"pvt_niet_reden", "pvt_verwijtbaar"}),
    ("pvt", "CW", {"pvt_niet_reden", "pvt_verwijtbaar"}),
    ("klantprofiel", "KV", {"woning_slaapkamers", "nareis_status", "nareis_aangevraagd_op"}),
]


@pytest.mark.parametrize(("part", "role", "closed"), ALL_BUT)
def test_all_but_is_written_out_and_closes_just_what_the_legend_names(part: str, role: str, closed: set[str]) -> None:
    assert named(part, legend(part, role)) == closed
    known = questions_of(part)
    if part == "persoon":
        known = set(SPECIFICATION["F00"]) | (said("persoon", "IC", "R") & set(SPECIFICATION["F01"])) | {"geboortedatum_zeker"}
    if part == "regeldag":
        known |= {"datum_huisvesting"}  # asked in F04 under its F00 name
    assert known - said(part, role, "W", "R") == closed
    assert said(part, role, "W", "R") <= known


@pytest.mark.parametrize(
    ("part", "role"),
    [
        ("aanmelding", "CVLW"), ("aanmelding", "IC"), ("aanmelding", "KV"), ("klantprofiel", "MB"), ("klantprofiel", "CVLW"),
        ("klantprofiel", "IC"), ("klantprofiel", "CW"), ("intake", "CW"), ("regeldag", "IC"), ("begeleiding", "PC"), ("escalatie", "BM"),
        ("toestemming", "MB"), ("afronding_pop", "CW"), ("pip", "IC"),
    ],
)  # fmt: skip
def test_the_fields_are_those_that_the_legend_names(part: str, role: str) -> None:
    text = legend(part, role).replace("not `es_dossier`", "").replace("all three akkoorden", "`ap_akkoord_*`")
    assert said(part, role, "W", "R") == named(part, text)


@pytest.mark.parametrize(
    ("part", "role", "write", "read"),
    [
        ("regeldag", "IC", "`uitkering_*`, `bijbij_*`, `inrichting_vorm`, `ontzorgen_besproken`", "`huurprijs`, `toeslagen`, `brp_*`"),
        ("regeldag", "MB", "`uitkering_*`, `toeslagen`", "`huurprijs`, `servicekosten`"),
        ("klantprofiel", "HVC", "`profiel_*`, `gezinsprofiel_nodig`, `gezinsleden`, `woning_slaapkamers`, `volledigheid`, `tvs_aangevuld_op`", "`nareis_*`"),
        ("escalatie", "BM", "`es_reactie`, `es_reactie_op`, `es_uitkomst`", "`es_onderwerp`, `es_vraag`"),
    ],
)  # fmt: skip
def test_writing_and_reading_are_kept_apart(part: str, role: str, write: str, read: str) -> None:
    assert named(part, write) <= said(part, role, "W") and not named(part, write) & said(part, role, "R")
    assert named(part, read) <= said(part, role, "R") and not named(part, read) & said(part, role, "W")


def test_what_the_cvlw_reads_of_the_regeldag_leaves_out_just_the_legend() -> None:
    closed = named("regeldag", legend("regeldag", "CVLW"))
    assert questions_of("regeldag") | {"datum_huisvesting"} == said("regeldag", "CVLW", "R") | closed
    assert not said("regeldag", "CVLW", "R") & closed


def test_what_the_consulent_werk_reads_of_the_pip_leaves_out_just_the_legend() -> None:
    closed = named("pip", legend("pip", "CW"))
    assert questions_of("pip") == said("pip", "CW", "R") | closed
    assert not said("pip", "CW", "R") & closed


def test_every_name_behind_a_d_is_a_question_of_that_part() -> None:
    extra = {
        "datum_huisvesting",
        "ur_correctie_van",
        "br_adres",
        "br_vertaling",
        "br_sjabloon",
    }  # asked beside the specification (verschillen.toml)
    for (part, role), fields in FORMS.roles.FIELDS.items():
        known = questions_of(part) | extra if part != "gezondheid" else {n for form in SPECIFICATION.values() for n in form}
        names = {name.rpartition(".")[2] for text in fields.values() for name in text.split()}
        assert names <= known, (part, role, names - known)


def test_a_question_that_is_added_later_starts_closed() -> None:
    form = FORMS["pop"]
    new = replace(form.sections[0].questions[0], name="nieuwe_vraag")
    for role, reads in (("PC", True), ("MB", False), ("IC", False), ("CMD", False), ("TC", False)):
        assert RIGHTS.may_read(user(role), new, own(user(role)), TODAY) == reads

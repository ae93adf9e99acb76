"""Rollen en rechten: wie wat mag. Dit is de tabel van docs/domein/rechten.md als gegevens; wat hier niet staat, mag niet.

Letters: W invullen (en lezen) · R lezen · F definitief maken · T tekenen of akkoord geven · X afdrukken · A tellingen ·
s datum, status en trekker, zonder tekst. Grenzen: e eigen dossiers · t alleen met toestemming (F17) · d de velden die onder
FIELDS staan · o eigen regels. Een nieuwe vraag is dicht voor elke rol met een d, tot zij bij FIELDS staat.
"""

from __future__ import annotations

from typing import Any

from popforms import both, either, equals, one_of
from popforms.access import Days, Emergency, Role, rights_table

ROLES = {
    "PC": Role("POP-consulent", "gemeente", "alle", search=("naam", "geboortedatum", "dossiernummer", "bsn")),
    "HVC": Role(
        "huisvestingsconsulent", "gemeente", "alle", search=("naam", "geboortedatum", "dossiernummer", "bsn"),
        all_until=Days("datum_huisvesting", 56),
    ),
    "MB": Role(
        "maatschappelijk begeleider", "VluchtelingenWerk", "eigen",
        search=("naam", "geboortedatum", "dossiernummer"),
        reads_on=Days("F19.definitive_on", 30), ended_when=one_of("F19.am_besluit", "afronden", "overdragen"),
    ),
    "CVLW": Role(
        "coördinator VluchtelingenWerk", "VluchtelingenWerk", "lijst",
        search=("naam", "geboortedatum", "dossiernummer"),
    ),
    "IC": Role("inkomensconsulent", "gemeente", "eigen", search=("naam", "geboortedatum")),
    "CW": Role("consulent Werk", "gemeente", "eigen", search=("naam", "geboortedatum")),
    "KV": Role(
        "kansverkenner", "anders", "eigen", search=("naam", "geboortedatum", "dossiernummer"),
        reads_on=Days("F03c.definitive_on", 30),
    ),
    "CMD": Role("contact bij het CMD", "welzijn", "eigen", search=("naam", "geboortedatum", "dossiernummer")),
    "TC": Role("coördinator taal", "welzijn", "eigen", search=("naam", "geboortedatum", "dossiernummer")),
    "BM": Role("beleidsmedewerker", "gemeente", "geen"),
    "FB": Role("beheerder", "gemeente", "geen"),
    "PO": Role("privacy officer", "gemeente", "geen"),
    "WH": Role("wethouder", "gemeente", "geen"),
}  # fmt: skip
"""Elke rol: hoe zij heet, bij welke soort organisatie, met welke dossiers zij te maken heeft en waarop zij mensen mag
zoeken. Een HVC ziet alle dossiers tot 8 weken na de verhuizing. Een MB leest na de afronding (F19) nog 30 dagen, een
kansverkenner na het akkoord op de brede intake (F03c)."""

TEAM_FIELDS = {
    "PC": "pc",
    "HVC": "hvc",
    "MB": "mb",
    "CVLW": "cvlw",
    "IC": "inkomensconsulent",
    "CW": "consulent_werk",
    "TC": "coordinator_taal",
    "CMD": "contact_cmd",
}
"""Welke vraag van F00 zegt dat een dossier van deze rol eigen is."""

TEAM_ROWS = {"KV": ("F03a.intake_team", "naam", "rol", "kansverkenner")}
"""Een rol die niet in F00 staat: in welke regels zij genoemd is, wie het is (kolom), en hoe te zien is dat het deze rol is (kolom
en antwoord). De kansverkenner zit in het intaketeam van de brede intake."""

RESTRICTED_WHEN = equals("inzage_beperkt", "ja")
RESTRICTED_TO = ("pc", "hvc")
"""Bij beperkte inzage: alleen de POP-consulent van het dossier en één genoemde collega, de huisvestingsconsulent."""

RIGHTS = rights_table("""
    onderdeel       | PC    | HVC  | MB      | CVLW   | IC   | CW   | KV  | CMD  | TC  | BM | FB | PO | WH
    persoon         | W     | Wd   | Rde     | Rd     | Rde  | Rde  | Rde | Rde  | Rde | -  | -  | -  | -
    nummers         | W     | W    | -       | -      | Re   | -    | -   | -    | -   | -  | -  | -  | -
    aanmelding      | WFX   | WFX  | -       | Rd     | Rd   | -    | Rde | -    | -   | -  | -  | -  | -
    klantprofiel    | WFX   | Wd   | Rde     | Rd     | Rd   | Rde  | Wde | -    | -   | -  | -  | -  | -
    intake          | WFX   | -    | -       | -      | -    | Rde  | Wde | -    | -   | -  | -  | -  | -
    intake_akkoord  | WFTX  | -    | -       | -      | -    | -    | RTe | -    | -   | -  | -  | -  | -
    regeldag        | WdX   | WdFX | WdeX    | Rd     | Wd   | -    | -   | -    | -   | -  | -  | -  | -
    begeleiding     | Rd, t | -    | WFeX    | s      | -    | -    | -   | -    | -   | -  | -  | -  | -
    gesprek         | WFX   | se   | Rde     | s      | Rde  | Rde  | -   | se   | se  | -  | -  | -  | -
    pop             | WFX   | -    | Rde     | s      | Rde  | Re   | -   | Rde  | Rde | A  | -  | -  | A
    meedoen         | WFX   | -    | We      | R      | -    | Re   | -   | -    | -   | A  | -  | -  | A
    taal            | WFX   | -    | We      | R      | -    | Re   | -   | -    | Wde | A  | -  | -  | A
    inburgering     | WFX   | -    | Rde     | Rd     | -    | Re   | -   | -    | Rde | A  | -  | -  | A
    werk            | WFX   | -    | Rde     | t      | Re   | We   | -   | -    | -   | A  | -  | -  | A
    inkomen         | WFX   | -    | t       | s      | WFeX | -    | -   | -    | -   | -  | -  | -  | -
    gezondheid      | WFX   | Wd   | Wde, te | -      | -    | -    | Wde | te   | -   | -  | -  | -  | -
    pip             | WFTX  | -    | t       | s      | Rde  | Rde  | -   | -    | -   | A  | -  | -  | A
    teamoverleg     | WFX   | -    | RTe     | RTe    | RTe  | RTe  | -   | RTte | RTe | -  | -  | -  | -
    pvt             | WFTX  | -    | Rde     | Wd     | -    | Rde  | -   | -    | -   | A  | -  | -  | A
    casus_algemeen  | W     | R    | R       | WFX    | R    | R    | -   | R    | R   | R  | -  | -  | -
    casus           | W     | We   | We      | Wd     | We   | We   | -   | We   | We  | -  | -  | -  | -
    escalatie       | W     | We   | We      | W      | We   | We   | -   | -    | -   | Wd | -  | -  | -
    logboek         | W     | Wde  | Wde     | Rd     | Wde  | Wde  | -   | Wde  | Wde | -  | -  | -  | -
    toestemming     | WFTX  | Rd   | Rde     | Rde    | Rd   | Rd   | -   | Rde  | Rde | -  | -  | -  | -
    uren            | Wo, A | Wo   | Wo      | Wo, Rd | Wo   | Wo   | Wo  | Wo   | Wo  | A  | -  | -  | A
    afronding_mb    | WT    | -    | WTeX    | WT     | -    | -    | -   | -    | -   | -  | -  | -  | -
    afronding_pop   | WFX   | -    | RTde    | RTd    | -    | RTde | -   | -    | -   | -  | -  | -  | -
    contacten       | W     | W    | R       | Wd     | R    | R    | R   | R    | R   | R  | W  | -  | -
    brieven         | WX    | WdX  | WdeX    | WdX    | WdeX | Rde  | -   | Rde  | Rde | -  | -  | -  | -
    stamgegevens    | R     | R    | R       | R      | R    | R    | R   | R    | R   | R  | W  | -  | -
    figuren         | R     | R    | -       | R      | A    | A    | -   | -    | -   | A  | -  | -  | A
""")

WITHOUT_DOSSIER = ("casus_algemeen", "uren", "contacten", "stamgegevens", "figuren")
"""Onderdelen die niet bij één dossier horen: daar telt alleen de rol."""

PER_GEMEENTE = ("casus_algemeen", "uren", "escalatie")
"""Onderdelen die zonder dossier toch van één gemeente zijn: van de gemeente van wie begon. Contacten en stamgegevens zijn van allen."""

# De velden achter elke d, naam voor naam. "F02.woning_eis" is alleen de vraag met die naam in F02.

_DOSSIER_KORT = """dossiernummer regelset wet gemeente fase pc hvc mb cvlw inkomensconsulent consulent_werk coordinator_taal contact_cmd
    datum_huisvesting datum_brp"""
_PERSOON = "achternaam voornamen roepnaam geboortedatum telefoon email moedertaal andere_talen lezen_schrijven tolk_taal"
_NAREIS = "nareis_status nareis_aangevraagd_op"
_VOORINBURGERING = "voorinburgering voorinburgering_delen niveau_nederlands niveau_engels"
_GESPREKSKOP = """gesprek_datum gesprek_tijd gesprek_plaats aanwezigen mb_uitgenodigd gesprekstaal tolk_nodig tolk_wie tolk_vorm
    tolk_besteld_door tolk_besteld_op tolk_kosten uitnodiging_brief begrip_nagevraagd niet_doorgegaan_reden gesprek_duur"""
_GESPREK = f"{_GESPREKSKOP} vg_soort vg_volgende brief_op acties vg_acties vg_doelen vg_nieuwe_acties"
_MODULE = "module_code module_nu situatie wens module_trekker trekker_afwijking doelen module_acties module_oordeel"
_MODULE_GEZONDHEID = """F07.module_code F07.module_nu F07.situatie F07.wens F07.module_trekker F07.trekker_afwijking F07.doelen
    F07.module_acties F07.module_oordeel F07.gz_trekker_ok F07.gz_invloed F07.gz_wens F07.gz_verwezen"""
_INBURGERING = f"""{_MODULE} ib_school ib_start ib_rooster ib_lead ib_termijn_eind ib_termijn_eind_duo ib_uren ib_examens ib_knm
    ib_ona map_nodig map_themas map_uren map_plek map_eindgesprek_op map_resultaat map_duo_op z_eindgesprek_op z_duo_op
    ib_brieven_duo ib_afgerond_op"""
_POP_KOP = "pop_start pop_laatst_besproken volgorde rooster rooster_botsing"

_REGELDAG = f"""{_GESPREKSKOP} verslag woning_adres woning_bekeken huurcontract_getekend huur_ingang contract_uitgelegd sleutel
    meterstanden energie_water verzekering_woning brp_ingeschreven brp_op id_gezien bank_digid zorgverzekering
    zorgverzekering_ingang verzekeringsplicht_start huisarts tandarts contract_coa_op verhuisdatum verhuis_uiterlijk
    vervoer_verhuizing datum_huisvesting kinderen school_rijen wegwijs pc_kennis mb_nabespreking vervolg_gewenst vervolg_datum
    map_meegegeven toeslag_wie_let_op open_punten"""
"""F04 zonder geld, nareis en de notitie van de PC: wat ook de CVLW leest."""
_REGELDAG_HVC = f"{_REGELDAG} uitkering_aangevraagd uitkering_op bijbij_aangevraagd toeslagen nareis_besproken"

_PIP_GEZAMENLIJK = """pip_soort pip_persoon pip_gezin pip_hoofddoel pip_doelen pip_afspraken pip_pop_ref pip_contact pip_begeleider
    pip_rechten_plichten pip_tolk pip_afschrift_op pip_team_afschrift"""
_PIP_PILOT = """p19_uiterlijk p19_team p19_team_compleet p19_sleutelpersoon p19_leerroute p19_knm p19_ona p19_aanbieder
    p19_dagbesteding p19_werk p19_welzijn p19_overleg_1 p19_overleg_2 p19_akkoord_op p19_tekenen"""
_PIP_WET = """w21_uiterlijk w21_leerroute w21_motivering w21_niveau w21_intensiteit_b1 w21_alfa w21_opleiding_af w21_instelling
    w21_aanbod_op w21_les_van_tot w21_knm w21_pvt_invulling w21_pvt_uren w21_pvt_activiteit w21_map_invulling w21_map_praktijk
    w21_z_uren w21_begeleiding w21_voortgang w21_randvoorwaarden w21_vve w21_participatiewet w21_termijn_tekst w21_gevolgen_tekst
    w21_bezwaar_tekst w21_vastgesteld_door w21_dagtekening w21_bekend_op w21_bezwaar_tot w21_termijn_start w21_termijn_eind
    w21_duo_op w21_tekenen"""
_PIP_WIJZIGEN = """wz_reden wz_toelichting wz_besproken wz_schakel_tot wz_lesuren wz_lesuren_fysiek wz_inzet wz_onderdelen
    wz_vorige_gemeente wz_overdracht wz_teamoverleg wz_nieuwe_datum"""
_PVT = """pvt_verplicht pvt_uiterlijk pvt_aangemeld_cvlw_op pvt_aangemeld_door pvt_brief_op pvt_groep pvt_tolk_groep pvt_basis_op
    pvt_basis_gevolgd pvt_basis_uren pvt_onderdelen pvt_kernwaarden pvt_teken_uren pvt_uren_totaal pvt_mag_tekenen pvt_getekend_op
    pvt_tekenen pvt_duo_op pvt_zichtbaar"""
_LOGREGEL = "lg_datum lg_soort lg_module lg_kort lg_tekst lg_actie lg_zichtbaar lg_correctie_van"
_LOGBOEK = {"W": _LOGREGEL, "R": "lg_door lg_bron"}
_TOESTEMMING = {"R": "to_regels to_geldig_tot to_ingetrokken_op"}
_AFRONDING = {"R": "ap_gesprek_op ap_mening_vh ap_doelen ap_open_acties ap_akkoord_mb ap_akkoord_werk ap_akkoord_cvlw ap_niet_akkoord"}
_BRIEF = """br_soort br_aan br_adres br_kopie br_taalniveau br_taal_extra br_tekst br_vertaling br_sjabloon br_bijlagen br_bsn_nodig
    br_ondertekenaar br_wijze br_verzonden_op br_nagebeld br_retour"""


def _voor(part: str, roles: str, limits: dict[str, Any]) -> dict[tuple[str, str], dict[str, Any]]:
    """Hetzelfde voor een paar rollen van een onderdeel."""
    return {(part, role): limits for role in roles.split()}


FIELDS = {
    ("persoon", "HVC"): {
        "W": f"""{_DOSSIER_KORT} doelgroep gezin_dossiers datum_vergunning datum_tvs_melding datum_koppeling datum_huur_ingang
            datum_kennisgeving_duo datum_start_plicht dagtekening_eerste_pip datum_vertrek datum_einde_plicht datum_afgesloten
            {_PERSOON} geboortedatum_zeker geslacht""",
    },
    **_voor("persoon", "MB CVLW", {"R": f"{_DOSSIER_KORT} {_PERSOON} gezin_dossiers datum_tvs_melding"}),
    ("persoon", "IC"): {"R": f"{_DOSSIER_KORT} {_PERSOON} geslacht datum_bijstand_ingang datum_huur_ingang gezin_dossiers"},
    **_voor("persoon", "CW KV CMD TC", {"R": f"{_DOSSIER_KORT} {_PERSOON}"}),
    ("aanmelding", "CVLW"): {
        "R": """melding_bron opgepakt_pc_op opgepakt_hvc_op coa_locatie coa_contact personen_in_melding kansverkenner_in_beeld
            corporatie woning_beschikbaar_op uitnodiging_regeldag_op vwn_geinformeerd_op mb_gekoppeld_op""",
    },
    ("aanmelding", "IC"): {
        "R": """opgepakt_pc_op opgepakt_hvc_op nationaliteit vergunning_soort vergunning_tot personen_in_melding
            woning_beschikbaar_op uitnodiging_regeldag_op""",
    },
    ("aanmelding", "KV"): {
        "R": "melding_bron opgepakt_pc_op land_herkomst coa_locatie coa_contact personen_in_melding kansverkenner_in_beeld",
    },
    ("klantprofiel", "HVC"): {
        "W": """profiel_ontvangen_op profiel_bron gezinsprofiel_nodig gezinsleden woning_slaapkamers volledigheid
            tvs_aangevuld_op""",
        "R": f"""{_NAREIS} opleidingen werkervaring werk_verdieping activiteiten_opvang {_VOORINBURGERING} digid_bank
            geinformeerd_participatiewet geinformeerd_netwerk verwachtingen volledigheid_score""",
    },
    ("klantprofiel", "MB"): {
        "R": f"""gezinsleden {_NAREIS} activiteiten_opvang {_VOORINBURGERING} digid_bank geinformeerd_participatiewet
            geinformeerd_netwerk verwachtingen""",
    },
    ("klantprofiel", "CVLW"): {"R": f"gezinsleden {_VOORINBURGERING} digid_bank"},
    ("klantprofiel", "IC"): {"R": f"gezinsleden {_NAREIS} digid_bank geinformeerd_participatiewet"},
    ("klantprofiel", "CW"): {"R": f"opleidingen werkervaring werk_verdieping activiteiten_opvang {_VOORINBURGERING}"},
    ("klantprofiel", "KV"): {
        "W": f"""profiel_ontvangen_op profiel_bron gezinsprofiel_nodig gezinsleden opleidingen werkervaring werk_verdieping
            activiteiten_opvang {_VOORINBURGERING} digid_bank geinformeerd_participatiewet geinformeerd_netwerk verwachtingen
            volledigheid volledigheid_score tvs_aangevuld_op""",
    },
    ("intake", "CW"): {
        "R": """opleiding_bevestigd opleiding_hoogste diplomawaardering diploma_niveau_nl uaf_contact werk_bevestigd werkwens
            werkzoekgedrag competenties digitaal hoofddoel_voorstel leerroute_advies""",
    },
    ("intake", "KV"): {
        "W": f"""{_GESPREKSKOP} verslag intake_start intake_eind intake_team coa_dagstructuur coa_dagstructuur_uitleg coa_netwerk
            coa_netwerk_uitleg coa_extern coa_extern_uitleg coa_toekomst coa_toekomst_uitleg ppsv_gedaan ppsv_datum leerbaarheid
            opleiding_bevestigd opleiding_hoogste diplomawaardering diploma_niveau_nl uaf_contact werk_bevestigd werkwens
            werkzoekgedrag competenties persoonlijkheid zelfredzaamheid digitaal gezinssituatie netwerk wensen_eigen_woorden
            start_samenvatting ontwikkel_samenvatting hoofddoel_voorstel pip_team_voorstel uren_taal_intake""",
    },
    ("regeldag", "PC"): {
        "W": "pc_kennis pc_notitie",
        "R": f"{_REGELDAG_HVC} huurprijs servicekosten bijbij_waarvoor inrichting_vorm ontzorgen_besproken",
    },
    ("regeldag", "HVC"): {"W": f"{_REGELDAG_HVC} huurprijs servicekosten"},
    ("regeldag", "MB"): {"W": _REGELDAG_HVC, "R": "huurprijs servicekosten"},
    ("regeldag", "IC"): {
        "W": "uitkering_aangevraagd uitkering_op bijbij_aangevraagd bijbij_waarvoor inrichting_vorm ontzorgen_besproken",
        "R": """woning_adres huur_ingang huurprijs servicekosten brp_ingeschreven brp_op bank_digid toeslagen verhuisdatum
            kinderen""",
    },
    ("regeldag", "CVLW"): {"R": _REGELDAG},
    ("begeleiding", "PC"): {
        "R": """mb_vorm mb_vast mb_frequentie mb_duur mbc_datum mbc_start_inburgering mbc_lening_duo mbc_gezinshereniging
            mbc_meenemen""",
    },
    ("gesprek", "MB"): {
        "R": f"""{_GESPREK} mb_gaat_mee uitleg_werkwijze uitleg_pop uitleg_privacy pvt_uitgelegd pvt_basis_uitgenodigd
            pvt_trainingen pvt_aangemeld_op vg_trots vg_rooster_ok vg_route_past""",
        "t": "verslag vooroverleg_mb_op vooroverleg_over vooroverleg_notitie vg_moeilijk vg_geld",
    },
    ("gesprek", "IC"): {"R": f"{_GESPREK} vg_geld acties_gecheckt"},
    ("gesprek", "CW"): {
        "R": f"{_GESPREK} vg_uren_taal vg_uren_participatie vg_verzuim vg_inzet vg_route_past vg_rooster_ok",
    },
    ("pop", "MB"): {"R": f"{_POP_KOP} wensen_algemeen kracht mijlpalen"},
    **_voor("pop", "IC CMD TC", {"R": _POP_KOP}),
    ("taal", "TC"): {
        "W": """ta_niveau ta_taalmaatje ta_aangemeld_op ta_gevonden_op ta_conversatie ta_dagdeel ta_niet_vrijblijvend
            module_acties""",
        "R": "situatie wens doelen",
    },
    **_voor("inburgering", "MB CVLW TC", {"R": _INBURGERING}),
    ("werk", "MB"): {"R": f"{_MODULE} wk_cv wk_beroepswens wk_uren wk_traject"},
    ("gezondheid", "HVC"): {"W": "F02.woning_eis"},
    ("gezondheid", "MB"): {
        "W": "F05b.mbc_gezondheid F05b.zrm_scores F19.am_zrm_eind",
        "t": f"F04.medisch_dossier {_MODULE_GEZONDHEID}",
    },
    ("gezondheid", "KV"): {
        "W": """F03a.coa_zelfzorg F03a.coa_zelfzorg_uitleg F03a.coa_welbevinden F03a.coa_welbevinden_uitleg F03a.zrm_nulmeting
            F03a.belemmeringen F03a.gezondheid_plan F03a.gezondheid_aanpassing""",
    },
    ("gezondheid", "CMD"): {"t": _MODULE_GEZONDHEID},
    ("pip", "IC"): {
        "R": """pip_soort pip_hoofddoel pip_contact p19_ontzorging_tot p19_ontzorging_lasten p19_budgetbeheer p19_zelfredzaam
            w21_ontzorgen w21_participatiewet w21_dagtekening""",
    },
    ("pip", "CW"): {"R": f"{_PIP_GEZAMENLIJK} {_PIP_PILOT} {_PIP_WET} {_PIP_WIJZIGEN}"},
    ("pip", "PIP-team"): {
        "R": f"{_PIP_GEZAMENLIJK} pip_aandacht {_PIP_PILOT} p19_ontzorging_tot",
        "t": "p19_ontzorging_lasten p19_budgetbeheer p19_zelfredzaam",
    },
    **_voor("pvt", "MB CW", {"R": _PVT}),
    ("pvt", "CVLW"): {"W": _PVT},
    ("casus", "CVLW"): {
        "W": """cd_dossier cd_agendapunt cd_toestemming cd_ingebracht_door cd_vraag cd_situatie cd_besproken cd_interventie
            cd_besluit cd_acties cd_escalatie cd_terugkoppeling_wie cd_terugkoppeling_voor cd_verteld_op""",
    },
    ("escalatie", "BM"): {
        "W": "es_reactie es_reactie_op es_uitkomst",
        "R": "es_onderwerp es_geprobeerd es_vraag es_reactie_voor",
    },
    **_voor("logboek", "HVC MB IC CW CMD TC", _LOGBOEK),
    ("logboek", "CVLW"): {"R": f"{_LOGREGEL} lg_door lg_bron"},
    **_voor("toestemming", "HVC MB CVLW IC CW CMD TC", _TOESTEMMING),
    ("uren", "CVLW"): {
        "R": """ur_datum ur_partij ur_medewerker ur_dossier ur_soort ur_uren ur_begrotingspost ur_notitie ur_maand_dicht
            ur_correctie_van""",
    },
    **_voor("afronding_pop", "MB CVLW CW", _AFRONDING),
    ("contacten", "CVLW"): {
        "W": """ct_naam ct_organisatie ct_rol ct_gemeente ct_tvs ct_tvs_geautoriseerd ct_telefoon ct_email ct_dagen ct_vervanger
            ct_talen ct_gecontroleerd_op ct_actief""",
        "R": """og_naam og_soort og_keurmerk og_convenant_op og_afspraak_gegevens og_adres og_telefoon og_voorziening tk_naam
            tk_talen tk_soort tk_vorm tk_boeken tk_tarief tk_geheimhouding""",
    },
    **_voor("brieven", "HVC MB CVLW IC", {"W": _BRIEF}),
    **_voor("brieven", "CW CMD TC", {"R": _BRIEF}),
}
"""Per d: welke velden de rol invult (W), leest (R) of met toestemming leest (t). Wat niet genoemd is, is dicht."""

ONLY = {"tk_niet_voor": ("PC", "HVC")}
"""Velden die voor elke andere rol dicht zijn, wat het vakje ook zegt."""

CLOSED_AFTER_END = (("gezondheid", "KV"),)
"""Wat dicht gaat zodra de rol klaar is, ook als zij de rest nog 30 dagen leest."""

# Voorwaarden aan het formulier zelf. "ikzelf" en "eigen organisatie" staan voor wie kijkt; "schrijver" en "trekker" zijn van de regel.

_EIGEN_REGEL = either(equals("schrijver", "ikzelf"), both(equals("lg_zichtbaar", "alleen pc en trekker"), equals("trekker", "ikzelf")))
_REGEL_TEAM = {"R": either(equals("lg_zichtbaar", "hele team"), _EIGEN_REGEL), "W": equals("schrijver", "ikzelf")}
_REGEL_GEMEENTE = {
    "R": either(one_of("lg_zichtbaar", "hele team", "alleen gemeente"), _EIGEN_REGEL),
    "W": equals("schrijver", "ikzelf"),
}
_AAN_MIJ = {"R": either(equals("br_aan", "ikzelf"), equals("br_kopie", "ikzelf"))}
_BESPREEKBAAR = one_of("cd_toestemming", "ja, toestemming", "ja, eigen taak van de gemeente", "zonder naam besproken")
_NIVEAU_2 = equals("es_niveau", "2")


def _brieven(*codes: str) -> dict[str, Any]:
    """De rol leest en schrijft alleen brieven van deze soorten."""
    return {"R": one_of("br_soort", *codes), "W": one_of("br_soort", *codes)}


WHEN = {
    ("casus", "CVLW"): {"R": _BESPREEKBAAR, "W": _BESPREEKBAAR},
    ("escalatie", "BM"): {"R": _NIVEAU_2, "W": _NIVEAU_2},
    **_voor("logboek", "HVC IC CW", _REGEL_GEMEENTE),
    **_voor("logboek", "MB CMD TC", _REGEL_TEAM),
    ("logboek", "CVLW"): {"R": equals("lg_zichtbaar", "hele team")},
    ("uren", "CVLW"): {"R": equals("ur_partij", "eigen organisatie")},
    ("contacten", "CVLW"): {"W": equals("ct_organisatie", "eigen organisatie")},
    ("brieven", "HVC"): _brieven("BR02", "BR03", "BR04", "BR05", "BR18"),
    ("brieven", "MB"): _brieven("BR15"),
    ("brieven", "CVLW"): _brieven("BR09", "BR14"),
    ("brieven", "IC"): _brieven("BR17"),
    **_voor("brieven", "CW CMD TC", _AAN_MIJ),
}
"""Per d: wanneer een formulier of regel open is om te lezen (R) of in te vullen (W)."""

_EIGEN_MODULES = {"acties": "eigen module", "vg_acties": "eigen module", "vg_doelen": "eigen module", "vg_nieuwe_acties": "eigen module"}
_EIGEN_DOELEN = {"ap_doelen": "eigen module", "ap_open_acties": "eigen module"}
_EIGEN_ORGANISATIE = {"to_regels": "eigen organisatie"}

ROWS = {
    **_voor("gesprek", "MB CW", _EIGEN_MODULES),
    ("gesprek", "IC"): {**_EIGEN_MODULES, "acties_gecheckt": "eigen functie"},
    **_voor("toestemming", "HVC MB CVLW IC CW CMD TC", _EIGEN_ORGANISATIE),
    **_voor("afronding_pop", "MB CVLW CW", _EIGEN_DOELEN),
}
"""Per d: van deze vragen zijn alleen de eigen regels open (van de modules die je trekt, je organisatie of je functie)."""

_ALLES = ("planning en contact", "taal", "inburgering", "werk", "inkomen", "gezondheid", "gezin en school", "gezinshereniging")

TOPICS = {
    "begeleiding": ("planning en contact",),
    "begeleiding.mbi_behoefte": _ALLES,
    "begeleiding.mb_vervolg": _ALLES,
    "begeleiding.mbc_punten": _ALLES,
    "begeleiding.mbc_acties": _ALLES,
    "begeleiding.mbc_plicht": ("inburgering",),
    "begeleiding.mbc_kinderen": ("gezin en school",),
    "gesprek": _ALLES,
    "gesprek.vooroverleg_mb_op": ("planning en contact",),
    "gesprek.vooroverleg_over": ("planning en contact",),
    "gesprek.vg_geld": ("inkomen",),
    "werk": ("werk",),
    "inkomen": ("inkomen",),
    "gezondheid": ("gezondheid",),
    "pip": ("inburgering",),
    "pip.p19_ontzorging_tot": ("inkomen",),
    "pip.p19_ontzorging_lasten": ("inkomen",),
    "pip.p19_budgetbeheer": ("inkomen",),
    "pip.p19_zelfredzaam": ("inkomen",),
    "pip.w21_ontzorgen": ("inkomen",),
    "pip.w21_participatiewet": ("inkomen",),
    "teamoverleg": ("gezondheid",),
}
"""Bij t: voor welke onderwerpen van F17 toestemming nodig is, per onderdeel en waar nodig per veld. Een tekst waarin alles kan
staan vraagt alle onderwerpen."""

ACTIONS = {
    "make_dossier": {"PC": "ja", "HVC": "ja"},
    "link": {"CVLW": "eigen organisatie"},
    "pass_gate": {"PC": "ja", "CVLW": "ja"},
    "close_hours": {"CVLW": "eigen partij", "PC": "eigen partij"},
    "accounts": {"FB": "anderen"},
    "approve_text": {"PC": "ja", "FB": "ja"},
    "read_audit": {"PC": "eigen dossiers", "PO": "alle", "FB": "systeemregels"},
    "emergency": {
        "PC": "lezen, ook beperkt",
        "HVC": "lezen",
        "IC": "lezen",
        "CW": "lezen",
        "CVLW": "contact en planning",
    },
    "hear_emergency": {"PC": "eigen dossiers", "PO": "alle"},
    "make_access": {"PC": "zichtbaar"},
    "release_access": {"PO": "alle"},
    "throw_away": {"PC": "alle"},
    "see_retention": {"PC": "zichtbaar", "PO": "alle", "FB": "alle"},
    "hold": {"PC": "zichtbaar", "PO": "alle"},
    "propose_erasing": {"PC": "zichtbaar"},
    "agree_erasing": {"PC": "zichtbaar", "PO": "alle"},
    "export": {"PC": "tabellen", "CVLW": "overzicht", "BM": "tellingen"},
}
"""Wat geen vraag van een formulier is: een dossier maken, een begeleider koppelen, met een reden doorgaan als er elders in
het dossier iets ontbreekt, accounts en rollen, een vertaling van een brief goedkeuren, zien wie wat las, noodinzage en wie daar
bericht van krijgt, de uren van een maand afsluiten, een verzoek om inzage klaarzetten en vrijgeven, weggooien wat per ongeluk is
gemaakt, het einde van de bewaartermijn, tabellen meenemen."""

EMERGENCIES = {
    "lezen": Emergency(closed=("nummers", "gezondheid")),
    "lezen, ook beperkt": Emergency(restricted=True),
    "contact en planning": Emergency(
        parts=("persoon", "aanmelding", "regeldag"),
        only=f"""{_DOSSIER_KORT} {_PERSOON} coa_locatie coa_contact woning_adres verhuisdatum uitnodiging_regeldag_op mb_gekoppeld_op
            gesprek_datum gesprek_tijd gesprek_plaats gesprekstaal tolk_nodig tolk_wie tolk_vorm tolk_besteld_op""",
    ),
}
"""Noodinzage: een uur lezen wat de rol in een eigen dossier leest, na een reden van ten minste 20 tekens; niets invullen,
tekenen of afdrukken. Nummers en gezondheid blijven dicht, behalve voor een PC. Een dossier met beperkte inzage is volgens
process.md (hoofdstuk 4, regel 4) alleen zichtbaar voor de PC en één genoemde collega; het gaat daarom alleen open voor een PC.
Dat is ook het enige dossier van de eigen gemeente dat een PC niet al ziet: valt de eigen PC uit, dan kan een andere PC erbij, en
niemand anders."""

CORRECT = {"PC": ("*",), "HVC": ("F04",), "MB": ("F05", "F19"), "IC": ("F12",), "CVLW": ("F14a", "F19")}
"""Wie een nieuwe versie van een definitief formulier mag maken (* is elk formulier)."""

SECOND_PERSON = ("PC", "PO", "FB")
"""Rollen die twee mensen samen geven."""

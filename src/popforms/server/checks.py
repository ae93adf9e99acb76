"""The settings of Streamlit that safety rests on; the server does not start with weaker ones."""

from __future__ import annotations

from urllib.parse import urlsplit

from streamlit import config

from popforms.settings import Settings

REQUIRED: dict[str, object] = {
    "server.address": "127.0.0.1",
    "server.headless": True,
    "server.enableCORS": True,
    "server.enableXsrfProtection": True,
    "server.xsrfCookieSameSite": "strict",
    "server.corsAllowedOrigins": [],
    "server.trustedUserHeaders": {"x-popforms-login": "login"},
    "server.enableAgentApi": False,
    "server.enableStaticServing": False,
    "server.scriptHealthCheckEnabled": False,
    "server.fileWatcherType": "none",
    "server.runOnSave": False,
    "server.unsafeMetricsUserAttributes": [],
    "server.baseUrlPath": "",
    "server.customComponentBaseUrlPath": "",
    "server.enableExpensiveMemoryStats": False,
    "client.showErrorDetails": "none",
    "client.showErrorLinks": False,
    "client.toolbarMode": "minimal",
    "client.disableDataExport": True,
    "client.allowedOrigins": [],
    "browser.gatherUsageStats": False,
    "runner.magicEnabled": False,
    "global.developmentMode": False,
    "global.e2eTest": False,
    "global.unitTest": False,
    "logger.level": "warning",  # with debug it logs what goes over the line, answers included
    "logger.enableRich": False,  # beside that library each error goes to the log with its message, which may quote what somebody typed
}
AT_MOST = {
    "server.maxUploadSize": 10,
    "server.maxMessageSize": 50,
    "server.maxWidgetStateSize": 2,
    "server.disconnectedSessionTTL": 120,  # how long what a page holds stays in memory when its line is gone
}


class WeakSettings(Exception):
    """A setting that safety rests on has another value."""


def check_settings(settings: Settings) -> None:
    """Set the allowed host, then compare every setting; raises WeakSettings with all that differ."""
    config.set_option("server.allowedHosts", [urlsplit(settings.url).hostname])
    wrong = [
        f"{name} moet {wanted!r} zijn, niet {config.get_option(name)!r}"
        for name, wanted in REQUIRED.items()
        if config.get_option(name) != wanted
    ]
    wrong += [
        f"{name} mag hoogstens {most} zijn, niet {config.get_option(name)!r}"
        for name, most in AT_MOST.items()
        if config.get_option(name) > most
    ]
    if config.get_option("server.port") != settings.port:
        wrong.append(f"server.port moet {settings.port} zijn; zet de poort met PORT en start met `make run`")
    if wrong:
        raise WeakSettings("popforms start niet met deze instellingen:\n  " + "\n  ".join(wrong))

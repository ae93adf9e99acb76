"""What the environment says: files, addresses and the few choices of an installation."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parents[2]
"""The folder with app.py; relative paths start here, wherever the command was given."""


def _from_root(path: Path) -> Path:
    return ROOT / path.expanduser()


Place = Annotated[Path, AfterValidator(_from_root)]


class Settings(BaseSettings):
    """One installation; every name is read as POPFORMS_<NAME>, the port as PORT."""

    model_config = SettingsConfigDict(env_prefix="POPFORMS_", extra="ignore", validate_default=True, populate_by_name=True)

    demo: bool = False
    db: Place = Path("data/popforms.db")
    keys: Place = Path("keys")
    forms: Place = Path("forms")
    backups: Place = Path("backups")
    backup_keep_days: int = Field(30, ge=1)
    port: int = Field(8501, ge=1, le=65535, validation_alias="PORT")
    url: str = ""
    gemeente: str = ""
    logo: str = ""

    @model_validator(mode="before")
    @classmethod
    def _demo_has_its_own_places(cls, given: dict[str, object]) -> dict[str, object]:
        if str(given.get("demo", "")).lower() in ("1", "true", "yes", "on"):
            given.setdefault("db", "data/demo/popforms.db")
            given.setdefault("keys", "keys/demo")
            given.setdefault("backups", "backups/demo")
        return given

    @model_validator(mode="after")
    def _address(self) -> Self:
        self.url = (self.url or f"http://localhost:{self.port}").rstrip("/")
        parts = urlsplit(self.url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.path:
            raise ValueError(
                "POPFORMS_URL is geen adres. Vul het adres in waarop collega's popforms openen, bijvoorbeeld https://popforms.gemeente.nl"
            )
        usual = {"http": ":80", "https": ":443"}[parts.scheme]  # browsers leave the usual port out of Host and Origin
        self.url = f"{parts.scheme}://{parts.netloc.lower().removesuffix(usual)}"
        return self

    @property
    def host(self) -> str:
        """The Host header that browsers send for our address, port included when it is not the usual one."""
        return urlsplit(self.url).netloc

    @property
    def logo_file(self) -> Path | None:
        """The file with the logo of the gemeente, when there is one."""
        return _from_root(Path(self.logo)) if self.logo else None

    @property
    def https(self) -> bool:
        return self.url.startswith("https://")

    @property
    def cookie_holds(self) -> bool:
        """Whether browsers keep a Secure cookie here: https, or the own machine."""
        return self.https or urlsplit(self.url).hostname == "localhost"


def load_settings() -> Settings:
    """Read the environment anew."""
    return Settings()

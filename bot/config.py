"""config.toml and the environment become one frozen value."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time, timedelta
from pathlib import Path

from bot import house
from bot.city_settings import checked, city_of, time_of, towns_of
from bot.failure import CannotRun
from bot.settings import SECTIONS, ConfigError, read
from cases.city import City
from cases.model import PersonId
from survey.visits import FieldRules


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Everything that the operator decides."""

    city: City
    districts: tuple[str, ...]
    division_code: str
    towns: Mapping[str, tuple[str, ...]]
    boundaries: Path | None
    database_url: str
    photo_folder: Path
    photos: int
    photo_bytes: int
    token: str = field(repr=False)
    api_base_url: str
    admins: tuple[PersonId, ...]
    webhook_url: str
    webhook_listen: str
    webhook_port: int
    webhook_secret: str = field(repr=False)
    per_second: float
    per_chat_seconds: float
    digest_window: timedelta
    reminders_a_day: int
    tick: timedelta
    watch_listen: str
    watch_port: int
    train_at: time
    model_folder: Path
    channel: str = ""
    field: FieldRules


def load(path: Path | None = None, env: Mapping[str, str] = os.environ) -> Config:
    """Read the file (by default that of SUISHOUPAI_CONFIG, else ./config.toml) and *env*;
    raises ConfigError."""
    path = path or Path(env.get("SUISHOUPAI_CONFIG", "config.toml"))
    settings = read(path, env)
    home = path.resolve().parent
    values = {name: settings[name] for name in SECTIONS}
    telegram, limits = values["telegram"], values["limits"]
    database = _anchored(values["database"]["url"], home)
    return Config(
        city=city_of(settings),
        districts=tuple(values["city"]["districts"]),
        division_code=values["city"]["division_code"],
        towns=towns_of(settings.get("towns", {})),
        boundaries=_path(values["city"].get("boundaries"), home),
        database_url=database,
        photo_folder=_beside(database, home, "photos"),
        photos=int(limits["photos"]),
        photo_bytes=int(limits["photo_megabytes"] * 1024 * 1024),
        token=_secret("TELEGRAM_BOT_TOKEN", telegram.get("token_file"), home, env),
        api_base_url=_url(telegram["api_base_url"]),
        admins=_admins(env.get("SUISHOUPAI_ADMINS", "")),
        webhook_url=telegram.get("webhook_url", ""),
        webhook_listen=telegram["webhook_listen"],
        webhook_port=int(telegram["webhook_port"]),
        webhook_secret=_secret("", telegram.get("webhook_secret_file"), home, env),
        per_second=float(values["delivery"]["per_second"]),
        per_chat_seconds=float(values["delivery"]["per_chat_seconds"]),
        digest_window=timedelta(minutes=float(values["delivery"]["digest_minutes"])),
        reminders_a_day=int(values["delivery"]["reminders_a_day"]),
        tick=timedelta(seconds=float(values["delivery"]["tick_seconds"])),
        watch_listen=values["watch"]["listen"],
        watch_port=int(values["watch"]["port"]),
        train_at=time_of("tagging.train_at", values["tagging"]["train_at"]),
        model_folder=_beside(database, home, "models"),
        channel=checked(house.channel_of, values),
        field=FieldRules(
            near=float(values["survey"]["near"]),
            hand_out_at=time_of("survey.hand_out_at", values["survey"]["hand_out_at"]),
        ),
    )


def _secret(variable: str, file: str | None, home: Path, env: Mapping[str, str]) -> str:
    """A secret from the environment or a file; empty where there is neither."""
    if env.get(variable):
        return env[variable].strip()
    if not file:
        return ""
    try:
        return (home / file).read_text("utf-8").strip()
    except OSError as error:
        raise ConfigError(f"the secret file {file} cannot be read: {error.strerror}") from None


def _admins(text: str) -> tuple[PersonId, ...]:
    try:
        return tuple(PersonId(int(part)) for part in text.split(",") if part.strip())
    except ValueError:
        raise ConfigError(
            f"SUISHOUPAI_ADMINS must be Telegram user ids with commas between, not {text!r}"
        ) from None


def _url(text: str) -> str:
    if not text.startswith(("http://", "https://")):
        raise ConfigError(
            f"telegram.api_base_url must begin with https:// or http://, not {text!r}"
        )
    return text.rstrip("/")


def _path(text: str | None, home: Path) -> Path | None:
    return home / text if text else None


def _anchored(url: str, home: Path) -> str:
    """A relative SQLite path is meant from where the configuration lies."""
    scheme, separator, path = url.partition(":///")
    if not separator or not scheme.startswith("sqlite") or path.startswith("/"):
        return url
    return f"{scheme}:///{home / path}"


def _beside(database: str, home: Path, name: str) -> Path:
    """Photos and models lie beside the database."""
    if database.startswith("sqlite"):
        return Path(database.partition(":///")[2]).parent / name
    return home / "data" / name


def require_token(config: Config) -> None:
    """Raise CannotRun where there is no token."""
    if not config.token:
        raise CannotRun(
            "there is no token; get one from @BotFather and set TELEGRAM_BOT_TOKEN "
            "(or telegram.token_file in config.toml)"
        )

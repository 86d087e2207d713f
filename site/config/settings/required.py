"""What production cannot do without, looked at before anything else is read.

The sentences are in French here: translations are not ready while the settings are read.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator, Mapping
from urllib.parse import SplitResult, urlsplit

from django.core.exceptions import ImproperlyConfigured

from .keys import DEVELOPMENT_SECRET_KEY

# Somebody tries production on their own machine, or builds its image: links may lead there, mails may stay.
TRIAL = "LOCAL_TRIAL"
YES = {"1", "true", "yes", "on"}
SENDING = {"smtp", "smtp+tls", "smtps", "smtp+ssl"}
KEEPING = {"filemail", "consolemail", "memorymail", "dummymail"}
LOCAL_NAMES = ("localhost", "localhost.localdomain")


def refuse_what_is_missing(environment: Mapping[str, str]) -> None:
    """Raise ImproperlyConfigured, with a sentence for each thing to write in `.env`, when one is wrong."""
    if problems := list(problems_of(environment)):
        raise ImproperlyConfigured("\n".join(problems))


def problems_of(environment: Mapping[str, str]) -> Iterator[str]:
    """Yield one sentence for each setting that production refuses in `environment`."""
    value = {name: text.strip() for name, text in environment.items()}
    is_trial = value.get(TRIAL, "").lower() in YES
    yield from _secret_key(value.get("SECRET_KEY", ""))
    if not value.get("ALLOWED_HOSTS", "").strip(", "):
        yield (
            "ALLOWED_HOSTS manque : écrivez dans .env les noms du site, séparés par des virgules, "
            "par exemple ALLOWED_HOSTS=www.mon-reseau.example"
        )
    yield from _base_url(value.get("BASE_URL", ""), is_trial=is_trial)
    yield from _email_url(value.get("EMAIL_URL", ""), is_trial=is_trial)


def _secret_key(key: str) -> Iterator[str]:
    if not key:
        yield "SECRET_KEY manque : écrivez dans .env une longue suite de signes tirés au hasard."
    elif key == DEVELOPMENT_SECRET_KEY:
        yield "SECRET_KEY est celle du développement, que tout le monde connaît : écrivez la vôtre dans .env."


def _base_url(text: str, *, is_trial: bool) -> Iterator[str]:
    example = "BASE_URL=https://www.mon-reseau.example"
    if not text:
        yield f"BASE_URL manque : écrivez dans .env l’adresse du site, que portent les courriels : {example}"
        return
    url = _split(text)
    if url is None or url.scheme not in ("http", "https") or not url.hostname:
        yield f"BASE_URL n’est pas une adresse : écrivez dans .env {example}"
    elif url.path.strip("/") or url.query or url.fragment:
        yield f"BASE_URL s’arrête au nom du site, sans chemin : écrivez dans .env {example}"
    elif _is_local(url.hostname) and not is_trial:
        yield (
            "BASE_URL mène à cette machine, et les liens des courriels ne s’ouvriraient pas ailleurs : "
            f"écrivez dans .env {example} (ou {TRIAL}=true pour un essai ici)"
        )


def _email_url(text: str, *, is_trial: bool) -> Iterator[str]:
    example = "EMAIL_URL=smtp+tls://nom:motdepasse@smtp.mon-reseau.example:587"
    if not text:
        yield f"EMAIL_URL manque : écrivez dans .env le serveur qui envoie les courriels : {example}"
        return
    url = _split(text)
    if url is None or url.scheme not in SENDING | KEEPING:
        yield f"EMAIL_URL ne dit pas comment envoyer les courriels : écrivez dans .env {example}"
    elif url.scheme in SENDING and not url.hostname:
        yield f"EMAIL_URL ne nomme pas de serveur : écrivez dans .env {example}"
    elif url.scheme in KEEPING and not is_trial:
        yield (
            f"EMAIL_URL n’envoie rien, et personne ne recevrait les courriels : écrivez dans .env {example} "
            f"(ou {TRIAL}=true pour un essai ici)"
        )


def _split(text: str) -> SplitResult | None:
    """Return the parts of an address; None when it has none, such as a port that is no number."""
    try:
        url = urlsplit(text)
        _ = url.port
    except ValueError:
        return None
    return url


def _is_local(host: str) -> bool:
    """Say whether an address with this host leads nowhere but to the machine where it is opened."""
    if host in LOCAL_NAMES or host.endswith(".localhost"):
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified

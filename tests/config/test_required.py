"""What production refuses to start with: one sentence each, that says what to write."""

import pytest

from config.settings.keys import DEVELOPMENT_SECRET_KEY
from config.settings.required import problems_of

GOOD = {
    "SECRET_KEY": "f7Wq-0pLz_3nXy8vRt2bKc5mJd9hGs1a",
    "ALLOWED_HOSTS": "www.reseau.example",
    "BASE_URL": "https://www.reseau.example",
    "EMAIL_URL": "smtp+tls://nom:secret@smtp.reseau.example:587",
}
HERE = {"BASE_URL": "http://127.0.0.1:8000", "EMAIL_URL": "filemail:////tmp/mail", "LOCAL_TRIAL": "true"}


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"BASE_URL": "https://www.reseau.example/"},
        {"BASE_URL": "http://192.168.1.20:8000"},
        {"EMAIL_URL": "smtp://localhost:25"},
        HERE,
        {"LOCAL_TRIAL": "1", "EMAIL_URL": "dummymail://", "BASE_URL": "http://localhost"},
    ],
)
def test_what_is_complete_is_taken(changed):
    assert list(problems_of({**GOOD, **changed})) == []


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("SECRET_KEY", "", "manque"),
        ("SECRET_KEY", DEVELOPMENT_SECRET_KEY, "tout le monde connaît"),
        ("ALLOWED_HOSTS", "", "manque"),
        ("ALLOWED_HOSTS", " , ", "manque"),
        ("BASE_URL", "", "manque"),
        ("BASE_URL", "www.reseau.example", "n’est pas une adresse"),
        ("BASE_URL", "ftp://www.reseau.example", "n’est pas une adresse"),
        ("BASE_URL", "https://", "n’est pas une adresse"),
        ("BASE_URL", "https://www.reseau.example:port", "n’est pas une adresse"),
        ("BASE_URL", "https://www.reseau.example/accueil", "sans chemin"),
        ("BASE_URL", "http://localhost:8000", "mène à cette machine"),
        ("BASE_URL", "http://127.0.0.1:8000", "mène à cette machine"),
        ("BASE_URL", "http://[::1]", "mène à cette machine"),
        ("BASE_URL", "http://0.0.0.0", "mène à cette machine"),
        ("EMAIL_URL", "", "manque"),
        ("EMAIL_URL", "file:///var/mail", "ne dit pas comment"),
        ("EMAIL_URL", "smtp.reseau.example", "ne dit pas comment"),
        ("EMAIL_URL", "smtp://", "ne nomme pas de serveur"),
        ("EMAIL_URL", "filemail:////var/mail", "n’envoie rien"),
        ("EMAIL_URL", "consolemail://", "n’envoie rien"),
        ("EMAIL_URL", "memorymail://", "n’envoie rien"),
        ("EMAIL_URL", "dummymail://", "n’envoie rien"),
    ],
)
def test_what_is_missing_or_makes_no_sense_is_said_in_one_sentence(name, value, words):
    (problem,) = problems_of({**GOOD, name: value})

    assert problem.startswith(name)
    assert words in problem
    assert ".env" in problem


def test_a_trial_needs_an_address_and_a_way_for_mails_too():
    problems = list(problems_of({**GOOD, "BASE_URL": "", "EMAIL_URL": "", "LOCAL_TRIAL": "true"}))

    assert [problem.split()[0] for problem in problems] == ["BASE_URL", "EMAIL_URL"]

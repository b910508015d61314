"""A namespace of one mattockd for every test that asks for `namespace`.

Copy this file beside your tests. mattockd must be in PATH.
"""

import json
import os
import pathlib
import subprocess
import urllib.request

import pytest

SCENARIO = pathlib.Path(__file__).parent.parent / "organization.json"


def control(url, method, path, body=None):
    """The answer of mattockd's control interface."""
    request = urllib.request.Request(
        f"{url}/_mattock/{path}", method=method, headers={"Content-Type": "application/json"},
        data=None if body is None else json.dumps(body).encode())
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


class Namespace:
    """A world of its own: state, clock, fault rules and journal."""

    def __init__(self, url):
        self.url = url

    def faults(self, *rules):
        control(self.url, "POST", "faults", list(rules))

    def advance(self, time):
        control(self.url, "POST", "clock", {"advance": time})

    def verify(self, **expected):
        """Fails the test with the server's own explanation."""
        report = control(self.url, "POST", "verify", expected)
        assert report["holds"], json.dumps(report, indent=2)


@pytest.fixture(scope="session")
def mattockd():
    """The URL of a server that lasts as long as the session."""
    with subprocess.Popen(["mattockd"], stdout=subprocess.PIPE, text=True) as process:
        ready = process.stdout.readline()  # mattockd: ready url=http://127.0.0.1:PORT pid=N
        assert "url=" in ready, "mattockd did not start; it says why above"
        yield ready.split("url=")[1].split()[0]
        process.terminate()


@pytest.fixture
def namespace(mattockd, tmp_path, monkeypatch):
    """Every AWS SDK and every command that the test starts is in the namespace."""
    scenario = json.loads(SCENARIO.read_text(encoding="utf-8"))
    space = control(mattockd, "POST", "ns", {"scenario": scenario})
    credentials = tmp_path / "credentials"
    credentials.touch(mode=0o600)
    credentials.write_text(space["credentials"], encoding="utf-8")
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    for name, value in {
            "AWS_ENDPOINT_URL": space["url"], "AWS_SHARED_CREDENTIALS_FILE": str(credentials),
            "AWS_CONFIG_FILE": os.devnull, "AWS_PROFILE": "admin", "AWS_REGION": "us-east-1",
            "AWS_DEFAULT_REGION": "us-east-1", "AWS_EC2_METADATA_DISABLED": "true"}.items():
        monkeypatch.setenv(name, value)
    yield Namespace(space["url"])
    control(mattockd, "DELETE", "ns?name=" + space["name"])

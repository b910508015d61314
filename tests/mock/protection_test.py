"""Who may speak to mattockd: TLS, the control token, addresses other machines reach, and sockets
that a service manager hands over.

    protection_test.py MATTOCKD
"""

import http.client
import json
import os
import pathlib
import re
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import unittest

MATTOCKD = sys.argv[1]
del sys.argv[1:]
sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "support"))
from mattockd import Server  # noqa: E402

# Puts a socket where a service manager does, and becomes the program.
HANDOVER = """import os, sys
os.dup2(int(sys.argv[1]), 3)
os.environ["LISTEN_PID"] = str(os.getpid())
os.execv(sys.argv[2], sys.argv[2:])
"""
TOKEN = "c0ntr0l-t0ken-of-this-test"


class Case(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.token = self.write("token", TOKEN + "\n")

    def write(self, name, text):
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    def start(self, *options, **settings):
        server = Server(MATTOCKD, *options, **settings)
        self.addCleanup(lambda: server.process.poll() is None and server.end())
        return server

    def start_with_tls(self, *options):
        bundle = str(self.folder / "ca.pem")
        server = self.start("--tls", "--tls-ca-file", bundle, *options)
        server.context = ssl.create_default_context(cafile=bundle)
        return server

    def certificate(self, name):
        """A certificate that trusts itself, and its key."""
        certificate, key = (str(self.folder / f"{name}.{kind}") for kind in ("pem", "key"))
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                        "ec_paramgen_curve:P-256", "-nodes", "-keyout", key, "-out", certificate,
                        "-subj", "/CN=own", "-addext", "subjectAltName=IP:127.0.0.1"],
                       check=True, capture_output=True)
        return certificate, key


class Refusals(Case):
    def refuse(self, status, text, *options):
        run = subprocess.run([MATTOCKD, *options], capture_output=True, text=True, timeout=30)
        self.assertEqual(("", status), (run.stdout, run.returncode), run.stderr)
        self.assertIn(text, run.stderr)

    def test_options_that_do_not_fit_are_told(self):
        self.refuse(2, "need each other", "--tls-key", "x")
        self.refuse(2, "need each other", "--tls-certificate", "x")
        self.refuse(2, "leave it out", "--tls", "--tls-key", "x", "--tls-certificate", "y")
        self.refuse(2, "--tls-ca-file needs --tls", "--tls-ca-file", "x")

    def test_files_that_are_not_what_they_should_be_are_told(self):
        certificate, key = self.certificate("one")
        _, other = self.certificate("two")
        self.refuse(1, "cannot read", "--control-token", str(self.folder / "nothing"))
        for text in ("short\n", "a token with spaces in it\n", "\n" + TOKEN, "x" * 513):
            self.refuse(1, "must be a token of 16 to 512", "--control-token",
                        self.write("bad", text))
        self.refuse(1, "of at most", "--control-token", self.write("bad", "x" * 70000))
        self.refuse(1, "is the certificate the key's", "--tls-certificate", certificate,
                    "--tls-key", other)
        self.refuse(1, "is the certificate the key's", "--tls-certificate", self.token,
                    "--tls-key", key)

    def test_an_address_that_others_reach_needs_tls_and_a_token(self):
        for address in ("0.0.0.0:0", "[::]:0"):
            self.refuse(1, "not encrypted", "--listen", address)
            self.refuse(1, "no control token", "--listen", address, "--tls")
            self.refuse(1, "the control token too", "--listen", address, "--control-token",
                        self.token)


class Tls(Case):
    def test_who_trusts_the_authority_is_served_and_nobody_else(self):
        server = self.start_with_tls()
        self.assertEqual("https", server.scheme)
        self.assertEqual(200, server.ask("GetUser")[0])
        self.assertTrue(server.control("ns")["namespaces"][0]["url"].startswith("https://"))
        server.context = ssl.create_default_context()
        self.assertRaises(ssl.SSLCertVerificationError, server.ask, "GetUser")
        plain = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
        self.addCleanup(plain.close)
        plain.request("GET", "/_mattock/health")
        self.assertRaises((http.client.BadStatusLine, ConnectionError), plain.getresponse)

    def test_the_certificate_is_for_the_names_of_this_machine(self):
        server = self.start_with_tls()
        for name, is_good in (("localhost", True), ("vault.s3.localhost", True),
                              ("s3.localhost", True), ("evil.example", False)):
            with self.subTest(name), socket.create_connection(("127.0.0.1", server.port)) as raw:
                if is_good:
                    server.context.wrap_socket(raw, server_hostname=name).close()
                else:
                    self.assertRaises(ssl.SSLCertVerificationError, server.context.wrap_socket,
                                      raw, server_hostname=name)

    def test_the_bundle_holds_no_key_and_goes_with_the_server(self):
        server = self.start_with_tls()
        bundle = self.folder / "ca.pem"
        self.assertEqual(["CERTIFICATE"], re.findall("BEGIN (.*)-----",
                                                     bundle.read_text(encoding="utf-8")))
        self.assertEqual(0, server.end())
        self.assertFalse(bundle.exists())

    def test_a_given_certificate_is_used(self):
        certificate, key = self.certificate("own")
        server = self.start("--tls-certificate", certificate, "--tls-key", key,
                            context=ssl.create_default_context(cafile=certificate))
        self.assertEqual(200, server.ask("GetUser")[0])

    def test_a_page_of_the_server_itself_may_ask(self):
        server = self.start_with_tls()
        for scheme, status in (("https", 200), ("http", 403)):
            origin = f"{scheme}://localhost:{server.port}"
            self.assertEqual(status, server.request("GET", "/_mattock/clock", "",
                                                    {"Origin": origin})[0])

    def test_fault_rules_break_answers_inside_of_tls_too(self):
        broken = (http.client.HTTPException, OSError, ValueError)
        for action, lost in (({"dribble": {"everyMs": 1, "bytes": 40}}, None),
                             ({"latency": 20}, None), ({"halfClose": 1}, broken),
                             ({"truncate": 30}, broken), ({"garbage": True}, broken),
                             ({"stall": 20}, broken), ({"reset": "after"}, broken),
                             ({"wrongLength": 9}, broken)):
            with self.subTest(action):
                server = self.start_with_tls()
                rule = [{"match": {"operation": "iam:GetUser", "nth": 1}, "do": action}]
                self.assertEqual(200, server.change("POST", "/_mattock/faults", rule)[0])
                if lost:
                    self.assertRaises(lost, server.ask, "GetUser")
                else:
                    self.assertEqual(200, server.ask("GetUser")[0])
                self.assertEqual(1, server.control("faults")["faults"][0]["fired"])
                self.assertEqual(200, server.ask("GetUser")[0])
                self.assertEqual(0, server.end())

    def test_many_connections_at_once_are_all_answered(self):
        server = self.start_with_tls()
        connections = [server.connect() for _ in range(130)]
        for connection in connections:
            connection.request("GET", "/_mattock/health")
        for connection in connections:
            self.assertEqual(200, connection.getresponse().status)
            connection.close()


class Token(Case):
    def ask(self, server, authorization=None, path="/_mattock/state", host="localhost"):
        headers = {"Host": host}
        if authorization:
            headers["Authorization"] = authorization
        return server.request("GET", path, "", headers)[0]

    def test_a_control_request_without_the_token_is_refused(self):
        server = self.start("--control-token", self.token)
        for wrong in (None, "Bearer", "Bearer ", "Basic " + TOKEN, "Bearer " + TOKEN[:-1],
                      f"Bearer {TOKEN}x", f"Bearer {TOKEN.upper()}"):
            with self.subTest(wrong):
                self.assertEqual(401, self.ask(server, wrong))
        self.assertEqual(401, server.change("POST", "/_mattock/reset")[0])

    def test_the_token_opens_it_under_any_name_but_to_no_page(self):
        server = self.start("--control-token", self.token)
        self.assertEqual(200, self.ask(server, "Bearer " + TOKEN))
        self.assertEqual(200, self.ask(server, "bearer " + TOKEN, host="mock.example:80"))
        self.assertEqual(403, server.request("GET", "/_mattock/state", "", {
            "Authorization": "Bearer " + TOKEN, "Origin": "http://evil.example"})[0])

    def test_health_and_aws_s_own_operations_need_no_token(self):
        server = self.start("--control-token", self.token)
        for path in ("/_mattock/health", "/_mattock/ready", "/_localstack/health"):
            self.assertEqual(200, self.ask(server, path=path))
        self.assertEqual(200, server.ask("GetUser")[0])

    def test_an_address_that_others_reach_is_served_with_tls_and_token(self):
        run = subprocess.Popen([MATTOCKD, "--listen", "0.0.0.0:0", "--tls", "--control-token",
                                self.token], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                               text=True)
        self.assertIn("url=https://0.0.0.0:", run.stdout.readline())
        run.send_signal(signal.SIGTERM)
        self.assertEqual("", run.communicate(timeout=30)[1])

    def test_insecure_says_what_is_given_up(self):
        run = subprocess.Popen([MATTOCKD, "--listen", "0.0.0.0:0", "--insecure"], text=True,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.assertIn("url=http://0.0.0.0:", run.stdout.readline())
        run.send_signal(signal.SIGTERM)
        self.assertIn("can read every caller's keys", run.communicate(timeout=30)[1])


class Handover(Case):
    """What systemd does for a unit with a socket."""

    def command(self, given, *options):
        return [sys.executable, "-c", HANDOVER, str(given.fileno()), MATTOCKD, *options]

    def refuse(self, text, given, *options, count="1"):
        run = subprocess.run(self.command(given, *options), pass_fds=[given.fileno()],
                             env={**os.environ, "LISTEN_FDS": count},
                             capture_output=True, text=True, timeout=30)
        self.assertEqual(1, run.returncode)
        self.assertIn(text, run.stderr)

    def test_the_socket_is_served(self):
        with socket.create_server(("127.0.0.1", 0)) as given:
            server = Server(*self.command(given), pass_fds=[given.fileno()],
                            env={**os.environ, "LISTEN_FDS": "1"})
            self.addCleanup(server.end)
            self.assertEqual(given.getsockname()[1], server.port)
            self.assertEqual(200, server.ask("GetUser")[0])

    def test_what_cannot_be_served_is_told(self):
        with socket.create_server(("127.0.0.1", 0)) as given:
            self.refuse("leave out --listen", given, "--listen", "127.0.0.1:0")
        with socket.create_server(("127.0.0.1", 0)) as given:
            self.refuse("expected one socket", given, count="2")
        with socket.create_server(("0.0.0.0", 0)) as given:
            self.refuse("not encrypted", given)
        with socket.socket() as given:
            self.refuse("not a listening TCP socket", given)

    def test_the_manager_is_told_when_requests_are_answered(self):
        path = str(self.folder / "notify")
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
            manager.bind(path)
            manager.settimeout(30)
            server = self.start(env={**os.environ, "NOTIFY_SOCKET": path})
            self.assertEqual(b"READY=1", manager.recv(100))
            self.assertEqual({"status": "ready"}, json.loads(
                server.request("GET", "/_mattock/ready")[1]))


if __name__ == "__main__":
    unittest.main()

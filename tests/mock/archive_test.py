"""The journal as an HTTP archive: it keeps the rules of HAR 1.2, and no secret is in it.

    archive_test.py MATTOCKD
"""

import json
import pathlib
import re
import socket
import sys
import time
import unittest
import urllib.parse

MATTOCKD = sys.argv[1]
del sys.argv[1:]
sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "support"))
import har  # noqa: E402
from mattockd import Server, form  # noqa: E402

BODY_MAX = 16 * 1024
JSON = {"Content-Type": "application/x-amz-json-1.1"}
PASSWORDS = ("Tr0ub4dor&3<\"'+%/=", "correct horse battery")
TOKEN = "FwoGZXIvYXdzEXAMPLETOKEN/+abc=="


def header(message, name):
    return next((each["value"] for each in message["headers"]
                 if each["name"].lower() == name.lower()), None)


class Archive(unittest.TestCase):
    def setUp(self):
        self.server = Server(MATTOCKD)
        self.addCleanup(lambda: self.server.process.poll() is None and self.server.end())

    def text(self):
        status, text = self.server.request("GET", "/_mattock/requests?format=har")
        self.assertEqual(200, status)
        return text

    def entries(self):
        return har.read(self.text())["entries"]

    def test_the_rules_can_be_broken(self):
        self.server.ask("GetUser")
        whole = json.loads(self.text())
        for path, value in ((("log", "version"), "1.1"), (("request", "url"), "/"),
                            (("request", "queryString"), [{"name": "a"}]), (("time",), -1),
                            (("timings", "wait"), -1), (("startedDateTime",), "yesterday"),
                            (("response", "content"), {"size": 0}), (("response", "status"), "200")):
            with self.subTest(path):
                broken = json.loads(json.dumps(whole))
                place = broken if path[0] == "log" else broken["log"]["entries"][0]
                for name in path[:-1]:
                    place = place[name]
                place[path[-1]] = value
                self.assertRaises(har.Broken, har.read, json.dumps(broken))

    def test_both_messages_of_an_exchange_are_in_it(self):
        self.server.ask("GetUser&UserName=nobody")
        entry, = self.entries()
        request, response = entry["request"], entry["response"]
        self.assertEqual("Action=GetUser&UserName=nobody&Version=2010-05-08",
                         "&".join(sorted(request["postData"]["text"].split("&"))))
        self.assertEqual(("http://mattock.test/", "mattock.test", "application/x-www-form-urlencoded"),
                         (request["url"], header(request, "Host"), request["postData"]["mimeType"]))
        self.assertEqual((404, "Not Found", "text/xml"),
                         (response["status"], response["statusText"],
                          response["content"]["mimeType"].split(";")[0]))
        self.assertIn("<Code>NoSuchEntity</Code>", response["content"]["text"])
        self.assertEqual(response["content"]["size"], len(response["content"]["text"].encode()))
        self.assertIsNotNone(header(response, "x-amzn-RequestId"))
        self.assertEqual("iam:GetUser", entry["_mattock"]["operation"])

    def test_no_secret_is_in_it_whichever_way_it_travels(self):
        token = {"token": TOKEN}
        secrets = [*PASSWORDS, TOKEN]
        status, text = self.server.ask("CreateAccessKey&UserName=admin")
        secrets.append(re.search("<SecretAccessKey>(.*)</", text)[1])
        for password in PASSWORDS:
            self.server.ask("CreateLoginProfile&UserName=admin&" + form(Password=password))
            self.server.ask("ChangePassword&" + form(OldPassword=password, NewPassword=password))
            self.server.ask("NoSuchAction&" + form(**{"Thing.Password": password}))
        self.server.ask("UploadServerCertificate&" + form(
            ServerCertificateName="x", CertificateBody="x", PrivateKey=PASSWORDS[1]))
        self.server.ask("GetUser", **token)
        self.server.ask("GetUser", secret="another-one", **token)
        self.server.request("GET", "/?" + form(**{
            "Action": "GetUser", "Version": "2010-05-08", "X-Amz-Security-Token": TOKEN,
            "X-Amz-Algorithm": "AWS4-HMAC-SHA256", "X-Amz-Date": "20261123T090000Z",
            "X-Amz-Credential": "AKIAIOSFODNN7EXAMPLE/20261123/us-east-1/iam/aws4_request",
            "X-Amz-Expires": "60", "X-Amz-SignedHeaders": "host", "X-Amz-Signature": "5" * 64}))
        self.server.request("POST", "/", json.dumps({"AccountId": "1", "Otp": PASSWORDS[1], "a": {
            "P\\u0061ssword".replace("\\\\", "\\"): [PASSWORDS[0], {"b": PASSWORDS[1]}]}}),
            {**JSON, "Cookie": PASSWORDS[1], "Authorization": "Bearer " + PASSWORDS[1]})
        session = self.server.ask("GetSessionToken", "sts")[1]
        secrets += re.findall("<(?:SecretAccessKey|SessionToken)>(.*)</", session)
        self.assertEqual(6, len(secrets))
        for entry in self.entries():
            entry.pop("_mattock")
            for secret in secrets:
                for coded in (secret, json.dumps(secret)[1:-1], urllib.parse.quote(secret, ""),
                              urllib.parse.quote_plus(secret)):
                    self.assertNotIn(coded, json.dumps(entry, ensure_ascii=False))
                    self.assertNotIn(coded, str(entry))
            self.assertNotRegex(json.dumps(entry), "Signature=[0-9a-f]|5555555555")
            text = json.dumps(entry["request"])
            self.assertIn("(redacted)", text)

    def test_no_secret_but_a_token_alone_is_in_the_journal_itself(self):
        key = re.search("<SecretAccessKey>(.*)</", self.server.ask("CreateAccessKey")[1])[1]
        self.server.ask("CreateLoginProfile&UserName=admin&" + form(Password=PASSWORDS[1]))
        self.server.ask("CreateLoginProfile&UserName=admin&" + form(Password="x" * 200))
        self.server.ask("GetUser", secret="another-one", token=TOKEN)
        told = self.server.request("GET", "/_mattock/requests")[1]
        for secret in (key, PASSWORDS[1], urllib.parse.quote_plus(PASSWORDS[1]), "x" * 200, TOKEN):
            self.assertNotIn(secret, told)

    def test_a_long_body_is_cut_and_says_so(self):
        document = json.dumps({"a": "ä" * 20000}, ensure_ascii=False)
        self.server.ask("CreatePolicy&" + form(PolicyName="p", PolicyDocument=document))
        self.server.request("POST", "/", ("{\"a\":\"" + "ä" * 20000 + "\"}").encode(), JSON)
        for entry in self.entries():
            data = entry["request"]["postData"]
            self.assertTrue(BODY_MAX - 1 <= len(data["text"].encode()) <= BODY_MAX)
            self.assertEqual(f"Cut: {BODY_MAX} bytes of {entry['request']['bodySize']} are kept "
                             "at most.", data["comment"])

    def test_what_is_no_text_is_not_kept_and_says_so(self):
        for kind, body in (("application/octet-stream", "\x00\x01"), ("text/plain", "secret"),
                           ("application/x-amz-json-1.1", "secret"), ("text/xml", "\xff<"),
                           ("application/x-www-form-urlencoded", "Action=\x00")):
            self.server.request("POST", "/", body.encode("latin-1"), {"Content-Type": kind})
        for entry in self.entries():
            data = entry["request"]["postData"]
            self.assertNotIn("text", data)
            self.assertTrue(data["comment"].startswith("Not kept"))

    def test_times_are_real_whatever_the_mocks_clock_shows(self):
        before = time.time()
        self.server.change("POST", "/_mattock/clock", {"mode": "frozen",
                                                       "time": "2020-01-01T00:00:00Z"})
        self.server.change("POST", "/_mattock/faults",
                           [{"match": {"operation": "iam:ListUsers"}, "do": {"latency": 30}}])
        self.server.ask("ListUsers")
        with socket.create_connection(("127.0.0.1", self.server.port)) as slow:
            slow.sendall(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\n")
            self.server.ask("GetUser")
            slow.sendall(b"x")
            slow.recv(1000)
        delayed, quick, slow = self.entries()
        for entry in (delayed, quick, slow):
            started = har.datetime.datetime.fromisoformat(
                entry["startedDateTime"].replace("Z", "+00:00")).timestamp()
            self.assertTrue(before - 1 < started < time.time() + 1)
            self.assertEqual("2020-01-01T00:00:00Z", entry["_mattock"]["time"])
        self.assertGreaterEqual(delayed["timings"]["wait"], 30)
        self.assertGreater(slow["timings"]["send"], quick["timings"]["send"])

    def test_a_connection_that_was_reset_has_no_answer(self):
        self.server.change("POST", "/_mattock/faults",
                           [{"match": {"operation": "iam:GetUser"}, "do": {"reset": "before"}}])
        self.assertRaises(OSError, self.server.ask, "GetUser")
        entry, = self.entries()
        self.assertEqual((0, 0), (entry["response"]["status"], entry["response"]["bodySize"]))

    def test_messages_are_kept_up_to_a_bound_and_entries_longer(self):
        """2,200 answers of 16 KiB are more than 32 MiB."""
        self.server.ask("CreatePolicy&" + form(PolicyName="p", PolicyDocument=json.dumps({
            "Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "a:" + "b" * 99,
                                                    "Resource": "*"}]})))
        body = "Action=GetUser&UserName=" + "a" * BODY_MAX
        request = (f"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: {len(body)}\r\nContent-Type: "
                   f"application/x-www-form-urlencoded\r\n\r\n{body}").encode()
        with socket.create_connection(("127.0.0.1", self.server.port)) as asking:
            answers = asking.makefile("rb")
            for _ in range(2200):
                asking.sendall(request)
                length = 0
                while (line := answers.readline()) != b"\r\n":
                    if line.lower().startswith(b"content-length:"):
                        length = int(line.split()[1])
                answers.read(length)
        entries = self.entries()
        kept = [bool(entry["request"]["headers"]) for entry in entries]
        self.assertEqual(2201, len(entries))
        self.assertTrue(1800 < sum(kept) < 2100, sum(kept))
        self.assertEqual(sorted(kept), kept)
        self.assertIn("no longer kept", entries[0]["comment"])


if __name__ == "__main__":
    unittest.main()

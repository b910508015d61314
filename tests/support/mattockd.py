"""A mattockd for a test, and requests signed for it."""

import datetime
import hashlib
import hmac
import http.client
import json
import re
import signal
import subprocess
import urllib.parse

KEY, SECRET = "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
READY = re.compile(r"^mattockd: ready url=(https?)://127\.0\.0\.1:(\d+) pid=(\d+)\n$")
VERSIONS = {"iam": "2010-05-08", "sts": "2011-06-15"}


def digest(key, text):
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


def signed_headers(host, service, body, time, key=KEY, secret=SECRET, token=None, path="/",
                   target=None):
    """The headers of a POST signed by Signature Version 4."""
    scope = f"{time[:8]}/us-east-1/{service}/aws4_request"
    headers = {"host": host, "x-amz-date": time}
    if token:
        headers["x-amz-security-token"] = token
    if target:
        headers["x-amz-target"] = target
    names = ";".join(sorted(headers))
    canonical = "\n".join(["POST", path, "", *(f"{n}:{headers[n]}" for n in sorted(headers)), "",
                           names, hashlib.sha256(body.encode()).hexdigest()])
    signing = ("AWS4" + secret).encode()
    for part in scope.split("/"):
        signing = digest(signing, part)
    to_sign = "\n".join(["AWS4-HMAC-SHA256", time, scope,
                         hashlib.sha256(canonical.encode()).hexdigest()])
    signature = digest(signing, to_sign).hex()
    return {**headers, "Content-Type": "application/x-www-form-urlencoded",
            "Authorization": f"AWS4-HMAC-SHA256 Credential={key}/{scope}, "
                             f"SignedHeaders={names}, Signature={signature}"}


class Server:
    """A mattockd that was started with these options."""

    def __init__(self, program, *options, context=None, **settings):
        self.process = subprocess.Popen([program, *options], stdout=subprocess.PIPE, text=True,
                                        **settings)
        self.line = self.process.stdout.readline()
        self.scheme, port, self.pid = READY.match(self.line).groups()
        self.port, self.context = int(port), context

    def connect(self):
        if self.scheme == "https":
            return http.client.HTTPSConnection("127.0.0.1", self.port, timeout=30,
                                               context=self.context)
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)

    def request(self, method, path, body="", headers=None):
        connection = self.connect()
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, text

    def ask(self, action, service="iam", time=None, path="/", **credentials):
        """One call of a service that speaks Query: "GetUser&UserName=x"."""
        now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y%m%dT%H%M%SZ")
        body = f"Action={action}&Version={VERSIONS[service]}"
        headers = signed_headers("mattock.test", service, body, time or now, path=path,
                                 **credentials)
        return self.request("POST", path, body, headers)

    def change(self, method, path, value=None):
        """A control request that changes something: its status and its text."""
        return self.request(method, path, "" if value is None else json.dumps(value),
                            {"Content-Type": "application/json"})

    def control(self, path):
        return json.loads(self.request("GET", "/_mattock/" + path)[1])

    def end(self, with_signal=signal.SIGTERM):
        self.process.send_signal(with_signal)
        self.process.stdout.close()
        return self.process.wait(30)


def form(**members):
    """Members of a request of Query."""
    return urllib.parse.urlencode(members)

"""A mattockd with a plan for it, and what must be true of the requests that it saw."""

import http.client
import json
import os
import pathlib
import re
import signal
import subprocess

READY = re.compile(r"^mattockd: ready url=http://127\.0\.0\.1:(\d+) pid=\d+\n$")
TIMEOUT_S = 120

# Which read shows whether a delete is needed, and by which parameter it names its target.
READS = {
    "iam:DeleteAccessKey": ("iam:ListAccessKeys", "AccessKeyId"),
    "iam:DeleteSigningCertificate": ("iam:ListSigningCertificates", "CertificateId"),
    "iam:DeactivateMFADevice": ("iam:ListMFADevices", "SerialNumber"),
    "iam:DeleteVirtualMFADevice": ("iam:ListMFADevices", "SerialNumber"),
    "iam:DeleteLoginProfile": ("iam:GetLoginProfile", None),
}


class Wrong(Exception):
    """What must not be, after a crash."""


class Place:
    """A server, a plan for it, and a folder: one for each job."""

    def __init__(self, options, folder, *server_options):
        self.options = options
        self.folder = pathlib.Path(folder)
        self.plan = self.folder / "rollout.plan"
        self.journal = self.folder / "rollout.plan.journal"
        self.log = self.folder / "effects"
        credentials = self.folder / "credentials"
        self.server = subprocess.Popen(
            [options.mattockd, "--scenario", options.scenario, "--credentials-file", credentials,
             *server_options], stdout=subprocess.PIPE, text=True)
        self.port = int(READY.match(self.server.stdout.readline()).group(1))
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT_S)
        self.environment = {
            "PATH": os.environ["PATH"], "HOME": str(self.folder), "AWS_PROFILE": "admin",
            "AWS_SHARED_CREDENTIALS_FILE": str(credentials),
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{self.port}",
            # How a sanitizer is to run, if the program has one.
            **{name: text for name, text in os.environ.items() if name.endswith("SAN_OPTIONS")},
        }

    def end(self):
        self.connection.close()
        self.server.send_signal(signal.SIGTERM)
        self.server.stdout.close()
        self.server.wait(TIMEOUT_S)

    def control(self, path, method="GET", body=None):
        self.connection.request(method, "/_mattock/" + path,
                                body=None if body is None else json.dumps(body),
                                headers={"Content-Type": "application/json"})
        answer = self.connection.getresponse()
        return json.loads(answer.read() or b"null")

    def reset(self):
        self.control("reset", "POST")
        self.journal.unlink(missing_ok=True)

    def mattock(self, *words, **settings):
        environment = dict(self.environment)
        if settings:
            environment.update(settings, LD_PRELOAD=self.options.crash_point)
        return subprocess.run([self.options.mattock, *words], env=environment, cwd=self.folder,
                              capture_output=True, text=True, timeout=TIMEOUT_S)

    def apply(self, *words, **settings):
        return self.mattock("apply", str(self.plan), "--yes", "--output", "json",
                            *words, **settings)

    def go_on(self):
        """Resume, or apply where the crash came before there was a run."""
        done = self.mattock("resume", str(self.plan), "--yes", "--output", "json")
        return self.apply() if done.returncode == 5 else done

    def state(self):
        return [(a["id"], a.get("root")) for a in self.control("state")["accounts"]]

    def prepare(self):
        """The plan, and what a run without a crash comes to and does."""
        planned = self.mattock("plan", "--all", "-o", str(self.plan))
        if planned.returncode != 0:
            raise Wrong(f"plan ended with {planned.returncode}: {planned.stderr}")
        self.reset()
        done = self.apply("--parallel", "1", CRASH_LOG=str(self.log))
        if done.returncode != 0:
            raise Wrong(f"apply ended with {done.returncode}: {done.stderr}")
        self.wanted_state = self.state()
        return self.log.read_text()


def look(requests):
    """No delete twice without a look between; a look at everything after the last delete."""
    sent, last_delete, last_read = {}, {}, {}
    for entry in requests:
        operation, account = entry.get("operation"), entry.get("principal", {}).get("accountId")
        number = entry["number"]
        if operation not in READS:
            last_read[account, operation] = number
            continue
        read, parameter = READS[operation]
        target = entry.get("parameters", {}).get(parameter)
        before = sent.get((account, operation, target))
        if before is not None and last_read.get((account, read), 0) < before:
            raise Wrong(f"{operation} of {account} {target} was sent as requests {before} and "
                        f"{number}, and nobody looked between")
        sent[account, operation, target] = last_delete[account, read] = number
    for (account, read), number in last_delete.items():
        if last_read.get((account, read), 0) < number:
            raise Wrong(f"{read} of {account} was not asked after its last delete")

"""AWS's own names of its endpoints, asked for real: no setting says where they are.

    hosts_test.py MATTOCK MATTOCKD

A proxy leads every name to one mattockd, whose certificate is good for all of them. So the client
chooses hosts and signing regions as it would for AWS, and the mock holds it to them.
"""

import datetime
import fcntl
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "support"))

import hosts as names  # noqa: E402
import mattockd  # noqa: E402

MATTOCK, MATTOCKD = map(os.path.abspath, sys.argv[1:3])
del sys.argv[1:]

MANAGEMENT, MEMBER = "111111111111", "222222222222"

# By partition: the region of the command, and the names that an audit asks.
HOSTS = {
    "aws": ("eu-west-1", {"sts.eu-west-1.amazonaws.com", "iam.amazonaws.com",
                          "organizations.us-east-1.amazonaws.com"}),
    "aws-us-gov": ("us-gov-east-1", {"sts.us-gov-east-1.amazonaws.com", "iam.us-gov.amazonaws.com",
                                     "organizations.us-gov-west-1.amazonaws.com"}),
    "aws-cn": ("cn-north-1", {"sts.cn-north-1.amazonaws.com.cn", "iam.cn-north-1.amazonaws.com.cn",
                              "organizations.cn-northwest-1.amazonaws.com.cn"}),
}
GLOBAL = "sts.amazonaws.com"


def scenario(partition):
    return {
        "mattock": 1,
        "partition": partition,
        "organization": {"management": MANAGEMENT, "trustedAccess": ["iam.amazonaws.com"],
                         "features": ["RootCredentialsManagement"]},
        "accounts": [{"id": MEMBER, "name": "member", "root": {"keys": [{"created": "-900d"}]}}],
        "callers": {"admin": {"account": MANAGEMENT, "user": "admin",
                              "policies": ["AdministratorAccess"],
                              "key": {"id": mattockd.KEY, "secret": mattockd.SECRET}}},
    }


class Hosts(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory()
        cls.folder = pathlib.Path(cls.temporary.name)
        cls.bundle, cls.key = names.make_certificate(
            cls.folder, {GLOBAL}.union(*(hosts for _, hosts in HOSTS.values())))

    @classmethod
    def tearDownClass(cls):
        cls.temporary.cleanup()

    def start(self, partition):
        """A mattockd of that partition and the way to it."""
        path = self.folder / f"{partition}.json"
        path.write_text(json.dumps(scenario(partition)), encoding="utf-8")
        server = mattockd.Server(MATTOCKD, "--scenario", path, "--tls-certificate", self.bundle,
                                 "--tls-key", self.key)
        self.addCleanup(server.end)
        proxy = names.Proxy(server.port)
        self.addCleanup(proxy.server_close)
        self.addCleanup(proxy.shutdown)
        return proxy

    def audit(self, proxy, region, **more):
        """An audit with no setting but credentials, region and the way out."""
        proxy.hosts.clear()
        return subprocess.run(
            [MATTOCK, "audit", "--all", "--output", "json"], cwd=self.folder, timeout=60,
            env=self.environment(proxy, region, **more), text=True, capture_output=True,
            check=False)

    def environment(self, proxy, region, **more):
        return {"HOME": str(self.folder), "AWS_REGION": region, "HTTPS_PROXY": proxy.address,
                "AWS_CA_BUNDLE": str(self.bundle), "AWS_ACCESS_KEY_ID": mattockd.KEY,
                "AWS_SECRET_ACCESS_KEY": mattockd.SECRET, **more}

    def mattock(self, proxy, *words):
        """Another command, in the same way."""
        return subprocess.run([MATTOCK, *words], cwd=self.folder, timeout=60,
                              env=self.environment(proxy, HOSTS["aws"][0]), text=True,
                              capture_output=True, check=False)

    def assert_seen(self, run):
        """Everything was looked at, and the key is there."""
        self.assertEqual(3, run.returncode, run.stderr)
        totals = json.loads(run.stdout)["totals"]
        self.assertEqual((1, 0), (totals["present"], totals["unknown"]))

    def test_one_run_at_a_time_deletes_in_an_organization(self):
        proxy = self.start("aws")
        for name in ("one.plan", "two.plan"):
            self.assertEqual(0, self.mattock(proxy, "plan", "--all", "-o", name).returncode)
        organization = json.loads((self.folder / "one.plan").read_text("utf-8"))["organizationId"]
        lock = self.folder / ".local/state/mattock" / f"{organization}.lock"
        lock.parent.mkdir(parents=True)
        with lock.open("w", encoding="utf-8") as held:
            held.write("process 7 on another, with one.plan")
            held.flush()
            fcntl.flock(held, fcntl.LOCK_EX)
            run = self.mattock(proxy, "apply", "two.plan", "--yes")
        self.assertEqual((7, ""), (run.returncode, run.stdout), run.stderr)
        self.assertIn("process 7 on another, with one.plan", " ".join(run.stderr.split()))
        self.assertFalse((self.folder / "two.plan.journal").exists())
        run = self.mattock(proxy, "apply", "two.plan", "--yes")
        self.assertEqual(0, run.returncode, run.stderr)
        self.assertEqual("", lock.read_text("utf-8"))

    def test_where_no_lock_can_be_the_plan_is_carried_out(self):
        proxy = self.start("aws")
        self.assertEqual(0, self.mattock(proxy, "plan", "--all", "-o", "three.plan").returncode)
        with tempfile.NamedTemporaryFile() as file:
            run = subprocess.run([MATTOCK, "apply", "three.plan", "--yes"], cwd=self.folder,
                                 env=self.environment(proxy, HOSTS["aws"][0],
                                                      XDG_STATE_HOME=f"{file.name}/state"),
                                 timeout=60, text=True, capture_output=True, check=False)
        self.assertEqual(0, run.returncode, run.stderr)
        self.assertIn("nothing keeps another plan", run.stderr)

    def test_each_partition_is_asked_at_its_own_names(self):
        for partition, (region, hosts) in HOSTS.items():
            with self.subTest(partition):
                proxy = self.start(partition)
                self.assert_seen(self.audit(proxy, region))
                self.assertEqual(hosts, proxy.hosts)

    def test_the_global_endpoint_is_never_asked(self):
        proxy = self.start("aws")
        region, hosts = HOSTS["aws"]
        for setting, words in (
                ({"AWS_ENDPOINT_URL_STS": f"https://{GLOBAL}"}, "names the global STS endpoint"),
                ({"AWS_STS_REGIONAL_ENDPOINTS": "legacy"}, "legacy is ignored")):
            with self.subTest(setting):
                run = self.audit(proxy, region, **setting)
                self.assert_seen(run)
                self.assertIn(words, " ".join(run.stderr.split()))
                self.assertIn(f"https://sts.{region}.amazonaws.com", run.stderr)
                self.assertEqual(hosts, proxy.hosts)

    def test_the_global_endpoint_does_not_know_the_operation(self):
        path = self.folder / "global.json"
        path.write_text(json.dumps(scenario("aws")), encoding="utf-8")
        server = mattockd.Server(MATTOCKD, "--scenario", path)
        self.addCleanup(server.end)
        body = "Action=AssumeRoot&Version=2011-06-15&" + mattockd.form(**{
            "TargetPrincipal": MEMBER, "TaskPolicyArn.arn":
            "arn:aws:iam::aws:policy/root-task/IAMAuditRootUserCredentials"})
        now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y%m%dT%H%M%SZ")
        for host, status in ((GLOBAL, 400), ("sts.us-east-1.amazonaws.com", 200)):
            with self.subTest(host):
                answer = server.request("POST", "/", body,
                                        mattockd.signed_headers(host, "sts", body, now))
                self.assertEqual(status, answer[0], answer[1])
                self.assertEqual(status == 400, "InvalidAction" in answer[1])


if __name__ == "__main__":
    unittest.main()

"""A login at IAM Identity Center that is over before a run, and one that ends in the middle of it.

    sso_test.py MATTOCK MATTOCKD

The portal is a stand-in that answers as IAM Identity Center is documented to. What it gives out are
real sessions of a mattockd, so that everything behind them is refused or done for real.
"""

import hashlib
import http.server
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).parents[2] / 'support'))

import mattockd  # noqa: E402

MATTOCK, MATTOCKD = map(os.path.abspath, sys.argv[1:3])
del sys.argv[1:]

MANAGEMENT = '111111111111'
MEMBERS = [f'22222222222{n}' for n in range(6)]
ROLE = f'arn:aws:iam::{MANAGEMENT}:role/Rollout'
TOKEN = 'the-token-of-the-portal'
KEY, SECRET = 'AKIAIOSFODNN7EXAMPLE', 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'
SESSION_S = 900

SCENARIO = {
    'mattock': 1,
    'seed': 7,
    'organization': {'management': MANAGEMENT, 'policyTypes': ['SERVICE_CONTROL_POLICY'],
                     'trustedAccess': ['iam.amazonaws.com'],
                     'features': ['RootCredentialsManagement', 'RootSessions']},
    'accounts': [{'id': member, 'name': f'member-{member[-1]}',
                  'root': {'password': {'created': '-700d'}, 'mfa': ['hardware']}}
                 for member in MEMBERS],
    'callers': {'portal': {'account': MANAGEMENT, 'user': 'portal',
                           'policies': ['AdministratorAccess'],
                           'key': {'id': KEY, 'secret': SECRET}},
                'rollout': {'account': MANAGEMENT, 'role': 'Rollout', 'via': 'portal',
                            'policies': ['AdministratorAccess']}},
}

CONFIG = f"""[sso-session corp]
sso_start_url = https://corp.example/start
sso_region = us-east-1
[profile sso]
sso_session = corp
sso_account_id = {MANAGEMENT}
sso_role_name = Rollout
"""


class Portal(http.server.ThreadingHTTPServer):
    """Gives out sessions of the role until somebody has to log in again."""

    def __init__(self, server):
        super().__init__(('127.0.0.1', 0), Answer)
        self.server, self.sessions_left, self.asked = server, 1000, 0
        self.url = f'http://127.0.0.1:{self.server_port}'
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def credentials(self):
        """A new session of the role, in the form of GetRoleCredentials."""
        role = mattockd.form(RoleArn=ROLE, RoleSessionName='somebody', DurationSeconds=SESSION_S)
        status, text = self.server.ask(f'AssumeRole&{role}', 'sts', key=KEY, secret=SECRET)
        assert status == 200, text
        found = {name: re.search(f'<{name}>([^<]+)<', text).group(1)
                 for name in ('AccessKeyId', 'SecretAccessKey', 'SessionToken')}
        return {'roleCredentials': {name[0].lower() + name[1:]: value
                                    for name, value in found.items()} |
                {'expiration': int((time.time() + SESSION_S) * 1000)}}


class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked += 1
        query = urllib.parse.parse_qs(urllib.parse.urlsplit(self.path).query)
        is_known = (self.headers['x-amz-sso_bearer_token'] == TOKEN and
                    query == {'role_name': ['Rollout'], 'account_id': [MANAGEMENT]})
        if is_known and self.server.sessions_left > 0:
            self.server.sessions_left -= 1
            self.answer(200, self.server.credentials())
        else:
            self.answer(401, {'message': 'Session token not found or invalid'})

    def answer(self, status, document):
        body = json.dumps(document).encode()
        self.send_response(status)
        self.send_header('Content-Type', 'application/json')
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Sso(unittest.TestCase):
    def setUp(self):
        keeper = tempfile.TemporaryDirectory()
        self.addCleanup(keeper.cleanup)
        self.folder = pathlib.Path(keeper.name)
        scenario = self.folder / 'scenario.json'
        scenario.write_text(json.dumps(SCENARIO), encoding='utf-8')
        self.server = mattockd.Server(MATTOCKD, '--scenario', scenario)
        self.addCleanup(self.server.end)
        self.portal = Portal(self.server)
        self.addCleanup(self.portal.server_close)
        self.addCleanup(self.portal.shutdown)
        (self.folder / '.aws/sso/cache').mkdir(parents=True, mode=0o700)
        (self.folder / '.aws/config').write_text(CONFIG, encoding='utf-8')
        self.log_in('2099-01-01T00:00:00Z')

    def log_in(self, until):
        """What `aws sso login` leaves behind."""
        name = hashlib.sha1(b'corp').hexdigest() + '.json'
        path = self.folder / '.aws/sso/cache' / name
        path.write_text(json.dumps({'accessToken': TOKEN, 'expiresAt': until}), encoding='utf-8')
        path.chmod(0o600)

    def mattock(self, *words):
        kept = {name: text for name, text in os.environ.items() if not name.startswith('AWS_')}
        return subprocess.run(
            [MATTOCK, *words], cwd=self.folder, stdin=subprocess.DEVNULL, capture_output=True,
            text=True, timeout=60, check=False,
            env={**kept, 'HOME': str(self.folder), 'AWS_PROFILE': 'sso', 'AWS_REGION': 'us-east-1',
                 'AWS_ENDPOINT_URL': f'http://127.0.0.1:{self.server.port}',
                 'AWS_ENDPOINT_URL_SSO': self.portal.url, 'AWS_EC2_METADATA_DISABLED': 'true'})

    def requests(self, operation='*'):
        return [entry for entry in self.server.control('requests')['requests']
                if operation in ('*', entry.get('operation'))]

    def passwords(self):
        """The members that have one."""
        return [account['id'] for account in self.server.control('state')['accounts']
                if account['id'] in MEMBERS and account['root']['password']]

    def assert_says_expired(self, done):
        text = ' '.join(done.stderr.split())
        self.assertEqual(1, done.returncode, done.stderr)
        self.assertIn('token expired', text)
        self.assertIn('aws sso login --profile sso', text)
        self.assertNotIn('denied', text.lower())
        self.assertEqual('', done.stdout)

    def test_a_session_that_is_over_is_said_to_be_and_nothing_is_sent(self):
        self.log_in('2026-01-01T00:00:00Z')
        for words in (['whoami'], ['audit', '--all'], ['plan', '--all', '-o', 'rollout.plan']):
            with self.subTest(words):
                self.assert_says_expired(self.mattock(*words))
        self.assertEqual([], self.requests())
        self.assertEqual(0, self.portal.asked)
        self.assertFalse((self.folder / 'rollout.plan').exists())
        self.assertEqual(MEMBERS, self.passwords())

    def test_a_token_that_the_portal_refuses_is_over_too(self):
        self.portal.sessions_left = 0
        self.assert_says_expired(self.mattock('audit', '--all'))
        self.assertEqual([], self.requests())

    def count(self, operation):
        """How often it was done."""
        return sum(entry['status'] == 200 for entry in self.requests(operation))

    def end_session(self, after):
        """The session is over once it has taken so many root sessions, and nobody logs in."""
        status, text = self.server.change('POST', '/_mattock/faults', [
            {'name': 'over', 'match': {'operation': 'sts:AssumeRoot', 'after': after},
             'do': {'credentialExpired': True}}])
        self.assertEqual(200, status, text)
        self.portal.sessions_left = 1

    def test_a_session_that_ends_in_the_middle_leaves_a_run_that_resumes(self):
        done = self.mattock('plan', '--all', '-o', 'rollout.plan')
        self.assertEqual(0, done.returncode, done.stderr)
        # Each account takes two: one deletes, and one looks whether it is gone.
        self.end_session(after=5)
        cut = self.mattock('apply', 'rollout.plan', '--yes', '--parallel', '1', '--output', 'json')
        self.assertEqual(4, cut.returncode, cut.stderr)
        result = json.loads(cut.stdout)
        self.assertIn('nobody is logged in any more', result['stopped'])
        self.assertIn('ExpiredToken', result['stopped'])
        self.assertEqual({'planned': 12, 'deleted': 4, 'notReached': 6, 'failed': 0, 'unknown': 2},
                         {name: result['totals'][name] for name in
                          ('planned', 'deleted', 'notReached', 'failed', 'unknown')})
        # The third account was done to its end, and nobody could look whether it is gone.
        self.assertEqual([True, True, False], [account['verified']
                                               for account in result['accounts'][:3]])
        self.assertEqual(MEMBERS[3:], self.passwords())
        self.assertTrue((self.folder / 'rollout.plan.journal').exists())
        # Nobody logged in again: it is said as that, and nothing is tried.
        before = len(self.requests())
        self.assert_says_expired(self.mattock('resume', 'rollout.plan', '--yes'))
        self.assertEqual(before, len(self.requests()))

        self.server.change('DELETE', '/_mattock/faults')
        self.portal.sessions_left = 1000
        done = self.mattock('resume', 'rollout.plan', '--yes', '--output', 'json')
        self.assertEqual(0, done.returncode, done.stderr)
        totals = json.loads(done.stdout)['totals']
        self.assertEqual(12, totals['deleted'] + totals['gone'])
        self.assertEqual([], self.passwords())
        for operation in ('iam:DeleteLoginProfile', 'iam:DeactivateMFADevice'):
            self.assertEqual(len(MEMBERS), self.count(operation))
            self.assertEqual(len(MEMBERS), len(self.requests(operation)))

    def test_what_an_audit_did_not_see_before_the_end_is_unknown(self):
        self.end_session(after=2)
        done = self.mattock('audit', '--all', '--parallel', '1', '--output', 'json')
        self.assertEqual(4, done.returncode, done.stderr)
        totals = json.loads(done.stdout)['totals']
        self.assertEqual((2, 0, 4), (totals['present'], totals['clean'], totals['unknown']))
        self.assertIn('ExpiredToken', done.stdout)
        self.assertNotIn('AccessDenied', done.stdout)


if __name__ == '__main__':
    unittest.main()

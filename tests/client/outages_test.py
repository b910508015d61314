"""The program against answers that come late, broken, refused or not at all; prints TAP.

    outages_test.py MATTOCK MATTOCKD

mattockd's fault rules break the answers; what they cannot do, a small server here does. Whatever
happens to an answer, what was not seen is unknown and never clean, and a write is sent once.
"""
import collections
import email.utils
import http.server
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / 'support'))
from tap import Tap  # noqa: E402

MATTOCK, MATTOCKD = map(os.path.abspath, sys.argv[1:3])
KEY, SECRET = 'AKIAIOSFODNN7EXAMPLE', 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'
MANAGEMENT, FIRST, SECOND, THIRD = ('111111111111', '222222222222', '333333333333', '444444444444')
SCENARIO = {
    'mattock': 1,
    'organization': {'management': MANAGEMENT, 'trustedAccess': ['iam.amazonaws.com'],
                     'features': ['RootCredentialsManagement']},
    'accounts': [{'id': MANAGEMENT, 'name': 'management'}, {'id': FIRST, 'name': 'first'},
                 {'id': SECOND, 'name': 'second'},
                 {'id': THIRD, 'name': 'third', 'root': {'password': {'created': '-900d'}}}],
    'callers': {'admin': {'account': MANAGEMENT, 'user': 'admin',
                          'policies': ['AdministratorAccess'],
                          'key': {'id': KEY, 'secret': SECRET}}},
}
BOMB = ('<?xml version="1.0"?><!DOCTYPE b [<!ENTITY a "aaaaaaaaaa">' + ''.join(
    f'<!ENTITY {chr(98 + n)} "{("&" + chr(97 + n) + ";") * 10}">' for n in range(9)) +
    ']><b>&j;</b>')
AUDIT = ['audit', '--all', '--output', 'json']

# What happens, the command, and what must come of it. @states are of the three members;
# @sent is how often the server saw an operation; @seconds the least and the most that it takes.
Row = collections.namedtuple(
    'Row', 'name faults words status wants lacks states sent seconds variables',
    defaults=((), (), None, None, None, {}))
SEEN = {FIRST: 'clean', SECOND: 'clean', THIRD: 'present'}
LOST_FIRST = {FIRST: 'unknown', SECOND: 'clean', THIRD: 'present'}


def always(operation, do, **match):
    return [{'match': {'operation': operation, **match}, 'do': do}]


def once(operation, do, times=1):
    return [{'match': {'operation': operation}, 'do': do, 'times': times}]


ONE = {'AWS_MAX_ATTEMPTS': '1'}
TWO = {'AWS_MAX_ATTEMPTS': '2'}
ROWS = [
    Row('sessions that are throttled for ever end with the deadline, unknown',
        always('sts:AssumeRoot', {'error': 'Throttling'}), ['--deadline', '2', *AUDIT], 4,
        ['the deadline of 2 s is over'], ['"verdict": "clean"'],
        {FIRST: 'unknown', SECOND: 'unknown', THIRD: 'unknown'}, seconds=(0, 4)),
    Row('a run that cannot begin by its deadline says what the last attempt said',
        always('sts:GetCallerIdentity', {'error': 'Throttling'}), ['--deadline', '1', 'whoami'], 4,
        ['the deadline of 1 s is over; the last of', 'Throttling'], seconds=(0, 3)),
    Row('an organization that nobody may look at keeps no session from being used',
        always('organizations:DescribeOrganization', {'error': 'AccessDeniedException'}),
        ['exec', FIRST, '--task', 'audit', '--', '/bin/echo', 'done'], 0, ['done']),
    Row('a password is not called gone because of one answer that says so',
        once('iam:GetLoginProfile', {'error': 'NoSuchEntity'}), ['relock', THIRD, '--yes'], 4,
        ['unknown', 'whether there is a password is not known'], ['locked already'],
        sent={'iam:DeleteLoginProfile': 0}),
    Row('a service that fails every other time is asked again',
        [{'match': {'service': 'iam', 'every': 2}, 'do': {'error': 'ServiceFailure'}}], AUDIT, 3,
        states=SEEN),
    Row('requests above a limit on their operation are asked again',
        once('organizations:*', {'error': 'TooManyRequestsException'}, 3), AUDIT, 3, states=SEEN),
    Row('a page of HTML in the place of a list is unknown, and said',
        always('iam:ListAccessKeys', {'page': 502}, account=FIRST), AUDIT, 4,
        ['HTTP502', 'text/html'], states=LOST_FIRST, variables=TWO),
    Row('a redirect is not followed', always('iam:ListMFADevices', {'redirect': 'http://127.0.0.1:1/'},
                                            account=FIRST), AUDIT, 4, ['HTTP307'],
        states=LOST_FIRST, variables=ONE),
    Row('a read whose connection is reset before the answer is asked again',
        once('iam:GetLoginProfile', {'reset': 'before'}), AUDIT, 3, states=SEEN),
    Row('and one whose answer is lost', once('iam:GetLoginProfile', {'reset': 'after'}), AUDIT, 3,
        states=SEEN),
    Row('an account whose answers stall holds up no other',
        always('iam:*', {'stall': 30000}, account=FIRST),
        ['--cli-read-timeout', '1', *AUDIT], 4, ['Operation too slow'], states=LOST_FIRST,
        seconds=(1, 15), variables=ONE),
    Row('nor does one whose answers come drop by drop',
        always('iam:ListSigningCertificates', {'dribble': 500}, account=FIRST),
        ['--cli-read-timeout', '1', *AUDIT], 4, ['Operation too slow'], states=LOST_FIRST,
        seconds=(1, 15), variables=ONE),
    Row('an answer that ends early is no answer',
        always('iam:ListMFADevices', {'truncate': 60}, account=FIRST), AUDIT, 4,
        states=LOST_FIRST, variables=ONE),
    Row('an answer that is no XML is no answer, and the place is said',
        always('iam:ListAccessKeys', {'garbage': 'a list'}, account=FIRST), AUDIT, 4,
        ['ListAccessKeys: the answer to ListAccessKeys: line 1, column 1'], states=LOST_FIRST,
        variables=ONE),
    Row('XML of another kind is no empty list',
        always('iam:ListAccessKeys', {'garbage': '<html><body>hello</body></html>'}, account=FIRST),
        AUDIT, 4, states=LOST_FIRST, variables=ONE),
    Row('entities are not expanded', always('iam:ListAccessKeys', {'garbage': BOMB}, account=FIRST),
        AUDIT, 4, ['document type'], states=LOST_FIRST, seconds=(0, 10), variables=ONE),
    Row('a wrong type on a right answer does no harm',
        always('iam:*', {'wrongType': 'text/html'}), AUDIT, 3, states=SEEN),
    Row('a server that asks for a second gets it',
        once('iam:GetUser', {'error': {'code': 'ServiceUnavailable', 'retryAfterS': 1}}), AUDIT, 3,
        states=SEEN, seconds=(1, 15)),
    Row('a feature whose answer is lost is looked at and not enabled twice',
        once('iam:EnableOrganizationsRootSessions', {'commitThenFail': 'reset'}),
        ['enable', '--sessions', '--yes'], 0, ['root sessions'],
        sent={'iam:EnableOrganizationsRootSessions': 1}),
    Row('a delegate whose answer is lost is looked at and not registered twice',
        once('organizations:RegisterDelegatedAdministrator', {'commitThenFail': 'reset'}),
        ['delegate', 'add', FIRST, '--yes'], 0, ['registered'],
        sent={'organizations:RegisterDelegatedAdministrator': 1}),
    Row('a delegate that was not registered after all is not said to be',
        once('organizations:RegisterDelegatedAdministrator', {'reset': 'before'}),
        ['delegate', 'add', FIRST, '--yes'], 4, ['not shown yet'],
        sent={'organizations:RegisterDelegatedAdministrator': 1}),
    Row('a change that another change holds up is sent again',
        once('organizations:RegisterDelegatedAdministrator',
             {'error': 'ConcurrentModificationException'}, 2),
        ['delegate', 'add', FIRST, '--yes'], 0, ['registered'],
        sent={'organizations:RegisterDelegatedAdministrator': 3}),
]


class Mock:
    """mattockd, and its control interface."""

    def __init__(self, folder):
        path = os.path.join(folder, 'scenario.json')
        with open(path, 'w', encoding='utf-8') as file:
            json.dump(SCENARIO, file)
        self.process = subprocess.Popen([MATTOCKD, '--listen', '127.0.0.1:0', '--scenario', path],
                                        stdout=subprocess.PIPE, text=True)
        self.url = re.search(r'url=(\S+)', self.process.stdout.readline()).group(1)

    def control(self, path, body=None, method=None):
        request = urllib.request.Request(
            f'{self.url}/_mattock/{path}', method=method or ('GET' if body is None else 'POST'),
            data=None if body is None else json.dumps(body).encode(),
            headers={'Content-Type': 'application/json'})
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)

    def begin(self, faults):
        self.control('reset', {})
        self.control('faults', faults)

    def sent(self, operation):
        return len(self.control(f'requests?operation={operation}')['requests'])

    def end(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()


def run(url, words, variables):
    """Status, standard output, standard error and seconds of a command."""
    environment = {'AWS_ACCESS_KEY_ID': KEY, 'AWS_SECRET_ACCESS_KEY': SECRET,
                   'AWS_ENDPOINT_URL': url, 'HOME': '/nonexistent', **variables}
    began = time.monotonic()
    done = subprocess.run([MATTOCK, *words], env=environment, text=True, capture_output=True,
                          timeout=60, check=False)
    return done.returncode, done.stdout, done.stderr, time.monotonic() - began


def problems(mock, row):
    """What is not as the row wants it."""
    mock.begin(row.faults)
    status, out, errors, took = run(mock.url, row.words, row.variables)
    said = out + errors
    if status != row.status:
        yield f'ended with {status}, not {row.status}'
    yield from (f'"{text}" is missing' for text in row.wants if text not in said)
    yield from (f'"{text}" is there' for text in row.lacks if text in said)
    if row.states:
        found = {account['accountId']: account['verdict'] for account in
                 json.loads(out)['accounts'] if account['accountId'] != MANAGEMENT}
        if found != row.states:
            yield f'the verdicts are {found}'
    for operation, count in (row.sent or {}).items():
        if mock.sent(operation) != count:
            yield f'{operation} came {mock.sent(operation)} times, not {count}'
    if row.seconds and not row.seconds[0] <= took <= row.seconds[1]:
        yield f'it took {took:.1f} s'
    for rule in mock.control('faults')['faults']:
        if not rule['fired']:
            yield f'the rule {rule["name"]} never fired'


class Odd(http.server.BaseHTTPRequestHandler):
    """A server whose clock is ten minutes ahead, or whose answers have no end."""

    protocol_version = 'HTTP/1.1'
    ahead_s = 600

    def handle(self):
        try:
            super().handle()
        except ConnectionError:
            pass

    def log_message(self, *_):
        pass

    def date_time_string(self, timestamp=None):
        return email.utils.formatdate(time.time() + self.ahead_s, usegmt=True)

    def answer(self, status, body):
        self.send_response(status)
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        self.rfile.read(int(self.headers['Content-Length']))
        if self.server.is_endless:
            try:
                self.answer(200, b' ' * (10 * 1024 * 1024))
            except ConnectionError:
                pass  # as it should be
            self.close_connection = True
            return
        signed = time.mktime(time.strptime(self.headers['X-Amz-Date'], '%Y%m%dT%H%M%SZ'))
        now = time.mktime(time.gmtime()) + self.ahead_s
        if abs(signed - now) > 300:
            self.server.refused += 1
            self.answer(403, b'<ErrorResponse><Error><Code>SignatureDoesNotMatch</Code><Message>'
                        b'Signature expired: it is too late</Message></Error></ErrorResponse>')
            return
        self.answer(200, b'<GetCallerIdentityResponse><GetCallerIdentityResult>'
                    b'<Arn>arn:aws:iam::111111111111:user/admin</Arn><UserId>AIDA</UserId>'
                    b'<Account>111111111111</Account></GetCallerIdentityResult>'
                    b'</GetCallerIdentityResponse>')


def odd_rows():
    """The name of each row, and what is wrong with it."""
    server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Odd)
    server.is_endless, server.refused = False, 0
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f'http://127.0.0.1:{server.server_port}'
    sts = {'AWS_ENDPOINT_URL_STS': url, 'AWS_ENDPOINT_URL': 'http://127.0.0.1:1', **ONE}

    _, out, errors, _ = run(url, ['whoami'], {**sts, 'AWS_MAX_ATTEMPTS': '2'})
    wrong = []
    if server.refused != 1:
        wrong.append(f'{server.refused} requests had the wrong time')
    if len(re.findall(r"clock is (9 min 5\d|10 min \d) s behind AWS's", errors)) != 1:
        wrong.append('the clock is not said once')
    if 'user/admin' not in out:
        wrong.append('the caller is not shown')
    yield 'a clock that is ten minutes late is learnt from one refusal, and said once', wrong, errors

    server.is_endless = True
    status, out, errors, _ = run(url, ['whoami'], sts)
    wrong = [] if status == 1 and 'over its bound' in errors and not out else [f'status {status}']
    yield 'an answer of ten megabytes is not taken', wrong, errors
    server.shutdown()


def main():
    tap = Tap()
    with tempfile.TemporaryDirectory() as folder:
        mock = Mock(folder)
        try:
            for row in ROWS:
                wrong = list(problems(mock, row))
                tap.check(not wrong, row.name, *wrong)
        finally:
            mock.end()
    for name, wrong, said in odd_rows():
        tap.check(not wrong, name, *wrong, said)
    return tap.end()


if __name__ == '__main__':
    sys.exit(main())

"""Whether `mattock sweep` names what is wrong with a client, and accuses none that is right.

    judge_test.py MATTOCK

Each row sweeps broken_client.py in one of its ways. Prints TAP.
"""
import json
import pathlib
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / 'support'))
from tap import Tap  # noqa: E402

WITH_KEY, EMPTY = '222222222222', '333333333333'
SCENARIO = {
    'mattock': 1,
    'organization': {'management': '111111111111', 'trustedAccess': ['iam.amazonaws.com'],
                     'features': ['RootCredentialsManagement', 'RootSessions']},
    'accounts': [{'id': '111111111111', 'name': 'management'},
                 {'id': WITH_KEY, 'name': 'one key', 'root': {'keys': [{'status': 'Active'}]}},
                 {'id': EMPTY, 'name': 'empty', 'root': {}}],
    'callers': {'admin': {'account': '111111111111', 'user': 'admin',
                          'policies': ['AdministratorAccess']}},
}
LISTS = {f'iam:{name}@{EMPTY}/1' for name in
         ('ListAccessKeys', 'ListSigningCertificates', 'ListMFADevices', 'GetLoginProfile')}
KEYS = f'iam:ListAccessKeys@{WITH_KEY}/1'
DELETE = f'iam:DeleteAccessKey@{WITH_KEY}/1'
SESSION = 'sts:AssumeRoot@111111111111/1'


def only(call, *faults):
    return ('--call', call, *(word for fault in faults for word in ('--fault', fault)))


def every(*faults):
    return tuple(word for fault in faults for word in ('--fault', fault))


# Name, way and account of the client, options, the outcome that each found call has, and a text.
ROWS = (
    ('a client that prints clean whatever happens is a false clean, also without a fault',
     'always', WITH_KEY, ('--clean', '^clean$', *only(KEYS, 'denied')), 'falseClean', {KEYS},
     f'F without a fault: says clean, by a line that matches "^clean$"; and {WITH_KEY} has an '
     'access key'),
    ('a refused list that is taken for an empty one is a false clean where something is there',
     'swallows', WITH_KEY, only(KEYS, 'denied'), 'falseClean', {KEYS},
     f'says clean, by status 0; and {WITH_KEY} has an access key'),
    ('and where nothing is there, because nobody saw it',
     'swallows', EMPTY, every('denied'), 'falseClean', LISTS,
     f'nobody saw that {EMPTY} has no access key'),
    ('a false NoSuchEntity that is believed is a false clean',
     'believes', WITH_KEY, only(KEYS, 'no-such-entity'), 'falseClean', {KEYS}, 'has an access key'),
    ('a page that is not followed by the next one is a false clean',
     'believes', WITH_KEY, only(KEYS, 'empty-page'), 'falseClean', {KEYS}, 'has an access key'),
    ('a client without a time-out hangs',
     'hangs', WITH_KEY, ('--limit', '6', *only(SESSION, 'late')), 'hang', {SESSION},
     'did not end within the limit'),
    ('a client that a signal ends is a crash',
     'dies', WITH_KEY, only(SESSION, 'denied'), 'crash', {SESSION}, 'ended by SIGSEGV'),
    ('a client whose runtime gives it up is a crash, whatever its status',
     'raises', WITH_KEY, only(SESSION, 'denied'), 'crash', {SESSION}, 'gave up: "Traceback'),
    ('a delete that is sent again after its answer was lost is named',
     'repeats', WITH_KEY, only(DELETE, 'lost'), 'repeated', {DELETE},
     'sends iam:DeleteAccessKey again, which was done'),
    ('a delete that failed and is said to be done is a false clean',
     'trusts', WITH_KEY, only(DELETE, 'denied'), 'falseClean', {DELETE}, 'has an access key'),
    ('and so it is where nobody said what clean is, by the state that it leaves',
     'trusts', WITH_KEY, ('--clean', 'never written', *only(DELETE, 'denied')), 'falseClean',
     {DELETE}, f'the state differs: .accounts[1].root.keys'),
    ('what is accepted is no finding',
     'repeats', WITH_KEY, ('--accept', 'repeated', *only(DELETE, 'lost')), 'repeated', set(),
     '1 repeated'),
    ('a right client has no finding where something is there',
     'right', WITH_KEY, every('denied', 'no-such-entity', 'lost', 'hollow', 'empty-page'), None,
     set(), '"Clean" is status 0.'),
    ('nor where nothing is there',
     'right', EMPTY, every('throttled', 'late', 'truncated', 'garbage', 'portal', 'stale'), None,
     set(), '"Clean" is status 0.'),
    ('nor has one that deletes and looks again',
     'deletes', WITH_KEY, every('denied', 'lost', 'stalled'), None, set(), '0 repeated, 0 false'),
)


def found_in(swept, outcome):
    return {f'{call["operation"]}@{call["account"]}/{call["nth"]}' for call in swept['calls']
            if any(cell['outcome'] == outcome for cell in call['cells'].values())}


def judge(tap, scenario, row):
    """Sweeps one client; the standard output."""
    name, way, account, options, outcome, calls, text = row
    with tempfile.TemporaryDirectory() as folder:
        files = [pathlib.Path(folder, name) for name in ('sweep.json', 'sweep.xml')]
        done = subprocess.run(
            [sys.argv[1], 'sweep', '--scenario', scenario, '--json', files[0], '--junit', files[1],
             *options, '--', sys.executable, '-B', str(HERE / 'broken_client.py'), way, account],
            capture_output=True, text=True, timeout=120, check=False)
        said = ' '.join(done.stdout.split())
        if done.returncode not in (0, 3):
            tap.check(False, name, done.returncode, done.stdout, done.stderr)
            return ''
        swept = json.loads(files[0].read_text())
        junit = xml.etree.ElementTree.parse(files[1])
    is_accepted = '--accept' in options
    failed = {suite.get('name') for suite in junit.iter('testsuite') if suite.find('.//failure')
              is not None} - {'without a fault'}
    found = found_in(swept, outcome) if not is_accepted else failed
    tap.check(text in said and found == calls and failed == calls and
              done.returncode == (3 if calls else 0), name, done.returncode, found, failed,
              done.stdout, done.stderr)
    return done.stdout


def repeat(tap, scenario, output):
    """The line that a finding is printed with finds it again."""
    line = next((line.strip() for line in output.splitlines()
                 if line.startswith('   mattock sweep')), 'exit 99')
    done = subprocess.run(['sh', '-c', line], cwd='/', capture_output=True, text=True, timeout=60,
                          check=False)
    tap.check(done.returncode == 3 and '1 calls, 1 faults, 1 runs' in done.stdout and
              'It wrote to standard output:' in done.stdout,
              'the line below a finding repeats it, and shows what was written', line,
              done.returncode, done.stdout, done.stderr)


def main():
    tap = Tap()
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, 'scenario.json')
        path.write_text(json.dumps(SCENARIO))
        outputs = [judge(tap, str(path), row) for row in ROWS]
        repeat(tap, str(path), outputs[1])
    return tap.end()


if __name__ == '__main__':
    sys.exit(main())

"""Whether `mattock run -- COMMAND` returns what it should, and says why; prints TAP.

    run_test.py MATTOCK-RUN
"""

import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

SCENARIO = {
    'mattock': 1,
    'name': 'a command',
    'accounts': [{'id': '111111111111', 'name': 'standalone'}],
    'callers': {'admin': {'account': '111111111111', 'user': 'admin',
                          'policies': ['AdministratorAccess']}},
    'faults': [{'name': 'never', 'match': {'operation': 'iam:UpdateGroup'},
                'do': {'error': 'Throttling'}}],
}

# Name, what the scenario expects, the command, the status to be returned, a text of either output.
ROWS = (
    ('a status that is not the expected one fails', {'exit': 3}, 'exit 4', 1, 'it exited with 4'),
    ('an output that lacks its text fails', {'stdout': {'contains': ['clean']}}, 'echo other', 1,
     'contains "clean"'),
    ('an output with a text it must lack fails', {'stderr': {'lacks': ['secret']}},
     'echo secret >&2', 1, 'lacks "secret"'),
    ('a call that was never made fails', {'calls': [{'operation': 'iam:GetUser'}]}, 'true', 1,
     'there were 0'),
    ('a call that was never made says what came nearest',
     {'calls': [{'operation': 'sts:GetCallerIdentity', 'status': 500}]}, 'mattock whoami', 1,
     'came nearest and differs at .status: it has 200'),
    ('a call that must never be made fails', {'never': [{'operation': 'sts:Get*'}]},
     'mattock whoami', 1, 'never sts:Get*'),
    ('calls in another order fail',
     {'sequence': [{'operation': 'organizations:DescribeOrganization'},
                   {'operation': 'sts:GetCallerIdentity'}]}, 'mattock whoami', 1,
     'call 2 of the sequence is sts:GetCallerIdentity'),
    ('a mistake in an expectation names its place', {'calls': [{'times': -1}]}, 'true', 1,
     'times: a count must be a whole number'),
    ('a member that no entry has is a mistake, not a call that never came',
     {'never': [{'service': 'sts'}]}, 'true', 1, 'service: the journal'),
    ('a principal is an object', {'never': [{'principal': 'arn:aws:*'}]}, 'true', 1,
     'principal must be an object'),
    ('output that is other JSON fails', {'stdout': {'json': {'a': 2}}}, "echo '{\"a\": 1}'", 1,
     'it differs at .a'),
    ('output that is no JSON fails', {'stdout': {'json': {}}}, 'echo no', 1, 'it is no JSON'),
    ('a text that stands behind a NUL is there too', {'stdout': {'lacks': ['secret']}},
     r"printf 'a\0secret'", 1, 'lacks "secret"'),
    ('calls in the expected order succeed',
     {'sequence': [{'operation': 'sts:GetCallerIdentity'},
                   {'operation': 'organizations:DescribeOrganization'}]}, 'mattock whoami', 0, ''),
    ('a state that is another fails', {'state': {'organization': {'id': 'o-none'}}}, 'true', 1,
     'state.organization'),
    ('a fault rule that never fired fails', {'faults': 'allFired'}, 'true', 1,
     'the fault "never"'),
    ('a command that is not there is an error', {}, None, 1, 'cannot run'),
    ("the command's own status is returned when none is expected", {}, 'exit 4', 4, ''),
    ('an expected status is a success', {'exit': 3}, 'exit 3', 0, ''),
    ('what the command says is passed on', {'stdout': {'contains': ['said']}}, 'echo said', 0,
     'said'),
    ('standard input is the command\'s', {}, 'cat', 0, 'typed'),
    ('the environment names the server and hides the user\'s settings', {},
     'echo $AWS_ENDPOINT_URL $AWS_PROFILE; test -z "$AWS_SECRET_ACCESS_KEY"', 0, 'http://127.'),
)


# Name, the steps, the status, a text of either output.
STEPS = (
    ('a step of no kind names its place', [{'name': 'x'}], 1, 'steps[0]: expected one of run, call, control and write'),
    ('an operation that is not there is refused', [{'call': 'iam:Nothing'}], 1,
     'steps[0].call: expected an operation'),
    ('a member that the operation has not is refused',
     [{'call': 'iam:GetUser', 'input': {'Name': 'x'}}], 1, 'GetUser has no member Name'),
    ('a call that fails unexpectedly fails',
     [{'call': 'iam:GetUser', 'input': {'UserName': 'nobody'}}], 1, 'not ok 1'),
    ('a call that fails with another error fails',
     [{'call': 'iam:GetUser', 'input': {'UserName': 'nobody'}, 'expect': {'error': 'Other'}}], 1,
     'the answer is NoSuchEntity'),
    ('a file outside of the folder is refused', [{'write': '../x', 'text': ''}], 1,
     'a file\'s name without "/"'),
    ('a file is looked at behind a NUL too',
     [{'run': ['sh', '-c', r"printf 'a\0secret' > f"],
       'expect': {'files': {'f': {'lacks': ['secret']}}}}], 1, 'f lacks "secret"'),
    ('a control path that is not there is refused', [{'control': 'POST /_mattock/nothing'}], 1,
     'answered 404'),
    ('a call is answered as told',
     [{'call': 'iam:GetUser', 'input': {'UserName': 'admin'},
       'expect': {'answer': {'User': {'UserName': 'admin'}}, 'calls': [{'times': 1}]}}], 0, ''),
    ('a file that was written can be read',
     [{'write': 'a.json', 'json': {'b': [1]}},
      {'run': ['cat', 'a.json'], 'expect': {'stdout': {'json': {'b': [1]}},
                                            'files': {'a.json': {'contains': ['b']}, 'c': None}}}],
     0, ''),
    ("only a step's own calls count",
     [{'call': 'iam:ListUsers'}, {'call': 'iam:ListRoles',
                                  'expect': {'never': [{'operation': 'iam:ListUsers'}]}}], 0, ''),
    ('a reset forgets the calls before',
     [{'call': 'iam:ListUsers'},
      {'control': 'POST /_mattock/reset', 'expect': {'never': [{'operation': 'iam:*'}]}}], 0, ''),
)


def run_steps(program, folder, row):
    """(status, both outputs) of a scenario with steps."""
    scenario = pathlib.Path(folder) / 'scenario.json'
    scenario.write_text(json.dumps({**SCENARIO, 'steps': row[1]}), encoding='utf-8')
    done = subprocess.run([program, '--scenario', scenario], capture_output=True, text=True,
                          timeout=60, check=False)
    return done.returncode, done.stdout + done.stderr


def run(program, folder, row):
    """(status, both outputs) of one row."""
    _, expect, script, _, _ = row
    scenario = pathlib.Path(folder) / 'scenario.json'
    scenario.write_text(json.dumps({**SCENARIO, 'expect': expect}), encoding='utf-8')
    command = ['/bin/sh', '-c', script] if script else ['/nowhere/command']
    done = subprocess.run([program, '--scenario', scenario, '--', *command], input='typed',
                          capture_output=True, text=True, timeout=60, check=False)
    return done.returncode, done.stdout + done.stderr


def library_of(folder, scripts):
    """A scenario file for each shell script, which must end with 0; the options that name them."""
    options = []
    for number, script in enumerate(scripts):
        path = pathlib.Path(folder) / f'{number}.json'
        path.write_text(json.dumps({**SCENARIO, 'name': f'scenario {number}', 'steps': [
            {'run': ['/bin/sh', '-c', script], 'expect': {'exit': 0}}]}), encoding='utf-8')
        options += ['--scenario', str(path)]
    return options


def run_many(program, folder):
    """Yields (name, whether it holds) of what is true of several scenarios at a time."""
    # The first scenario ends only after the second did: a line in a pipe is the proof.
    pipe = pathlib.Path(folder) / 'pipe'
    os.mkfifo(pipe)
    options = library_of(folder, [f'read line < {pipe}', f'echo done > {pipe}; exit 1', 'true'])
    report = pathlib.Path(folder) / 'report.xml'
    done = subprocess.run([program, *options, '--jobs', '3', '--junit', report],
                          capture_output=True, text=True, timeout=60, check=False)
    lines = re.findall(r'(?m)^(?:ok|not ok|1\.\.).*', done.stdout)
    yield 'a scenario that fails fails the run', done.returncode == 1
    yield 'scenarios run at the same time and are told in their order', lines == [
        'ok 1 - scenario 0: exits with 0', 'not ok 2 - scenario 1: exits with 0',
        'ok 3 - scenario 2: exits with 0', '1..3']
    suites = xml.etree.ElementTree.parse(report).getroot()
    yield 'the report has each scenario with its failures', [
        (suite.get('name'), suite.get('failures')) for suite in suites] == [
        ('scenario 0', '0'), ('scenario 1', '1'), ('scenario 2', '0')]
    yield 'the report says why', suites[1][0][0].get('message') == 'it exited with 1'
    missing = subprocess.run([program, *options[:2], '--scenario', '/nowhere.json', '--junit', report],
                             stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60,
                             env={**os.environ, 'MATTOCKD': '/nowhere/mattockd'}, check=False)
    suites = xml.etree.ElementTree.parse(report).getroot()
    yield 'what could not be run is an error and no pass', missing.returncode == 1 and all(
        suite.get('errors') == '1' and suite[0][0].tag == 'error' for suite in suites)
    yield from shared(program, folder)
    for jobs in ('0', '65', 'two'):
        refused = subprocess.run([program, '--jobs', jobs], capture_output=True, text=True,
                                 timeout=60, check=False)
        yield f'--jobs {jobs} is refused', refused.returncode == 2


def shared(program, folder):
    """What is true of scenarios that are namespaces of one server."""
    options = library_of(folder, ['echo $AWS_ENDPOINT_URL; mattock whoami'] * 2)
    kept = pathlib.Path(folder) / 'kept'
    for more, way in ((('--isolated',), False), ((), True)):
        done = subprocess.run([program, *options, *more, '--artifacts', kept], text=True,
                              capture_output=True, timeout=60, check=False)
        urls = [(kept / f'{name}.output').read_text(encoding='utf-8').splitlines()[1]
                for name in '01']
        ports = {url.split('/')[2] for url in urls}
        yield f"several scenarios {'share a server' if way else 'have servers of their own'}", \
            done.returncode == 0 and ('/_ns/1' in urls[1], len(ports) == 1) == (way, way)
        journals = [json.loads((kept / f'{name}.journal.json').read_text(encoding='utf-8'))
                    for name in '01']
        yield 'each has a journal of its own', all(
            [entry['operation'] for entry in journal['requests']].count('sts:GetCallerIdentity')
            == 1 for journal in journals)
    wrong = pathlib.Path(folder) / 'wrong.json'
    wrong.write_text('{"mattock": 1,\n "seed": "no"}', encoding='utf-8')
    done = subprocess.run([program, *options, '--scenario', wrong], text=True, timeout=60,
                          capture_output=True, check=False)
    yield 'a mistake in one of several names its place', (
        done.returncode == 1 and f'{wrong}:2:10: seed' in done.stderr and 'ok 2' in done.stdout)


def main():
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for number, row in enumerate(ROWS + STEPS, 1):
            way = run_steps if row in STEPS else run
            status, said = way(sys.argv[1], folder, row)
            holds = status == row[-2] and row[-1] in said
            failed += not holds
            print(f"{'ok' if holds else 'not ok'} {number} - {row[0]}")
            if not holds:
                print(f'#   status {status}: {said!r}')
        for number, (name, holds) in enumerate(run_many(sys.argv[1], folder), number + 1):
            failed += not holds
            print(f"{'ok' if holds else 'not ok'} {number} - {name}")
    print(f'1..{number}')
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())

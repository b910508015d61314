"""Whether the IAM policies of docs/policies allow what the commands call, and nothing else; TAP.

    policies_test.py ROOT MATTOCK-RUN MATTOCK [--calls]

Each policy is the only one of its caller, who runs the commands it is for against mattockd. All of
them must end as told. What was decided for him is read from the server's journal; then every action
of the contract is decided with the policy by `mattock policy eval`: those allowed must be those
that were called. AssumeRoot is compared task by task.

With --calls the actions that each policy's commands called are printed instead.
"""

import json
import pathlib
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / 'support'))
from tap import Tap  # noqa: E402

MANAGEMENT, SHOP, BLOCKED = '111111111111', '222222222222', '333333333333'
ROLE = ':assumed-role/operator/'
TASKS = ('IAMAuditRootUserCredentials', 'IAMCreateRootUserPassword', 'IAMDeleteRootUserCredentials',
         'S3UnlockBucketPolicy', 'SQSUnlockQueuePolicy')
NOBODY = {'Sid': 'Nobody', 'Effect': 'Deny', 'Principal': '*', 'Action': '*'}
SCENARIO = {
    'mattock': 1,
    'name': 'a caller with one policy',
    'seed': 7,
    'organization': {
        'management': MANAGEMENT,
        'policyTypes': ['SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY'],
        'trustedAccess': ['iam.amazonaws.com'],
        'features': ['RootCredentialsManagement', 'RootSessions'],
        'units': [{'name': 'Shops', 'units': [{'name': 'Closed'}]}],
        'policies': [{'name': 'DenyRoot', 'attach': ['Shops/Closed'], 'content': {
            'Version': '2012-10-17', 'Statement': [
                {'Sid': 'DenyRoot', 'Effect': 'Deny', 'Action': 'iam:*', 'Resource': '*',
                 'Condition': {'ArnLike': {'aws:PrincipalArn': 'arn:aws:iam::*:root'}}}]}}],
    },
    'accounts': [
        {'id': MANAGEMENT, 'name': 'management'},
        {'id': SHOP, 'name': 'shop', 'unit': 'Shops', 'tags': {'env': 'prod'},
         'root': {'password': {'created': '-20d', 'lastUsed': '-10d'}},
         'buckets': [{'name': 'exports', 'region': 'eu-west-1', 'policy': {
             'Version': '2012-10-17', 'Statement': [{**NOBODY, 'Action': 's3:*',
                                                     'Resource': 'arn:aws:s3:::exports'}]}}],
         'queues': [{'name': 'orders', 'region': 'eu-west-1', 'policy': {
             'Version': '2012-10-17', 'Statement': [
                 {**NOBODY, 'Action': 'sqs:*',
                  'Resource': f'arn:aws:sqs:eu-west-1:{SHOP}:orders'}]}}]},
        {'id': BLOCKED, 'name': 'blocked', 'unit': 'Shops/Closed', 'root': {'password': True}},
    ],
}
OFF = {'trustedAccess': [], 'features': []}
DELEGATED = {'delegates': [{'account': SHOP, 'service': 'iam.amazonaws.com'}]}

# Policy: what of the organization is another, and commands with the status they must end with.
# {f} stands for a folder of the run.
COMMANDS = {
    'status': ({}, (
        ('whoami', 0), ('status', 0), ('delegate ls', 0))),
    'enable': (OFF, (
        ('enable --yes', 0), ('status', 0))),
    'disable': (DELEGATED, (
        ('disable --trust --deregister --yes', 0),)),
    'delegate': ({}, (
        (f'delegate add {SHOP} --yes', 0), ('delegate ls', 0),
        (f'delegate rm {SHOP} --yes', 0))),
    'preflight': ({}, (
        (f'preflight audit {SHOP}', 5), ('preflight enable', 5),
        (f'can-i delete {SHOP}', 0), (f'explain scp {BLOCKED}', 3),
        ('what-if --detach DenyRoot --from Shops/Closed', 3))),
    'audit': ({}, (
        ('accounts --tag env=prod', 0), ('audit --all', 4), ('audit --ou Shops/Closed', 4),
        (f'audit {SHOP}', 3), (f'verify {SHOP}', 3),
        (f'plan {SHOP} -o {{f}}/plan', 0))),
    'delete': ({}, (
        (f'plan {SHOP} -o {{f}}/plan', 0), ('apply {f}/plan --yes', 0),
        ('verify --plan {f}/plan', 0))),
    'snapshot': ({}, (
        ('snapshot -o {f}/organization.json', 0),)),
    'recover': ({}, (
        (f'recover {SHOP} --yes', 0),)),
    'relock': ({}, (
        (f'relock {SHOP} --yes', 0),
        (f'relock {SHOP} --yes', 0))),
    'unlock-s3': ({}, (
        (f'policy show s3 {SHOP} exports', 0),
        (f'policy edit s3 {SHOP} exports --yes -o {{f}}/saved', 0),
        (f'policy delete s3 {SHOP} exports --yes -o {{f}}/edited', 0),
        (f'policy restore s3 {SHOP} exports {{f}}/saved --yes', 0))),
    'unlock-sqs': ({}, (
        (f'policy show sqs {SHOP} orders', 0),
        (f'policy delete sqs {SHOP} orders --yes -o {{f}}/saved', 0),
        (f'policy restore sqs {SHOP} orders {{f}}/saved --yes', 0))),
}


def scenario_of(name, policy):
    changes, _ = COMMANDS[name]
    scenario = json.loads(json.dumps(SCENARIO))
    scenario['organization'].update(changes)
    scenario['callers'] = {
        'admin': {'account': MANAGEMENT, 'role': 'operator', 'via': 'person',
                  'policies': [policy]},
        'person': {'account': MANAGEMENT, 'user': 'person',
                   'policies': ['AdministratorAccess']}}
    return scenario


def script_of(name, folder):
    """Runs the commands, says each status, and writes the journal into the folder."""
    lines = []
    for words, _ in COMMANDS[name][1]:
        lines.append(f"mattock {words.format(f=folder)} > {folder}/said 2>&1; echo \"status $?\"; "
                     f"sed 's/^/| /' {folder}/said")
    lines.append(f'curl -s "$AWS_ENDPOINT_URL/_mattock/requests" > {folder}/journal')
    return '\n'.join(lines)


def run(harness, name, policy, folder):
    """([problems], the journal of the caller's own calls)."""
    path = pathlib.Path(folder) / 'scenario.json'
    path.write_text(json.dumps(scenario_of(name, policy)), encoding='utf-8')
    done = subprocess.run([harness, '--scenario', path, '--', 'sh', '-c',
                           script_of(name, folder)],
                          capture_output=True, text=True, timeout=120, check=False)
    statuses = [int(found) for found in re.findall(r'^status (\d+)$', done.stdout, re.M)]
    wanted = [status for _, status in COMMANDS[name][1]]
    problems = [] if statuses == wanted else [
        f'the commands ended with {statuses}, not with {wanted}', done.stdout, done.stderr]
    journal = json.loads((pathlib.Path(folder) / 'journal').read_text(encoding='utf-8'))
    return problems, [entry for entry in journal['requests']
                      if ROLE in entry.get('principal', {}).get('arn', '')]


def called(journal):
    """(actions that were decided, task policies that sessions were taken with)."""
    actions, tasks = set(), set()
    for entry in journal:
        actions |= {decision['action'] for decision in entry.get('decisions', [])}
        if entry.get('operation') == 'sts:AssumeRoot':
            tasks.add(entry['parameters']['TaskPolicyArn']['arn'].rsplit('/', 1)[1])
    return actions, tasks


def contract_actions(root):
    actions = set()
    for path in sorted(root.glob('model/contract/*/*.api')):
        actions |= set(re.findall(r'^  authorize (\S+)', path.read_text(encoding='utf-8'), re.M))
    return sorted(actions)


def case_of(policy, name, action, task=None):
    target = f'arn:aws:iam::{SHOP}:root' if action == 'sts:AssumeRoot' else '*'
    context = {'sts:TaskPolicyArn': f'arn:aws:iam::aws:policy/root-task/{task}'} if task else {}
    return {'id': name, 'identityPolicies': [policy], 'principalInfo': {'kind': 'user'},
            'request': {'principal': f'arn:aws:iam::{MANAGEMENT}:user/any', 'action': action,
                        'resource': {'arn': target, 'accountId': MANAGEMENT},
                        'context': context}}


def allowed(mattock, root, policy):
    """(actions, task policies) that the policy allows, of all there are."""
    cases = [case_of(policy, action, action) for action in contract_actions(root)]
    cases += [case_of(policy, f'task {task}', 'sts:AssumeRoot', task) for task in TASKS]
    done = subprocess.run([mattock, 'policy', 'eval'], capture_output=True, text=True, timeout=60,
                          input='\n'.join(json.dumps(case) for case in cases), check=True)
    names = {answer['id'] for answer in map(json.loads, done.stdout.splitlines())
             if answer['verdict'] == 'Allowed'}
    return ({name for name in names if not name.startswith('task ')},
            {name[5:] for name in names if name.startswith('task ')})


def compare(what, given, used):
    problems = []
    if given - used:
        problems.append(f'it allows {what} that nothing called: {sorted(given - used)}')
    if used - given:
        problems.append(f'it lacks {what} that were called: {sorted(used - given)}')
    return problems


def check(root, harness, mattock, name, folder):
    policy = json.loads((root / 'docs/policies' / f'{name}.json').read_text(encoding='utf-8'))
    problems, journal = run(harness, name, policy, folder)
    actions, tasks = called(journal)
    given_actions, given_tasks = allowed(mattock, root, policy)
    if 'sts:AssumeRoot' in given_actions:
        problems.append('it allows AssumeRoot without a task policy')
    problems += compare('actions', given_actions, actions - {'sts:AssumeRoot'})
    return problems + compare('tasks', given_tasks, tasks)


def print_calls(harness, name, folder):
    everything = {'Version': '2012-10-17',
                  'Statement': [{'Effect': 'Allow', 'Action': '*', 'Resource': '*'}]}
    problems, journal = run(harness, name, everything, folder)
    actions, tasks = called(journal)
    print(f'{name}: {sorted(tasks)}', *sorted(actions), *problems, sep='\n    ')


def main():
    root, harness, mattock = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    files = {path.stem for path in root.glob('docs/policies/*.json')}
    tap = Tap()
    for name in sorted(COMMANDS):
        with tempfile.TemporaryDirectory() as folder:
            if '--calls' in sys.argv:
                print_calls(harness, name, folder)
                continue
            problems = check(root, harness, mattock, name, folder)
        tap.check(not problems, f'{name}.json allows what its commands call and nothing else',
                  *problems)
    if '--calls' in sys.argv:
        return 0
    tap.check(files == set(COMMANDS), 'every policy of docs/policies is tested', files)
    return tap.end()


if __name__ == '__main__':
    sys.exit(main())

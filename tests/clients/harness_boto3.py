"""The control interface as an outside tool uses it, with boto3: namespaces, clock, faults and
verification. Runs inside `mattock run`; prints TAP."""
import configparser
import json
import os
import pathlib
import sys
import urllib.error
import urllib.request

import boto3
import botocore.config
import botocore.exceptions

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / 'support'))
from tap import Tap  # noqa: E402

ENDPOINT = os.environ['AWS_ENDPOINT_URL']
ONE_TRY = botocore.config.Config(retries={'total_max_attempts': 1})
ACCOUNT = '222222222222'
SCENARIO = {
    'mattock': 1, 'clock': '2026-01-02T03:04:05Z', 'seed': 1,
    'accounts': [{'id': ACCOUNT, 'name': 'alone'}],
    'callers': {'ada': {'account': ACCOUNT, 'user': 'ada', 'policies': ['AdministratorAccess']}},
}


def control(method, path, body=None, base=ENDPOINT):
    """(status, answer) of a request to the control interface."""
    request = urllib.request.Request(
        base + '/_mattock/' + path, method=method, headers={'Content-Type': 'application/json'},
        data=None if body is None else json.dumps(body).encode())
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


def session_of(space, profile='default'):
    """A boto3 session with a caller of the namespace."""
    profiles = configparser.ConfigParser()
    profiles.read_string(space['credentials'])
    return boto3.Session(
        aws_access_key_id=profiles[profile]['aws_access_key_id'],
        aws_secret_access_key=profiles[profile]['aws_secret_access_key'])


def client_of(space, service):
    return session_of(space).client(service, endpoint_url=space['url'], config=ONE_TRY)


def refused_namespaces(tap):
    for body, part, name in (
            ({'name': 'Big'}, 'small letters', 'a name with capitals is refused'),
            ({'name': 'default'}, 'already', 'a name that is taken is refused'),
            ({'from': 'nothing'}, 'no namespace nothing', 'a fork of nothing is refused'),
            ({'form': 'default'}, 'form', 'a member that is not known is refused'),
            ({'from': 'default', 'scenario': SCENARIO}, 'either', 'two sources are refused'),
            ({'ttl': 0}, 'ttl', 'a life of no time is refused'),
            ({'scenario': {'mattock': 1, 'nam': 'x'}}, 'nam', 'a wrong scenario is refused')):
        status, answer = control('POST', 'ns', body)
        tap.check(status == 400 and part in answer['error'], name, answer)
    tap.check(control('DELETE', 'ns?name=default')[0] == 409, 'the default namespace stays')
    tap.check(control('DELETE', 'ns?name=nothing')[0] == 404, 'what is not there cannot be ended')
    tap.check(control('GET', 'state', base=ENDPOINT + '/_ns/nothing')[0] == 404,
              'a namespace that is not there has no state')


def namespaces(tap):
    status, space = control('POST', 'ns', {'name': 'mine', 'scenario': SCENARIO})
    tap.check(status == 201, 'a namespace is made from a scenario', space)
    answer = client_of(space, 'sts').get_caller_identity()
    tap.check(answer['Account'] == ACCOUNT, 'its path leads into it', answer)
    answer = session_of(space).client('sts', endpoint_url=ENDPOINT).get_caller_identity()
    tap.check(answer['Account'] == ACCOUNT, 'a key that only it has issued leads into it', answer)
    client_of(space, 'iam').create_user(UserName='only-here')
    names = [user['UserName'] for user in boto3.client('iam').list_users()['Users']]
    tap.check('only-here' not in names, 'what happens in it happens nowhere else', names)

    _, fork = control('POST', 'ns', {'from': 'mine'})
    users = client_of(fork, 'iam').list_users()['Users']
    tap.check(sorted(user['UserName'] for user in users) == ['ada', 'only-here'],
              'a fork begins as the other is', users)
    client_of(fork, 'iam').delete_user(UserName='only-here')
    names = [user['UserName'] for user in client_of(space, 'iam').list_users()['Users']]
    tap.check('only-here' in names, 'and goes its own way', names)
    control('POST', 'reset', {}, base=fork['url'])
    names = [user['UserName'] for user in client_of(fork, 'iam').list_users()['Users']]
    tap.check('only-here' in names, 'its reset comes back to the fork', names)
    queue = client_of(fork, 'sqs').create_queue(QueueName='q')['QueueUrl']
    tap.check(queue.startswith(fork['url']), 'addresses that it hands out lead into it', queue)
    journal = control('GET', 'requests', base=fork['url'])[1]
    tap.check([entry['operation'] for entry in journal['requests']][-1] == 'sqs:CreateQueue',
              'its journal is its own', journal)

    control('DELETE', 'ns?name=' + fork['name'])
    names = [entry['name'] for entry in control('GET', 'ns')[1]['namespaces']]
    tap.check(names == ['default', 'mine'], 'what was ended is gone', names)
    return space


def clock(tap, space):
    base = space['url']
    status, answer = control('POST', 'clock', {'advance': '-1h'}, base)
    tap.check(status == 400, 'time does not go back by itself', answer)
    status, answer = control('POST', 'clock', {'mode': 'frozen', 'advance': '+1h'}, base)
    tap.check(status == 400, 'a mode and an advance are one too many', answer)
    sts = client_of(space, 'sts')
    token = sts.get_session_token(DurationSeconds=900)['Credentials']
    guest = boto3.Session(token['AccessKeyId'], token['SecretAccessKey'], token['SessionToken'])
    guest = guest.client('sts', endpoint_url=base, config=ONE_TRY)
    tap.check(guest.get_caller_identity()['Account'] == ACCOUNT, 'a session is good')
    answer = control('POST', 'clock', {'advance': '+16m'}, base)[1]
    tap.check(answer == {'mode': 'frozen', 'time': '2026-01-02T03:20:05Z'},
              'a clock that stands can be advanced', answer)
    try:
        tap.check(False, 'its session is over then', guest.get_caller_identity())
    except botocore.exceptions.ClientError as error:
        tap.check(error.response['Error']['Code'] == 'ExpiredToken', 'its session is over then',
                  error)
    date = sts.get_caller_identity()['ResponseMetadata']['HTTPHeaders']['date']
    tap.check(date == 'Fri, 02 Jan 2026 03:20:05 GMT', 'Date shows the namespace\'s time', date)
    answer = control('GET', 'clock')[1]
    tap.check(answer['mode'] == 'real', 'the others keep their time', answer)

    organizations = client_of(space, 'organizations')
    organizations.create_organization()
    made = organizations.create_account(Email='new@example.com', AccountName='new')
    control('POST', 'clock', {'advance': '+1m'}, base)
    accounts = organizations.list_accounts()['Accounts']
    tap.check(len(accounts) == 2, 'what falls due in the time that passes is done', made)
    control('POST', 'reset', {}, base)
    answer = control('GET', 'clock', base=base)[1]
    tap.check(answer['time'] == '2026-01-02T03:04:05Z', 'a reset sets the clock back', answer)


def faults_and_verdict(tap, space):
    base = space['url']
    iam = client_of(space, 'iam')
    control('POST', 'faults', [{'name': 'once', 'match': {'operation': 'iam:ListUsers'},
                                'times': 1, 'do': {'error': 'Throttling'}}], base)
    tap.check(boto3.client('iam', config=ONE_TRY).list_users()['Users'],
              'a rule of one namespace is none of the others')
    try:
        tap.check(False, 'it works in its own', iam.list_users())
    except botocore.exceptions.ClientError as error:
        tap.check(error.response['Error']['Code'] == 'Throttling', 'it works in its own', error)
    iam.list_users()
    report = control('POST', 'verify', {
        'calls': [{'operation': 'iam:ListUsers', 'times': 2}],
        'sequence': [{'operation': 'iam:ListUsers', 'error': 'Throttling'},
                     {'operation': 'iam:ListUsers', 'status': 200}],
        'never': [{'operation': 'iam:Delete*'}], 'faults': 'allFired'}, base)[1]
    tap.check(report['holds'], 'what happened is verified', report)
    report = control('POST', 'verify', {'calls': [{'operation': 'iam:ListUsers',
                                                   'error': 'AccessDenied'}]}, base)[1]
    tap.check(not report['holds'] and 'came nearest' in report['checks'][0]['explanation'],
              'what did not happen is explained', report)


def main():
    tap = Tap()
    refused_namespaces(tap)
    space = namespaces(tap)
    clock(tap, space)
    faults_and_verdict(tap, space)
    return tap.end()


if __name__ == '__main__':
    sys.exit(main())

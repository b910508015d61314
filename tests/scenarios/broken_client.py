"""A small client that looks for root credentials, in one right and several wrong ways.

    broken_client.py WAY ACCOUNT

It ends as `mattock audit` does: 0 and "clean", 3 and what it found, 4 if it could not look. The
wrong ways are those of real programs; judge_test.py shows that `mattock sweep` names each.
"""
import configparser
import datetime
import http.client
import os
import pathlib
import re
import signal
import sys
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / 'support'))
from mattockd import VERSIONS, signed_headers  # noqa: E402

LISTS = {'ListAccessKeys': 'AccessKeyId', 'ListSigningCertificates': 'CertificateId',
         'ListMFADevices': 'SerialNumber', 'GetLoginProfile': 'CreateDate'}
SUMMARY = ('AccountAccessKeysPresent', 'AccountSigningCertificatesPresent', 'AccountMFAEnabled',
           'AccountPasswordPresent')
TASK = 'arn:aws:iam::aws:policy/root-task/'


class Failed(Exception):
    """A call that told nothing: refused, not answered, or answered with something else."""


class Client:
    def __init__(self, keys, timeout_s=2):
        self.keys, self.timeout_s = keys, timeout_s
        self.url = urllib.parse.urlsplit(os.environ['AWS_ENDPOINT_URL'])

    def send(self, service, action, **members):
        """(status, text)"""
        now = datetime.datetime.now(datetime.timezone.utc).strftime('%Y%m%dT%H%M%SZ')
        path = self.url.path.rstrip('/') + '/'
        body = urllib.parse.urlencode({'Action': action, 'Version': VERSIONS[service], **members})
        headers = signed_headers(self.url.netloc, service, body, now, path=path, **self.keys)
        connection = http.client.HTTPConnection(self.url.netloc, timeout=self.timeout_s)
        connection.request('POST', path, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode('utf-8', 'replace')

    def call(self, service, action, **members):
        """The text between the result's tags; an absent thing is None."""
        try:
            status, text = self.send(service, action, **members)
        except (OSError, http.client.HTTPException) as error:
            raise Failed(f'{action}: {error}') from error
        if '<Code>NoSuchEntity</Code>' in text:
            return None
        result = re.search(f'<{action}Result>(.+)</{action}Result>', text, re.S)
        if status != 200 or not result:
            raise Failed(f'{action}: {status}')
        return result.group(1)


def tag(text, name):
    found = re.search(f'<{name}>([^<]+)</{name}>', text)
    if not found:
        raise Failed(f'an answer without {name}')
    return found.group(1)


def root_client(account, task, **settings):
    profiles = configparser.ConfigParser()
    profiles.read(os.environ['AWS_SHARED_CREDENTIALS_FILE'])
    profile = profiles[os.environ['AWS_PROFILE']]
    caller = Client({'key': profile['aws_access_key_id'],
                     'secret': profile['aws_secret_access_key']}, **settings)
    answer = caller.call('sts', 'AssumeRoot', TargetPrincipal=account,
                         **{'TaskPolicyArn.arn': TASK + task})
    if answer is None:
        raise Failed('no session')
    return Client({'key': tag(answer, 'AccessKeyId'), 'secret': tag(answer, 'SecretAccessKey'),
                   'token': tag(answer, 'SessionToken')}, **settings)


def summary_counts(root):
    answer = root.call('iam', 'GetAccountSummary') or ''
    counts = dict(re.findall(r'<key>(\w+)</key>\s*<value>(\d+)</value>', answer))
    if not all(name in counts for name in SUMMARY):
        raise Failed('a summary without its counts')
    return [int(counts[name]) for name in SUMMARY]


def look(root, swallows=False, checks=True):
    """Whether there is a credential; an answer of nothing must agree with the summary."""
    found = []
    for action, name in LISTS.items():
        try:
            answer = root.call('iam', action)
        except Failed:
            if not swallows:
                raise
            answer = None
        found.append(answer is not None and f'<{name}>' in answer)
    if checks and [bool(count) for count in summary_counts(root)] != found:
        raise Failed('the lists and the summary disagree')
    return any(found)


def audit(account, settings, **how):
    try:
        found = look(root_client(account, 'IAMAuditRootUserCredentials', **settings), **how)
    except Failed as error:
        print(f'unknown: {error}')
        return 4
    print('a root credential' if found else 'clean')
    return 3 if found else 0


def right(account):
    return audit(account, {})


def swallows(account):
    return audit(account, {}, swallows=True, checks=False)


def believes(account):
    """Takes NoSuchEntity for the truth, as nearly everybody does."""
    return audit(account, {}, checks=False)


def hangs(account):
    return audit(account, {'timeout_s': None})


def always(account):
    audit(account, {})
    print('clean')
    return 0


def dies(account):
    status = audit(account, {})
    if status == 4:
        os.kill(os.getpid(), signal.SIGSEGV)
    return status


def raises(account):
    look(root_client(account, 'IAMAuditRootUserCredentials'))
    return 3


def delete(account, tries, is_sure):
    """Deletes the access key; sends it again if no answer comes; looks again if it is to be sure."""
    root = root_client(account, 'IAMDeleteRootUserCredentials')
    key = tag(root.call('iam', 'ListAccessKeys') or '', 'AccessKeyId')
    for _ in range(tries):
        try:
            root.call('iam', 'DeleteAccessKey', AccessKeyId=key)
            break
        except Failed:
            pass
    if is_sure and '<AccessKeyId>' in (root.call('iam', 'ListAccessKeys') or ''):
        raise Failed('the key is still there')


def deletion(tries, is_sure):
    def run(account):
        try:
            delete(account, tries, is_sure)
        except Failed as error:
            print(f'failed: {error}')
            return 1
        print('deleted')
        return 0
    return run


WAYS = {'right': right, 'swallows': swallows, 'believes': believes, 'hangs': hangs,
        'always': always, 'dies': dies, 'raises': raises, 'deletes': deletion(1, True),
        'repeats': deletion(3, True), 'trusts': deletion(1, False)}

if __name__ == '__main__':
    sys.exit(WAYS[sys.argv[1]](sys.argv[2]))

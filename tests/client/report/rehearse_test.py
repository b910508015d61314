"""Whether a snapshot is the organization, names nobody, and a rehearsal tells what will happen.

    rehearse_test.py MATTOCK MATTOCKD
"""

import copy
import json
import re
import sys
import unittest

from world import MANAGEMENT, ORGANIZATION, World, scenario

MATTOCK, MATTOCKD = sys.argv[1:3]
del sys.argv[1:]

READS = ('List', 'Describe', 'Get', 'AssumeRoot')
BLIND = {'account': MANAGEMENT, 'user': 'blind', 'policies': ['AdministratorAccess', {
    'Version': '2012-10-17', 'Statement': [
        {'Effect': 'Deny', 'Resource': '*', 'Action': [
            'organizations:DescribePolicy', 'organizations:DescribeResourcePolicy',
            'iam:ListOrganizationsFeatures']}]}]}


def statement(sid, **members):
    return {'Version': '2012-10-17', 'Statement': [{'Sid': sid, 'Effect': 'Deny', **members}]}


def rich():
    """Something of everything that a snapshot holds."""
    document = copy.deepcopy(scenario())
    document['organization'].update({
        'policyTypes': ['SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY', 'TAG_POLICY'],
        'trustedAccess': ['iam.amazonaws.com', 'config.amazonaws.com'],
        'delegates': [{'account': '333333333333', 'service': 'iam.amazonaws.com'},
                      {'account': '333333333333', 'service': 'config.amazonaws.com'}],
        'units': [
            {'id': 'ou-abcd-11111111', 'name': 'Workloads', 'tags': {'team': 'platform-people'},
             'units': [{'id': 'ou-abcd-22222222', 'name': 'Prod'}]},
            {'id': 'ou-abcd-33333333', 'name': 'Root'},
        ],
        'detachDefault': ['Workloads/Prod'],
        'delegationPolicy': {'Version': '2012-10-17', 'Statement': [
            {'Sid': 'Delegate', 'Effect': 'Allow', 'Action': 'organizations:ListAccounts',
             'Resource': '*', 'Principal': {'AWS': 'arn:aws:iam::333333333333:root'}}]},
        'policies': [
            {'id': 'p-11111111', 'name': 'GuardTheShop', 'description': 'by Jane Roe',
             'attach': ['Workloads', '222222222222', 'ou-abcd-33333333'],
             'content': statement(
                 'DenyShopBuckets', Action=['s3:Put*', 's3:Delete*'],
                 Resource=['arn:aws:s3:::shop-secret-bucket/*'],
                 Condition={
                     'ArnNotLike': {'aws:PrincipalArn':
                                    'arn:aws:iam::222222222222:role/JaneRoeAdmin*'},
                     'StringNotEquals': {'aws:PrincipalOrgID': ORGANIZATION,
                                         'aws:PrincipalTag/costcentre': 'cc-jane@shop.example',
                                         'aws:RequestedRegion': 'eu-west-1'},
                     'NotIpAddress': {'aws:SourceIp': ['203.0.113.0/24', '2001:db8:1::/48']},
                     'ForAllValues:StringLike': {
                         'aws:PrincipalOrgPaths': f'{ORGANIZATION}/r-abcd/ou-abcd-11111111/*'}})},
            {'id': 'p-22222222', 'name': 'FenceResources', 'type': 'RESOURCE_CONTROL_POLICY',
             'attach': ['root'],
             'content': {'Version': '2012-10-17', 'Statement': [
                 {'Effect': 'Deny', 'Principal': '*', 'Action': 'sqs:*', 'Resource': '*',
                  'Condition': {'StringEquals': {'aws:PrincipalAccount': '999999999999'}}}]}},
        ],
    })
    document['accounts'] += [
        {'id': '444444444444', 'name': 'Gone, "quoted"', 'unit': 'Workloads/Prod',
         'state': 'SUSPENDED', 'joined': 'INVITED', 'created': '2024-05-06T07:08:09Z',
         'tags': {'owner': 'jane.roe@shop.example'}},
        {'id': '000000000012', 'name': 'odd', 'unit': 'ou-abcd-33333333',
         'root': {'keys': [{'id': 'AKIAROOTKEY000000002', 'lastUsed': '-200d', 'service': 's3',
                            'region': 'eu-west-1'},
                           {'id': 'AKIAROOTKEY000000003', 'status': 'Inactive'}],
                  'certificates': [{}],
                  'mfa': ['hardware', 'passkey',
                          {'kind': 'virtual', 'serial': 'arn:aws:iam::000000000012:mfa/jane-phone',
                           'enabled': '2024-01-02T03:04:05Z'}]}},
    ]
    document['callers']['blind'] = BLIND
    return document


def without_time(path):
    document = json.loads(path.read_text(encoding='utf-8'))
    document.pop('taken')
    return document


def values(node):
    """Every text of a document, members' names too."""
    if isinstance(node, dict):
        for key, item in node.items():
            yield key
            yield from values(item)
    elif isinstance(node, list):
        for item in node:
            yield from values(item)
    elif isinstance(node, str):
        yield node


class Snapshot(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with World(MATTOCK, MATTOCKD, rich()) as world:
            key = world.file('key', 'a key that is known to nobody else')
            other = world.file('other', 'another key that is known to nobody')
            cls.status = world.run('snapshot', '--credentials', '-o', 'plain.json')[0]
            world.run('snapshot', '--credentials', '--pseudonyms', key, '-o', 'hidden.json')
            world.run('snapshot', '--credentials', '--pseudonyms', key, '-o', 'again.json')
            world.run('snapshot', '--credentials', '--pseudonyms', other, '-o', 'other.json')
            for name in ('plain', 'hidden', 'again', 'other'):
                setattr(cls, name, without_time(world.file(name + '.json')))
            cls.calls = world.control('/_mattock/requests?limit=10000')

    def test_of_its_mock_a_snapshot_is_the_same(self):
        for name in ('plain', 'hidden'):
            first = copy.deepcopy(getattr(self, name))
            with self.subTest(name), World(MATTOCK, MATTOCKD, first) as world:
                world.run('snapshot', '--credentials', '-o', 'second.json')
                second = without_time(world.file('second.json'))
                if name == 'hidden':  # reasons are left out of the first only
                    for document in (first, second):
                        document['unknown'] = [{k: v for k, v in gap.items() if k != 'why'}
                                               for gap in document['unknown']]
                        document['unknown'].sort(key=json.dumps)
                self.assertEqual(first, second)

    def test_it_holds_what_there_is(self):
        organization = self.plain['organization']
        self.assertEqual(0, self.status)
        self.assertEqual(['Workloads/Prod'], organization['detachDefault'])
        self.assertEqual(['222222222222', 'Workloads', 'ou-abcd-33333333'],
                         organization['policies'][0]['attach'])
        self.assertEqual(2, len(organization['delegates']))
        self.assertIn('delegationPolicy', organization)
        accounts = {account['id']: account for account in self.plain['accounts']}
        self.assertEqual('SUSPENDED', accounts['444444444444']['state'])
        self.assertEqual('2024-05-06T07:08:09Z', accounts['444444444444']['created'])
        self.assertEqual(3, len(accounts['000000000012']['root']['mfa']))
        self.assertEqual('ou-abcd-33333333', accounts['000000000012']['unit'])

    def test_what_was_left_out_is_listed(self):
        listed = {(gap['of'], gap.get('account', gap.get('type')))
                  for gap in self.plain['unknown']}
        self.assertEqual({('policies', 'TAG_POLICY'), ('root', MANAGEMENT),
                          ('root', '444444444444')}, listed)

    def test_neither_addresses_nor_secrets_are_in_it(self):
        text = json.dumps(self.plain)
        self.assertNotIn('email', text)
        self.assertNotIn('secret"', text)
        self.assertNotIn('aws+', text)

    def test_pseudonyms_are_stable_and_bound_to_the_key(self):
        self.assertEqual(self.hidden, self.again)
        self.assertNotEqual(self.hidden['organization']['id'], self.other['organization']['id'])
        ours = {account['id'] for account in self.hidden['accounts']}
        self.assertEqual(set(), ours & {account['id'] for account in self.other['accounts']})

    def test_pseudonyms_name_nobody(self):
        telling = ('shop', 'jane', 'roe', 'Workloads', 'Prod"', 'Guard', 'platform', ORGANIZATION,
                   'abcd', '222222222222', '999999999999', '203.0.113', '2001:db8:1:', 'costcentre',
                   'owner', 'cc-', 'AKIAROOTKEY', 'odd', '@', 'Delegate"', 'Fence', 'GAHT0')
        text = json.dumps(self.hidden)
        self.assertEqual([], [word for word in telling if word.lower() in text.lower()])
        plain = {value for value in values(self.plain['organization']['policies'])}
        kept = {value for value in values(self.hidden['organization']['policies'])} & plain
        self.assertLessEqual({'s3:Put*', 'eu-west-1', 'aws:RequestedRegion', 'ArnNotLike', '*',
                              'Deny', 'root'}, kept)

    def test_pseudonyms_are_the_same_in_documents(self):
        organization = self.hidden['organization']
        condition = next(policy['content']['Statement'][0]['Condition']
                         for policy in organization['policies']
                         if policy['type'] == 'SERVICE_CONTROL_POLICY')
        paths = condition['ForAllValues:StringLike']['aws:PrincipalOrgPaths']
        unit = next(unit['id'] for unit in organization['units'] if 'units' in unit)
        self.assertEqual(f"{organization['id']}/{organization['rootId']}/{unit}/*", paths)
        arn = condition['ArnNotLike']['aws:PrincipalArn']
        self.assertRegex(arn, r'^arn:aws:iam::\d{12}:role/x[0-9a-f]{10}\*$')
        self.assertIn(arn.split(':')[4], {account['id'] for account in self.hidden['accounts']})
        self.assertTrue(any(re.fullmatch(r'aws:PrincipalTag/tag-[0-9a-f]{10}', key)
                            for key in condition['StringNotEquals']))

    def test_only_reads_are_sent(self):
        names = {entry['operation'].split(':')[1] for entry in self.calls['requests']}
        self.assertEqual(set(), {name for name in names if not name.startswith(READS)})
        self.assertIn('DescribePolicy', names)

    def test_what_could_not_be_read_is_unknown(self):
        with World(MATTOCK, MATTOCKD, rich()) as world:
            status, _, _ = world.run('snapshot', '-o', 'blind.json', AWS_PROFILE='blind')
            document = without_time(world.file('blind.json'))
            clean = World(MATTOCK, MATTOCKD, document)
            with clean:  # it can still be loaded
                clean.run('whoami')
            explained = world.json('explain', 'scp', '222222222222', '--scenario', 'blind.json',
                                   status=4)
        gaps = [(gap['of'], gap.get('id')) for gap in document['unknown']]
        self.assertEqual(4, status)
        self.assertIn(('policy', 'p-11111111'), gaps)
        self.assertIn(('features', None), gaps)
        self.assertIn(('delegationPolicy', None), gaps)
        policy = next(gap for gap in document['unknown'] if gap.get('id') == 'p-11111111')
        self.assertEqual(['222222222222', 'Workloads', 'ou-abcd-33333333'], policy['attach'])
        self.assertNotIn('policies', document['organization'])
        self.assertIn('unknown', {task['answer'] for task in explained['tasks']})

    # Name, the words, the status, a text of the error.
    WRONG = (
        ('a file is needed', (), 2, '-o FILE'),
        ('two audits are one too many', ('--credentials', '--audit', 'x', '-o', 's'), 2,
         'one of them'),
        ('a short key is refused', ('--pseudonyms', 'short', '-o', 's'), 1, 'needs 16'),
        ('a key that is not there is refused', ('--pseudonyms', 'nowhere', '-o', 's'), 1,
         'nowhere'),
        ('a plan is no audit', ('--audit', 'plan.json', '-o', 's'), 2, 'not an audit'),
    )

    def test_wrong_options(self):
        with World(MATTOCK, MATTOCKD, scenario()) as world:
            world.file('short', 'tooshort')
            world.run('plan', '--all', '-o', 'plan.json')
            for name, words, wanted, text in self.WRONG:
                with self.subTest(name):
                    status, _, err = world.run('snapshot', *words)
                    self.assertEqual(wanted, status)
                    self.assertIn(text, err)
                    self.assertFalse(world.file('s').exists())


HIDDEN_POLICY = {'name': 'Hidden', 'attach': ['222222222222'],
                 'content': statement('NoDelete', Action='iam:DeleteAccessKey', Resource='*')}


class Rehearsal(unittest.TestCase):
    @staticmethod
    def state(world):
        return {key: value for key, value in world.control('/_mattock/state').items()
                if key != 'clock'}

    def test_it_is_what_happens(self):
        with World(MATTOCK, MATTOCKD, scenario()) as world:
            world.run('snapshot', '--credentials', '-o', 'snapshot.json')
            world.run('plan', '--all', '-o', 'plan.json')
            before = self.state(world)
            predicted = world.json('rehearse', 'plan.json', '--snapshot', 'snapshot.json',
                                   '-o', 'predicted.json')
            self.assertEqual(before, self.state(world))
            self.assertFalse(world.file('plan.json.journal').exists())
            world.file('done.json', world.json('apply', 'plan.json', '--yes'))
            equal = world.json('diff', 'predicted.json', 'done.json')
        self.assertEqual('mattock.rehearsal/1', predicted['schema'])
        self.assertEqual([], predicted['unknown'])
        self.assertEqual({'deleted'}, {item['result'] for account in predicted['accounts']
                                       for item in account['items']})
        self.assertEqual([], equal['changes'])

    def test_an_organization_that_is_another_differs_in_exactly_its_accounts(self):
        real = scenario()
        real['accounts'].append({'id': '444444444444', 'name': 'twin', 'root': {
            'keys': [{'id': 'AKIAROOTKEY000000004', 'created': '2022-01-02T03:04:05Z'}]}})
        with World(MATTOCK, MATTOCKD, real) as world:
            world.run('snapshot', '--credentials', '-o', 'snapshot.json')
            world.run('plan', '--all', '-o', 'plan.json')
            files = {name: world.file(name).read_text(encoding='utf-8')
                     for name in ('snapshot.json', 'plan.json')}
        real['organization'] = {**real['organization'], 'policies': [
            {**HIDDEN_POLICY, 'attach': ['444444444444']}]}
        with World(MATTOCK, MATTOCKD, real) as world:
            for name, text in files.items():
                world.file(name, text)
            go_on = ('--max-failures', '5', '--canary', '1')
            world.run('rehearse', 'plan.json', '--snapshot', 'snapshot.json', '-o', 'said.json',
                      *go_on)
            world.file('done.json', world.json('apply', 'plan.json', '--yes', *go_on, status=5))
            result = world.json('diff', 'said.json', 'done.json', status=3)
        self.assertEqual({'444444444444'}, {change['accountId'] for change in result['changes']})
        self.assertIn(('access key AKIAROOTKEY000000004', 'deleted', 'held'),
                      {(c['what'], c['before'], c['after']) for c in result['changes']})

    def test_a_policy_that_denies_is_predicted(self):
        document = scenario()
        document['organization'] = {**document['organization'], 'policies': [HIDDEN_POLICY]}
        with World(MATTOCK, MATTOCKD, document) as world:
            world.run('snapshot', '--credentials', '-o', 'snapshot.json')
            world.run('plan', '--all', '-o', 'plan.json')
            status, out, _ = world.run('rehearse', 'plan.json', '--snapshot', 'snapshot.json')
        self.assertEqual(5, status)
        self.assertIn('held', out)
        self.assertIn('apply would end with 5', out)

    def test_what_the_snapshot_does_not_know_is_four(self):
        document = scenario()
        document['organization'] = {**document['organization'], 'policies': [
            {**HIDDEN_POLICY, 'content': statement('Other', Action='ec2:*', Resource='*')}]}
        document['callers']['blind'] = BLIND
        with World(MATTOCK, MATTOCKD, document) as world:
            world.run('audit', '-o', 'audit.json')
            world.run('plan', '--all', '-o', 'plan.json')
            world.run('snapshot', '--audit', 'audit.json', '-o', 's.json', AWS_PROFILE='blind')
            text = json.loads(world.file('s.json').read_text(encoding='utf-8'))
            text['organization']['features'] = ['RootCredentialsManagement']
            status, out, _ = world.run('rehearse', 'plan.json', '--snapshot',
                                       world.file('s.json', text))
        self.assertEqual(4, status)
        self.assertIn('does not know', out)
        self.assertIn('deleted', out)

    def test_wrong_snapshots(self):
        rows = (
            ('no snapshot', (), 2, '--snapshot FILE'),
            ('one without root credentials', ('--snapshot', 'bare.json'), 5, 'no root credentials'),
            ('one with pseudonyms', ('--snapshot', 'hidden.json'), 6, 'pseudonyms'),
            ('one that the mock refuses', ('--snapshot', 'broken.json'), 1, 'ended before'),
            ('what is no snapshot', ('--snapshot', 'plan.json'), 1, 'no snapshot'),
        )
        with World(MATTOCK, MATTOCKD, scenario()) as world:
            key = world.file('key', 'a key that is known to nobody else')
            world.run('snapshot', '-o', 'bare.json')
            world.run('snapshot', '--credentials', '--pseudonyms', key, '-o', 'hidden.json')
            world.run('plan', '--all', '-o', 'plan.json')
            world.file('broken.json', {'mattock': 1, 'organization': {'id': ORGANIZATION}})
            for name, words, wanted, text in rows:
                with self.subTest(name):
                    status, _, err = world.run('rehearse', 'plan.json', *words)
                    self.assertEqual(wanted, status)
                    self.assertIn(text, err)

    def test_a_refusal_of_apply_is_told(self):
        with World(MATTOCK, MATTOCKD, scenario()) as world:
            world.run('snapshot', '--credentials', '-o', 'snapshot.json')
            world.run('plan', '--all', '-o', 'plan.json')
            text = json.loads(world.file('snapshot.json').read_text(encoding='utf-8'))
            text['organization']['features'] = []
            world.file('off.json', text)
            result = world.json('rehearse', 'plan.json', '--snapshot', 'off.json', status=5)
        self.assertEqual(5, result['exit'])
        self.assertIn('RootCredentialsManagement', result['error'])
        self.assertEqual([], result['accounts'])


if __name__ == '__main__':
    unittest.main()

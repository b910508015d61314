"""What drift, diff and audit --baseline say of two results; never "gone" without having looked.

    drift_test.py MATTOCK MATTOCKD
"""

import copy
import hashlib
import json
import sys
import unittest

from world import ORGANIZATION, World, scenario

MATTOCK, MATTOCKD = sys.argv[1:3]
del sys.argv[1:]

DENY_ROOT = {'name': 'DenyRoot', 'attach': ['Workloads'], 'content': {
    'Version': '2012-10-17',
    'Statement': [{'Effect': 'Deny', 'Action': 'iam:ListAccessKeys', 'Resource': '*'}]}}


def with_policy():
    document = scenario()
    document['organization'] = {**document['organization'], 'policies': [DENY_ROOT]}
    return document


def with_new_key():
    document = copy.deepcopy(scenario())
    document['accounts'][1]['root'] = {'keys': [{'id': 'AKIAROOTKEY000000009'}]}
    return document


def without_key():
    document = copy.deepcopy(scenario())
    del document['accounts'][0]['root']['keys']
    return document


def without_account():
    document = copy.deepcopy(scenario())
    del document['accounts'][0]
    return document


def suspended():
    document = copy.deepcopy(scenario())
    document['accounts'][0]['state'] = 'SUSPENDED'
    return document


def baseline_of(document):
    with World(MATTOCK, MATTOCKD, document) as world:
        world.run('audit', '-o', 'audit.json')
        return world.file('audit.json').read_text(encoding='utf-8')


class Drift(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.baseline = baseline_of(scenario())

    # Name, the organization now, the status, what the changes are: (what, before, after).
    ROWS = (
        ('an account that cannot be looked at is 4, and its key is not called absent',
         with_policy, 4, [('access key AKIAROOTKEY000000001', 'present', 'unknown')]),
        ('an account that is not looked at any more is 4', without_account, 4,
         [('MFA device mfa/root-account-mfa-device', 'present', 'not in the file'),
          ('access key AKIAROOTKEY000000001', 'present', 'not in the file'),
          ('console password', 'present', 'not in the file'),
          ('signing certificates', 'absent', 'not in the file')]),
        ('an account that is left out since is 4, and its key is not called absent', suspended, 4,
         [('MFA device mfa/root-account-mfa-device', 'present', 'skipped'),
          ('access key AKIAROOTKEY000000001', 'present', 'skipped'),
          ('console password', 'present', 'skipped'),
          ('signing certificates', 'absent', 'skipped')]),
        ('a key that was not there is 3 with the key', with_new_key, 3,
         [('access key AKIAROOTKEY000000009', 'absent', 'present')]),
        ('a key that is gone is 0 with the key', without_key, 0,
         [('access key AKIAROOTKEY000000001', 'present', 'absent')]),
        ('nothing new is 0, also where there are credentials', scenario, 0, []),
    )

    def test_rows(self):
        for name, document, status, wanted in self.ROWS:
            with self.subTest(name), World(MATTOCK, MATTOCKD, document()) as world:
                path = world.file('before.json', self.baseline)
                result = world.json('drift', '--baseline', path, status=status)
                self.assertEqual('mattock.drift/1', result['schema'])
                self.assertEqual(wanted, sorted((c['what'], c['before'], c['after'])
                                                for c in result['changes']))

    def test_both_new_and_unknown_is_four(self):
        document = with_policy()
        document['accounts'] = with_new_key()['accounts']
        with World(MATTOCK, MATTOCKD, document) as world:
            path = world.file('before.json', self.baseline)
            status, out, _ = world.run('drift', '--baseline', path)
        self.assertEqual(4, status)
        self.assertIn('AKIAROOTKEY000000009', out)
        self.assertIn('could not be wholly looked at', out)

    def test_drift_writes_the_audit_of_today(self):
        with World(MATTOCK, MATTOCKD, with_new_key()) as world:
            path = world.file('before.json', self.baseline)
            world.run('drift', '--baseline', path, '-o', 'today.json')
            result = world.json('drift', '--baseline', 'today.json')
        self.assertEqual([], result['changes'])

    def test_an_audit_lists_the_changes(self):
        with World(MATTOCK, MATTOCKD, with_new_key()) as world:
            path = world.file('before.json', self.baseline)
            status, out, _ = world.run('audit', '--baseline', path)
            result = world.json('audit', '--baseline', path, status=3)
        self.assertEqual(3, status)
        self.assertIn('clean: access key AKIAROOTKEY000000009: absent, now present', out)
        self.assertEqual('mattock.audit/1', result['schema'])
        self.assertEqual(1, len(result['changes']))

    # Name, what stands in the file instead of the baseline, a text of the error, its status.
    WRONG = (
        ('a plan is no baseline', {'schema': 'mattock.plan/1', 'accounts': []}, 1, 'digest'),
        ('an outcome is no baseline', {'schema': 'mattock.apply/1', 'accounts': []}, 2,
         'not an audit'),
        ('another version is refused', {'schema': 'mattock.audit/2', 'accounts': []}, 1,
         'another version'),
        ('another kind is refused', {'schema': 'mattock.whoami/1'}, 1, 'expected an audit'),
        ('JSON of nobody is refused', {'accounts': []}, 1, 'no "schema"'),
        ('an account without id is refused', {'schema': 'mattock.audit/1', 'accounts': [{}]}, 1,
         'before.json:1:'),
        ('no list of accounts is refused', {'schema': 'mattock.audit/1'}, 1, '"accounts"'),
        ('half a file is refused', '{"schema": "mattock.audit/1", "acc', 1, 'before.json'),
        ('an audit of another organization is refused',
         {'schema': 'mattock.audit/1', 'organizationId': 'o-another', 'accounts': []}, 6,
         ORGANIZATION),
    )

    def test_events_are_read_as_the_audit_they_are(self):
        with World(MATTOCK, MATTOCKD, scenario()) as world:
            events = world.run('audit', '--output', 'jsonl')[1]
            path = world.file('events.jsonl', events)
            self.assertEqual([], world.json('diff', world.file('audit.json', self.baseline),
                                            path)['changes'])
            cut = world.file('cut.jsonl', ''.join(events.splitlines(True)[:-1]))
            status, _, errors = world.run('drift', '--baseline', cut)
        self.assertEqual(1, status)
        self.assertIn('the run that wrote it did not come to its end', ' '.join(errors.split()))

    def test_wrong_baselines(self):
        with World(MATTOCK, MATTOCKD, scenario()) as world:
            for name, document, wanted, text in self.WRONG:
                with self.subTest(name):
                    path = world.file('before.json', document)
                    status, out, err = world.run('drift', '--baseline', path)
                    self.assertEqual((wanted, ''), (status, out))
                    self.assertIn(text, err)
            self.assertEqual(2, world.run('drift')[0])


def journal(*events):
    """A journal of one key, each line with the digest of the line before it."""
    previous, text = '0' * 64, ''
    for event, *rest in (('start', {'plan': 'sha256:0'}), *events):
        entry = {'previous': previous, 'time': '2026-01-01T00:00:00Z', 'event': event}
        if event != 'start':
            entry.update({'account': '222222222222', 'operation': 'DeleteAccessKey',
                          'kind': 'accessKey', 'id': 'AKIAROOTKEY000000001'})
        line = json.dumps({**entry, **(rest[0] if rest else {})})
        previous = hashlib.sha256(line.encode()).hexdigest()
        text += line + '\n'
    return text


class Diff(unittest.TestCase):
    # Name, two journals, the words of the key in both; None: equal.
    JOURNALS = (
        ('an intent without an outcome is unknown', journal(('intent',)),
         journal(('intent',), ('done',)), ('unknown', 'deleted')),
        ('a lost answer is unknown', journal(('intent',), ('lost',)),
         journal(('intent',), ('failed',)), ('unknown', 'failed')),
        ('what was read again counts last', journal(('intent',), ('lost',), ('gone',)),
         journal(('intent',), ('done',)), ('gone', 'deleted')),
        ('what is gone stays gone', journal(('done',), ('intent',), ('failed',)),
         journal(('done',)), None),
        ('a cut off last line is passed over', journal(('done',)) + '{"event":"fai',
         journal(('done',)), None),
    )

    def test_journals(self):
        with World(MATTOCK, MATTOCKD, scenario()) as world:
            for name, one, other, words in self.JOURNALS:
                with self.subTest(name):
                    paths = world.file('one', one), world.file('other', other)
                    result = world.json('diff', *paths, status=3 if words else 0)
                    self.assertEqual([words] if words else [],
                                     [(c['before'], c['after']) for c in result['changes']])

    # Name, accounts of two scenarios, what differs.
    SCENARIOS = (
        ('a key of which nothing is said is a key', [{}], [{'keys': [{}]}], ['root/keys/{}']),
        ('a second key that is like the first is one more', [{'keys': [{}]}], [{'keys': [{}, {}]}],
         ['root/keys/{} 2']),
        ('a password of which nothing is said is one', [{}], [{'password': {}}], ['root/password']),
        ('an empty list is none', [{'keys': [], 'mfa': []}], [{}], []),
        ('the order of a list is nothing', [{'mfa': ['virtual', 'hardware']}],
         [{'mfa': ['hardware', 'virtual']}], []),
    )

    def test_scenarios(self):
        with World(MATTOCK, MATTOCKD, scenario()) as world:
            for name, *roots, differs in self.SCENARIOS:
                with self.subTest(name):
                    files = [world.file(f'{number}.json', json.dumps({
                        'mattock': 1, 'accounts': [
                            {'id': '222222222222', 'name': 'shop', 'root': root[0]}]}))
                        for number, root in enumerate(roots)]
                    result = world.json('diff', *files, status=3 if differs else 0)
                    self.assertEqual([('shop', place) for place in differs],
                                     [(change['name'], change['what'])
                                      for change in result['changes']])

    def test_steps_and_expectations_are_compared(self):
        step = {'name': 'look', 'run': ['true'], 'expect': {'exit': 0}}
        with World(MATTOCK, MATTOCKD, scenario()) as world:
            files = [world.file(name, json.dumps({'mattock': 1, 'steps': [one], 'expect': end}))
                     for name, one, end in (
                         ('one.json', step, {}),
                         ('two.json', {**step, 'expect': {'exit': 3}}, {'state': {}}))]
            result = world.json('diff', *files, status=3)
        self.assertEqual([('expect', '{}', '{"state":{}}'),
                          ('steps/look/expect', '{"exit":0}', '{"exit":3}')],
                         [(change['what'], change['before'], change['after'])
                          for change in result['changes']])

    def test_damage_in_the_middle_is_refused(self):
        text = journal(('intent',), ('failed',)).replace('intent', 'done')
        with World(MATTOCK, MATTOCKD, scenario()) as world:
            status, _, err = world.run('diff', world.file('one', text), world.file('other', text))
        self.assertEqual(6, status)
        self.assertIn('one: line 3 of the journal does not follow', err)

    def test_a_plan_and_its_outcome_are_of_two_families(self):
        with World(MATTOCK, MATTOCKD, scenario()) as world:
            world.run('plan', '--all', '-o', 'plan.json')
            world.file('done.json', world.json('apply', 'plan.json', '--yes'))
            status, _, err = world.run('diff', 'plan.json', 'done.json')
            same = world.json('diff', 'done.json', 'plan.json.journal')
            changed = world.file('plan.json').read_text(encoding='utf-8')
            world.file('plan.json', changed.replace('shop', 'shot'))
            stale = world.run('diff', 'plan.json', 'plan.json')[0]
        self.assertEqual(2, status)
        self.assertIn('cannot be compared', err)
        self.assertEqual([], same['changes'])
        self.assertEqual(6, stale)


if __name__ == '__main__':
    unittest.main()

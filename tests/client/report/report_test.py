"""Whether every form of a report has its shape, hides nothing and is fooled by no name.

    report_test.py MATTOCK MATTOCKD
"""

import copy
import csv
import hashlib
import html.parser
import io
import json
import os
import signal
import subprocess
import sys
import unittest
import xml.etree.ElementTree

from world import MANAGEMENT, World, scenario

MATTOCK, MATTOCKD = map(os.path.abspath, sys.argv[1:3])
del sys.argv[1:]

NASTY = '=cmd|\'/c calc\'!A1, "<script>alert(1)</script>" | **x** &amp;'
DENY = {'name': 'DenyRoot', 'attach': ['444444444444'], 'content': {
    'Version': '2012-10-17',
    'Statement': [{'Effect': 'Deny', 'Action': 'iam:ListAccessKeys', 'Resource': '*'}]}}
FORMS = ('html', 'markdown', 'csv', 'jsonl', 'sarif', 'junit', 'ocsf', 'events')


def document():
    result = copy.deepcopy(scenario())
    result['organization']['policies'] = [DENY]
    result['accounts'][0]['name'] = NASTY
    result['accounts'] += [
        {'id': '444444444444', 'name': 'hidden', 'root': {'keys': [{}]}},
        {'id': '555555555555', 'name': 'asleep', 'state': 'SUSPENDED'},
    ]
    return result


class Page(html.parser.HTMLParser):
    """The rows of the tables, and every element; an element that is not closed is noted."""

    VOID = {'meta', 'br', 'link', 'img', 'input'}

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.open, self.elements, self.problems, self.rows = [], [], [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag == 'tr':
            self.rows.append([])
        if tag in ('td', 'th'):
            self.rows[-1].append('')
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.problems.append(tag)

    def handle_data(self, data):
        if self.open and any(tag in ('td', 'th') for tag in self.open):
            self.rows[-1][-1] += data


class Reports(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with World(MATTOCK, MATTOCKD, document()) as world:
            world.run('audit', '-o', 'audit.json')
            world.run('plan', '--all', '-o', 'plan.json')
            status, out, err = world.run('apply', 'plan.json', '--yes', '--output', 'json')
            world.file('done.json', out)
            cls.applied = (status, err)
            cls.calls = world.control('/_mattock/requests?limit=10000')['requests']
            cls.audit_text = world.file('audit.json').read_text(encoding='utf-8')
            cls.reports = {form: world.run('report', 'audit.json', '--format', form)
                           for form in FORMS}
            cls.several = {form: world.run('report', 'audit.json', 'plan.json', 'done.json',
                                           'plan.json.journal', '--format', form)
                           for form in FORMS}
            cls.written = world.run('report', 'audit.json', '--format', 'html', '-o', 'page.html')
            cls.page = world.file('page.html').read_text(encoding='utf-8')
            cls.wrong = [world.run('report', *words) for words in (
                ('audit.json',), ('audit.json', '--format', 'pdf'), ('nowhere', '--format', 'csv'),
                ('scenario.json', '--format', 'csv'), ('--format', 'csv'))]

    def text(self, form):
        return self.reports[form][1]

    def test_every_form_is_written(self):
        for form in FORMS:
            for status, out, err in (self.reports[form], self.several[form]):
                with self.subTest(form):
                    self.assertEqual((0, ''), (status, err))
                    self.assertGreater(len(out), 100)

    def test_wrong_words(self):
        self.assertEqual([2, 2, 1, 2, 2], [status for status, _, _ in self.wrong])
        self.assertEqual([''] * 5, [out for _, out, _ in self.wrong])

    def test_lines_hold_every_record_and_the_unknown(self):
        lines = [json.loads(line) for line in self.text('jsonl').splitlines()]
        rows = list(csv.DictReader(io.StringIO(self.text('csv'))))
        self.assertEqual(len(lines), len(rows))
        self.assertEqual({'mattock.record/1'}, {line['schema'] for line in lines})
        states = {(line['accountId'], line['kind']): line['state'] for line in lines}
        self.assertEqual('unknown', states['444444444444', 'accessKey'])
        self.assertEqual('good', states['444444444444', 'password'])
        self.assertEqual('open', states['222222222222', 'accessKey'])
        self.assertEqual('skipped', states['555555555555', None])
        self.assertEqual('skipped', states[MANAGEMENT, None])

    def test_a_spreadsheet_computes_nothing(self):
        for row in csv.reader(io.StringIO(self.text('csv'))):
            self.assertEqual([], [cell for cell in row if cell[:1] in ('=', '+', '-', '@')])
        self.assertIn('\'' + NASTY.split(',')[0], self.text('csv'))

    def test_the_page_stands_alone_and_runs_nothing(self):
        page = Page(self.text('html'))
        self.assertEqual(([], []), (page.problems, page.open))
        tags = [tag for tag, _ in page.elements]
        self.assertEqual(set(), set(tags) & {'script', 'img', 'link', 'iframe', 'a', 'object'})
        for _, attributes in page.elements:
            self.assertEqual(set(), set(attributes) & {'src', 'href', 'onclick', 'style'})
        self.assertIn('@media print', self.text('html'))
        self.assertNotIn('http://', self.text('html'))
        self.assertNotIn('https://', self.text('html'))

    def test_the_page_shows_names_as_they_are(self):
        rows = Page(self.text('html')).rows
        self.assertIn(NASTY, {row[1] for row in rows})
        self.assertIn(['444444444444', 'hidden', 'access keys', 'unknown'],
                      [row[:4] for row in rows])
        self.assertEqual((0, '', ''), self.written)
        self.assertEqual(len(rows), len(Page(self.page).rows))

    def test_markdown_has_one_table_that_names_cannot_break(self):
        lines = [line for line in self.text('markdown').splitlines() if line.startswith('| ')]
        for line in lines:
            self.assertEqual(6, line.replace('\\|', '').count('|'), line)
        self.assertNotIn('<script', self.text('markdown'))
        self.assertIn('| 444444444444 | hidden | access keys | unknown |', self.text('markdown'))

    def test_sarif(self):
        log = json.loads(self.text('sarif'))
        run = log['runs'][0]
        rules = {rule['id'] for rule in run['tool']['driver']['rules']}
        self.assertEqual('2.1.0', log['version'])
        self.assertFalse(run['invocations'][0]['executionSuccessful'])
        for result in run['results']:
            self.assertIn(result['ruleId'], rules)
            self.assertIn(result['kind'], ('pass', 'open', 'fail', 'review', 'notApplicable'))
            self.assertEqual(result['kind'] != 'fail', result['level'] == 'none')
            self.assertTrue(result['message']['text'])
            self.assertTrue(result['locations'][0]['logicalLocations'][0]['fullyQualifiedName'])
        prints = [json.dumps(result['partialFingerprints']) for result in run['results']]
        self.assertEqual(len(prints), len(set(prints)))
        kinds = {(r['properties']['accountId'], r['ruleId']): r['kind'] for r in run['results']}
        self.assertEqual('open', kinds['444444444444', 'root-access-key'])
        self.assertEqual('fail', kinds['222222222222', 'root-access-key'])
        self.assertEqual('pass', kinds['333333333333', 'root-password'])

    def test_junit(self):
        root = xml.etree.ElementTree.fromstring(self.text('junit'))
        self.assertEqual('testsuites', root.tag)
        for suite in root:
            cases = suite.findall('testcase')
            self.assertEqual(int(suite.get('tests')), len(cases))
            for element, attribute in (('failure', 'failures'), ('error', 'errors'),
                                       ('skipped', 'skipped')):
                found = [case for case in cases if case.find(element) is not None]
                self.assertEqual(int(suite.get(attribute)), len(found))
        case = {(c.get('classname'), c.get('name')): c for c in root.iter('testcase')}
        self.assertIsNotNone(case['audit.444444444444', 'access keys'].find('error'))
        self.assertIsNotNone(case['audit.222222222222', 'console password'].find('failure'))
        self.assertEqual(0, len(case['audit.333333333333', 'console password']))

    def test_ocsf(self):
        events = json.loads(self.text('ocsf'))
        for event in events:
            self.assertEqual(event['class_uid'] * 100 + event['activity_id'], event['type_uid'])
            self.assertEqual((2, 2003), (event['category_uid'], event['class_uid']))
            for member in ('metadata', 'finding_info', 'severity_id', 'time', 'compliance'):
                self.assertIn(member, event)
            self.assertEqual({'name', 'vendor_name', 'version'},
                             set(event['metadata']['product']))
            self.assertTrue(event['finding_info']['uid'] and event['finding_info']['title'])
        self.assertEqual(len(events), len({event['finding_info']['uid'] for event in events}))
        status = {(e['cloud']['account']['uid'], e['compliance']['control']):
                  (e['compliance']['status_id'], e['severity_id']) for e in events}
        self.assertEqual((0, 0), status['444444444444', 'root-access-key'])
        self.assertEqual((3, 5), status['222222222222', 'root-access-key'])
        self.assertEqual((1, 1), status['333333333333', 'root-password'])

    def events(self, kind):
        files = json.loads(self.several['events'][1])['files']
        return next(file['events'] for file in files if file['kind'] == kind)

    def seen(self, event):
        """How many calls of the journal of the mock fit an expected event."""
        count = 0
        for call in self.calls:
            service, name = call['operation'].split(':')
            is_same = (name == event['eventName'] and
                       event['eventSource'] == service + '.amazonaws.com')
            if is_same and name == 'AssumeRoot':
                wanted = event['requestParameters']
                text = json.dumps(call)
                is_same = wanted['targetPrincipal'] in text and wanted['taskPolicy'] in text
            elif is_same:
                is_same = f"{event['recipientAccountId']}:root" in json.dumps(call)
            wanted = event['requestParameters'].get('credentialId')
            count += is_same and (not wanted or wanted in json.dumps(call))
        return count

    def test_the_expected_events_happened(self):
        for kind in ('audit', 'apply', 'journal'):
            events = self.events(kind)
            self.assertTrue(events)
            for event in events:
                with self.subTest(kind=kind, event=event):
                    self.assertGreaterEqual(self.seen(event), event['atLeast'])

    def test_every_write_that_happened_is_expected(self):
        wanted = {(e['eventName'], e['recipientAccountId']) for e in self.events('journal')}
        # The outcome does not say who ran it, so its sessions have no account.
        wanted |= {(e['eventName'], e['recipientAccountId']) for e in self.events('apply')
                   if e['eventName'] != 'AssumeRoot'}
        writes = [call for call in self.calls
                  if call['operation'].split(':')[1].startswith(('Delete', 'Deactivate'))]
        self.assertTrue(writes)
        for call in writes:
            name = call['operation'].split(':')[1]
            text = json.dumps(call)
            self.assertTrue(any(name == event and f'{account}:root' in text
                                for event, account in wanted), call)

    def test_what_a_journal_knows_for_certain_has_its_request_id(self):
        deletes = [event for event in self.events('journal') if 'requestID' in event]
        ids = {call.get('requestId') for call in self.calls}
        self.assertTrue(deletes)
        for event in deletes:
            self.assertEqual(1, event['atMost'])
            self.assertIn(event['requestID'], ids)

    def test_files_of_two_runs_are_no_evidence(self):
        with World(MATTOCK, MATTOCKD, document()) as world:
            world.run('plan', '--all', '-o', 'one')
            world.run('plan', '--all', '--valid-hours', '3', '-o', 'two')
            world.file('one.json', world.run('apply', 'one', '--yes', '--output', 'json')[1])
            good = world.run('report', 'one', 'one.json', 'one.journal', '--format', 'csv')
            plans = world.run('report', 'one', 'two', '--format', 'csv')
            outcome = json.loads(world.file('one.json').read_text(encoding='utf-8'))
            outcome['journalDigest'] = '0' * 64
            journals = world.run('report', world.file('other.json', outcome), 'one.journal',
                                 '--format', 'csv')
        self.assertEqual((0, ''), (good[0], good[2]))
        self.assertEqual([6, 6], [plans[0], journals[0]])
        self.assertIn('not of one run', plans[2])
        self.assertIn('not of one run', journals[2])

    def test_a_report_seals_its_files(self):
        digest = hashlib.sha256(self.audit_text.encode()).hexdigest()
        for form in ('html', 'markdown', 'sarif', 'events'):
            with self.subTest(form):
                self.assertIn(digest, self.text(form))

    def test_of_skipped_accounts_nothing_is_expected(self):
        self.assertNotIn('555555555555', json.dumps(self.events('audit')))


class Calls(unittest.TestCase):
    """The list made of --calls is the trail itself, call by call."""

    @staticmethod
    def of_trail(world, first=0):
        return {(call['operation'], call['principal']['accessKeyId'], call['requestId'])
                for call in world.control('/_mattock/requests?limit=10000')['requests'][first:]}

    @staticmethod
    def of_events(events):
        return {(event['eventSource'].split('.')[0] + ':' + event['eventName'],
                 event['userIdentity']['accessKeyId'], event['requestID']) for event in events}

    def test_they_are_those_of_the_trail_and_one_more_is_seen(self):
        with World(MATTOCK, MATTOCKD, document()) as world:
            world.run('plan', '--all', '-o', 'plan.json')
            before = len(world.control('/_mattock/requests?limit=10000')['requests'])
            world.run('apply', 'plan.json', '--yes', '--calls', 'calls.jsonl')
            trail = self.of_trail(world, before)
            events = json.loads(world.run('report', 'calls.jsonl', '--format', 'events')[1])
            expected = self.of_events(events['files'][0]['events'])
            world.run('whoami')  # somebody else
            more = self.of_trail(world, before) - expected
            text = world.file('calls.jsonl').read_text(encoding='utf-8')
            secrets = [line.split('=')[1].strip() for line in
                       world.file('credentials').read_text(encoding='utf-8').splitlines()
                       if 'secret' in line or 'token' in line]
        self.assertEqual(trail, expected)
        self.assertIn('sts:GetCallerIdentity', {operation for operation, _, _ in more})
        self.assertEqual([], [secret for secret in secrets if secret in text])
        self.assertNotIn('token', text.lower())

    def test_a_list_without_calls_knows_the_sessions(self):
        with World(MATTOCK, MATTOCKD, document()) as world:
            world.run('audit', '-o', 'audit.json')
            world.run('report', 'audit.json', '--format', 'events', '-o', 'expected.json')
            world.file('trail.json', world.control('/_mattock/events'))
            changes = world.json('diff', 'expected.json', 'trail.json', status=3)['changes']
        # What the caller asked for himself is in no such list; nothing of the sessions is amiss.
        self.assertEqual({('111111111111', 'happened')},
                         {(change['accountId'], change['after']) for change in changes})
        self.assertNotIn('AssumeRoot', str(changes))

    # Name, what the trail says instead, how often each side of a change is there.
    TRAILS = (
        ('another key under the same request id is not the run',
         lambda event: event['userIdentity'].update(accessKeyId='AKIANOTOURS000000000'), 1, 1),
        ('another call under the same request id is not the run',
         lambda event: event.update(eventName='CreateUser'), 1, 1),
        ('another request is not the run', lambda event: event.update(requestID='another'), 1, 1),
        ('an error alone is no other call', lambda event: event.update(errorCode='Odd'), 0, 0),
    )

    def test_each_event_must_be_of_the_run(self):
        with World(MATTOCK, MATTOCKD, document()) as world:
            world.run('whoami', '--calls', 'calls.jsonl')
            world.run('report', 'calls.jsonl', '--format', 'events', '-o', 'expected.json')
            trail = world.control('/_mattock/events')
            for name, change, happened, missing in self.TRAILS:
                changed = json.loads(json.dumps(trail))
                change(changed['Records'][0])
                with self.subTest(name):
                    words = [c['after'] for c in world.json(
                        'diff', 'expected.json', world.file('trail.json', changed),
                        status=3 if happened else 0)['changes']]
                    self.assertEqual((happened, missing), (words.count('happened'),
                                                           words.count('not in the trail')))
            twice = {'Records': trail['Records'] + trail['Records'][:1]}
            words = [c['after'] for c in world.json(
                'diff', 'expected.json', world.file('trail.json', twice), status=3)['changes']]
        self.assertEqual(['happened'], words)

    # Name, the list, the trail, the status, a text of the error.
    NO_TRAILS = (
        ('Records must be a list', {'schema': 'mattock.expectedEvents/1', 'files': []},
         {'Records': {}}, 1, 'trail.json:1:1'),
        ('an event needs a name', {'schema': 'mattock.expectedEvents/1', 'files': []},
         {'Records': [{'eventSource': 'iam.amazonaws.com'}]}, 1, 'trail.json:1:14'),
        ('files must be a list', {'schema': 'mattock.expectedEvents/1'}, {'Records': []}, 1,
         'expected.json:1:1'),
        ('a file needs events', {'schema': 'mattock.expectedEvents/1', 'files': [{}]},
         {'Records': []}, 1, 'expected.json:1:'),
        ('another version is refused', {'schema': 'mattock.expectedEvents/2', 'files': []},
         {'Records': []}, 1, 'another version'),
        ('two trails cannot be compared', {'Records': []}, {'Records': []}, 2, 'of kind trail'),
        ('nor a trail with a list', {'Records': []},
         {'schema': 'mattock.expectedEvents/1', 'files': []}, 2, 'cannot be compared'),
    )

    def test_wrong_trails(self):
        with World(MATTOCK, MATTOCKD, document()) as world:
            for name, expected, trail, wanted, text in self.NO_TRAILS:
                with self.subTest(name):
                    status, out, err = world.run('diff', world.file('expected.json', expected),
                                                 world.file('trail.json', trail))
                    self.assertEqual((wanted, ''), (status, out))
                    self.assertIn(text, err)
            status, _, err = world.run('report', 'expected.json', '--format', 'html')
        self.assertEqual(2, status)
        self.assertIn('mattock diff', err)

    def test_sessions_join_assume_root_with_what_they_did(self):
        with World(MATTOCK, MATTOCKD, document()) as world:
            world.run('audit', '--calls', 'calls.jsonl')
            events = json.loads(world.run('report', 'calls.jsonl', '--format', 'events')[1])
        events = events['files'][0]['events']
        made = {event['sessionAccessKeyId']: event['requestParameters']['targetPrincipal']
                for event in events if event['eventName'] == 'AssumeRoot'}
        roots = [event for event in events if event['userIdentity'].get('type') == 'Root']
        self.assertEqual({'222222222222', '333333333333', '444444444444'}, set(made.values()))
        for event in roots:
            self.assertEqual(made[event['userIdentity']['accessKeyId']],
                             event['recipientAccountId'])
        denied = [event for event in roots if event.get('errorCode') == 'AccessDenied']
        self.assertEqual({('ListAccessKeys', '444444444444')},
                         {(event['eventName'], event['recipientAccountId']) for event in denied})

    def test_what_nobody_answered_may_be_there(self):
        faulty = {**document(), 'faults': [
            {'match': {'operation': 'sts:GetCallerIdentity'}, 'times': 1,
             'do': {'reset': 'after'}}]}
        with World(MATTOCK, MATTOCKD, faulty) as world:
            world.run('whoami', '--calls', 'calls.jsonl')
            events = json.loads(world.run('report', 'calls.jsonl', '--format', 'events')[1])
        first, second = events['files'][0]['events'][:2]
        self.assertEqual((0, 1), (first['atLeast'], first['atMost']))
        self.assertEqual((1, 1), (second['atLeast'], second['atMost']))
        self.assertEqual(first['eventName'], second['eventName'])

    def test_a_file_that_is_there_is_kept_and_nothing_is_sent(self):
        with World(MATTOCK, MATTOCKD, document()) as world:
            world.file('calls.jsonl', 'mine')
            status, _, err = world.run('whoami', '--calls', 'calls.jsonl')
            sent = world.control('/_mattock/requests?limit=10')['requests']
            kept = world.file('calls.jsonl').read_text(encoding='utf-8')
        self.assertEqual((1, 'mine', []), (status, kept, sent))
        self.assertIn('calls.jsonl', err)

    def test_a_disk_that_is_full_is_said(self):
        with World(MATTOCK, MATTOCKD, document()) as world:
            done = subprocess.run(['sh', '-c', 'ulimit -f 0; exec "$@"', 'sh', MATTOCK, 'whoami',
                                   '--calls', 'calls.jsonl'], cwd=world.folder, text=True,
                                  env=world.environment, capture_output=True, check=False,
                                  preexec_fn=ignore_size)
        self.assertEqual(1, done.returncode)
        self.assertIn('not whole', done.stderr)

    def test_calls_are_for_events_only(self):
        with World(MATTOCK, MATTOCKD, document()) as world:
            world.run('whoami', '--calls', 'calls.jsonl')
            self.assertEqual(2, world.run('report', 'calls.jsonl', '--format', 'html')[0])
            self.assertEqual(2, world.run('diff', 'calls.jsonl', 'calls.jsonl')[0])


def ignore_size():
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)


if __name__ == '__main__':
    unittest.main()

// What a test in a namespace looks like, with Node's own runner: node --test
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { after, afterEach, before, beforeEach, test } from 'node:test';

import { namespace, start } from './mattock.mjs';

const scenario = JSON.parse(readFileSync(new URL('../organization.json', import.meta.url)));
let server;
let space;
before(async () => { server = await start(); });
after(() => server.stop());
beforeEach(async () => { space = await namespace(server, scenario); });
afterEach(() => space.end());

const audit = () => spawnSync('mattock', ['audit', '--all'], { encoding: 'utf8' });

test('the audit finds the old password', async () => {
  const { status, stdout } = audit();
  assert.equal(status, 3);
  assert.match(stdout, /shop/);
  await space.verify({
    calls: [{ operation: 'sts:AssumeRoot', times: 2 }], never: [{ operation: 'iam:Delete*' }],
  });
});

test('what could not be seen is never clean', async () => {
  await space.faults({
    match: { operation: 'iam:ListAccessKeys', account: '333333333333' }, do: { error: 'AccessDenied' },
  });
  assert.equal(audit().status, 4);
  await space.verify({ faults: 'allFired' });
});

// What a test in a namespace looks like with Vitest. Its workers are processes
// or threads that run tests at the same time, so each file has a server.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';

import { namespace, start } from '../node/mattock.mjs';

const scenario = JSON.parse(readFileSync(new URL('../organization.json', import.meta.url)));
let server;
let space;
beforeAll(async () => { server = await start(); });
afterAll(() => server.stop());
beforeEach(async () => { space = await namespace(server, scenario); });
afterEach(() => space.end());

const audit = () => spawnSync('mattock', ['audit', '--all'], { encoding: 'utf8' });

test('the audit finds the old password', async () => {
  const { status, stdout } = audit();
  expect(status).toBe(3);
  expect(stdout).toContain('shop');
  await space.verify({ never: [{ operation: 'iam:Delete*' }] });
});

test('what could not be seen is never clean', async () => {
  await space.faults({
    match: { operation: 'iam:ListAccessKeys', account: '333333333333' }, do: { error: 'AccessDenied' },
  });
  expect(audit().status).toBe(4);
  await space.verify({ faults: 'allFired' });
});

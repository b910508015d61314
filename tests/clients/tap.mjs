// Checks counted and written as TAP.
let count = 0;
let failed = 0;

export function check(holds, name, found) {
  count += 1;
  failed += holds ? 0 : 1;
  console.log(`${holds ? 'ok' : 'not ok'} ${count} - ${name}`);
  if (!holds) console.log(`#   found: ${typeof found === 'string' ? found : JSON.stringify(found)}`);
}

// Writes how many checks there were, and ends with 1 if one did not hold.
export function end() {
  console.log(`1..${count}`);
  process.exitCode = failed ? 1 : 0;
}

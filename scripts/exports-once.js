// Has each export of the compiled modules in a folder written once: `node scripts/exports-once.js <folder>`.
//
// TypeScript first sets every export to undefined and later to what it is. V8 then takes it for a variable: each use of an imported
// constant or class is a load and a check, where it could be the constant itself. A step of the kernel takes 3 % more instructions.
// The lines are emptied and not taken out, so that places in stack traces stay what they are.
'use strict';
const { readdirSync, readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

const FIRST_WRITES = /^(?:exports\.[\w$]+ = )+void 0;$/m;

const folder = process.argv[2];
for (const name of readdirSync(folder, { recursive: true })) {
  if (!name.endsWith('.js')) continue;
  const path = join(folder, name);
  const text = readFileSync(path, 'utf8');
  if (FIRST_WRITES.test(text)) writeFileSync(path, text.replace(FIRST_WRITES, ''));
}

// Puts the modules that a run loads into one script, and beside it what V8 has compiled of that. Both only save time: see
// harness/cli/pack.ts.
'use strict';
const { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } = require('node:fs');
const Module = require('node:module');
const { tmpdir } = require('node:os');
const { join, sep } = require('node:path');

const root = join(__dirname, '..');
const dist = join(root, 'dist');
/** Where the runs that are made here leave their results. */
const output = mkdtempSync(join(tmpdir(), 'quiesce-pack-'));

/** What people type most. What these load is packed, and what they call is compiled. */
const COMMANDS = [
  ['run', 'scenarios/notify/cancel.yaml', '--runs', '3', '--output', output],
  ['run', 'scenarios/faults/no-pool-once.yaml', '--output', output],
  ['run', 'scenarios/defects/canary.yaml', '--set', 'system.version=nt-3.51', '--output', output],
];

/** A `require.main` or the like, outside of comments: only Node's own loader answers that. */
const ASKS_NODE = /^(?!\s*(?:\*|\/\/)).*\brequire\.\w/m;

main();

async function main() {
  try {
    const loads = recordLoads();
    await runAll();
    loads.end();
    const { PACK, PACK_CODE } = require('../dist/harness/cli/pack.js');
    writeFileSync(PACK, packOf(loads.requires));
    for (const path of Object.keys(require.cache)) delete require.cache[path];
    const script = require('../dist/harness/cli/pack.js').usePack();
    await runAll();
    writeFileSync(PACK_CODE, script.createCachedData());
  } finally {
    rmSync(output, { recursive: true, force: true });
  }
}

async function runAll() {
  const { Interrupt } = require('../dist/harness/cli/interrupt.js');
  const { quiesce } = require('../dist/harness/cli/quiesce.js');
  require('../dist/harness/cli/start.js');
  const silent = { isTerminal: false, write: () => undefined };
  for (const argv of COMMANDS) {
    const written = [];
    const stderr = { isTerminal: false, write: (text) => written.push(text) };
    const exitCode = await quiesce(argv, {
      ...{ cwd: root, env: {}, stdout: silent, stderr, interrupt: new Interrupt(), cores: 1, now: () => Date.now() },
    });
    if (exitCode !== 0) throw new Error(`quiesce ${argv.join(' ')} is exit ${exitCode}: ${written.join('')}`);
  }
}

/** Who requires what, by which words: path of a file -> words -> path of another. */
function recordLoads() {
  const requires = new Map();
  const load = Module._load;
  Module._load = function (words, parent, isMain) {
    const path = Module._resolveFilename(words, parent, isMain);
    const from = parent?.filename;
    if (from !== undefined && from !== __filename && path.endsWith('.js')) {
      if (!requires.has(from)) requires.set(from, {});
      requires.get(from)[words] = path;
    }
    if (path.endsWith('.js') && !requires.has(path)) requires.set(path, {});
    return load.call(this, words, parent, isMain);
  };
  const end = () => {
    Module._load = load;
  };
  return { requires, end };
}

function packOf(requires) {
  const { functionOf } = require('../dist/harness/cli/pack.js');
  const packages = {};
  const modules = [...requires].flatMap(([path, words]) => {
    const text = readFileSync(path, 'utf8');
    const name = nameOf(path);
    if (name === undefined || ASKS_NODE.test(text)) return [];
    const [, folder, packageName] = /^(.*\/node_modules\/([^/]+))\//.exec(path) ?? [];
    if (packageName !== undefined) packages[packageName] = require(join(folder, 'package.json')).version;
    const writtenAt = packageName === undefined ? statSync(path).mtimeMs : 0;
    const names = Object.fromEntries(Object.entries(words).map(([word, to]) => [word, nameOf(to)]));
    const parts = `writtenAt: ${writtenAt}, requires: ${JSON.stringify(names)}, code: ${functionOf(text)}`;
    return [`${JSON.stringify(name)}: { ${parts} },\n`];
  });
  return `({ packages: ${JSON.stringify(packages)}, modules: {\n${modules.join('')}} })\n`;
}

function nameOf(path) {
  if (path.startsWith(dist + sep)) return path.slice(dist.length + 1).replaceAll(sep, '/');
  const at = path.lastIndexOf(`${sep}node_modules${sep}`);
  return at < 0 ? undefined : path.slice(at + 1).replaceAll(sep, '/');
}

// What ts-node has our sources transpiled by: the compiler, once for each text of a file. Every process of the tests loads some
// hundred files, and most of its time would go into making the same JavaScript of them again.
'use strict';
const { createHash, randomBytes } = require('node:crypto');
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const { dirname, join, relative } = require('node:path');

const root = join(__dirname, '..');
/** What makes the JavaScript. */
const TOOLS = [
  ...['typescript', 'ts-node'].map((name) => require(`${name}/package.json`).version),
  readFileSync(__filename, 'utf8'),
];
const KEPT = join(root, 'node_modules', '.cache', 'quiesce-transpiled');

/** What ts-node calls for the kinds of modules that there are. `folder`: where what was made is kept. */
function create({ service, nodeModuleEmitKind, folder = KEPT }) {
  const compilerOptions = service.config.options;
  const circumstances = JSON.stringify([...TOOLS, compilerOptions, nodeModuleEmitKind]);

  const transpile = (text, { fileName }) => {
    const name = relative(root, fileName);
    const key = createHash('sha256').update(circumstances).update(name).update(text).digest('hex');
    const path = join(folder, `${name.replaceAll(/[^\w.-]/g, '_')}.json`);
    const known = keptAt(path);
    if (known?.key === key) return known.output;
    const made = compiled(text, fileName, { compilerOptions, nodeModuleEmitKind });
    if (made.diagnostics.length > 0) return made;
    const output = { outputText: made.outputText, sourceMapText: made.sourceMapText };
    keep(path, { key, output });
    return output;
  };
  return { transpile };
}

/** What ts-node makes of it when it has no other transpiler. */
function compiled(text, fileName, { compilerOptions, nodeModuleEmitKind }) {
  const own = join(dirname(require.resolve('ts-node')), 'ts-transpile-module');
  const transpile = require(own).createTsTranspileModule(require('typescript'), {
    compilerOptions,
    reportDiagnostics: true,
  });
  return transpile(text, { fileName }, nodeModuleEmitKind === 'nodeesm' ? 'module' : 'commonjs');
}

function keptAt(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined; // Nobody has made it yet.
  }
}

/** Others may read, or write the same: the file is whole at any time. */
function keep(path, value) {
  const written = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(written, JSON.stringify(value));
    renameSync(written, path);
  } catch {
    // It will be made again.
  }
}

module.exports = { create };

// docs/fidelity.md speaks of every routine of NT's that the model has, and of no other.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';

const PREFIXES = 'FsRtl|Flt|Cc|Mm|Iop?|Ke|Obp?|Psp?|Ex|Nt|Se|Fat';
const ROUTINE = new RegExp(`\\b(?:${PREFIXES})[A-Z][A-Za-z]+`, 'g');
/** What a docstring is about: the routines that it begins with. */
const ABOUT = new RegExp(`^${ROUTINE.source}(?:(?:, | and )${ROUTINE.source})*(?![\\w]|\\.\\w)`);
/** A function that is called as a routine of NT's is: `ioCancelIrp`. */
const FUNCTION = /function\*? ((?:fsRtl|flt|cc|mm|iop?|ke|obp?|psp?|ex|nt|se|fat)[A-Z]\w+)/g;
const COMMAND = /\b(?:SMB_COM|NT_TRANSACT|TRANS2)_[A-Z_0-9]+/g;

interface Docstring {
  readonly routines: readonly string[];
  /** "D", "I": how sure what it says is. */
  readonly tags: readonly string[];
}

const folder = join(__dirname);
const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  .map((file) => readFileSync(join(folder, file), 'utf8'));
const docstrings = sources.flatMap(docstringsOf);
const modelled = unique([
  ...docstrings.flatMap(({ routines }) => routines),
  ...sources.flatMap((source) => [...source.matchAll(FUNCTION)].map(([, name = '']) => capitalized(name))),
]);

const page = readFileSync(join(folder, '..', '..', 'docs', 'fidelity.md'), 'utf8');
const [here = '', notHere = ''] = page.split('\n## Not here\n');
const rows = rowsOf(here);

test('docs/fidelity.md speaks of every routine of NT in the model, once', (t) => {
  const spokenOf = rows.flatMap(([names = '']) => quoted(names, ROUTINE));
  t.deepEqual(
    modelled.filter((name) => !spokenOf.includes(name)),
    [],
  );
  t.deepEqual(spokenOf, unique(spokenOf));
});

test('docs/fidelity.md speaks of no routine that the model does not have', (t) => {
  const spokenOf = rows.flatMap(([names = '']) => quoted(names, ROUTINE));
  t.deepEqual(
    spokenOf.filter((name) => !modelled.includes(name)),
    [],
  );
});

test('what docs/fidelity.md says is not in the model is not', (t) => {
  const missing = rowsOf(notHere).flatMap(([names = '']) => quoted(names, ROUTINE));
  t.true(missing.length > 0);
  t.deepEqual(
    missing.filter((name) => modelled.includes(name)),
    [],
  );
});

test('docs/fidelity.md speaks of the commands that SRV serves, and of no others', (t) => {
  const served = unique(sources.flatMap((source) => comments(source).flatMap((text) => text.match(COMMAND) ?? [])));
  const spokenOf = rows.flatMap(([names = '']) => quoted(names, COMMAND));
  t.deepEqual([...spokenOf].sort(), [...served].sort());
});

test('docs/fidelity.md gives the evidence for each routine, all that its docstring gives among it', (t) => {
  for (const [names = '', , , evidence = ''] of rows) {
    t.regex(evidence, /^[DSTIH](, [DSTIH])*$/, names);
    for (const name of quoted(names, ROUTINE)) {
      const given = docstrings.flatMap(({ routines, tags }) => (routines.includes(name) ? tags : []));
      for (const tag of given) t.true(evidence.includes(tag), `${name} has ${tag} in its docstring`);
    }
  }
});

function docstringsOf(source: string): readonly Docstring[] {
  return comments(source).map((text) => ({
    routines: ABOUT.exec(text)?.[0].match(ROUTINE) ?? [],
    tags: [...text.matchAll(/\[([^\]]+)\]/g)].flatMap(([, inside = '']) =>
      inside.split(/[;,] /).flatMap((piece) => /^[DSTIH](?=:|$)/.exec(piece) ?? []),
    ),
  }));
}

function comments(source: string): readonly string[] {
  return [...source.matchAll(/\/\*\*(.*?)\*\//gs)].map(([, text = '']) => text.replace(/\s*\n\s*\* ?/g, ' ').trim());
}

/** The cells of the tables' lines, without their heads. */
function rowsOf(markdown: string): readonly (readonly string[])[] {
  const lines = markdown.split('\n').filter((line) => line.startsWith('| `'));
  return lines.map((line) =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim()),
  );
}

function quoted(cell: string, pattern: RegExp): readonly string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].flatMap(([, text = '']) => text.match(pattern) ?? []);
}

function capitalized(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

function unique<T>(values: readonly T[]): readonly T[] {
  return [...new Set(values)];
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { model } from '../models/nt';
import { DEFECTS_NOT_MODELLED, INVARIANTS_NOT_MODELLED } from '../models/nt/not-modelled';
import { referencePages } from './reference';

const ROOT = join(__dirname, '..');

for (const [path, text] of referencePages()) {
  test(`${path} says what the model declares: otherwise \`npm run reference\``, (t) => {
    t.is(readFileSync(join(ROOT, path), 'utf8').replaceAll('\r\n', '\n'), text);
  });
}

test('every number is in a registry or has a reason why not', (t) => {
  const numbers = (prefix: string, last: number): readonly string[] =>
    Array.from({ length: last }, (_, i) => `${prefix}${String(i + 1).padStart(2, '0')}`);
  const has = (list: readonly { readonly number?: string | undefined }[], number: string): boolean =>
    list.some((one) => one.number?.split(', ').includes(number));
  const invariants = numbers('I-', 37).filter(
    (number) => Number(has(model.invariants, number)) + Number(has(INVARIANTS_NOT_MODELLED, number)) !== 1,
  );
  const other = ['H2', 'H3', 'H4', 'H5', ...Array.from({ length: 19 }, (_, i) => `R${i + 1}`)];
  const defects = [...numbers('D', 60), ...other.filter((number) => number !== 'R10' && number !== 'R11')].filter(
    (number) => Number(has(model.defects, number)) + Number(has(DEFECTS_NOT_MODELLED, number)) !== 1,
  );
  t.deepEqual({ invariants, defects }, { invariants: [], defects: [] });
});

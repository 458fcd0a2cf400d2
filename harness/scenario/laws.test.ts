// Whatever a file says: diagnostics or scenarios, and never an exception.
import test from 'ava';
import { fc, testProp } from '@fast-check/ava';
import { formatDiagnostic, MISTAKES } from '.';
import { GOOD } from './_good.test';
import { completed, load, type Outcome } from './_toy.test';

// The same cases every time: a check that flickers is ignored.
fc.configureGlobal({ seed: 1 });

const fragments = fc.constantFrom(
  ...['', '5', '-1', '0.5', 'true', '~', '[]', '{}', '[x]', '{ x: 1 }', 'n1', 'alice.n1', 'bob', 'dir[2]', '"n1[9]"'],
  ...[
    'connect',
    'open',
    'wait',
    'await: n1',
    'expect',
    'drop',
    'by',
    'as',
    'when',
    '5 ms',
    '4 KiB',
    '1/2',
    'STATUS_SUCCESS',
  ],
  ...['constructor', '__proto__', 'toString', '*a', '&a', '- ', ': ', '\n', '  ', ',', '}', ']'],
);

/** A valid scenario in which some words have been replaced. */
const mutated = fc
  .tuple(fc.constantFrom(...Object.values(GOOD)), fc.array(fc.tuple(fc.nat(), fragments), { maxLength: 4 }))
  .map(([text, changes]) => {
    const words = text.split(/(?<=[\s,:[\]{}])|(?=[\s,:[\]{}])/);
    for (const [at, fragment] of changes) words[at % words.length] = fragment;
    return words.join('');
  });

function isSound({ scenarios, diagnostics }: Outcome): boolean {
  if (diagnostics.length === 0) return scenarios !== undefined && scenarios.length > 0;
  return (
    scenarios === undefined &&
    diagnostics.every((diagnostic) => diagnostic.code in MISTAKES && formatDiagnostic(diagnostic).length > 0)
  );
}

testProp('a mutated scenario gives scenarios or diagnostics', [mutated], (t, text) => t.true(isSound(load(text))), {
  numRuns: 500,
});

/** Any value that YAML can say, in flow style. */
const { value: anyValue } = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fragments.filter((text) => !/[&*\n,}\]:-]/.test(text)),
    fc.array(tie('value'), { maxLength: 3 }).map((items) => `[${items.join(', ')}]`),
    fc
      .array(
        fc.tuple(
          fc.constantFrom('do', 'at', 'on', 'as', 'by', 'repeat', 'random', 'mix', 'when', 'open', 'x'),
          tie('value'),
        ),
        {
          maxLength: 3,
        },
      )
      .map((entries) => `{ ${entries.map(([key, item]) => `${key}: ${item}`).join(', ')} }`),
  ),
}));

const topLevel = fc.constantFrom(
  ...[
    'scenario',
    'why',
    'tags',
    'system',
    'matrix',
    'clients',
    'faults',
    'explore',
    'expect',
    'limits',
    'teardown',
    'show',
  ],
);

testProp(
  'any value at the top gives scenarios or diagnostics',
  [topLevel, anyValue],
  (t, key, value) => t.true(isSound(load(completed(`${key}: ${value}`)))),
  { numRuns: 500 },
);

testProp(
  'any --set gives scenarios or diagnostics',
  [
    fc.array(fc.tuple(fc.constantFrom('system.dialect=', 'system.defects=', 'system.', '='), anyValue), {
      maxLength: 3,
    }),
  ],
  (t, parts) => t.true(isSound(load(GOOD['matrix'], { set: parts.map((part) => part.join('')) }))),
);

testProp('the same text gives the same answer', [mutated], (t, text) => {
  t.deepEqual(load(text).diagnostics, load(text).diagnostics);
});

test('the fixtures are valid', (t) => {
  for (const text of Object.values(GOOD)) t.deepEqual(load(text).diagnostics, []);
});

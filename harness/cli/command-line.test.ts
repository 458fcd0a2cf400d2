import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { projectOf } from './_project.test';

const COMMANDS = [
  'run',
  'validate',
  'list',
  'explain',
  'schema',
  'new',
  'completion',
  'replay',
  'show',
  'merge',
  'results',
];

const wrong: readonly (readonly [argv: readonly string[], says: RegExp])[] = [
  [['rnu'], /there is no command `rnu`, nor a file of that name: did you mean `run`\?/],
  [['lst', 'faults'], /did you mean `list`\?/],
  [['qwertyuiop'], /the commands are run, validate/],
  [['run', '--sed', '1'], /unknown option '--sed'\n\(Did you mean one of --seed, --set\?\)/],
  [['--sed', '1'], /unknown option '--sed'/],
  [['list', '--jsno'], /Did you mean --json\?/],
  [['--json', 'list', 'strategies'], /the command comes first: quiesce list --json strategies/],
  [['run', '--shard', '3/2'], /Expected i\/n/],
  [['run', '--shard', '0/2'], /Expected i\/n/],
  [['run', '--runs', '0'], /Expected a whole number from 1/],
  [['run', '--runs', '1e3'], /Expected a whole number/],
  [['run', '--run', '-1'], /unknown option '-1'|Expected a whole number|argument missing/],
  [['run', '-j', '0'], /Expected a whole number from 1/],
  [['run', '--jobs', '1000'], /Expected at most 256/],
  [['run', '-t', '('], /Expected a regular expression/],
  [['run', '--seed', ''], /Expected 1 to 200 characters/],
  [['run', '--time-budget', '5'], /Expected a duration such as 30s/],
  [['run', '--strategy', 'randm'], /there is no strategy `randm`: did you mean `random`\?/],
  [['run', '--reporter', 'jnuit'], /there is no reporter `jnuit`: did you mean `junit`\?/],
  [['run', '--set'], /argument missing/],
  [['list', 'fautls'], /there is no list `fautls`: did you mean `faults`\?/],
  [['list', 'strategies', 'x.yaml'], /takes no files/],
  [['list', 'faults', '--model', 'nope'], /expected the name of a model/],
  [['explain'], /missing required argument 'name'/],
  [
    ['explain', 'ring.bonded', '--model', './ring.ts'],
    /nothing is called `ring\.bonded`: did you mean `ring\.bounded`\?/,
  ],
  [['replay'], /missing required argument 'file'/],
  [['replay', 'nope.json'], /nope\.json: expected a file that can be read/],
  [['replay', 'ring.ts'], /ring\.ts: expected JSON/],
  [['results', 'prnue'], /too many arguments|unknown command|Did you mean/],
];

for (const [argv, says] of wrong) {
  test(`\`quiesce ${argv.join(' ')}\` is exit 2 and nothing is done`, async (t) => {
    const project = projectOf(t, ['pass']);
    const ran = await project.quiesce(...argv);
    t.is(ran.exitCode, 2, ran.stdout + ran.stderr);
    t.regex(ran.stderr, says);
    t.is(ran.stdout, '');
    t.throws(() => project.read('results/last-run.json'));
  });
}

test('help fits into 80 columns, and says only what is there', async (t) => {
  const { quiesce } = projectOf(t);
  const help = await quiesce('--help');
  t.is(help.exitCode, 0);
  const wide = (text: string) => text.split('\n').filter((line) => line.length > 80);
  t.deepEqual(wide(help.stdout), []);
  for (const command of COMMANDS) {
    t.regex(help.stdout, new RegExp(`^  ${command}`, 'm'));
    const { stdout, exitCode } = await quiesce(command, '--help');
    t.is(exitCode, 0);
    t.deepEqual(wide(stdout), []);
    t.is((await quiesce('help', command)).stdout, stdout);
  }
});

test('the version is that of the package', async (t) => {
  t.regex((await projectOf(t).quiesce('--version')).stdout, /^\d+\.\d+\.\d+\n$/);
});

test('without a command the arguments are those of run', async (t) => {
  const { quiesce, folder } = projectOf(t, ['pass', 'leak']);
  t.is((await quiesce('scenarios/pass.yaml')).exitCode, 0);
  t.is((await quiesce('-t', '^pass', '-q')).exitCode, 0);
  t.is((await quiesce('scenarios/l*.yaml')).exitCode, 1);
  mkdirSync(join(folder, 'list'));
  t.is((await quiesce('./list')).exitCode, 4);
});

const lists: readonly (readonly [what: string, name: string])[] = [
  ['faults', 'ring.allocate'],
  ['operations', 'put'],
  ['clients', 'inspector'],
  ['operations', 'identify'],
  ['invariants', 'ring.bounded'],
  ['defects', 'ring.throws'],
  ['marks', 'ring.full'],
  ['settings', 'capacity'],
  ['statuses', 'NO_MEMORY'],
  ['exhibits', 'level'],
  ['strategies', 'random'],
];

for (const [what, name] of lists) {
  test(`list ${what} has ${name}, for people and as JSON`, async (t) => {
    const { quiesce } = projectOf(t);
    t.true((await quiesce('list', what, '--model', './ring.ts')).stdout.split('\n').includes(name));
    const { stdout } = await quiesce('list', what, '--json', '--model', './ring.ts');
    const names = stdout
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { name: string }).name);
    t.true(names.includes(name));
  });
}

test('list scenarios has every instance', async (t) => {
  const { quiesce } = projectOf(t, ['pass', 'race']);
  const { stdout, exitCode } = await quiesce('list', '--json');
  t.is(exitCode, 0);
  const listed = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as object);
  t.like(listed[1], { name: 'race', file: 'scenarios/race.yaml', tags: ['race'], model: '../ring.ts' });
  t.is((await quiesce('list', 'scenarios', '-t', 'nothing like it')).stdout, '');
});

const explained: readonly (readonly [name: string, says: RegExp])[] = [
  ['Q301', /^Q301: An unknown step/],
  ['q301', /^Q301/],
  ['random', /^strategy random\n/],
  ['ring.bounded', /^invariant ring\.bounded\n {2}R-01\./],
  ['r-01', /^invariant ring\.bounded\n/],
  ['D01', /^defect ring\.check-then-put\n/],
  ['ring.allocate', /^fault point ring\.allocate\n/],
  ['put', /^operation put\n/],
  ['inspector', /^kind of client inspector\n/],
  ['identify', /^operation identify\n {2}\(inspector\)/],
  ['ring.full', /^mark ring\.full\n/],
];

for (const [name, says] of explained) {
  test(`explain ${name}`, async (t) => {
    const { stdout, exitCode } = await projectOf(t).quiesce('explain', name, '--model', './ring.ts');
    t.is(exitCode, 0);
    t.regex(stdout, says);
  });
}

test('schema prints and writes the same', async (t) => {
  const { quiesce, read } = projectOf(t);
  const { stdout } = await quiesce('schema', './ring.ts');
  t.like(JSON.parse(stdout), { title: 'A scenario on the model ring', type: 'object' });
  t.is((await quiesce('schema', './ring.ts', '--write', 'out/ring.schema.json')).exitCode, 0);
  t.is(read('out/ring.schema.json'), stdout);
});

// What a model uses and does not declare is a bug of the model, told with what was probably meant.
import test from 'ava';
import { fifo } from '../explore/fifo';
import { AssertionError, Checker, Kernel, Name, simulate, type Invariant, type Model } from '../sim';
import { desk, deskScenario } from './_desk.test';
import { ScenarioProgram } from './program';
import { closed, SwitchedOn } from './undeclared';

const NOD = 'clients: { alice: [nod] }';

/** One run of a scenario on a desk that is made otherwise. */
function run(changes: Partial<Model>, kernel = new Kernel()): void {
  const model = { ...(desk as unknown as Model), ...changes };
  simulate(kernel, new ScenarioProgram({ ...deskScenario(NOD), model }), fifo(), { root: '1', run: 0 });
}

const listener = (handlers: object): Invariant<object> => ({
  id: 'desk.listener',
  statement: 'Listens.',
  source: 'A test.',
  create: () => ({ reset: () => undefined, ...handlers }),
});

test('a mark', (t) => {
  run({});
  const create: Model['create'] = (world) => {
    const system = desk.create(world as never);
    const { kernel } = world;
    kernel.mark(Name.of('desk.quite'));
    return system;
  };
  t.throws(() => run({ create }), {
    instanceOf: AssertionError,
    message: 'the model reaches the mark `desk.quite`, which the model does not declare; did you mean `desk.quiet`?',
  });
});

test('a defect, also while none is switched on', (t) => {
  const defects = new SwitchedOn(['a.one'], ['a.one', 'a.two']);
  t.deepEqual([defects.has('a.one'), defects.has('a.two'), defects.size], [true, false, 1]);
  const message = 'the model asks for the defect `a.tow`, which the model does not declare; did you mean `a.two`?';
  for (const on of [[], ['a.one']]) {
    t.throws(() => new SwitchedOn(on, ['a.one', 'a.two']).has('a.tow'), { instanceOf: AssertionError, message });
  }
  t.throws(() => deskScenario(NOD).settings.defects.has('a.two'), { instanceOf: AssertionError });
});

for (const checked of [false, true]) {
  test(`an event that is reported${checked ? ', in the checked mode' : ''}`, (t) => {
    const create: Model['create'] = (world) => {
      (world.events as { shuoted(client: string): void }).shuoted('alice');
      return desk.create(world as never);
    };
    const kernel = new Kernel();
    if (checked) kernel.checker = new Checker(kernel);
    t.throws(() => run({ create }, kernel), {
      instanceOf: AssertionError,
      message: 'the model reports the event `shuoted`, which the model does not declare; did you mean `shouted`?',
    });
  });
}

test('an event that an invariant handles', (t) => {
  t.notThrows(() => run({ invariants: [listener({ shouted: () => undefined, atRest: () => undefined })] }));
  t.throws(() => run({ invariants: [listener({ shuoted: () => undefined })] }), {
    instanceOf: AssertionError,
    message:
      'the invariant desk.listener handles the event `shuoted`, which the model does not declare; did you mean `shouted`?',
  });
});

test('whatever every object has is no event, and nobody’s slip', (t) => {
  const events = closed({ told: () => undefined }, ['told']);
  t.deepEqual(Object.keys(events), ['told']);
  t.is(typeof Reflect.get(events, 'toString'), 'function');
  t.is(Reflect.get(events, Symbol.iterator), undefined);
});

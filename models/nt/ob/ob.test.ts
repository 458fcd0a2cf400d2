import test from 'ava';
import { AssertionError, call, type Routine } from '../../../harness/sim';
import { ELSEWHERE, outcomes, play } from '../_machine.test';
import type { NtWorld } from '../world';
import { HandleTable } from './handle-table';
import { ObObject } from './object';

/** An object that writes down what its type's procedures are called for. */
class Witness extends ObObject {
  readonly label = 'witness';

  constructor(
    world: NtWorld,
    readonly log: string[],
  ) {
    super(world);
  }

  protected override *closeProcedure(): Routine {
    this.log.push('close');
    yield ELSEWHERE;
    this.log.push('closed');
  }

  protected override *deleteProcedure(): Routine {
    this.log.push('delete');
    yield ELSEWHERE;
  }
}

interface Stage {
  readonly object: Witness;
  readonly table: HandleTable<Witness>;
  readonly handles: number[];
}

type Act = (stage: Stage) => Routine;

const open: Act = function* ({ table, object, handles }) {
  handles.push(yield* call(table.insert(object)));
};
const close: Act = function* ({ table, handles }) {
  yield table.close(handles.pop() ?? 0);
};
const reference: Act = function* ({ object }) {
  yield object.reference;
};
const dereference: Act = ({ object }) => object.dereference();
const closeUnknown: Act = function* ({ table }) {
  yield table.close(4444);
};

/** What is done to an object one after the other, and which of its procedures have run by then. */
const lives: readonly (readonly [name: string, acts: readonly Act[], log: readonly string[], pointers: number])[] = [
  ['an open handle', [open], [], 1],
  ['its only handle closed', [open, close], ['close', 'closed', 'delete'], 0],
  ['one of two handles closed', [open, open, close], [], 1],
  ['both handles closed', [open, open, close, close], ['close', 'closed', 'delete'], 0],
  ['a reference that outlives the handle', [open, reference, close], ['close', 'closed'], 1],
  ['a reference given back after the handle', [open, reference, close, dereference], ['close', 'closed', 'delete'], 0],
  ['a reference given back before the handle', [open, reference, dereference], [], 1],
  ['never opened', [dereference], ['delete'], 0],
  ['a handle closed that is none', [open, closeUnknown], [], 1],
];

for (const [name, acts, log, pointers] of lives) {
  test(`${name}: ${log.join(', ') || 'nothing'}`, (t) => {
    let object: Witness | undefined;
    const counts = { taken: 1 }; // with its first, which it has from birth
    play(
      (world) => {
        object = new Witness(world, []);
        const stage = { object, table: new HandleTable<Witness>(world, 'table'), handles: [] };
        const thread = function* (): Routine {
          for (const act of acts) yield act(stage);
        };
        return { thread: thread() };
      },
      { listeners: { referenced: (of, by) => (counts.taken += of === object ? by : 0) } },
    );
    t.deepEqual(object!.log, log);
    t.is(object!.pointerCount, pointers);
    t.is(counts.taken, pointers, 'what is reported is what is counted');
  });
}

test('however three handles and a reference go, the object closes once, then is deleted once', (t) => {
  const seen = outcomes(300, (world) => {
    const object = new Witness(world, []);
    const stage: Stage = { object, table: new HandleTable<Witness>(world, 'table'), handles: [] };
    const ready = new Set<string>();
    const closer = function* (name: string): Routine {
      const own: Stage = { ...stage, handles: [] };
      yield open(own);
      ready.add(name);
      while (ready.size < 3) yield ELSEWHERE;
      yield close(own);
    };
    const referrer = function* (): Routine {
      while (ready.size < 3) yield ELSEWHERE;
      yield* call(dereference(stage));
    };
    object.pointerCount++; // the referrer's, taken before anybody else has it
    return {
      threads: { a: closer('a'), b: closer('b'), c: closer('c'), referrer: referrer() },
      outcome: () => object.log.join(' '),
    };
  });
  t.deepEqual(seen, ['close closed delete']);
});

test('handles are numbered by fours and never again', (t) => {
  const numbers: number[] = [];
  play((world) => {
    const table = new HandleTable<Witness>(world, 'table');
    const thread = function* (): Routine {
      for (let i = 0; i < 3; i++) {
        const handle = yield* call(table.insert(new Witness(world, [])));
        numbers.push(handle);
        yield table.close(handle);
      }
    };
    return { thread: thread() };
  });
  t.deepEqual(numbers, [4, 8, 12]);
});

/** Bugs of whoever does them. */
const bugs: readonly (readonly [name: string, acts: readonly Act[], message: string])[] = [
  ['given back too often', [dereference, dereference], 'witness has a reference to give back'],
  ['closed without a handle', [({ object }) => object.closeHandle()], 'witness has an open handle'],
];

for (const [name, acts, message] of bugs) {
  test(`an object ${name} is a bug of the model`, (t) => {
    const run = (): unknown =>
      play((world) => {
        const stage = { object: new Witness(world, []), table: new HandleTable<Witness>(world, 'table'), handles: [] };
        const thread = function* (): Routine {
          for (const act of acts) yield act(stage);
        };
        return { thread: thread() };
      });
    t.throws(run, { instanceOf: AssertionError, message });
  });
}

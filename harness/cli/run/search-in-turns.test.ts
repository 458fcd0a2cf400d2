import { fc, testProp } from '@fast-check/ava';
import { search, strategyNamed, type SearchPlan } from '../../explore';
import { Kernel, Name, Operation, type Program, type Routine } from '../../sim';
import { searchInTurns } from './search-in-turns';

const VALUE = Name.of('value');

/** Two tasks that draw; some sums are violations. */
const program: Program = {
  id: 'law',
  stepsMax: 100,
  run: (kernel) => {
    let sum = 0;
    const draw = function* (): Routine {
      for (let i = 0; i < 3; i++) {
        yield new Operation(VALUE, []);
        sum += kernel.choose(VALUE, 10);
      }
    };
    for (const name of ['a', 'b']) kernel.spawn(name, draw());
    kernel.run();
    if (sum % 5 === 0) kernel.inconclusive.push(`sum ${sum % 3}`);
    if (sum > 40) {
      kernel.violate({ invariant: 'x.sum', class: 'safety', message: `${sum}`, place: 'p', shape: String(sum % 4) });
    }
  },
};

const strategies = fc.subarray(['random', 'random-timed', 'fifo'], { minLength: 1 });
const only = fc.option(fc.nat(30), { nil: undefined });

testProp(
  'a search in turns is the search',
  [fc.string(), strategies, fc.integer({ min: 1, max: 60 }), only, fc.nat(20), fc.option(fc.nat(100))],
  async (t, root, names, runs, only, enough, breakAfter) => {
    const plan = (): SearchPlan => {
      let [violations, asked] = [0, 0];
      return {
        ...{ root, only },
        strategies: names.map((name) => ({ make: () => strategyNamed(name)!.make(), runs })),
        stop: () => ++violations > enough,
        breakOff: () => breakAfter !== null && asked++ >= breakAfter,
      };
    };
    const whole = search(new Kernel(), program, plan());
    const inTurns = await searchInTurns(new Kernel(), program, plan(), () => undefined);
    t.deepEqual(inTurns, whole);
  },
);

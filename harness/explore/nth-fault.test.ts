import test from 'ava';
import { call, FaultBoard, Kernel, simulate, type FaultPoint, type Program } from '../sim';
import { program } from './fixtures/parts';
import { NthFault } from './nth-fault';

const kernel = new Kernel();
const STEP: FaultPoint = { id: 'step', doc: 'a step', subjects: [], admits: ['fail'] };
const LAST: FaultPoint = { id: 'last', doc: 'the last step', subjects: [], admits: ['fail'] };

/** One task that passes a point three times, and another one once; a failed step is the last. */
function failing(seen: string[]): Program {
  return program('failing', () => {
    const board = new FaultBoard(kernel, { run: 0 });
    for (const point of [STEP, LAST]) {
      const action = { kind: 'fail', status: 'no memory' } as const;
      board.arm({ name: point.id, point, where: {}, select: { kind: 'search' }, times: 1, action });
    }
    let answers = '';
    kernel.spawn(
      'A',
      (function* () {
        for (const point of [STEP, STEP, STEP, LAST]) {
          const failed = (yield* call(board.pass(point, {}))) !== undefined;
          answers += failed ? 'x' : '.';
          if (failed) break;
        }
        seen.push(answers);
      })(),
    );
    return () => undefined;
  });
}

test('each fault fires the first time that it could, then the second, one in a run', (t) => {
  const seen: string[] = [];
  const strategy = new NthFault();
  const made = failing(seen);
  for (let run = 0; ; run++) {
    if (!strategy.end(kernel, simulate(kernel, made, strategy, { root: '1', run }))) break;
  }
  // None; those of the first, until a run has no fourth time; those of the second.
  t.deepEqual(seen, ['....', 'x', '.x', '..x', '....', '...x', '....']);
  t.is(strategy.certificate.runs, 7);
});

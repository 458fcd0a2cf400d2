import test from 'ava';
import { random } from '../../../harness/explore/random';
import { call, Kernel, type Routine } from '../../../harness/sim';
import { play } from '../_machine.test';
import { Executive } from '../ex/executive';
import { POOL_ALLOCATE } from '../ex/pool';
import { TAG } from '../ex/tags';
import { fatMountVolume } from '../fsd/volume';
import { Io } from '../io/io';
import type { NtWorld } from '../world';
import { DEFAULTS, started } from './_wire.test';
import { Server } from './server';

/** Three requests arrive at a server that may have one work context and fails to make the first. */
function threeRequests(strategy: ReturnType<typeof random>, kernel: Kernel, run: number): string {
  let got = 0;
  let refused = 0;
  const request = function* ({ contexts }: Server): Routine {
    const context = yield* call(contexts.take());
    if (context === undefined) {
      refused++;
      return;
    }
    got++;
    yield contexts.return(context);
  };
  const cast = (world: NtWorld): Readonly<Record<string, Routine>> => {
    world.faults.arm({
      name: 'no nonpaged pool',
      point: POOL_ALLOCATE,
      where: { tag: TAG.srvNormalWorkContext },
      select: { kind: 'nth', n: 1 },
      times: 1,
      action: { kind: 'fail', status: 'STATUS_INSUFFICIENT_RESOURCES' },
    });
    const io = new Io(world, new Executive(world));
    const start = function* (): Routine {
      const server = new Server(io, yield* call(fatMountVolume(io, 'C:', [])));
      for (const name of ['first', 'second', 'third']) world.kernel.spawn(name, request(server));
    };
    return { start: start() };
  };
  const settings = { ...DEFAULTS, 'srv.work-contexts': 0, 'srv.work-contexts-max': 1 };
  play(cast, { kernel, strategy, run, settings });
  return `${refused} refused, ${got} served`;
}

test('whoever waits for a work context is told when another one could not be made', (t) => {
  const [kernel, strategy] = [new Kernel(), random()];
  const seen = new Set<string>();
  for (let run = 0; run < 100; run++) seen.add(threeRequests(strategy, kernel, run));
  t.deepEqual([...seen], ['0 refused, 3 served']);
});

test('a work context that a stopped server is given back is freed, and then it has none', (t) => {
  const left: string[] = [];
  const user = function* (world: NtWorld): Routine {
    const server = yield* call(started(world));
    const { contexts } = server;
    const context = yield* call(contexts.take());
    const show = (): void => {
      const states = context!.blocks.map(({ state }) => state);
      left.push(`${contexts.total} left, ${contexts.free.length} of them free; ${[...new Set(states)].join()}`);
    };
    yield server.stop();
    show();
    yield contexts.return(context!);
    show();
  };
  play((world) => ({ user: user(world) }), { settings: DEFAULTS });
  t.deepEqual(left, ['1 left, 0 of them free; live', '0 left, 0 of them free; freed']);
});

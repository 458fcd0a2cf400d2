import test from 'ava';
import { call, type Called, type Routine } from '../../../harness/sim';
import { play } from '../_machine.test';
import { NtException } from '../status';
import type { NtWorld } from '../world';
import type { Block } from './block';
import { LevelHistory } from './level-history';
import { Pool, POOL_ALLOCATE } from './pool';
import { Process, QUOTA_CHARGE } from './quota';
import { TAG, type PoolTag } from './tags';

const OWNER = { label: 'owner' };

/** Plays `routine` on a world of its own, as one thread. */
function alone(routine: (world: NtWorld) => Routine, listeners = {}): void {
  play((world) => ({ thread: routine(world) }), { listeners });
}

function allocate(pool: Pool, tag: PoolTag, bytes: number): Called<Block | undefined> {
  return pool.allocate({ tag, bytes, site: 'test', owner: OWNER });
}

/** A tag with a number allocates so many bytes, a number alone frees the block made at that place. Then what poolmon shows. */
const accounts: readonly (readonly [
  does: readonly (readonly [tag: PoolTag, bytes: number] | number)[],
  tags: Readonly<Record<string, readonly [allocations: number, frees: number, bytes: number]>>,
  levels: { readonly bytes: number; readonly peakBytes: number },
])[] = [
  [[], {}, { bytes: 0, peakBytes: 0 }],
  [[[TAG.fsRtl, 100]], { FSrt: [1, 0, 100] }, { bytes: 100, peakBytes: 100 }],
  [[[TAG.fsRtl, 100], 0], { FSrt: [1, 1, 0] }, { bytes: 0, peakBytes: 100 }],
  [
    [[TAG.fsRtl, 100], [TAG.srvRfcb, 50], [TAG.fsRtl, 30], 0],
    { FSrt: [2, 1, 30], LSrf: [1, 0, 50] },
    { bytes: 80, peakBytes: 180 },
  ],
  [[[TAG.fsRtl, 100], 0, [TAG.fsRtl, 20], 1], { FSrt: [2, 2, 0] }, { bytes: 0, peakBytes: 100 }],
];

for (const [does, tags, levels] of accounts) {
  test(`a pool accounts by tag: ${JSON.stringify(does)}`, (t) => {
    let pool: Pool | undefined;
    alone(function* (world) {
      pool = new Pool(world, 'Paged', undefined);
      const blocks: Block[] = [];
      for (const one of does) {
        if (typeof one === 'number') yield* pool.free(blocks[one], 'test');
        else blocks.push((yield* allocate(pool, ...one))!);
      }
    });
    const usage = pool!.account.tags.map(({ tag, allocations, frees, bytes }) => [tag, [allocations, frees, bytes]]);
    t.deepEqual(Object.fromEntries(usage), tags);
    t.like(pool!.account, { ...levels, failures: 0 });
  });
}

/** What is asked of a pool of so many bytes, a negative number freeing as much; and the answers. */
const limits: readonly (readonly [
  limitBytes: number | undefined,
  asks: readonly number[],
  got: readonly boolean[],
  failures: number,
])[] = [
  [undefined, [2 ** 30, 2 ** 30], [true, true], 0],
  [100, [100], [true], 0],
  [100, [101], [false], 1],
  [100, [60, 60, 40], [true, false, true], 1],
  [100, [60, -60, 100, 1], [true, true, true, false], 1],
  [0, [1, 0], [false, true], 1],
];

for (const [limitBytes, asks, got, failures] of limits) {
  test(`a pool of ${limitBytes ?? 'unlimited'} bytes is asked for ${asks.join(', ')}`, (t) => {
    const answers: boolean[] = [];
    const refused: number[] = [];
    let pool: Pool | undefined;
    const listeners = { poolRefused: (_pool: Pool, { bytes }: { bytes: number }) => refused.push(bytes) };
    alone(function* (world) {
      pool = new Pool(world, 'Nonpaged', limitBytes);
      const live = new Map<number, Block>();
      for (const bytes of asks) {
        const block = bytes < 0 ? live.get(-bytes) : yield* allocate(pool, TAG.irp, bytes);
        answers.push(block !== undefined);
        if (block === undefined) continue;
        if (bytes < 0) yield* pool.free(block, 'test');
        else live.set(bytes, block);
      }
    }, listeners);
    t.deepEqual(answers, got);
    t.is(pool!.account.failures, failures);
    t.is(refused.length, failures, 'every refusal is reported');
    t.true(pool!.bytes <= (limitBytes ?? Infinity));
  });
}

test('allocateOrRaise raises what allocate answers with nothing', (t) => {
  const seen: unknown[] = [];
  alone(function* (world) {
    const pool = new Pool(world, 'Paged', 10);
    const request = { bytes: 10, tag: TAG.fsRtl, site: 'test', owner: OWNER };
    seen.push((yield* pool.allocateOrRaise(request)).bytes);
    try {
      yield* pool.allocateOrRaise(request);
    } catch (error) {
      seen.push(error instanceof NtException ? error.status : error);
    }
  });
  t.deepEqual(seen, [10, 'STATUS_INSUFFICIENT_RESOURCES']);
});

test('the fault point of a pool fails what it matches and nothing else', (t) => {
  const got: boolean[] = [];
  alone(function* (world) {
    world.faults.arm({
      name: 'second FSrt',
      point: POOL_ALLOCATE,
      where: { pool: 'Paged', tag: TAG.fsRtl },
      select: { kind: 'nth', n: 2 },
      times: 1,
      action: { kind: 'fail', status: 'STATUS_INSUFFICIENT_RESOURCES' },
    });
    const [paged, nonpaged] = [new Pool(world, 'Paged', undefined), new Pool(world, 'Nonpaged', undefined)];
    for (const [pool, tag] of [
      [paged, TAG.fsRtl],
      [paged, TAG.srvRfcb],
      [nonpaged, TAG.fsRtl],
      [paged, TAG.fsRtl],
      [paged, TAG.fsRtl],
    ] as const)
      got.push((yield* allocate(pool, tag, 1)) !== undefined);
  });
  t.deepEqual(got, [true, true, true, false, true]);
});

test('a block freed twice is reported twice, and counted once', (t) => {
  const freed: string[] = [];
  let pool: Pool | undefined;
  alone(
    function* (world) {
      pool = new Pool(world, 'Paged', undefined);
      const block = (yield* allocate(pool, TAG.fsRtl, 8))!;
      yield* pool.free(block, 'first');
      yield* pool.free(block, 'second');
    },
    { poolFreed: (block: Block, by: string) => freed.push(`${by} finds it ${block.state}`) },
  );
  t.deepEqual(freed, ['first finds it live', 'second finds it freed']);
  t.like(pool!.account.tags, [{ tag: TAG.fsRtl, allocations: 1, frees: 1, bytes: 0 }]);
});

test('a block records who has had it, from its allocation on', (t) => {
  let block: Block | undefined;
  const owners: string[] = [];
  const heard: string[] = [];
  alone(
    function* (world) {
      const pool = new Pool(world, 'Paged', undefined);
      const request = { bytes: 64, tag: TAG.fsRtl, site: 'FsRtlNotifyFullReportChange', owner: { label: 'structure' } };
      block = (yield* pool.allocate(request))!;
      owners.push(block.owner.label);
      yield world.kernel.sleep(5);
      block.handOver({ label: 'IRP' }, 'FsRtlNotifyCompleteIrp');
      owners.push(block.owner.label);
      block.handOver({ label: 'SRV' }, 'IoCompleteRequest');
      owners.push(block.owner.label);
    },
    { poolHandedOver: ({ owner }: Block) => heard.push(owner.label) },
  );
  t.deepEqual(owners, ['structure', 'IRP', 'SRV']);
  t.deepEqual(heard, ['IRP', 'SRV']);
  t.like(block, { label: 'FSrt block of structure (64 bytes)', state: 'live', site: 'FsRtlNotifyFullReportChange' });
  t.like(block, { firstOwner: { label: 'structure' }, task: 'thread', ticks: 0 });
  t.like(block!.handOvers[0], { to: { label: 'IRP' }, by: 'FsRtlNotifyCompleteIrp', task: 'thread', ticks: 5 });
  t.is(block!.handOvers.length, 2);
});

/** Charges of a process with so much quota, a negative number returning as much; what each came to, and what is charged at the end. */
const quotas: readonly (readonly [
  limitBytes: number | undefined,
  charges: readonly number[],
  answers: readonly string[],
  chargedBytes: number,
])[] = [
  [undefined, [2 ** 30, 2 ** 30], ['charged', 'charged'], 2 ** 31],
  [undefined, [5, -5], ['charged', 'returned'], 0],
  [4096, [4096], ['charged'], 4096],
  [4096, [4097], ['STATUS_QUOTA_EXCEEDED'], 0],
  [4096, [4096, 1, -4096, 1], ['charged', 'STATUS_QUOTA_EXCEEDED', 'returned', 'charged'], 1],
  [0, [0, 1], ['charged', 'STATUS_QUOTA_EXCEEDED'], 0],
];

for (const [limitBytes, charges, answers, chargedBytes] of quotas) {
  test(`a process with ${limitBytes ?? 'unlimited'} bytes of quota is charged ${charges.join(', ')}`, (t) => {
    const seen: string[] = [];
    let balance = 0;
    let process: Process | undefined;
    alone(
      function* (world) {
        process = new Process(world, 'System', limitBytes);
        for (const bytes of charges) seen.push(yield* call(charge(process, bytes)));
      },
      {
        quotaCharged: (_process: Process, bytes: number) => (balance += bytes),
        quotaReturned: (_process: Process, bytes: number) => (balance -= bytes),
      },
    );
    t.deepEqual(seen, answers);
    t.is(process!.chargedBytes, chargedBytes);
    t.is(balance, process!.chargedBytes, 'what is reported is what is charged');
  });
}

test('the fault point of quota raises, and charges nothing', (t) => {
  const seen: string[] = [];
  let process: Process | undefined;
  alone(function* (world) {
    world.faults.arm({
      name: 'no quota',
      point: QUOTA_CHARGE,
      where: { process: 'System' },
      select: { kind: 'nth', n: 1 },
      times: 1,
      action: { kind: 'fail', status: 'STATUS_QUOTA_EXCEEDED' },
    });
    process = new Process(world, 'System', undefined);
    for (const bytes of [10, 20]) seen.push(yield* call(charge(process, bytes)));
  });
  t.deepEqual(seen, ['STATUS_QUOTA_EXCEEDED', 'charged']);
  t.is(process!.chargedBytes, 20);
});

function* charge(process: Process, bytes: number): Routine<string> {
  if (bytes < 0) {
    process.returnQuota(-bytes);
    return 'returned';
  }
  try {
    yield process.chargeQuota(bytes);
    return 'charged';
  } catch (error) {
    if (!(error instanceof NtException)) throw error;
    return error.status;
  }
}

/** Records at these intervals; how many points are kept of them. */
const histories: readonly (readonly [records: number, everyTicks: number, atLeast: number, atMost: number])[] = [
  [0, 1, 0, 0],
  [1, 1, 1, 1],
  [512, 1, 512, 512],
  [513, 1, 257, 257],
  [10_000, 1, 200, 512],
  [10_000, 36_000_000_000, 200, 512],
  [200_000, 7, 200, 512],
  [1000, 0, 1, 1],
];

for (const [records, everyTicks, atLeast, atMost] of histories) {
  test(`a level recorded ${records} times every ${everyTicks} ticks is ${atLeast} to ${atMost} points`, (t) => {
    const history = new LevelHistory();
    for (let i = 0; i < records; i++) history.record(i * everyTicks, i);
    const { points } = history;
    t.true(points.length >= atLeast, `${points.length} points`);
    t.true(points.length <= atMost, `${points.length} points`);
    if (records === 0) return;
    t.is(points.at(-1)!.value, records - 1, 'the newest value is there');
    t.is(points[0].ticks, 0, 'the oldest point is there');
    const gaps = points.slice(1).map(({ ticks }, i) => ticks - points[i].ticks);
    const span = (records - 1) * everyTicks;
    t.true(
      gaps.every((gap) => gap > 0 && gap <= Math.max(everyTicks, span / 60)),
      'in order, and nowhere thin',
    );
  });
}

import type { Kernel } from '../../sim';
import { elapsed } from '../clock';
import { fileOf, type Instance } from '../suite/instance';
import { Crew } from './crew';
import { OwnHand, type Hand, type Job } from './hand';
import { Pace } from './pace';
import { runsOf } from './planned';
import type { SuiteRun } from './run-suite';
import type { Schedule } from './schedule';
import { SLOTS, type WorkerSetup } from './worker-setup';

/** How often it is looked whether somebody wants us to stop, and shown how far we are. */
const LOOK_MILLISECONDS = 50;

export interface Work {
  readonly kernel: Kernel;
  /** How many scenarios are closed. */
  readonly closed: () => number;
  /** Closes those whose turn it is. */
  readonly close: () => void;
}

/** Has all jobs of the schedule done. */
export async function work(suite: SuiteRun, schedule: Schedule, { kernel, closed, close }: Work): Promise<void> {
  const { instances, options, jobs, progress, surroundings } = suite;
  const { interrupt } = surroundings;
  const instanceAt = (index: number): Instance => instances[index];
  const own = new OwnHand(instanceAt, options, kernel, new Pace(interrupt));
  const crew = new Crew(own, jobs, setupOf(suite));
  const working = new Map<Hand, Job>();
  let wake = (): void => undefined;
  let failure: { readonly error: unknown } | undefined;
  const look = (): void => {
    if (interrupt.signal !== undefined) schedule.end();
    for (const [hand, job] of working) {
      if (schedule.isOver || schedule.search(job.instance)?.isDone === true) hand.cancel();
    }
    show(suite, schedule, closed(), working);
    wake();
  };
  const looking = setInterval(look, LOOK_MILLISECONDS);
  const last = new Map<Hand, number>();
  try {
    for (;;) {
      for (const hand of crew.hands) {
        // Workers go on where this thread was when they came to take over.
        const job = working.has(hand) ? undefined : schedule.next(last.get(hand) ?? last.get(own));
        if (job === undefined) continue;
        last.set(hand, job.instance);
        working.set(hand, job);
        void hand.perform(job).then(
          (done) => {
            working.delete(hand);
            schedule.add(job, done);
            look();
          },
          (error: unknown) => {
            failure = { error };
            wake();
          },
        );
      }
      if (working.size === 0) return;
      await new Promise<void>((resolve) => (wake = resolve));
      if (failure !== undefined) throw failure.error;
      close();
    }
  } finally {
    clearInterval(looking);
    crew.end();
    progress.clear();
  }
}

/** How far the first scenario is that is not closed. */
function show(
  { instances, progress }: SuiteRun,
  schedule: Schedule,
  closed: number,
  working: ReadonlyMap<Hand, Job>,
): void {
  const search = schedule.search(closed);
  if (search === undefined) return;
  const hands = [...working].filter(([, { instance }]) => instance === closed);
  progress.show({
    scenario: search.instance.scenario.id,
    place: `${closed + 1}/${instances.length}`,
    runs: hands.reduce((sum, [hand]) => sum + hand.runs, search.accounts.runs),
    runsMax: runsOf(search.planned),
    milliseconds: elapsed() - search.startedAt,
  });
}

/** What workers are told, if there are any. */
function setupOf({ instances, options, jobs, surroundings }: SuiteRun): Omit<WorkerSetup, 'place'> {
  return {
    instances: instances.map((instance) => {
      const { id, set } = instance.scenario;
      return { id, set, file: fileOf(instance, surroundings.cwd) };
    }),
    options: { ...options, strategies: options.strategies?.map(({ name }) => name) },
    shared: SLOTS.bufferFor(jobs.count),
  };
}

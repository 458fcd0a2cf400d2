import { parentPort, workerData } from 'node:worker_threads';
import { assert, Checker, Kernel } from '../../sim';
import { lazy } from '../lazy';
import { Interrupt, type Signal } from '../interrupt';
import { Models } from '../model/models';
import { compileFile } from '../suite/compile-file';
import type { Instance } from '../suite/instance';
import { strategiesNamed } from '../suite/strategies';
import { OwnHand, type Job } from './hand';
import type * as Doors from './install-doors';
import { Pace } from './pace';
import type { RunOptions } from './run-options';
import { SLOTS, type WorkerSetup } from './worker-setup';

/** What a worker thread does: job after job, as they come. */
export function serve(): void {
  const setup = workerData as WorkerSetup;
  const port = parentPort;
  assert(port !== null, 'this is a worker thread');
  const { strategies, verify } = setup.options;
  if (verify > 0) (lazy('./run/install-doors') as typeof Doors).installDoors();
  const options: RunOptions = { ...setup.options, strategies: strategies && strategiesNamed(strategies) };
  const slots = SLOTS.of(setup);
  const kernel = new Kernel();
  if (options.checked) kernel.checker = new Checker(kernel);
  const pace: Pace = new Pace(new Cancelling(slots), () => Atomics.store(slots, SLOTS.runs, pace.runs));
  const hand = new OwnHand(instancesOf(setup), options, kernel, pace);
  port.on('message', (job: Job) => {
    void hand.perform(job).then((done) => {
      port.postMessage(done);
    });
  });
  port.postMessage('ready');
}

/** Compiles an instance when it is first wanted. */
function instancesOf({ instances, options }: WorkerSetup): (index: number) => Instance {
  const models = new Models();
  const known = new Map<number, Instance>();
  return (index) => {
    const { file, set, id } = instances[index];
    let instance = known.get(index);
    if (instance === undefined) {
      const compiled = compileFile(file, models, { set, exploreWith: options.strategies });
      instance = compiled.instances.find(({ scenario }) => scenario.id === id);
      assert(instance !== undefined, () => `${id} is still what it was: ${compiled.diagnostics[0]?.message}`);
      known.set(index, instance);
    }
    return instance;
  };
}

/** Whoever leads the workers wants this one to break off. */
class Cancelling extends Interrupt {
  constructor(readonly slots: Int32Array) {
    super();
  }

  override get signal(): Signal | undefined {
    return Atomics.load(this.slots, SLOTS.cancel) === 0 ? undefined : 'SIGTERM';
  }
}

// One run of a few routines on a machine of their own, for the tests beside the components.
import { fifo } from '../../harness/explore/fifo';
import { random } from '../../harness/explore/random';
import {
  FaultBoard,
  Kernel,
  Name,
  Operation,
  simulate,
  type Fault,
  type Program,
  type Routine,
  type Strategy,
  type Values,
} from '../../harness/sim';
import { NT_EVENTS, type NtEvents } from './events';
import { SETTINGS } from './settings';
import { NtWorld } from './world';

const DEFAULTS: Values = Object.fromEntries(
  Object.entries(SETTINGS).flatMap(([key, field]) => ('default' in field ? [[key, field.default]] : [])),
);

/** A step that touches nothing shared. */
export const ELSEWHERE = new Operation(Name.of('elsewhere'), []);

export interface MachineOptions {
  /** One that earlier runs have used. */
  readonly kernel?: Kernel;
  readonly strategy?: Strategy;
  readonly run?: number;
  readonly settings?: Values;
  readonly defects?: readonly string[];
  /** What goes wrong. */
  readonly faults?: readonly Fault[];
  /** Whoever wants to hear of an event; of the others nobody does. */
  readonly listeners?: Partial<NtEvents>;
}

/** One run, to its end: `cast` makes what it needs of a fresh world and answers its threads, by name. */
export function play(
  cast: (world: NtWorld) => Readonly<Record<string, Routine>>,
  options: MachineOptions = {},
): Kernel {
  const { kernel = new Kernel(), strategy = fifo(), run = 0 } = options;
  const program: Program = {
    id: 'machine',
    stepsMax: 10_000,
    run: () => {
      const threads = cast(worldOn(kernel, options));
      for (const [name, routine] of Object.entries(threads)) kernel.spawn(name, threadOf(routine));
      kernel.run();
    },
  };
  simulate(kernel, program, strategy, { root: '1', run });
  return kernel;
}

/** The same under many random schedules: what each run came to, every outcome once, sorted. */
export function outcomes(
  runs: number,
  cast: (world: NtWorld) => { readonly threads: Readonly<Record<string, Routine>>; readonly outcome: () => string },
): readonly string[] {
  const found = new Set<string>();
  const [kernel, strategy] = [new Kernel(), random()];
  for (let run = 0; run < runs; run++) {
    let outcome = (): string => 'never begun';
    play(
      (world) => {
        const made = cast(world);
        outcome = made.outcome;
        return made.threads;
      },
      { kernel, strategy, run },
    );
    found.add(outcome());
  }
  return [...found].sort();
}

function worldOn(
  kernel: Kernel,
  { run = 0, settings = {}, defects = [], faults = [], listeners = {} }: MachineOptions,
): NtWorld {
  const deaf = Object.fromEntries(NT_EVENTS.map((name) => [name, () => undefined])) as unknown as NtEvents;
  const all = new Set(defects);
  const board = new FaultBoard(kernel, { run });
  for (const fault of faults) board.arm(fault);
  const heard = { ...deaf, ...listeners };
  const values = { ...DEFAULTS, ...settings };
  return new NtWorld({ kernel, events: heard, faults: board, settings: { values, defects: all } }, all);
}

/** What a routine does before its first yield belongs to no step. */
function* threadOf(routine: Routine): Routine {
  yield ELSEWHERE;
  yield routine;
}

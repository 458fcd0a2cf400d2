// What a search that leaves runs out is held against: a count through all of them.
import { Kernel, simulate, type Program, type Strategy } from '../sim';
import { Noted } from './fixtures/history';

const kernel = new Kernel();

/** What a search that ends by itself has been through. */
export interface Explored {
  /** With those that were pruned. */
  readonly runs: number;
  readonly complete: number;
  /** Foata normal form of each complete run -> what could be seen at its end. Interchangeable tasks are not told apart. */
  readonly traces: ReadonlyMap<string, string>;
  /** Traces of which two runs ended differently: what a step touched was not announced. */
  readonly ambiguous: readonly string[];
}

/** Undefined when there are more runs than that. */
export function explored(
  program: Program & { readonly seen?: string },
  inner: Strategy,
  runsMax = Infinity,
): Explored | undefined {
  const strategy = new Noted(kernel, inner);
  const traces = new Map<string, string>();
  const ambiguous: string[] = [];
  let complete = 0;
  for (let run = 0; run < runsMax; run++) {
    const outcome = simulate(kernel, program, strategy, { root: '1', run });
    if (outcome.verdict !== 'pruned') {
      complete++;
      const { form } = strategy;
      const seen = `${program.seen} ${outcome.violations.map(({ message }) => message).join()}`;
      if ((traces.get(form) ?? seen) !== seen) ambiguous.push(form);
      traces.set(form, seen);
    }
    if (!strategy.end(kernel, outcome)) return { runs: run + 1, complete, traces, ambiguous };
  }
  return undefined;
}

/** What a reduction has not visited, or has and should not; undefined when it is what brute force visits. */
export function difference(reduced: Explored, all: Explored): string | undefined {
  const [lost] = [...all.traces.keys()].filter((form) => !reduced.traces.has(form));
  if (lost !== undefined) return `visited ${reduced.traces.size} of ${all.traces.size} traces, not\n${lost}`;
  const [extra] = [...reduced.traces.keys()].filter((form) => !all.traces.has(form));
  return extra === undefined ? undefined : `visited a trace that there is not\n${extra}`;
}

/** As `difference`, for one that must complete each trace once. */
export function differenceOrRepetition(reduced: Explored, all: Explored): string | undefined {
  if (reduced.complete === reduced.traces.size) return difference(reduced, all);
  return difference(reduced, all) ?? `completed ${reduced.complete} runs of ${reduced.traces.size} traces`;
}

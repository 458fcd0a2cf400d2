/** What a search that counts through runs has covered. It certifies something only if it has come to its end by itself. */
export interface Certificate {
  /** As scenarios name it: "preemption:2". */
  readonly strategy: string;
  /** Complete runs. */
  readonly runs: number;
  /** Runs given up half-way because nothing new could come of them. */
  readonly pruned: number;
  /** Mazurkiewicz traces: runs that differ only in the order of independent steps are one. Undefined: not counted. */
  readonly traces?: number | undefined;
  /** Runs that ended in one. */
  readonly violations: number;
  /** What bounds the search: "at most 2 preemptions"; undefined: nothing does. */
  readonly bound: string | undefined;
  /** How runs were left out of which nothing new could come: "source-DPOR"; undefined: none were. */
  readonly reduction: string | undefined;
}

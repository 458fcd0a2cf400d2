/** What run.json says: written before the first run starts, and again when the last one has ended. */
export interface RunRecord {
  readonly id: string;
  readonly tool: string;
  readonly node: string;
  readonly seed: string;
  /** What to type to do it all again. */
  readonly command: string;
  /** ISO 8601. */
  readonly startedAt: string;
  /** Ids, in order. */
  readonly scenarios: readonly string[];
  readonly shard?: string | undefined;
  /** Ids of the whole selection that it is a shard of, in order. */
  readonly shardOf?: readonly string[] | undefined;
  /** Absent while it runs, and when it was killed. */
  readonly end?: RunEnd | undefined;
}

export interface RunEnd {
  readonly endedAt: string;
  readonly exitCode: number;
  readonly notRun: number;
  /** Verdict -> how many scenarios. */
  readonly verdicts: Readonly<Record<string, number>>;
  /** `new`, `known` or `resolved` -> how many findings, or kept failures. */
  readonly findings?: Readonly<Partial<Record<string, number>>> | undefined;
}

import type { Interrupt } from './interrupt';

/** Where text goes: a terminal, a file, a test. */
export interface Output {
  readonly isTerminal: boolean;
  write(text: string): void;
}

/** Everything outside of the command that it may touch besides files: handed in, so that a test can stand in for it. */
export interface Surroundings {
  /** Absolute. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Data. */
  readonly stdout: Output;
  /** Progress, warnings and errors. */
  readonly stderr: Output;
  readonly interrupt: Interrupt;
  /** Threads that can run at once. */
  readonly cores: number;
  /** When the process began, as `elapsed` counts; undefined: with the command. */
  readonly begunAt?: number;
  /** Milliseconds since 1970. */
  now(): number;
}

/** Whether text for this output is coloured: NO_COLOR and FORCE_COLOR decide before what the output is. */
export function wantsColor({ env }: Pick<Surroundings, 'env'>, output: Output, flag: boolean): boolean {
  if (!flag || (env.NO_COLOR ?? '') !== '') return false;
  const forced = env.FORCE_COLOR;
  if (forced !== undefined && forced !== '') return forced !== '0' && forced !== 'false';
  return output.isTerminal && env.TERM !== 'dumb';
}

import { availableParallelism } from 'node:os';
import { elapsed } from './clock';
import { inlineMore } from './inlining';
import { ProcessInterrupt } from './interrupt';
import { quiesce } from './quiesce';
import { standardOutput } from './standard-output';
import type { Surroundings } from './surroundings';

/** Runs the command line of this process. */
export async function start(): Promise<void> {
  inlineMore();
  const surroundings: Surroundings = {
    cwd: process.cwd(),
    env: process.env,
    stdout: standardOutput(1),
    stderr: standardOutput(2),
    interrupt: new ProcessInterrupt(),
    cores: availableParallelism(),
    begunAt: elapsed() - process.uptime() * 1e3,
    now: () => Date.now(),
  };
  process.exitCode = await quiesce(process.argv.slice(2), surroundings);
}

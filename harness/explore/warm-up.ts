import { simulate, type Kernel, type Program, type RunId, type Strategy } from '../sim';

/** Has a new instance of a strategy make those runs before this one that it learns from. */
export function warmUp(kernel: Kernel, program: Program, strategy: Strategy, { root, run }: RunId): void {
  const runs = Math.min(run, strategy.warmUp ?? 0);
  if (runs === 0) return;
  const rehearsed = program.rehearsal?.() ?? program;
  for (let i = 0; i < runs; i++) {
    const outcome = simulate(kernel, rehearsed, strategy, { root, run: i });
    strategy.end?.(kernel, outcome);
  }
}

import type { Scenario, Step } from '../scenario/scenario';
import type { Certificate } from '../sim';
import { formatNumber } from './human';

/** "exhaustive: 2 clients x 3 operations x 1 fault: 40,032 traces, all of them, source-DPOR, 0 violations". */
export function certificateLine({ clients, faults }: Scenario, certificate: Certificate): string {
  const { strategy, runs, traces, bound, reduction, violations } = certificate;
  const operations = clients.reduce((sum, { steps }) => sum + operationsOf(steps), 0);
  const size = [
    formatNumber(clients.length, 'client'),
    formatNumber(operations, 'operation'),
    formatNumber(faults.length, 'fault'),
  ].join(' x ');
  const covered = [
    traces === undefined ? formatNumber(runs, 'run') : formatNumber(traces, 'trace'),
    bound === undefined ? 'all of them' : `all with ${bound}`,
    reduction ?? 'no reduction',
    formatNumber(violations, 'violation'),
  ].join(', ');
  return `${strategy}: ${size}: ${covered}`;
}

/** How many operations these steps come to. */
function operationsOf(steps: readonly Step[]): number {
  return steps.reduce((sum, step) => {
    switch (step.kind) {
      case 'operation':
        return sum + 1;
      case 'random':
        return sum + step.operations;
      case 'repeat':
        return sum + step.times * operationsOf(step.steps);
      case 'parallel':
        return sum + operationsOf(step.branches.flat());
      case 'await':
      case 'expect':
      case 'wait':
        return sum;
    }
  }, 0);
}

// Recorded runs in short, for the tests beside this file.
import { reads, writes, type Access } from '../sim';
import type { Evidence, StepRecord } from './evidence';

/** "A:w1,r2": task A writes object 1 and reads object 2. */
export function evidenceOf(...texts: readonly string[]): Evidence {
  const steps = texts.map((text, i): StepRecord => {
    const [task = 'A', touched = ''] = text.split(':');
    const access =
      touched === ''
        ? []
        : touched.split(',').map((one): Access => (one.startsWith('w') ? writes : reads)(Number(one.slice(1))));
    const objects = access.map((one) => `object ${one >>> 2}`);
    return { step: i + 1, ticks: i * 10, task: task.charCodeAt(0) - 65, operation: 'op', label: '', access, objects };
  });
  const tasks = ['alice', 'bob', 'carol', 'dave'].map((name) => ({ name, parent: undefined, daemon: false }));
  const outcome = {
    verdict: 'pass',
    violations: [],
    reasons: [],
    hash: '',
    steps: steps.length,
    ticks: 0,
    choices: 0,
  } as const;
  return { outcome, tasks, steps, choices: [], stepOfChoice: [], order: { names: [], order: [] } };
}

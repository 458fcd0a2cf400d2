import type { Evidence } from '../../report/evidence';

/** A recorded run as NDJSON: tasks first, then steps, each preceded by the choices that led to it. */
export function traceText(evidence: Evidence, header: object): string {
  const lines = [JSON.stringify({ type: 'trace', ...header })];
  evidence.tasks.forEach((task, id) => lines.push(JSON.stringify({ type: 'task', id, ...task })));
  let next = 0;
  for (const step of evidence.steps) {
    for (; next < evidence.choices.length && (evidence.stepOfChoice[next] ?? 0) < step.step; next++) {
      lines.push(JSON.stringify({ type: 'choice', index: next, ...evidence.choices[next] }));
    }
    if (evidence.choices[next]?.kind === 'schedule' && evidence.stepOfChoice[next] === step.step) {
      lines.push(JSON.stringify({ type: 'choice', index: next, ...evidence.choices[next] }));
      next++;
    }
    const { access: _, ...shown } = step;
    lines.push(JSON.stringify({ type: 'step', ...shown }));
  }
  for (; next < evidence.choices.length; next++) {
    lines.push(JSON.stringify({ type: 'choice', index: next, ...evidence.choices[next] }));
  }
  const { verdict, violations, hash } = evidence.outcome;
  lines.push(JSON.stringify({ type: 'end', verdict, violations, hash }));
  return `${lines.join('\n')}\n`;
}

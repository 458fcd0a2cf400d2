import test, { type ExecutionContext } from 'ava';
import { projectOf } from '../_project.test';
import { elapsed } from '../clock';
import { loadSuite } from '../suite/load-suite';
import { Schedule } from './schedule';

const OPTIONS = {
  ...{ seed: '1', strategies: undefined, runs: 20, only: undefined, untilSaturated: false },
  ...{ verify: 0, checked: false, verbose: false },
};

/** Of three scenarios, with so many milliseconds left. */
function scheduleOf(t: ExecutionContext, left: number): Schedule {
  const { folder } = projectOf(t, ['expected', 'idle', 'pass']);
  const suite = loadSuite({ globs: ['scenarios'], cwd: folder, root: undefined, set: [], exploreWith: undefined });
  return new Schedule(suite.instances, OPTIONS, { deadline: elapsed() + left, hands: 1 });
}

/** How long the scenario that is begun next may take. */
function shareOf(schedule: Schedule): number | undefined {
  const job = schedule.next(undefined);
  return job && job.deadline - elapsed();
}

const near = (t: ExecutionContext, share: number | undefined, expected: number): void => {
  t.true(share !== undefined && Math.abs(share - expected) < expected / 50, `${share} is near ${expected}`);
};

test('each scenario has an equal share of the time that is left', (t) => {
  const schedule = scheduleOf(t, 3e6);
  near(t, shareOf(schedule), 1e6);
  near(t, shareOf(schedule), 1.5e6);
  near(t, shareOf(schedule), 3e6);
});

test('what it takes to close scenarios is kept back', (t) => {
  const schedule = scheduleOf(t, 3e6);
  near(t, shareOf(schedule), 1e6);
  schedule.closed(4e5);
  near(t, shareOf(schedule), (3e6 - 2 * 4e5) / 2);
  schedule.closed(6e5);
  near(t, shareOf(schedule), 3e6 - 5e5);
});

test('where hardly anything is left scenarios have a run each, until nothing is', (t) => {
  const schedule = scheduleOf(t, 3e6);
  shareOf(schedule);
  schedule.closed(2e6);
  t.true((shareOf(schedule) ?? 1) <= 0, 'there would be no time to close both that are to come');
  t.false(schedule.outOfTime);
  schedule.closed(6e6);
  t.is(shareOf(schedule), undefined);
  t.true(schedule.outOfTime);
});

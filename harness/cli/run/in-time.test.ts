import test from 'ava';
import { search } from '../../explore';
import { ScenarioProgram } from '../../scenario/program';
import { Kernel } from '../../sim';
import { projectOf } from '../_project.test';
import { loadSuite } from '../suite/load-suite';
import { inTime } from './in-time';
import { entryOf } from './planned';

test('a failure that was found without virtual time is looked for in time', (t) => {
  const { folder } = projectOf(t, ['race']);
  const { instances } = loadSuite({
    ...{ globs: ['scenarios'], cwd: folder, root: undefined, set: [], exploreWith: undefined },
  });
  const [instance] = instances;
  const kernel = new Kernel();
  const { failures } = search(kernel, new ScenarioProgram(instance.scenario), {
    ...{ root: '1', stop: () => true },
    strategies: [{ make: () => entryOf(instance.scenario, 'random').make(), runs: 100 }],
  });
  t.is(failures[0]?.timed, false);
  const found = inTime(kernel, instance, '1', failures[0].signature);
  t.is(found?.strategy, 'random-timed');
  t.is(found?.run, (found?.runs ?? 0) - 1);
  const never = inTime(kernel, instance, '1', 'no.invariant@nowhere#nothing');
  t.deepEqual(never, { strategy: 'random-timed', runs: 200 });
});

test('a run in time that throws is not the failure, and does not hide it', (t) => {
  const { folder } = projectOf(t, ['throws']);
  const { instances } = loadSuite({
    ...{ globs: ['scenarios'], cwd: folder, root: undefined, set: [], exploreWith: undefined },
  });
  t.deepEqual(inTime(new Kernel(), instances[0], '1', 'a.b@c#d'), { strategy: 'random-timed', runs: 200 });
});

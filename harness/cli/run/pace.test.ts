import test from 'ava';
import { elapsed } from '../clock';
import { Interrupt } from '../interrupt';
import { Pace } from './pace';

test('what has begun has a run, however little time it has', (t) => {
  const pace = new Pace(new Interrupt());
  pace.allowUntil(elapsed() - 1);
  t.false(pace.breakOff());
  t.is(pace.cut, undefined);
  pace.ran();
  t.true(pace.breakOff());
  t.is(pace.cut, 'time budget');
  pace.allowUntil(Infinity);
  pace.ran();
  t.false(pace.breakOff(), 'it is for what begins now');
});

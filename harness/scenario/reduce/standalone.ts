import { parse } from 'yaml';
import type { Deviation, Schedule } from '../../sim/schedule';
import { isMap, type Plain, type PlainMap } from './plain';

/**
 * One instance by itself: its part of the matrix and `--set` are settings of its own. What asks for more than that nothing is wrong
 * is left out, unless `keepsExpected`.
 */
export function standalone(
  root: PlainMap,
  { set, violates, keepsExpected }: { set: readonly string[]; violates: string | undefined; keepsExpected: boolean },
): PlainMap {
  const { matrix: _matrix, explore: _explore, show: _show, expect, system, scenario, why, model, ...others } = root;
  const { regression: _regression, ...rest } = others;
  const settings = { ...(isMap(system) ? system : {}), ...Object.fromEntries(set.map(settingOf)) };
  return {
    ...{ scenario, why, model },
    ...(Object.keys(settings).length > 0 ? { system: settings } : {}),
    ...rest,
    ...expected(expect, violates, keepsExpected),
  };
}

function settingOf(argument: string): readonly [string, Plain] {
  const [name, ...value] = argument.split('=');
  return [name.replace(/^system\./, ''), parse(value.join('=')) as Plain];
}

function expected(expect: Plain | undefined, violates: string | undefined, keeps: boolean): PlainMap {
  if (violates !== undefined) return { expect: { violates } };
  if (!keeps || expect === undefined) return {};
  if (!isMap(expect)) return { expect };
  const { sometimes: _sometimes, exercises: _exercises, ...rest } = expect;
  return { expect: rest };
}

/** Searched by nothing but this one run, which shows that failure. */
export function asRegression(
  { scenario, why, ...rest }: PlainMap,
  { timed, deviations }: Schedule,
  { of, known }: { readonly of: string; readonly known: string },
): PlainMap {
  const schedule = { ...(timed ? { timed } : {}), deviations: deviations.map(deviationText) };
  return { scenario, why, regression: { of, known }, ...rest, explore: { schedule } };
}

function deviationText(deviation: Deviation): PlainMap {
  const nth = (count: number): PlainMap => (count === 1 ? {} : { nth: count });
  if (deviation.kind === 'order') {
    const { task, before } = deviation;
    return { order: { task, before: before.task, at: before.operation, ...nth(before.nth) } };
  }
  const { point, task, value } = deviation;
  return { value: { of: point, task, ...nth(deviation.nth), is: value } };
}

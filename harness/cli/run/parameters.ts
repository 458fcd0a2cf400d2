import { createHash } from 'node:crypto';
import { formatBytes } from '../../report/human';
import { formatTicks, type Field, type TickRange, type Value } from '../../sim';
import { packageVersion } from '../package-info';
import type { Instance } from '../suite/instance';

type Pairs = readonly (readonly [name: string, value: string])[];

/** Every setting that is in force, what is off included. */
export function parametersOf({ scenario }: Instance): Pairs {
  const { settings, model } = scenario;
  const values = Object.entries(settings.values).map(
    ([name, value]) => [name, format(value, model.settings[name])] as const,
  );
  const defects = [...settings.defects].join('+') || 'none';
  return [
    ...values,
    ['defects', defects],
    ['teardown', String(scenario.teardown)],
    ['limits.steps', String(scenario.limits.steps)],
  ];
}

/** What must be the same for a run to be the same. */
export function versionsOf(instance: Instance): Pairs {
  const { model, scenario, text } = instance;
  return [
    ['quiesce', packageVersion()],
    ['node', process.version],
    [`model ${model.model.name}`, `${model.model.version} (${model.hash()})`],
    [`scenario ${scenario.file}`, hashOfText(text)],
  ];
}

/** 16 hexadecimal digits. */
export function hashOfText(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

function format(value: Value, field: Field | undefined): string {
  if (value === undefined) return 'unset';
  if (typeof value === 'number') {
    return field?.type === 'size'
      ? formatBytes(value)
      : field?.type === 'duration'
        ? formatTicks(value)
        : String(value);
  }
  if (typeof value !== 'object') return String(value);
  if (Array.isArray(value)) return (value as readonly Value[]).map((one) => format(one, undefined)).join('+') || 'none';
  const { fromTicks, toTicks } = value as Partial<TickRange>;
  return fromTicks === undefined || toTicks === undefined
    ? 'set'
    : `${formatTicks(fromTicks)}..${formatTicks(toTicks)}`;
}

/** Virtual time is counted in ticks of 100 ns, NT's unit, as integers. */
export const TICKS = {
  us: 10,
  ms: 10_000,
  s: 10_000_000,
  min: 600_000_000,
  h: 36_000_000_000,
  d: 864_000_000_000,
} as const;

/** "4.2 ms", "3 d 2 h": the two largest units that say it. */
export function formatTicks(ticks: number): string {
  if (ticks < TICKS.us) return `${ticks * 100} ns`;
  if (ticks < TICKS.ms) return `${trim(ticks / TICKS.us)} us`;
  if (ticks < TICKS.s) return `${trim(ticks / TICKS.ms)} ms`;
  if (ticks < TICKS.min) return `${trim(ticks / TICKS.s)} s`;
  const [large, small, largeName, smallName] =
    ticks < TICKS.h
      ? [TICKS.min, TICKS.s, 'min', 's']
      : ticks < TICKS.d
        ? [TICKS.h, TICKS.min, 'h', 'min']
        : [TICKS.d, TICKS.h, 'd', 'h'];
  const rest = Math.floor((ticks % large) / small);
  return `${Math.floor(ticks / large)} ${largeName}${rest === 0 ? '' : ` ${rest} ${smallName}`}`;
}

function trim(value: number): string {
  return value.toFixed(3).replace(/\.?0+$/, '');
}

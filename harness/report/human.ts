/** 12,345. */
export function formatCount(count: number): string {
  const [whole, fraction] = String(count).split('.');
  const grouped = (whole ?? '').replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** "1 run", "2,000 runs", "3 matches". */
export function formatNumber(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : noun.endsWith('ch') ? 'es' : 's'}`;
}

const BINARY: readonly (readonly [unit: string, bytes: number])[] = [
  ['GiB', 2 ** 30],
  ['MiB', 2 ** 20],
  ['KiB', 2 ** 10],
];

/** "4 KiB", "1.5 MiB", "512 B". */
export function formatBytes(bytes: number): string {
  const [unit, per] = BINARY.find(([, least]) => Math.abs(bytes) >= least) ?? ['B', 1];
  return `${Number((bytes / per).toFixed(2))} ${unit}`;
}

/** "590 runs/s". */
export function formatRate(runs: number, milliseconds: number): string {
  return `${formatCount(milliseconds <= 0 ? 0 : Math.round((runs / milliseconds) * 1000))} runs/s`;
}

/** Real time: "12 ms", "0.31 s", "2 min 5 s". */
export function formatMilliseconds(milliseconds: number): string {
  if (milliseconds < 100) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 9_995) return `${(milliseconds / 1000).toFixed(2)} s`;
  const seconds = Math.round(milliseconds / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

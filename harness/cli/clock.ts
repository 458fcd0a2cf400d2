/** Real time in milliseconds since some moment. To load Node's `performance`, which says the same, takes some of them. */
export function elapsed(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1e3 + nanoseconds / 1e6;
}

/** The chance that what is not mended shows nothing all the same. */
const DOUBT = 0.05;

/** How many runs without a failure say at 95 % that what failed so many of so many runs is mended: (1 - failed/runs)^n <= 0.05. */
export function cleanRunsNeeded({ failed, runs }: { readonly failed: number; readonly runs: number }): number {
  return failed >= runs ? 1 : Math.ceil(Math.log(DOUBT) / Math.log1p(-failed / runs));
}

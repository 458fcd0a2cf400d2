import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { EXIT, type ExitCode } from '../exit-code';
import { FAILURES, lastRunId, REPORT, RUNS, runIds } from '../results/places';
import { nearest } from '../../scenario/suggest';
import type { Surroundings } from '../surroundings';
import { UsageError } from '../usage-error';

export interface ShowFlags {
  readonly failure?: number;
  readonly output: string;
}

/** Prints the report of a failure of a run; of several, which there are. */
export function show(run: string | undefined, flags: ShowFlags, { cwd, stdout }: Surroundings): ExitCode {
  const output = resolve(cwd, flags.output);
  const id = run ?? lastRunId(output);
  if (id === undefined) throw new UsageError(`there is no run in ${flags.output}`, EXIT.nothing);
  const ids = runIds(output);
  if (!ids.includes(id)) {
    const near = nearest(id, ids);
    throw new UsageError(
      `there is no run \`${id}\` in ${flags.output}${near === undefined ? '' : `: did you mean \`${near}\`?`}`,
    );
  }
  const reports = reportsOf(join(output, RUNS, id));
  if (reports.length === 0) {
    stdout.write(`run ${id}: everything that was run passed\n`);
    return EXIT.pass;
  }
  const which = flags.failure ?? (reports.length === 1 ? 1 : undefined);
  if (which === undefined) {
    const command = `quiesce show ${run === undefined ? '' : `${id} `}--failure`;
    stdout.write(`run ${id}: ${reports.length} failures\n`);
    reports.forEach(({ name }, i) => {
      stdout.write(`  ${command} ${i + 1}   ${name}\n`);
    });
    return EXIT.pass;
  }
  const report = reports[which - 1];
  if (report === undefined) throw new UsageError(`run ${id} has ${reports.length} failures, not ${which}`);
  stdout.write(readFileSync(report.path, 'utf8'));
  return EXIT.pass;
}

function reportsOf(run: string): readonly { readonly name: string; readonly path: string }[] {
  const failures = join(run, FAILURES);
  if (!existsSync(failures)) return [];
  return readdirSync(failures)
    .sort()
    .flatMap((scenario) =>
      readdirSync(join(failures, scenario))
        .sort()
        .map((signature) => ({
          name: `${scenario}/${signature}`,
          path: join(failures, scenario, signature, REPORT),
        })),
    )
    .filter(({ path }) => existsSync(path));
}

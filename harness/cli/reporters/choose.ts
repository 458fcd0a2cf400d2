import { appendFileSync } from 'node:fs';
import { painter } from '../../report/paint';
import { wantsColor, type Surroundings } from '../surroundings';
import { UsageError } from '../usage-error';
import { nearest } from '../../scenario/suggest';
import { consoleReporter, type ConsoleOptions } from './console';
import { githubReporter, jsonReporter, junitReporter, markdownReporter } from './files';
import type { Reporter } from './reporter';

export const REPORTERS = ['console', 'json', 'junit', 'markdown', 'github'] as const;

export type ReporterName = (typeof REPORTERS)[number];

export interface ReporterFlags {
  readonly json?: boolean | undefined;
  readonly reporter?: readonly string[] | undefined;
  readonly addReporter?: readonly string[] | undefined;
  readonly verbosity: ConsoleOptions['verbosity'];
  readonly color: boolean;
  /** Before anything is written to a terminal. */
  clearProgress(): void;
}

/** These make stdout a document of their own, so that the console goes to stderr beside them. */
const DOCUMENTS: readonly ReporterName[] = ['json', 'junit', 'markdown'];

/** The reporters that were asked for; on GitHub also annotations and a step summary. */
export function chooseReporters(flags: ReporterFlags, surroundings: Surroundings): readonly Reporter[] {
  const chosen = flags.reporter ?? (flags.json === true ? ['json'] : ['console']);
  const added = [...(flags.addReporter ?? []), ...(flags.json === true ? ['json'] : [])];
  const onGitHub = surroundings.env.GITHUB_ACTIONS === 'true';
  const names = new Set([...chosen, ...added, ...(onGitHub ? ['github'] : [])].map(reporterNamed));
  const hasDocument = DOCUMENTS.some((name) => names.has(name));
  const { stdout, stderr } = surroundings;
  const writer = (output: typeof stdout) => (text: string) => {
    flags.clearProgress();
    output.write(text);
  };
  const prose = hasDocument ? stderr : stdout;
  const reporters = [...names].map((name): Reporter => {
    switch (name) {
      case 'console': {
        const paint = painter(wantsColor(surroundings, prose, flags.color));
        return consoleReporter({ paint, verbosity: flags.verbosity, write: writer(prose) });
      }
      case 'json':
        return jsonReporter(writer(stdout));
      case 'junit':
        return junitReporter(writer(stdout));
      case 'markdown':
        return markdownReporter(writer(stdout));
      case 'github':
        return githubReporter(writer(prose));
    }
  });
  const summary = surroundings.env.GITHUB_STEP_SUMMARY;
  if (onGitHub && summary !== undefined && summary !== '') {
    reporters.push(
      markdownReporter((text) => {
        try {
          appendFileSync(summary, text);
        } catch {
          stderr.write(`warning: the step summary can not be written to ${summary}\n`);
        }
      }),
    );
  }
  return reporters;
}

function reporterNamed(name: string): ReporterName {
  const found = REPORTERS.find((one) => one === name);
  if (found !== undefined) return found;
  const near = nearest(name, REPORTERS);
  const suggestion = near === undefined ? `there are ${REPORTERS.join(', ')}` : `did you mean \`${near}\`?`;
  throw new UsageError(`there is no reporter \`${name}\`: ${suggestion}`);
}

import { githubAnnotations } from '../../report/github';
import { junit } from '../../report/junit';
import { markdown } from '../../report/markdown';
import { resultLine } from '../../report/ndjson';
import type { Reporter, SuiteStart } from './reporter';

type Write = (text: string) => void;

/** A line of JSON for each scenario, when it is closed. */
export function jsonReporter(write: Write): Reporter {
  return {
    scenario: (result) => {
      write(`${resultLine(result)}\n`);
    },
  };
}

export function junitReporter(write: Write): Reporter {
  let startedAt = '';
  return {
    begin: (start: SuiteStart) => {
      startedAt = start.startedAt;
    },
    end: ({ results, milliseconds, notRun }) => {
      write(junit(results, { milliseconds, startedAt, notRun }));
    },
  };
}

export function markdownReporter(write: Write): Reporter {
  let seed = '';
  return {
    begin: (start: SuiteStart) => {
      seed = start.seed;
    },
    end: ({ results, milliseconds, notRun }) => {
      write(markdown(results, { seed, milliseconds, notRun }));
    },
  };
}

/** Annotations that GitHub puts on the files. */
export function githubReporter(write: Write): Reporter {
  return {
    end: ({ results }) => {
      for (const line of githubAnnotations(results)) write(`${line}\n`);
    },
  };
}

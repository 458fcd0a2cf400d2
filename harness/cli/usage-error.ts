import { EXIT, type ExitCode } from './exit-code';

/** The command line is wrong, or matches nothing: said in a line or two, without a stack. */
export class UsageError extends Error {
  override readonly name = 'UsageError';

  constructor(
    message: string,
    readonly exitCode: ExitCode = EXIT.usage,
  ) {
    super(message);
  }
}

import type { Routine } from '../../../harness/sim';
import type { Block, Owner } from '../ex/block';
import { TAG } from '../ex/tags';
import type { Io } from '../io/io';

/**
 * SECURITY_SUBJECT_CONTEXT as a file system captures it (SeCaptureSubjectContext) for a watcher whose right to traverse has to
 * be checked. Whoever passes one to the notify package gives it away: the package releases and frees it [D: DDK
 * FsRtlNotifyFullChangeDirectory].
 */
export class SubjectContext implements Owner {
  constructor(
    readonly subject: string,
    readonly block: Block,
  ) {}

  get label(): string {
    return `subject context of ${this.subject}`;
  }
}

/** SeCaptureSubjectContext [D: DDK], with memory for it. Raises STATUS_INSUFFICIENT_RESOURCES. */
export function* seCaptureSubjectContext(io: Io, subject: string): Routine<SubjectContext> {
  const owner = { label: `subject context of ${subject}` };
  const request = { bytes: 32, tag: TAG.subjectContext, site: 'SeCaptureSubjectContext', owner };
  return new SubjectContext(subject, yield* io.executive.pagedPool.allocateOrRaise(request));
}

/** SeReleaseSubjectContext [D: DDK], and the memory freed. */
export function* seReleaseSubjectContext(io: Io, context: SubjectContext, by: string): Routine {
  yield* io.executive.pagedPool.free(context.block, by);
}

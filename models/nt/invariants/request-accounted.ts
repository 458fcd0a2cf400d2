import type { Invariant } from '../../../harness/sim';
import type { NtEvents, ServerRequest } from '../events';
import { Table } from './table';

export const requestAccounted: Invariant<NtEvents> = {
  id: 'request.accounted',
  number: 'I-13',
  statement:
    'A request that the server has accepted is pending in the file system, or it has been answered and its work context given back; when the system is idle nothing is in between, and at rest nothing is pending.',
  source: 'MS-CIFS PendingRequestTable; rules of the request’s way through the server',
  create(judge) {
    const accepted = new Table<ServerRequest, 'accepted' | 'answered'>();
    return {
      reset: () => {
        accepted.clear();
      },
      requestAccepted: (request) => {
        judge.exercised();
        accepted.set(request, 'accepted');
      },
      requestAnswered: (request) => {
        accepted.set(request, 'answered');
      },
      requestForgotten: (request) => {
        accepted.delete(request);
      },
      atIdle: () => {
        for (const [request, state] of accepted) {
          if (state === 'accepted' && request.irp.listEntry !== undefined) continue;
          judge.violate({
            class: 'leak',
            message:
              state === 'answered'
                ? `${request.label} has been answered, and its work context was never given back`
                : `${request.label} is neither pending in the file system nor answered`,
            place: 'SRV',
            shape: state === 'answered' ? 'work context lost' : 'request lost',
            about: { kind: 'objects', objects: [request.irp.object] },
          });
          return;
        }
      },
      atRest: () => {
        for (const request of accepted.keys()) {
          judge.violate({
            class: 'leak',
            message: `at rest the server still has ${request.label}`,
            place: 'SRV',
            shape: 'request kept',
            about: { kind: 'objects', objects: [request.irp.object] },
          });
          return;
        }
      },
    };
  },
};

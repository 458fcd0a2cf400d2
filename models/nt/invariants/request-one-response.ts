import type { Invariant } from '../../../harness/sim';
import type { NtEvents, ServerRequest } from '../events';
import { Members, Table } from './table';

export const requestOneResponse: Invariant<NtEvents> = {
  id: 'request.one-response',
  number: 'I-14',
  statement:
    'Every request is answered exactly once; when its connection has gone the answer is dropped. One interim response at most comes before that, and none after.',
  source: 'MS-CIFS 3.3.5.52; MS-SMB2 3.3.5.19, at most one final response; rules of NT_CANCEL, what ends a request',
  create(judge) {
    const answers = new Table<ServerRequest, number>();
    const toldPending = new Members<ServerRequest>();
    return {
      reset: () => {
        answers.clear();
        toldPending.clear();
      },
      requestAccepted: (request) => {
        answers.set(request, 0);
        toldPending.delete(request);
      },
      interimSent: (request) => {
        judge.exercised();
        const isFirst = !toldPending.has(request) && answers.get(request) === 0;
        toldPending.add(request);
        if (isFirst) return;
        judge.violate({
          class: 'safety',
          message: `${request.label} is said to stay pended, when that was said before or it has been answered`,
          place: 'SRV',
          shape: 'interim response too many',
        });
      },
      requestAnswered: (request, status) => {
        judge.exercised();
        const count = (answers.get(request) ?? 0) + 1;
        answers.set(request, count);
        if (count === 1) return;
        judge.violate({
          class: 'safety',
          message: `${request.label} is answered a second time, with ${status}`,
          place: 'SRV',
          shape: 'answered twice',
        });
      },
      requestForgotten: (request) => {
        if (answers.get(request) !== 0) return;
        judge.violate({
          class: 'safety',
          message: `the server forgets ${request.label} without having answered it`,
          place: 'SRV',
          shape: 'never answered',
        });
      },
    };
  },
};

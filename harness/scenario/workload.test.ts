import test from 'ava';
import { searched } from './_desk.test';

test('what a fault does in the name of a client is not what the client’s `expect` judges', (t) => {
  const { verdict, reasons, accounts } = searched(
    'clients: { alice: [ask: , file: missing, wait: 1 ms, expect: MISSING], bob: [wait: 10 us, ask: ] }\n' +
      'faults: [{ at: desk.asked, where: { client: bob }, do: { by: alice, file: found }, nth: 1 }]',
  );
  t.deepEqual([verdict, reasons], ['pass', []]);
  t.deepEqual([...accounts.judged], [['alice: 1: expect', accounts.runs]]);
});

test('each of several parallel lists judges its own last operation', (t) => {
  const { verdict } = searched(
    'clients: { alice: [parallel: [[file: found, wait: 1 us, expect: OK], [file: missing, wait: 1 us, expect: MISSING]]] }\n' +
      'explore: { strategies: [random], runs: 50 }',
  );
  t.is(verdict, 'pass');
});

test('tasks of lists within lists have names of their own', (t) => {
  const { kernel } = searched('clients: { alice: [parallel: [[nod], [parallel: [[nod], [nod]]]]] }');
  const names = kernel.tasks.map(({ name }) => name).filter((name) => name.startsWith('alice'));
  t.deepEqual(names, ['alice', 'alice/1', 'alice/2', 'alice/2/1', 'alice/2/2', 'alice/teardown']);
});

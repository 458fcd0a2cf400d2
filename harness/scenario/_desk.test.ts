// A model that runs, as small as they come, for the tests beside this file: a desk at which clients file folders, ask about
// them and are answered; and a search of a scenario on it, to its verdict.
import { search, strategies, strategyNamed, type SearchResult } from '../explore';
import {
  call,
  Kernel,
  Name,
  Operation,
  SharedObject,
  writes,
  type FaultPoint,
  type Handle,
  type Invariant,
  type Model,
  type Request,
  type Response,
  type Routine,
  type System,
  type World,
} from '../sim';
import { compile, formatDiagnostic, parse, type Scenario } from '.';
import type { Accounts } from './accounts';
import { ScenarioProgram } from './program';
import { conclude, type Verdict } from './verdict';

interface DeskEvents {
  shouted(client: string): void;
}

const ASKED: FaultPoint = {
  id: 'desk.asked',
  doc: 'Somebody asks.',
  subjects: ['client', 'request', 'folder'],
  admits: ['fail', 'drop', 'delay', 'hold'],
  statuses: ['BUSY'],
};
const ANSWERED: FaultPoint = {
  id: 'desk.answered',
  doc: 'An answer is given.',
  subjects: ['request'],
  admits: ['hold'],
};
const SHOUTED: FaultPoint = { id: 'desk.shouted', doc: 'Somebody shouts.', subjects: ['client'], admits: ['hold'] };

const FILE = Name.of('desk.file');
const ANSWER = Name.of('desk.answer');
const PACE = Name.of('desk.pace');
const QUIET = Name.of('desk.quiet');

class Folder implements Handle {
  readonly kind = 'handle';

  constructor(readonly name: string) {}
}

class Question extends SharedObject implements Request {
  readonly kind = 'request';
  response: Response | undefined = undefined;
  readonly answer: Operation;

  constructor(
    kernel: Kernel,
    readonly label: string,
  ) {
    super(kernel);
    this.answer = new Operation(ANSWER, [writes(this.object)]);
  }
}

interface Client {
  readonly name: string;
}

class Desk implements System<Client> {
  readonly #file = new Operation(FILE, []);

  constructor(readonly world: World<DeskEvents>) {}

  client(name: string): Client {
    return { name };
  }

  *file(path: string): Routine<Folder | undefined> {
    yield this.#file;
    return path === 'missing' ? undefined : new Folder(path);
  }

  *ask(client: Client, folder: string, name: string): Routine<Question> {
    const { kernel, faults } = this.world;
    const question = new Question(kernel, name);
    yield question.answer;
    if (!faults.watches(ASKED)) return question;
    const verdict = yield* call(faults.pass(ASKED, { client: client.name, request: name, folder }));
    if (verdict?.kind !== 'fail') return question;
    yield question.answer;
    question.response = { status: verdict.status };
    return question;
  }

  *answer(question: Question): Routine<boolean> {
    const { faults } = this.world;
    if (faults.watches(ANSWERED)) yield faults.pass(ANSWERED, { request: question.label });
    yield question.answer;
    if (question.response !== undefined) return false;
    question.response = { status: 'OK', records: [`answer to ${question.label}`] };
    return true;
  }

  *shout(client: Client): Routine {
    const { faults, events } = this.world;
    yield this.#file;
    if (faults.watches(SHOUTED)) yield faults.pass(SHOUTED, { client: client.name });
    events.shouted(client.name);
    yield this.#file;
  }

  *teardown(): Routine {
    yield this.#file;
  }

  *shutdown(): Routine {
    this.world.kernel.mark(QUIET);
    yield this.#file;
  }

  pending(): readonly string[] {
    return [];
  }

  exhibit(): undefined {
    return undefined;
  }
}

const calm: Invariant<DeskEvents> = {
  id: 'desk.calm',
  number: 'K-01',
  statement: 'Nobody shouts.',
  source: 'Manners.',
  create: (judge) => ({
    reset: () => undefined,
    shouted: (client) => {
      judge.exercised();
      judge.violate({ class: 'safety', message: `${client} shouted`, place: 'desk', shape: 'shout' });
    },
  }),
};

function question(value: unknown): Question {
  if (!(value instanceof Question)) throw new Error('no request');
  return value;
}

const TEXT = { type: 'text', doc: 'Which.', required: true } as const;
const REQUEST = { type: 'request', doc: 'Which.', required: true } as const;

export const desk: Model<Client, Desk, DeskEvents> = {
  name: 'desk',
  version: '1',
  doc: 'A desk.',
  settings: {},
  operations: {
    file: {
      doc: 'Files a folder.',
      fields: { name: TEXT },
      scalar: 'name',
      makes: 'handle',
      *perform(system, _client, values) {
        const made = yield* call(system.file(typeof values.name === 'string' ? values.name : ''));
        return { response: { status: made === undefined ? 'MISSING' : 'OK' }, made };
      },
    },
    ask: {
      doc: 'Asks about a folder.',
      fields: { folder: { type: 'handle', doc: 'Which.' } },
      scalar: 'folder',
      makes: 'request',
      *perform(system, client, values, name) {
        const folder = values.folder instanceof Folder ? values.folder.name : 'none';
        return { made: yield* call(system.ask(client, folder, name)) };
      },
      *random() {
        return {};
      },
    },
    answer: {
      doc: 'Answers a request.',
      fields: { request: REQUEST },
      scalar: 'request',
      *perform(system, _client, values) {
        const effective = yield* call(system.answer(question(values.request)));
        return { response: { status: 'OK' }, effective };
      },
    },
    nod: {
      doc: 'Does nothing, and is not answered.',
      fields: {},
      *perform(system) {
        yield* call(system.teardown());
        return {};
      },
    },
    shout: {
      doc: 'Shouts.',
      fields: {},
      *perform(system, client) {
        yield* call(system.shout(client));
        return { response: { status: 'OK' } };
      },
    },
    pace: {
      doc: 'Walks up and down for ever.',
      fields: {},
      *perform() {
        for (;;) yield new Operation(PACE, []);
      },
    },
  },
  faultPoints: [ASKED, ANSWERED, SHOUTED],
  actions: {
    shush: {
      doc: 'Has no effect.',
      fields: {},
      *perform(system) {
        yield* call(system.teardown());
        return false;
      },
    },
  },
  statuses: ['OK', 'MISSING', 'BUSY'],
  marks: [{ id: QUIET.text, doc: 'The desk was closed.' }],
  events: ['shouted'],
  invariants: [calm],
  defects: [],
  exhibits: {},
  create: (world) => new Desk(world),
};

/** A scenario on the desk: `text` without the keys that every file has. */
export function deskScenario(text: string): Scenario {
  const { value: tree, diagnostics } = parse('t.yaml', `${text}\nscenario: a title\nwhy: because\nmodel: desk\n`);
  const compiled = tree && compile(tree, desk, { id: 't', strategies });
  const [scenario] = compiled?.value ?? [];
  if (scenario !== undefined) return scenario;
  throw new Error([...diagnostics, ...(compiled?.diagnostics ?? [])].map((one) => formatDiagnostic(one)).join('\n'));
}

export interface Searched extends Verdict {
  readonly accounts: Accounts;
  readonly result: SearchResult;
  readonly kernel: Kernel;
}

/** Searches a scenario on the desk as the command line does. */
export function searched(text: string, kernel = new Kernel()): Searched {
  const scenario = deskScenario(text);
  const program = new ScenarioProgram(scenario);
  const { violates } = scenario.expect;
  const { runs } = scenario.explore;
  let expectedFound = false;
  const result = search(kernel, program, {
    root: '1',
    strategies: scenario.explore.strategies.map((name) => ({ make: () => strategyNamed(name)!.make(), runs })),
    stop: ({ violations }) => (expectedFound ||= violations.some(({ invariant }) => invariant === violates)),
  });
  const verdict = conclude(scenario, program.accounts, {
    expectedFound,
    unexpected: result.failures.some(({ outcome }) =>
      outcome.violations.every(({ invariant }) => invariant !== violates),
    ),
    inconclusive: [...result.inconclusive.keys()],
    strategies: result.byStrategy,
  });
  return { ...verdict, accounts: program.accounts, result, kernel };
}

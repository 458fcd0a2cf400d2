import { call, type Model, type Performed, type Request, type Response, type Routine } from '../harness/sim';
import type { Scenario, Step } from '../harness/scenario/scenario';

/** What a scenario expects to be answered, and all that was. */
export interface Observation {
  /** "n1", "peek n1". */
  readonly what: string;
  readonly expected: Expected;
  readonly answers: readonly Response[];
}

type Expected = Extract<Step, { kind: 'expect' }>['response'];
type Operation = Model['operations'][string];

/** Looks on while a scenario is run, from outside of the model: what each operation answered, and what each request came to. */
export class Onlooker {
  /** By the label of the step that asked; of several clients' steps only one stands at a line. */
  readonly #answers = new Map<string, Response[]>();
  readonly #requests = new Map<string, Request[]>();
  #taskLabel: () => string = () => '';

  /** The same model, watched. */
  watched(model: Model): Model {
    const kinds = Object.entries(model.clientKinds ?? {});
    return {
      ...model,
      operations: this.#watchedOperations(model.operations),
      clientKinds: Object.fromEntries(
        kinds.map(([kind, one]) => [kind, { ...one, operations: this.#watchedOperations(one.operations) }]),
      ),
      create: (world) => {
        this.#taskLabel = () => world.kernel.current?.label ?? '';
        return model.create(world);
      },
    };
  }

  /** In the order of the file: what steps expect, then what is expected of requests. */
  observations({ clients, expect }: Scenario): readonly Observation[] {
    const inline = clients.flatMap(({ name, steps }) => this.#expectedIn(steps, name));
    const requests = expect.requests.map(({ request, response }): Observation => {
      const answers = this.#requests.get(`${request.client}.${request.name}`) ?? [];
      return { what: request.name, expected: response, answers: answers.flatMap((one) => one.response ?? []) };
    });
    return [...inline, ...requests];
  }

  #expectedIn(steps: readonly Step[], client: string): readonly Observation[] {
    return steps.flatMap((step, i): readonly Observation[] => {
      if (step.kind === 'parallel') return step.branches.flatMap((branch) => this.#expectedIn(branch, client));
      const asked = steps[i - 1];
      if (step.kind !== 'expect' || asked === undefined) return [];
      const what = asked.label.replace(/^\d+: /, '');
      return [{ what, expected: step.response, answers: this.#answers.get(asked.label) ?? [] }];
    });
  }

  #watchedOperations(operations: Model['operations']): Model['operations'] {
    const watch = ([word, operation]: [string, Operation]): [string, Operation] => [
      word,
      {
        ...operation,
        perform: (system, client, values, name) => this.#watch(operation.perform(system, client, values, name), name),
      },
    ];
    return Object.fromEntries(Object.entries(operations).map(watch));
  }

  *#watch(performing: Routine<Performed>, name: string): Routine<Performed> {
    const performed = yield* call(performing);
    const { response, made } = performed;
    if (response !== undefined) listed(this.#answers, this.#taskLabel()).push(response);
    if (made?.kind === 'request') listed(this.#requests, name).push(made);
    return performed;
  }
}

function listed<T>(lists: Map<string, T[]>, key: string): T[] {
  let list = lists.get(key);
  if (list === undefined) lists.set(key, (list = []));
  return list;
}

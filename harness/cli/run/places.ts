import { fileURLToPath } from 'node:url';
import { Session, type Debugger, type Runtime } from 'node:inspector';
import type { Places } from '../../explore';
import type { Routine, Task } from '../../sim';
import type { LoadedModel } from '../model/models';
import { frameInModel, placeInModel } from './thrown-at';

/**
 * Where in the code of a model a run is. Of a routine that waits at a `yield` no stack says so: Node's inspector does. Asking it
 * takes milliseconds.
 */
export function placesIn(model: LoadedModel): Places {
  return {
    ofStep: ({ routine, callers }: Task) => {
      const stack = [routine, ...[...callers].reverse()];
      const places = suspendedAt(stack).map((place) => place && placeInModel(place, model));
      return places.find((place) => place !== undefined);
    },
    ofChoice: () => siteInModel(model),
  };
}

/** The line of the model that has led to here. */
export function siteInModel(model: LoadedModel): string | undefined {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = Infinity;
  const here = new Error();
  Error.stackTraceLimit = stackTraceLimit;
  return frameInModel(here, model);
}

/** Where generators wait, as the line of a stack says it: "    at put (/a/ring.ts:107:5)". */
function suspendedAt(routines: readonly Routine<unknown>[]): readonly (string | undefined)[] {
  const session = new Session();
  const scripts = new Map<string, string>();
  session.connect();
  try {
    session.on('Debugger.scriptParsed', ({ params: { scriptId, url } }) => scripts.set(scriptId, url));
    session.post('Debugger.enable');
    return routines.map((routine) => frameOf(session, routine, scripts));
  } finally {
    session.disconnect();
  }
}

/** By this name the inspector finds what it is asked about. */
const ASKED = Symbol.for('quiesce.asked');

function frameOf(session: Session, routine: object, scripts: ReadonlyMap<string, string>): string | undefined {
  let found: readonly Runtime.InternalPropertyDescriptor[] | undefined;
  Reflect.set(globalThis, ASKED, routine);
  session.post('Runtime.evaluate', { expression: `globalThis[Symbol.for('quiesce.asked')]` }, (_error, answer) => {
    const { objectId } = answer?.result ?? {};
    if (objectId === undefined) return;
    session.post('Runtime.getProperties', { objectId, ownProperties: true }, (_none, properties) => {
      found = properties?.internalProperties;
    });
  });
  Reflect.deleteProperty(globalThis, ASKED);
  const value = (name: string): Runtime.RemoteObject | undefined => found?.find((one) => one.name === name)?.value;
  const location = value('[[GeneratorLocation]]')?.value as Debugger.Location | undefined;
  const url = location && scripts.get(location.scriptId);
  if (location === undefined || url === undefined) return undefined;
  const [, routineName = '<anonymous>'] =
    /^[^(]*?([#\w$]+)\s*\(/.exec(value('[[GeneratorFunction]]')?.description ?? '') ?? [];
  const path = url.startsWith('file:') ? fileURLToPath(url) : url;
  return asWritten(new Suspended(routineName, path, location.lineNumber + 1, (location.columnNumber ?? 0) + 1));
}

/** What whoever compiles on the way maps to the lines that somebody has written. */
function asWritten(place: Suspended): string {
  const line = Error.prepareStackTrace?.(new Error(), [place as unknown as NodeJS.CallSite]) as unknown;
  return (typeof line === 'string' ? line.split('\n').at(-1) : undefined) ?? `    at ${String(place)}`;
}

/** A call that waits, as the engine shows calls that run (CallSite of V8's stack trace API): what maps lines asks all of this. */
class Suspended {
  constructor(
    readonly routine: string,
    readonly path: string,
    readonly line: number,
    readonly column: number,
  ) {}

  getFileName(): string {
    return this.path;
  }

  getScriptNameOrSourceURL(): string {
    return this.path;
  }

  getLineNumber(): number {
    return this.line;
  }

  getColumnNumber(): number {
    return this.column;
  }

  getFunctionName(): string {
    return this.routine;
  }

  getTypeName(): null {
    return null;
  }

  getMethodName(): null {
    return null;
  }

  getEvalOrigin(): undefined {
    return undefined;
  }

  isNative(): boolean {
    return false;
  }

  isEval(): boolean {
    return false;
  }

  isToplevel(): boolean {
    return true;
  }

  isConstructor(): boolean {
    return false;
  }

  isAsync(): boolean {
    return false;
  }

  isPromiseAll(): boolean {
    return false;
  }

  toString(): string {
    return `${this.routine} (${this.path}:${this.line}:${this.column})`;
  }
}

import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import Module from 'node:module';
import { dirname, join, sep } from 'node:path';
import { Script } from 'node:vm';

/** A module as the pack has it. */
interface PackedModule {
  /** When its file was written, in milliseconds since 1970; of a package's file 0. */
  readonly writtenAt: number;
  /** What it requires, by which words -> the name of that module. What is not here, Node finds. */
  readonly requires: Readonly<Record<string, string | undefined>>;
  /** The text of its file, see `functionOf`. */
  readonly code: (exports: unknown, require: unknown, module: object, filename: string, folder: string) => void;
}

/** What the pack is, when its script is run. */
interface Packed {
  /** By name: the path below the folder of the code; of a package's file `node_modules/`, the package and the path in it. */
  readonly modules: Readonly<Record<string, PackedModule | undefined>>;
  /** Package -> its version. */
  readonly packages: Readonly<Record<string, string | undefined>>;
}

/** `dist`, or the folder of the sources, where there is no pack. */
const codeRoot = join(__dirname, '..', '..');

/** The modules that a run loads, as one expression. */
export const PACK = join(codeRoot, 'pack.js');
/** What V8 has compiled of it. Another version of V8 refuses that, and compiles it again. */
export const PACK_CODE = join(codeRoot, 'pack.v8');

/** What names of packages' files begin with. */
const PACKAGES = 'node_modules/';

/** Modules of Node that take milliseconds to load and that few commands come to call. */
const SELDOM = new Set(['child_process', 'crypto'].flatMap((name) => [name, `node:${name}`]));

/** What a module's text is in the pack: in ASCII alone, which V8 reads fastest. */
export function functionOf(text: string): string {
  const ascii = text.replace(/\P{ASCII}/gu, escaped);
  return `function (exports, require, module, __filename, __dirname) {${ascii}\n}`;
}

function escaped(sign: string): string {
  return Array.from({ length: sign.length }, (_, i) => sign.charCodeAt(i))
    .map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`)
    .join('');
}

/** How Node makes and finds modules. Not in its types, but what every loader of other languages hooks into. */
interface Loader {
  new (path: string, parent: NodeJS.Module): NodeJS.Module;
  readonly _extensions: Record<string, (module: NodeJS.Module, path: string) => void>;
  readonly _cache: Record<string, NodeJS.Module | undefined>;
  _nodeModulePaths(folder: string): string[];
}

const NodeLoader = Module as unknown as Loader;

/**
 * From now on modules are taken from the pack, as long as their files say what they said when it was made: some 250 files need
 * not be found, read and compiled then, which is most of what a short command takes. They stay the modules that they are, in
 * Node's cache under their own paths: whoever loads one of them by its path gets the same one. Answers the pack's script,
 * undefined where there is none.
 */
export function usePack(): Script | undefined {
  if (!existsSync(PACK)) return undefined;
  const cachedData = existsSync(PACK_CODE) ? readFileSync(PACK_CODE) : undefined;
  const script = new Script(readFileSync(PACK, 'latin1'), { filename: PACK, cachedData });
  const pack = new Pack(script.runInThisContext() as Packed);
  const load = NodeLoader._extensions['.js'];
  NodeLoader._extensions['.js'] = (module, path) => {
    const name = pack.nameOf(path);
    const packed = name === undefined ? undefined : pack.moduleAt(name, path);
    if (packed === undefined) load(module, path);
    else pack.run(packed, module);
  };
  return script;
}

/** What a line of the pack is a line of; undefined when `path` is not the pack's. */
export function placeInPack(path: string, line: number): { readonly path: string; readonly line: number } | undefined {
  if (path !== PACK) return undefined;
  const begun = beginnings().findLast((module) => module.line <= line);
  return begun && { path: codeRoot + sep + native(begun.name), line: line - begun.line + 1 };
}

interface Beginning {
  readonly name: string;
  readonly line: number;
}

let known: readonly Beginning[] | undefined;

/** Where the modules begin in the pack, in the order of lines. */
function beginnings(): readonly Beginning[] {
  known ??= readFileSync(PACK, 'latin1')
    .split('\n')
    .flatMap((text, i) => {
      const [, name] = MODULE.exec(text) ?? [];
      return name === undefined ? [] : [{ name, line: i + 1 }];
    });
  return known;
}

/** The line of the pack in which a module begins. */
const MODULE = /^"([^"]+)": \{ writtenAt: /;

/** The modules, and where they are here. */
class Pack {
  /** Folder -> the beginning of the names of what is in it. */
  readonly #folders = new Map([[codeRoot + sep, '']]);
  /** Package -> its folder; undefined when it is not where Node would look for it, or another version. */
  readonly #packages = new Map<string, string | undefined>();

  constructor(readonly packed: Packed) {}

  /** The name of the module of this path; undefined when the pack has none. */
  nameOf(path: string): string | undefined {
    for (const [folder, prefix] of this.#folders) {
      if (!path.startsWith(folder)) continue;
      const name = prefix + slashed(path.slice(folder.length));
      return Object.hasOwn(this.packed.modules, name) ? name : undefined;
    }
    return undefined;
  }

  /** The module of this name, unless its file says something else by now. */
  moduleAt(name: string, path: string): PackedModule | undefined {
    const packed = this.packed.modules[name];
    return packed !== undefined && isUnchanged(packed, path) ? packed : undefined;
  }

  run({ requires, code }: PackedModule, module: NodeJS.Module): void {
    const folder = dirname(module.filename);
    const require = (words: string): unknown => {
      const name = requires[words];
      const path = name === undefined ? undefined : this.#pathOf(name);
      if (name !== undefined && path !== undefined) return this.#exportsOf(name, path, module);
      if (SELDOM.has(words)) return whenCalled(() => module.require(words) as object);
      module.paths ??= NodeLoader._nodeModulePaths(folder);
      return module.require(words);
    };
    code.call(module.exports, module.exports, require, module, module.filename, folder);
  }

  /** What Node does when it has found the file of a module. */
  #exportsOf(name: string, path: string, parent: NodeJS.Module): unknown {
    const known = NodeLoader._cache[path];
    if (known !== undefined) {
      if (!parent.children.includes(known)) parent.children.push(known);
      return known.exports;
    }
    const packed = this.moduleAt(name, path);
    if (packed === undefined) return parent.require(path);
    const module = new NodeLoader(path, parent);
    module.filename = path;
    NodeLoader._cache[path] = module;
    this.run(packed, module);
    module.loaded = true;
    return module.exports;
  }

  #pathOf(name: string): string | undefined {
    if (!name.startsWith(PACKAGES)) return codeRoot + sep + native(name);
    const end = name.indexOf('/', PACKAGES.length);
    const folder = this.#folderOf(name.slice(PACKAGES.length, end));
    return folder === undefined ? undefined : folder + native(name.slice(end));
  }

  #folderOf(packageName: string): string | undefined {
    if (this.#packages.has(packageName)) return this.#packages.get(packageName);
    const places = NodeLoader._nodeModulePaths(codeRoot).map((folder) => join(folder, packageName));
    const found = places.find((folder) => existsSync(folder));
    const isSame = found !== undefined && versionOf(found) === this.packed.packages[packageName];
    const folder = isSame ? realpathSync(found) : undefined;
    this.#packages.set(packageName, folder);
    if (folder !== undefined) this.#folders.set(folder + sep, `${PACKAGES}${packageName}/`);
    return folder;
  }
}

function slashed(path: string): string {
  return sep === '/' ? path : path.replaceAll(sep, '/');
}

function native(path: string): string {
  return sep === '/' ? path : path.replaceAll('/', sep);
}

/** Packages change by their versions. Of our own files an installation may have written all anew: then their text tells. */
function isUnchanged({ writtenAt, code }: PackedModule, path: string): boolean {
  if (writtenAt === 0) return true;
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return false;
  return stat.mtimeMs === writtenAt || code.toString() === functionOf(readFileSync(path, 'utf8'));
}

function versionOf(folder: string): unknown {
  return (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version?: unknown }).version;
}

/** Stands for a module until something of it is wanted. */
function whenCalled(load: () => object): object {
  return new Proxy({}, { get: (_, name) => Reflect.get(load(), name) as unknown });
}

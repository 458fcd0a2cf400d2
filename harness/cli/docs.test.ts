// What the guides show is what comes out. Of docs/models.md: a block with a file's name is a part of that file, `diff` changes it
// for the commands of the next `console`, and below each command stand lines of what it prints, in order. Numbers may differ.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import ts from 'typescript';
import { projectOf, type Project } from './_project.test';

const ROOT = join(__dirname, '..', '..');
const GUIDE = 'docs/models.md';
const PAGES = ['README.md', 'docs/architecture.md', 'docs/models.md', 'docs/scenarios.md'];

interface Block {
  readonly line: number;
  readonly language: string;
  readonly file: string | undefined;
  readonly text: string;
}

const blocks = blocksOf(GUIDE);

blocks.forEach((block, i) => {
  if (block.language !== 'console') return;
  const before = blocks[i - 1];
  test(`${GUIDE}:${block.line} prints what it shows`, async (t) => {
    const project = guideProject(t, before.language === 'diff' ? before : undefined);
    for (const shown of block.text.split(/^\$ /m).slice(1)) await follow(t, project, shown);
  });
});

test('the commands of the guide are where it says', (t) => {
  const { name, bin } = JSON.parse(read('package.json')) as { name: string; bin: Record<string, string> };
  t.is(name, 'quiesce');
  t.deepEqual(bin, { quiesce: 'dist/harness/cli/main.js' });
  t.true(read(GUIDE).includes(`node ../quiesce/${bin.quiesce}`));
});

test('the model of the guide has no errors of types', (t) => {
  const { folder } = guideProject(t);
  const program = ts.createProgram([join(folder, 'buffer.ts')], {
    ...{ strict: true, noEmit: true, skipLibCheck: true, types: [] },
    ...{ target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.NodeNext },
    paths: { quiesce: [join(ROOT, 'harness/sim/index.ts')] },
  });
  const found = ts.getPreEmitDiagnostics(program);
  t.is(
    ts.formatDiagnostics(found, {
      getCanonicalFileName: String,
      getCurrentDirectory: () => folder,
      getNewLine: () => '\n',
    }),
    '',
  );
});

for (const page of ['README.md', 'docs/scenarios.md']) {
  test(`the whole scenarios of ${page} are valid`, async (t) => {
    const whole = blocksOf(page).filter(({ language, text }) => language === 'yaml' && /^scenario: /.test(text));
    t.true(whole.length > 0);
    const project = projectOf(t);
    for (const { line, text } of whole) project.write(`line-${line}.yaml`, text);
    const { exitCode, stdout, stderr } = await project.quiesce('validate', '.');
    t.is(exitCode, 0, stdout + stderr);
  });
}

for (const page of PAGES) {
  test(`the links of ${page} lead somewhere`, (t) => {
    for (const [link, path, anchor] of read(page).matchAll(/\]\(([^)#:]*)(?:#([^)]*))?\)/g)) {
      const target = path === '' ? page : join(page, '..', path);
      if (!existsSync(join(ROOT, target))) t.fail(`${link}: there is no ${target}`);
      else if (anchor !== undefined) t.true(anchorsOf(target).includes(anchor), `${link}: there is no such heading`);
    }
    t.pass();
  });
}

/** An empty folder with the files of the guide in it, one of them changed. */
function guideProject(t: ExecutionContext, change?: Block): Project {
  const files = new Map<string, string>();
  for (const { language, file, text } of blocks) {
    if (file !== undefined && language !== 'diff') files.set(file, (files.get(file) ?? '') + text);
  }
  const project = projectOf(t);
  for (const [file, text] of files) project.write(file, file === change?.file ? changed(t, text, change.text) : text);
  return project;
}

function changed(t: ExecutionContext, text: string, diff: string): string {
  const lines = diff.split('\n');
  const side = (sign: string): string =>
    lines.flatMap((line) => (line.startsWith(' ') || line.startsWith(sign) ? [`${line.slice(1)}\n`] : [])).join('');
  t.is(text.split(side('-')).length, 2, `the guide has these lines once:\n${side('-')}`);
  return text.replace(side('-'), () => side('+'));
}

/** Runs one command and looks for the lines that are shown below it. */
async function follow(t: ExecutionContext, { quiesceFresh }: Project, shown: string): Promise<void> {
  const [command, ...lines] = shown.trimEnd().split('\n');
  const [npx, name, ...argv] = command.split(' ');
  t.deepEqual([npx, name], ['npx', 'quiesce']);
  const { exitCode, stdout, stderr } = await quiesceFresh(...argv);
  const printed = (stdout + stderr).split('\n').map(withoutNumbers);
  let from = 0;
  for (const line of lines) {
    const at = printed.indexOf(withoutNumbers(line), from);
    t.true(at >= 0, `${command}: expected the line\n${line}\nin\n${stdout}${stderr}`);
    from = at + 1;
  }
  const exit = /^exit (\d+)/m.exec(lines.join('\n'))?.[1] ?? '0';
  t.is(exitCode, Number(exit), `${command}\n${stdout}${stderr}`);
}

function withoutNumbers(line: string): string {
  return line
    .trim()
    .replace(/:\d+:\d+\)/, ':#)')
    .replace(/\b\d[\d,.]*(?= |$|\))/g, '#')
    .replace(/# (ms|s|min)\b/g, '# s')
    .replace(/\bruns\b/g, 'run')
    .replace(/\s+/g, ' ');
}

function blocksOf(page: string): readonly Block[] {
  const text = read(page);
  return [...text.matchAll(/^```([a-z]+)(?: (\S+))?\n(.*?)^```$/gms)].map(
    ({ index, 1: language, 2: file, 3: body }) => {
      return { line: text.slice(0, index).split('\n').length, language, file: file, text: body };
    },
  );
}

/** What headings are called in links. */
function anchorsOf(page: string): readonly string[] {
  return [...read(page).matchAll(/^#+ (.*)$/gm)].map(([, heading]) => {
    const words = heading.toLowerCase().replace(/[^\w\- ]/g, '');
    return words.replaceAll(' ', '-');
  });
}

function read(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

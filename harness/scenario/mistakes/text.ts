import type { Mistakes } from './mistake';

/** Q1xx: what keeps a text from being read as one YAML document. */
export const TEXT_MISTAKES = {
  Q101: {
    title: 'Not a text file',
    explanation:
      'A scenario is UTF-8 text. This file has a character that text does not have: a NUL or another control character, ' +
      'or bytes that are not UTF-8. Files that Windows tools call "Unicode" are UTF-16: save them as UTF-8.',
    example: 'scenario: \u0000',
  },
  Q102: {
    title: 'The file is too large',
    explanation:
      'A scenario of more than 1 MiB, or of more than 100,000 words and signs, is not read at all. Use `repeat`, `random` ' +
      'and `matrix` instead of writing everything out.',
    example: '# one step written ten million times',
  },
  Q103: {
    title: 'Not YAML',
    explanation:
      'The text can not be read as YAML 1.2, so nothing else in the file was looked at. Mostly a quote or bracket is not ' +
      'closed, the indentation is off, or a value holds ": " or begins with a sign that YAML reserves, such as @, % or a ' +
      'backquote. Quote such values. Inside braces and brackets quote a name with a number as well: "n1[3]".',
    example: "scenario: 'not closed\nwhy: because",
  },
  Q104: {
    title: 'A tab in the indentation',
    explanation: 'YAML is indented with spaces only. Set your editor to insert spaces.',
    example: 'clients:\n\talice:',
  },
  Q105: {
    title: 'A key given twice',
    explanation:
      'Every key of a map, and so every client, may be given once: of two values one would be lost without a word.',
    example: 'clients:\n  alice: [connect]\n  alice: [connect]',
  },
  Q106: {
    title: 'A tag or directive',
    explanation:
      'Scenarios use neither YAML tags (`!name`, `!!str`) nor directives (`%YAML`, `%TAG`). To make text of something that ' +
      'looks like a number, quote it.',
    example: 'scenario: !!str title',
  },
  Q107: {
    title: 'Aliases grow without bound',
    explanation:
      'Aliases (`*name`) repeat what an anchor (`&name`) marks. Written out, those of this file make more than 10,000 ' +
      'values, or contain themselves. Use `repeat` for long workloads.',
    example: 'clients: &all\n  alice: [*all]',
  },
  Q108: {
    title: 'An alias of nothing',
    explanation:
      'An alias (`*name`) stands for what an anchor (`&name`) has marked further up in the same file, and there is no such ' +
      'anchor. Quote a value that should begin with an asterisk.',
    example: 'show: *exhibits',
  },
  Q109: {
    title: 'Several documents in one file',
    explanation:
      'One file is one scenario: its path is its name. Put what follows `---` into a file of its own, or use `matrix` if the ' +
      'two differ in settings only.',
    example: 'scenario: first\n---\nscenario: second',
  },
  Q110: {
    title: 'The file is empty',
    explanation:
      'There is nothing in the file, or comments only. A scenario has at least the keys `scenario`, `why`, `model` and ' +
      '`clients`.',
    example: '# to be done',
  },
  Q111: {
    title: 'Not a map at the top',
    explanation: 'A scenario is a map: keys such as `scenario:`, `model:` and `clients:` at the start of a line.',
    example: '- connect\n- disconnect',
  },
  Q112: {
    title: 'Nested too deeply',
    explanation: 'Maps and lists may be nested 64 deep. No scenario needs a tenth of that.',
    example: '# a list in a list in a list, and so on, a hundred times',
  },
  Q113: {
    title: 'A key that is not a word',
    explanation: 'Keys are words. A list, a map or nothing at all can not be one.',
    example: '? [alice, bob]\n: [connect]',
  },
  Q114: {
    title: 'A merge key',
    explanation:
      'The key `<<`, which merges maps in YAML 1.1, means nothing here. Repeat a whole value with an anchor and an alias, or ' +
      'write it twice.',
    example: 'limits:\n  <<: { steps: 1000 }',
  },
  Q115: {
    title: 'Too many mistakes',
    explanation: 'The first 200 mistakes of a file are shown. Mend some of them and look again.',
    example: '# two hundred mistakes',
  },
  Q116: {
    title: 'The file can not be read',
    explanation: 'The file system refused to hand over the file. The message says why.',
    example: 'quiesce run scenarios/no-such-file.yaml',
  },
} as const satisfies Mistakes;

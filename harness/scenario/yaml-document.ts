import {
  Composer,
  type Document,
  isCollection,
  isScalar,
  Lexer,
  LineCounter,
  type ParsedNode,
  Parser,
  visit,
  type YAMLError,
} from 'yaml';

import type { Mistaken } from './diagnostics';
import { quote } from './quote';
import type { Source, Span } from './source';

/** Maps and lists in one another, at most. */
export const DEPTH_MAX = 64;
/** Words, signs, spaces and line ends of a file, at most: 1 MiB of brackets would take seconds. */
const LEXEMES_MAX = 100_000;

export interface Found {
  readonly at: Span;
  readonly mistaken: Mistaken;
}

export type Yaml =
  | { readonly kind: 'unreadable'; readonly mistakes: readonly Found[] }
  | {
      readonly kind: 'document';
      /** What is wrong although the document can be read. */
      readonly mistakes: readonly Found[];
      readonly contents: ParsedNode | null;
      readonly text: string;
      /** The place of the text between two offsets. */
      spanOf(from: number, to: number): Span;
    };

type YamlDocument = Document.Parsed<ParsedNode, true>;

/** Text -> one YAML 1.2 document, core schema. Custom tags, directives and a second document are mistakes. */
export function readYaml(source: Source, text: string): Yaml {
  const lines = new LineCounter();
  const spanOf = (from: number, to: number): Span => spanIn(source, lines, { from, to });
  const unreadable = (from: number, mistaken: Mistaken): Yaml => {
    return { kind: 'unreadable', mistakes: [{ at: spanOf(from, from + 1), mistaken }] };
  };

  const parser = new Parser(lines.addNewLine);
  // Keys are compared by the tree's builder, in linear time.
  const composer = new Composer<ParsedNode, true>({ version: '1.2', uniqueKeys: false, resolveKnownTags: false });
  const documents: YamlDocument[] = [];
  const mistakes: Found[] = [];
  let lexemes = 0;
  lines.addNewLine(0);
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) {
      if (token.type === 'directive')
        mistakes.push({ at: spanOf(token.offset, parser.offset), mistaken: noDirective() });
      documents.push(...composer.next(token));
    }
    // Both are checked before the document is composed: that is recursive.
    if (parser.stack.length > DEPTH_MAX + 2) return unreadable(parser.offset, tooDeep());
    if (++lexemes > LEXEMES_MAX) return unreadable(parser.offset, tooLong());
  }
  for (const token of parser.end()) documents.push(...composer.next(token));
  documents.push(...composer.end(true, text.length));

  const [document, second] = documents;
  if (document.errors.length > 0) return { kind: 'unreadable', mistakes: syntaxMistakes(document, text, spanOf) };
  if (second !== undefined) {
    const message = 'expected one document in this file, found another';
    mistakes.push({ at: spanOf(second.range[0], second.range[0] + 1), mistaken: { code: 'Q109', message } });
  }
  return { kind: 'document', mistakes, contents: document.contents, text, spanOf };
}

export function tooDeep(): Mistaken {
  return { code: 'Q112', message: `expected at most ${DEPTH_MAX} maps and lists in one another, found more` };
}

function tooLong(): Mistaken {
  return { code: 'Q102', message: `expected at most ${LEXEMES_MAX} words and signs, found more` };
}

function noDirective(): Mistaken {
  return { code: 'Q106', message: 'expected no directive, found one' };
}

/**
 * One mistake mostly makes several errors. Kept are the first one and those that are not of the same line or a line beside
 * it; a parser that has lost the thread stumbles over each token of the rest.
 */
function syntaxMistakes(document: YamlDocument, text: string, spanOf: (from: number, to: number) => Span): Found[] {
  const found: Found[] = [];
  for (const error of document.errors) {
    if (found.length > 0 && error.message.includes('in YAML stream')) continue;
    const open = unclosed(document, text, error);
    const from = Math.min(open ?? error.pos[0], text.trimEnd().length);
    const at = spanOf(from, open === undefined ? error.pos[1] : from + 1);
    if (found.some((other) => Math.abs(other.at.line - at.line) <= 1)) continue;
    found.push({ at, mistaken: open === undefined ? mistakenOf(error, at) : notClosed(text.slice(open, open + 1)) });
  }
  return found;
}

/** Offset of the quote or bracket that this error misses the end of. */
function unclosed(document: YamlDocument, text: string, error: YAMLError): number | undefined {
  if (error.code !== 'MISSING_CHAR' && error.code !== 'BAD_INDENT') return undefined;
  let open: number | undefined;
  visit(document, (_key, node) => {
    const opens = (isScalar(node) && node.type?.startsWith('QUOTE')) || (isCollection(node) && node.flow === true);
    if (!opens || node.range === undefined || node.range === null) return;
    const [start, end] = node.range;
    const first = text.slice(start, start + 1);
    const last = text.slice(start + 1, end).slice(-1);
    if (start < error.pos[0] && CLOSING.get(first) !== last) open = start;
  });
  return open;
}

const CLOSING: ReadonlyMap<string, string> = new Map([
  ['{', '}'],
  ['[', ']'],
  ['"', '"'],
  ["'", "'"],
]);

function notClosed(sign: string): Mistaken {
  return { code: 'Q103', message: `${quote(sign)} is not closed` };
}

function mistakenOf(error: YAMLError, at: Span): Mistaken {
  const line = at.source.lines[at.line - 1] ?? '';
  if (error.code === 'TAB_AS_INDENT') {
    return { code: 'Q104', message: 'expected spaces for indentation, found a tab' };
  }
  // A name with a number, unquoted within braces or brackets.
  const name = /[\w.-]+\[\d+\]/.exec(line)?.[0];
  if (name !== undefined && line.slice(0, at.column).includes('[')) {
    return { code: 'Q103', message: 'within braces and brackets this must be quoted', suggestion: `"${name}"` };
  }
  return { code: 'Q103', message: `this is not YAML: ${reworded(error)}` };
}

/** What YAML's own words would not tell an author. */
const REWORDED: ReadonlyMap<string, string> = new Map([
  ['BLOCK_AS_IMPLICIT_KEY', 'a value that holds `: ` must be quoted, or else the indentation is wrong'],
  ['BLOCK_IN_FLOW', 'a value that holds `: ` must be quoted, or else the indentation is wrong'],
  ['MULTILINE_IMPLICIT_KEY', 'a key ends on its line with a colon, or else the indentation is wrong'],
]);

function reworded({ code, message }: YAMLError): string {
  return REWORDED.get(code) ?? message.charAt(0).toLowerCase() + message.slice(1);
}

function spanIn(source: Source, lines: LineCounter, { from, to }: { from: number; to: number }): Span {
  const { line, col } = lines.linePos(from);
  const onLine = (source.lines[line - 1] ?? '').length - (col - 1);
  return { source, line, column: col, length: Math.max(1, Math.min(to - from, onLine)) };
}

import { unreachable, type Response } from '../sim';
import type { RecordsExpectation, ResponseExpectation } from './scenario';

/** What is wrong with a response, as "expected this, found that"; undefined when it is as expected. */
export function judgeResponse(response: Response, expected: ResponseExpectation): string | undefined {
  if (expected.statuses.length > 0 && !expected.statuses.includes(response.status)) {
    return `expected ${expected.statuses.join(' or ')}, found ${response.status}`;
  }
  if (expected.information !== undefined && expected.information !== response.information) {
    return `expected information ${expected.information}, found ${response.information ?? 'none'}`;
  }
  if (expected.records !== undefined && !recordsMatch(response.records ?? [], expected.records)) {
    return `expected records ${describeRecords(expected.records)}, found [${(response.records ?? []).join(', ')}]`;
  }
  return undefined;
}

function recordsMatch(found: readonly string[], expected: RecordsExpectation): boolean {
  switch (expected.kind) {
    case 'in-order':
      return found.length === expected.records.length && found.every((record, i) => record === expected.records[i]);
    case 'any-order':
      return recordsMatch(sorted(found), { kind: 'in-order', records: sorted(expected.records) });
    case 'alternatives':
      return expected.of.some((one) => recordsMatch(found, one));
    case 'groups': {
      let from = 0;
      return (
        expected.of.every((group) => {
          const until = from + sizeOf(group);
          const matches = recordsMatch(found.slice(from, until), group);
          from = until;
          return matches;
        }) && from === found.length
      );
    }
    default:
      return unreachable(expected);
  }
}

/** How many records a group takes; of alternatives, what the first takes. */
function sizeOf(expected: RecordsExpectation): number {
  if ('records' in expected) return expected.records.length;
  const sizes = expected.of.map(sizeOf);
  return expected.kind === 'groups' ? sizes.reduce((sum, size) => sum + size, 0) : (sizes[0] ?? 0);
}

/** "[ADDED a, ADDED b] in any order". */
export function describeRecords(expected: RecordsExpectation): string {
  if (expected.kind === 'alternatives') return expected.of.map(describeRecords).join(' or ');
  if (expected.kind === 'groups') return expected.of.map(describeRecords).join(' then ');
  return `[${expected.records.join(', ')}]${expected.kind === 'any-order' ? ' in any order' : ''}`;
}

function sorted(records: readonly string[]): readonly string[] {
  return [...records].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

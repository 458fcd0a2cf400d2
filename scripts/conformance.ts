/** Writes docs/conformance.md from runs of scenarios/conformance: `npm run conformance`. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { conformancePage } from './conformance-page';

void conformancePage().then((page) => {
  writeFileSync(join(__dirname, '..', 'docs', 'conformance.md'), page);
  console.log('wrote docs/conformance.md');
});

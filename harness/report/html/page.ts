import { escaped } from './escaped';

/** A page that needs nothing else: no network, and no script. */
export function page(title: string, body: readonly string[]): string {
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    `<title>${escaped(title)}</title>`,
    `<style>${STYLE}</style>`,
    '</head>',
    '<body>',
    ...body,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

const STYLE = `
:root { --ink: #1c1e21; --soft: #5c636b; --page: #fff; --card: #f6f7f9; --line: #d5d9de; --bad: #b3261e; --good: #1b6e3c;
  --doubtful: #8a5a00; --pair: #fff0c2; --end: #fde0dd; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6e8ea; --soft: #a2a9b1; --page: #14171a; --card: #1d2125; --line: #363c43; --bad: #ff8a80; --good: #7bd69a;
    --doubtful: #f2bf5e; --pair: #453a12; --end: #4d211d; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.25rem; max-width: 90rem; background: var(--page); color: var(--ink);
  font: 15px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.4rem; margin: 0 0 .25rem; }
h2 { font-size: 1.15rem; margin: 0; overflow-wrap: anywhere; }
h3 { font-size: .95rem; margin: 1.25rem 0 .35rem; }
p { margin: .4rem 0; overflow-wrap: anywhere; }
a { color: inherit; }
.soft { color: var(--soft); }
.pass { color: var(--good); } .violation, .error, .nondeterminism { color: var(--bad); } .inconclusive { color: var(--doubtful); }
.verdict { font-weight: 600; }
code, pre { font: 13px/1.45 ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
pre { margin: .4rem 0; padding: .6rem .75rem; background: var(--page); border: 1px solid var(--line); border-radius: 6px;
  overflow-x: auto; white-space: pre; }
pre.copy { user-select: all; white-space: pre-wrap; overflow-wrap: anywhere; }
article { margin: 1.5rem 0; padding: 1rem 1.25rem; background: var(--card); border: 1px solid var(--line); border-radius: 10px; }
ol { margin: .4rem 0; padding-left: 1.5rem; } li { overflow-wrap: anywhere; }
ul.plain { margin: .4rem 0; padding: 0; list-style: none; }
.scroll { overflow: auto; max-height: 85vh; border: 1px solid var(--line); border-radius: 6px; background: var(--page); }
table { border-collapse: collapse; width: 100%; font-size: 13px; }
th { text-align: left; font-weight: 600; white-space: nowrap; }
th, td { padding: .25rem .6rem; vertical-align: top; border-bottom: 1px solid var(--line); }
td.number { text-align: right; white-space: nowrap; }
td.id { overflow-wrap: anywhere; }
.lanes td, .lanes th { border-bottom: 0; border-left: 1px solid var(--line); }
.lanes thead th { position: sticky; top: 0; border-bottom: 1px solid var(--line); background: var(--card); }
.lanes td.step { min-width: 13rem; } .lanes td.idle { background: linear-gradient(var(--line), var(--line)) .9rem 0 / 2px 100% no-repeat; }
.lanes .when { width: 1%; border-left: 0; white-space: nowrap; text-align: right; color: var(--soft); }
.lanes tr.aside td.step { opacity: .55; }
.lanes tr.pair td.step { background: var(--pair); } .lanes tr.end td.step { background: var(--end); }
.lanes small { display: block; color: var(--soft); overflow-wrap: anywhere; }
.lanes b { display: block; }
summary { cursor: pointer; margin-top: 1rem; font-weight: 600; font-size: .95rem; }
@media (max-width: 40rem) { body { padding: .6rem; } article { padding: .75rem; } th, td { padding: .2rem .4rem; } }
`;

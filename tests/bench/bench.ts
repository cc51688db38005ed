/**
 * `npm run bench [-- --json] [-- --only accept,ticket,start]`: measures every goal, prints a table, and exits 1
 * where one is missed.
 */
import { parseArgs } from 'node:util';
import { benchAccept } from './accept.ts';
import { type Goal, isMet } from './samples.ts';
import { benchStart } from './start.ts';
import { benchTicket } from './ticket.ts';

const { values: options } = parseArgs({
  options: { json: { type: 'boolean', default: false }, only: { type: 'string' } },
});
const benches = { accept: benchAccept, ticket: benchTicket, start: benchStart };

const goals: Goal[] = [];
const lines: string[] = [];
for (const [name, bench] of Object.entries(benches)) {
  if (options.only !== undefined && !options.only.split(',').includes(name)) continue;
  process.stderr.write(`measuring ${name} …\n`);
  const result = await bench();
  goals.push(...result.goals);
  lines.push(...result.lines);
}

const missed = goals.filter((goal) => !isMet(goal));
if (options.json) {
  console.log(
    JSON.stringify({ goals: goals.map((goal) => ({ ...goal, met: isMet(goal) })), lines }, null, 2),
  );
} else {
  console.table(
    goals.map((goal) => ({
      goal: goal.name,
      measured: `${goal.value.toFixed(2)} ${goal.unit}`,
      wanted: `${goal.bound.kind === 'atLeast' ? '≥' : '≤'} ${goal.bound.value} ${goal.unit}`,
      met: isMet(goal) ? 'yes' : 'NO',
      note: goal.note,
    })),
  );
  for (const line of lines) console.log(line);
}
process.exit(missed.length === 0 ? 0 : 1);

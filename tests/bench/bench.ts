/**
 * `npm run bench [-- [--json] [--cases 1000000] [--events 10000000] [ready] [accept] [inbox] [backup] [sign-in] [ticket] [hall] [kiosk-soak] [volume] [start] [devices] [scans] [matters] [case-search] [sync]]`:
 * measures the named goals, all of them where none is named, prints a table, and exits 1 where one is missed.
 */
import { parseArgs } from 'node:util';
import { benchAccept } from './accept.ts';
import { benchBackup } from './backup.ts';
import { benchCaseSearch } from './case-search.ts';
import { benchDevices } from './devices.ts';
import { benchHall } from './hall.ts';
import { benchInbox } from './inbox.ts';
import { benchKioskSoak } from './kiosk-soak.ts';
import { benchMatters } from './matters.ts';
import { benchReady } from './ready.ts';
import { type Goal, isMet } from './samples.ts';
import { benchScans } from './scans.ts';
import { benchSignIn } from './sign-in.ts';
import { benchStart } from './start.ts';
import { benchSync } from './sync/sync.ts';
import { benchTicket } from './ticket.ts';
import { benchVolume } from './volume.ts';

const { values: options, positionals: wanted } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    /** So many cases to search among. */
    cases: { type: 'string', default: '1000000' },
    /** So many events stored beforehand where a push is measured among more and more of them, at most. */
    events: { type: 'string', default: '10000000' },
  },
  allowPositionals: true,
});
const benches = {
  ready: benchReady,
  matters: benchMatters,
  accept: benchAccept,
  inbox: benchInbox,
  backup: benchBackup,
  'sign-in': benchSignIn,
  ticket: benchTicket,
  hall: benchHall,
  'kiosk-soak': benchKioskSoak,
  volume: benchVolume,
  start: benchStart,
  devices: benchDevices,
  scans: benchScans,
  sync: () => benchSync(Number(options.events)),
  'case-search': () => benchCaseSearch({ cases: Number(options.cases) }),
};
const unknown = wanted.filter((name) => !Object.hasOwn(benches, name));
if (unknown.length > 0) {
  console.error(
    `nothing is measured under ${unknown.join(', ')}; there is ${Object.keys(benches).join(', ')}`,
  );
  process.exit(2);
}

const goals: Goal[] = [];
const lines: string[] = [];
for (const [name, bench] of Object.entries(benches)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
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

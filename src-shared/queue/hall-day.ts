import { z } from 'zod';
import { beijingDateSchema, type Instant } from '../clock/beijing.ts';
import { momentOf } from '../clock/evidence.ts';
import { assertNever, type Decider, events, type Facts, refuse } from '../decider.ts';
import { timeOfDaySchema } from '../organisation/office-hours.ts';
import type { CommandArgs } from '../subjects.ts';
import { lineSchema } from '../text.ts';
import { defaultWeights, type LaneWeights } from './fair-order.ts';
import { type CounterNamed, counterNamedSchema } from './ticket-commands.ts';

/** Why a counter calls nobody for a while. */
export const pauseReasons = {
  lunch: '午间轮休',
  away: '临时离开',
  backOffice: '处理后台业务',
  meeting: '会议培训',
  fault: '设备故障',
} as const;
export type PauseReason = keyof typeof pauseReasons;

/** When a counter is manned beyond the ordinary hours, or while others rest (延时服务、午间不间断服务). */
export const rosterKinds = { lunch: '午间值守', afterHours: '延时服务' } as const;

const weight = z.number().min(1).max(20);
export const laneWeightsSchema = z.strictObject({
  walkIn: weight,
  booking: weight,
  priority: weight,
  returning: weight,
});
export const rosterEntrySchema = z.strictObject({
  counter: counterNamedSchema,
  kind: z.enum(Object.keys(rosterKinds) as ['lunch', 'afterHours']),
  from: timeOfDaySchema,
  to: timeOfDaySchema,
  personName: lineSchema(40),
});
export type RosterEntry = z.infer<typeof rosterEntrySchema>;
export const pauseReasonSchema = z.enum(Object.keys(pauseReasons) as [PauseReason, ...PauseReason[]]);
const category = z.strictObject({ id: z.string().min(1).max(64), name: z.string().min(1).max(40) });
const counter = counterNamedSchema;

/** The commands of a hall's day. */
export const hallDayCommands = {
  /** The first act of a day begins it, with what stood the day before. */
  openHallDay: z.strictObject({
    hallId: z.string().min(1).max(64),
    businessDay: beijingDateSchema,
    weights: laneWeightsSchema,
    roster: z.array(rosterEntrySchema).max(200),
  }),
  setLaneWeights: z.strictObject({ weights: laneWeightsSchema, reason: lineSchema(120).min(1) }),
  closeCategory: z.strictObject({ category, reason: lineSchema(120).min(1) }),
  openCategory: z.strictObject({ category }),
  /** What every board shows; empty takes it away. */
  setNotice: z.strictObject({ text: lineSchema(120) }),
  setRoster: z.strictObject({ roster: z.array(rosterEntrySchema).max(200) }),
  pauseCounter: z.strictObject({ counter, reason: pauseReasonSchema }),
  resumeCounter: z.strictObject({ counter }),
  setAutoCall: z.strictObject({ counter, on: z.boolean() }),
  /** Somebody at a counter needs help at once. */
  raiseAlarm: z.strictObject({ counter }),
  settleAlarm: z.strictObject({ counter, note: lineSchema(120) }),
} as const;
export type HallDayCommandName = keyof typeof hallDayCommands;

/** One hall on one day: what whoever runs it has set, and which counters rest. */
export interface HallDay {
  id: string;
  hallId: string;
  businessDay: string;
  revision: number;
  weights: LaneWeights;
  roster: readonly RosterEntry[];
  notice: string;
  /** Categories that are closed for now, by id, and why. Whoever comes for one is received all the same. */
  closed: Readonly<Record<string, { name: string; reason: string; at: Instant }>>;
  paused: Readonly<Record<string, { reason: PauseReason; since: Instant }>>;
  autoCall: readonly string[];
  alarms: readonly { counter: CounterNamed; at: Instant }[];
}

export type HallDayEvent =
  | { type: 'HallDayOpened'; day: HallDay }
  | { type: 'HallDayChanged'; change: Partial<Omit<HallDay, 'id' | 'hallId' | 'businessDay' | 'revision'>> };

type HallDayCommand = {
  [N in HallDayCommandName]: { name: N; args: CommandArgs<N>; id: string };
}[HallDayCommandName];

const changed = (change: Extract<HallDayEvent, { type: 'HallDayChanged' }>['change']) =>
  events<HallDayEvent>({ type: 'HallDayChanged', change });

/** The rules of a hall's day. Nothing in it turns anybody away: a closed category and a resting counter only say so. */
export const hallDayDecider: Decider<HallDay, HallDayCommand, HallDayEvent> = {
  decide(state, command, facts) {
    if (command.name === 'openHallDay') {
      if (state !== null) return refuse('dayOpen', '今天的大厅已经启用。');
      if (command.args.hallId !== facts.place.hallId)
        return refuse('otherHall', '不能设置其他大厅，请到该大厅办理。');
      const day = { ...command.args, id: command.id, revision: 1, notice: '', closed: {}, paused: {} };
      return events({ type: 'HallDayOpened', day: { ...day, autoCall: [], alarms: [] } });
    }
    if (state === null) return refuse('dayUnknown', '今天的大厅还没有启用，请重新操作。');
    if ('counter' in command.args && !isOfHall(command.args.counter, facts))
      return refuse('counterUnknown', '没有这个窗口，请选择本大厅的窗口。');
    const at = momentOf(facts.stamp);
    switch (command.name) {
      case 'setLaneWeights':
        return changed({ weights: command.args.weights });
      case 'closeCategory': {
        const { category, reason } = command.args;
        return changed({ closed: { ...state.closed, [category.id]: { name: category.name, reason, at } } });
      }
      case 'openCategory':
        return changed({ closed: without(state.closed, command.args.category.id) });
      case 'setNotice':
        return changed({ notice: command.args.text.trim() });
      case 'setRoster':
        return changed({ roster: command.args.roster });
      case 'pauseCounter': {
        const { counter, reason } = command.args;
        return changed({ paused: { ...state.paused, [counter.id]: { reason, since: at } } });
      }
      case 'resumeCounter':
        return changed({ paused: without(state.paused, command.args.counter.id) });
      case 'setAutoCall': {
        const { counter, on } = command.args;
        const others = state.autoCall.filter((id) => id !== counter.id);
        return changed({ autoCall: on ? [...others, counter.id] : others });
      }
      case 'raiseAlarm': {
        const { counter } = command.args;
        const others = state.alarms.filter((each) => each.counter.id !== counter.id);
        return changed({ alarms: [...others, { counter, at }] });
      }
      case 'settleAlarm': {
        const others = state.alarms.filter((each) => each.counter.id !== command.args.counter.id);
        if (others.length === state.alarms.length)
          return refuse('noAlarm', '这个窗口没有求助，或已由他人处理。');
        return changed({ alarms: others });
      }
      default:
        return assertNever(command);
    }
  },

  evolve(state, event) {
    if (event.type === 'HallDayOpened') return event.day;
    if (state === null) throw new Error(`${event.type} before HallDayOpened`);
    return { ...state, ...event.change, revision: state.revision + 1 };
  },
};

function isOfHall({ id }: CounterNamed, { place, counter }: Facts): boolean {
  return id === place.counterId || counter(id)?.organisationId === place.organisationId;
}

function without<Value>(table: Readonly<Record<string, Value>>, key: string): Record<string, Value> {
  const { [key]: _, ...others } = table;
  return others;
}

/** What holds on a day on which nobody has set anything yet. */
export const quietDay = {
  ...{ weights: defaultWeights, roster: [], notice: '', closed: {}, paused: {}, autoCall: [], alarms: [] },
} as const satisfies Omit<HallDay, 'id' | 'hallId' | 'businessDay' | 'revision'>;

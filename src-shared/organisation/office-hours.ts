import { z } from 'zod';

/** A time of day, Beijing time, e.g. `09:00`. */
export const timeOfDaySchema = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, '时间应为两位小时和两位分钟，如 09:00');

/** When a hall is at work on a working day: its stretches in their order, e.g. morning and afternoon. */
export const officeHoursSchema = z
  .array(z.object({ from: timeOfDaySchema, to: timeOfDaySchema }))
  .min(1)
  .max(4)
  .readonly()
  .refine(
    (list) => list.every(({ from, to }, index) => from < to && (list[index - 1]?.to ?? '') <= from),
    '办公时间应按先后写，各段不能重叠，如 09:00–12:00、13:30–17:00',
  );
export type OfficeHours = z.infer<typeof officeHoursSchema>;

/** The hours of a hall that has not said its own. */
const usualHours: OfficeHours = [
  { from: '09:00', to: '12:00' },
  { from: '13:30', to: '17:00' },
];

export const hoursOf = (hall: { readonly hours?: OfficeHours | undefined } | undefined): OfficeHours =>
  hall?.hours ?? usualHours;

/** When the hall rests at noon, so that somebody has to stay (午间不间断服务); null where it does not rest. */
export function noonOf(hours: OfficeHours): { from: string; to: string } | null {
  const [morning, afternoon] = hours;
  return morning === undefined || afternoon === undefined ? null : { from: morning.to, to: afternoon.from };
}

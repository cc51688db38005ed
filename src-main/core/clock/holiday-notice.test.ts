import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { calendarSchema } from '#shared/clock/calendar.ts';
import { readHolidayNotice } from '#shared/clock/holiday-notice.ts';

const assets = join(import.meta.dirname, '..', '..', '..', 'assets', 'calendar.json');
const shipped = calendarSchema.parse(JSON.parse(readFileSync(assets, 'utf8')));

/** As the notices have it, each holiday in a sentence of its own. */
const notices = {
  2025: `一、元旦：1月1日（周三）放假1天，不调休。
    二、春节：1月28日（农历除夕、周二）至2月4日（农历正月初七、周二）放假调休，共8天。1月26日（周日）、2月8日（周六）上班。
    三、清明节：4月4日（周五）至6日（周日）放假，共3天。
    四、劳动节：5月1日（周四）至5日（周一）放假调休，共5天。4月27日（周日）上班。
    五、端午节：5月31日（周六）至6月2日（周一）放假，共3天。
    六、国庆节、中秋节：10月1日（周三）至8日（周三）放假调休，共8天。9月28日（周日）、10月11日（周六）上班。`,
  2026: `元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
    春节：2月15日（周日）至23日（周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
    清明节：4月4日（周六）至6日（周一）放假，共3天。劳动节：5月1日至5日放假调休，共5天。5月9日（周六）上班。
    端午节：6月19日至21日放假，共3天。中秋节：9月25日至27日放假，共3天。
    国庆节：10月1日至7日放假调休，共7天。9月20日（周日）、10月10日（周六）上班。`,
} as const;

it.each(Object.entries(notices))('the notice of %s gives the very calendar that is shipped', (year, text) => {
  expect(readHolidayNotice(text, year)).toEqual(shipped.years[year]);
});

import { beforeAll, describe, expect, it } from 'vitest';
import type { Instant } from '#shared/clock/beijing.ts';
import { openDatabase } from '../../src-server/database/database.ts';
import { openLog } from '../../src-server/log.ts';
import { importDistrict } from '../../src-server/organisation/import.ts';
import { publishedReference } from '../../src-server/organisation/published.ts';
import { done, matters, refusal, takeCase } from '../support/counter.ts';
import { type DistrictProcess, hallFile, startDistrict } from '../support/district.ts';
import { tempFolder } from '../support/folder.ts';
import { type Counter, type Office, startCounter, startOffice } from '../support/hall.ts';
import { until } from '../support/wait.ts';

/** A year's working calendar on its way from the office that publishes it to the dates at the counters. */
const people = [1001, 1006, 1007].map((number) => `person-g${number}`);
let district: DistrictProcess;
let file: ReturnType<typeof hallFile>['file'];
let office: Office;
let counter: Counter;
/** The year after this one, which no file of the demo has. */
const year = String(Number(new Date().toISOString().slice(0, 4)) + 1);
const days = { year, off: [`${year}-01-01`, `${year}-05-01`], worked: [] as string[] };
const notice = '国办发明电〔测试〕1号';

beforeAll(async () => {
  const made = hallFile(people);
  ({ file } = made);
  const { codes } = made;
  const passwords = people.map((personId) => ({
    personId,
    password: `demo-${personId.slice(7).toUpperCase()}`,
  }));
  district = await startDistrict({ ...file, passwords });
  const at = (enrolmentCode: string) => ({ folder: tempFolder(), districtUrl: district.url, enrolmentCode });
  [office, counter] = await Promise.all([startOffice(at(codes.office)), startCounter(at(codes.counter))]);
  for (const each of [office, counter])
    await until('what is published', () => each.store.knowledge.matters().length > 0);
  await counter.signIn();
});

const api = () => office.desk.calendar;
const rowOf = async () => (await api().years()).find((row) => row.year === year);

describe('the working calendar of a year', () => {
  it('is missing first, and everybody is told', async () => {
    await office.signIn('G1007');
    expect(await rowOf()).toMatchObject({ published: false, off: [], publication: null, mayChange: true });
  });

  it('is read out of the notice, checked, and published by whoever runs the system, and nobody else', async () => {
    const read = await done(api().read({ year, text: '元旦：1月1日放假。劳动节：5月1日放假。' }));
    expect(read).toMatchObject({ off: days.off, worked: [] });
    expect((await api().check(days)).faults).toEqual([]);
    expect((await api().check({ ...days, off: [] })).faults).toHaveLength(1);
    await office.signIn('G1006');
    expect((await refusal(api().publish({ ...days, notice }))).code).toBe('notAuthorised');
    await office.signIn('G1007');
    expect((await refusal(api().publish({ ...days, off: ['2040-01-01'], notice }))).code).toBe(
      'calendarFaulty',
    );
    await done(api().publish({ ...days, notice }));
  });

  it('reaches every desk by its pull, and dates that reach into it are counted by it', async () => {
    await until(
      'the counter has the year',
      () => counter.store.knowledge.calendar().years[year] !== undefined,
    );
    expect(counter.store.knowledge.calendar().years[year]).toEqual({ off: days.off, worked: [] });
    await until('the office has it', async () => (await rowOf())?.published === true);
    expect(await rowOf()).toMatchObject({
      pending: false,
      publication: { notice },
    });
    expect((await counter.onDesk.now()).warnings.join()).not.toContain(`${year}年的放假安排`);
    // What comes after it is decided by it on both sides.
    const { id } = await takeCase(counter.clerk, matters.sunk);
    await until('the case confirmed', () => counter.store.cases.get(id)?.base !== null);
  });

  it('is replaced by a later one, and not undone by the file that set the district up', async () => {
    const more = { ...days, off: [...days.off, `${year}-10-01`] };
    await done(api().publish({ ...more, notice: '国办发明电〔测试〕2号' }));
    await until(
      'the counter has the later one',
      () => counter.store.knowledge.calendar().years[year]?.off.length === 3,
    );
    const database = await openDatabase(district.databaseUrl, openLog({ write: () => undefined }));
    const now = new Date().toISOString() as Instant;
    await importDistrict(database.queries, JSON.stringify({ ...file, passwords: [] }), now);
    const published = await publishedReference()(database.queries);
    await database.close();
    expect(published?.reference.calendar.years[year]?.off).toHaveLength(3);
  });
});

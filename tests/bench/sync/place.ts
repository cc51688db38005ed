import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { demoImport, newCodes } from '../../../src-main/demo/district-import.ts';
import { demoHall } from '../../../src-main/demo/hall.ts';
import { type Cluster, run, serveDistrict } from './processes.ts';

/** A district with codes for as many installations of one hall as are wanted. */
export async function openPlace({ folder, fresh }: Cluster, desks: number) {
  const databaseUrl = await fresh('place');
  const given = newCodes();
  const file = demoImport(given);
  const [first] = file.enrolmentCodes;
  if (first === undefined) throw new Error('the demo enrols nobody');
  const codes = Array.from({ length: desks }, () => newCodes().counter);
  const counterOf = (index: number) => demoHall.counters[index % demoHall.counters.length]?.id ?? null;
  const importFile = join(folder, 'import.json');
  writeFileSync(
    importFile,
    JSON.stringify({
      ...file,
      passwords: [],
      enrolmentCodes: codes.map((code, index) => ({
        ...{ ...first, code, counterId: counterOf(index) },
        // A series has three digits.
        areaCode: `410104${String(9 + Math.floor(index / 500)).padStart(3, '0')}`,
      })),
    }),
    { mode: 0o600 },
  );
  const district = await serveDistrict(join(folder, 'district'), databaseUrl, '--import', importFile);
  return {
    folder,
    codes,
    district,
    databaseUrl,
    /** Makes a desk of the hall; gives its folder. */
    async enrol(index: number): Promise<string> {
      const desk = join(folder, `desk-${index}`);
      mkdirSync(desk);
      await run('desk.ts', 'enrol', desk, district.url, codes[index] ?? '');
      return desk;
    },
    close: () => district.stop(),
  };
}
export type Place = Awaited<ReturnType<typeof openPlace>>;

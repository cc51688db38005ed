import { addCalendarDays, type BeijingDate } from '#shared/clock/beijing.ts';
import { creditCodeCheckCharacter } from '#shared/organisation/credit-code.ts';
import { demoDepartments } from './matters/departments.ts';

interface Kind {
  readonly departmentId: string;
  readonly name: string;
  readonly years: number;
  /** What stands before and behind the number of a certificate. */
  readonly number: readonly [string, string];
  readonly holders: readonly string[];
}

/** Holders are invented. */
const kinds: readonly Kind[] = [
  {
    departmentId: demoDepartments.civil.organisationId,
    name: '民办非企业单位登记证书',
    years: 4,
    number: ['管民登字第', '号'],
    holders: [
      ...['晴和养老服务中心', '小满托老服务站', '清和里社区助老中心', '豫禾残疾人日间照料中心'],
      ...['安禾社会工作服务中心', '知礼青少年事务中心', '春禾公益发展中心', '代安社区服务中心'],
    ],
  },
  {
    departmentId: demoDepartments.civil.organisationId,
    name: '社会团体法人登记证书',
    years: 5,
    number: ['管社证字第', '号'],
    holders: ['清和里志愿者协会', '老年人体育协会', '邻里互助会', '民俗文化研究会'],
  },
  {
    departmentId: demoDepartments.market.organisationId,
    name: '食品经营许可证',
    years: 5,
    number: ['JY14101040099', ''],
    holders: ['小满面馆', '豫禾便利店', '晴和早餐店', '清和里烩面馆', '春禾食品店', '安禾茶庄'],
  },
];
/** In so many days they run out, one after the other: some this month, some this quarter, some within the year. */
const runOutIn = [3, 12, 26, 41, 58, 77, 89, 130, 172, 240, 300, 355];

/** Certificates of former years that run out soon, as lines for `--import-certificates`. */
export function demoCertificates(today: BeijingDate): string {
  const lines = kinds.flatMap(({ departmentId, name, years, number: [before, behind], holders }, kind) =>
    holders.map((holder, index) => {
      const until = addCalendarDays(today, runOutIn[(index + kind * holders.length) % runOutIn.length] ?? 0);
      const from = addCalendarDays(until, 1 - Math.round(years * 365.25));
      const serial = `${kind + 1}${String(index + 1).padStart(3, '0')}`;
      const body = `5241010499${String(9_990_000 + kind * 100 + index).padStart(7, '0')}`;
      return JSON.stringify({
        ...{ number: `${before}${serial}${behind}`, name, departmentId, from, until },
        holderName: `管城回族区${holder}`,
        holderIdNumber: `${body}${creditCodeCheckCharacter(body)}`,
      });
    }),
  );
  return `${lines.join('\n')}\n`;
}

import type { RegisterEntry } from '#shared/certificates/certificate.ts';
import { type Refused, refused } from '#shared/contracts/answer.ts';
import { maskName } from '#shared/identity/masking.ts';

/** So long the district has for an answer. */
const answerMs = 10_000;

type Ask<Question> = (
  question: Question,
  options: { signal: AbortSignal },
) => Promise<{ entries: RegisterEntry[] }>;
type Found = { kind: 'done'; entries: RegisterEntry[] } | Refused;

/** The shared register of certificates (证照库), as the district has it now; the names of people in it masked. */
export type RegisterDesk = ReturnType<typeof registerDesk>;

export function registerDesk(district: {
  certificatesOf: Ask<{ idNumber: string }>;
  renewalsDue: Ask<{ days: number }>;
}) {
  async function asked<Question>(ask: Ask<Question>, question: Question, unread: string): Promise<Found> {
    try {
      const { entries } = await ask(question, { signal: AbortSignal.timeout(answerMs) });
      return {
        kind: 'done',
        entries: entries.map((each) =>
          each.holderIsOrganisation ? each : { ...each, holderName: maskName(each.holderName) },
        ),
      };
    } catch {
      return refused('outOfReach', `区级平台现在连不上，证照库暂时查不到；${unread}`);
    }
  }

  return {
    /** What an applicant holds; with nobody in the form, nothing. */
    held: async (idNumber: string | null): Promise<Found> =>
      idNumber === null || idNumber === ''
        ? { kind: 'done', entries: [] }
        : asked(district.certificatesOf, { idNumber }, '本机已有的材料不受影响。'),

    /** What of this department's runs out within the days, the earliest first. */
    renewals: (days: number): Promise<Found> =>
      asked(district.renewalsDue, { days }, '连通后请重新打开本页。'),
  };
}

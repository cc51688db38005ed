/** What is wrong with whoever asks for a matter, or files for somebody: the same at the desk and in the district. */
import type { Refusal } from '../decider.ts';
import { parseIdNumber } from '../identity/id-number.ts';
import type { Matter } from '../matters/matter.ts';
import { parseCreditCode } from '../organisation/credit-code.ts';
import type { Applicant, CaseAgent } from './commands.ts';

/** One sentence for the clerk, and the field that it stands beside. */
export interface PersonFault {
  field: string;
  message: string;
}

/**
 * What is wrong with an applicant.
 * @param matter the one that they ask for, once it is chosen
 */
export function applicantFaults(
  applicant: Applicant | null,
  matter?: Pick<Matter, 'name' | 'subject'>,
): PersonFault[] {
  if (applicant === null) return [];
  const faults: PersonFault[] = [];
  const { kind } = applicant;
  if (matter !== undefined && matter.subject !== 'both' && matter.subject !== kind)
    faults.push({
      field: 'kind',
      message:
        kind === 'person'
          ? `“${matter.name}”由单位申请，请把申请人改为单位，个人作经办人填写；选错了请重选事项。`
          : `“${matter.name}”由个人申请，请把申请人改为个人；选错了请重选事项。`,
    });
  if (applicant.name.trim() === '') faults.push({ field: 'name', message: '请填写姓名或单位名称。' });
  // The reader has checked what came from the card, and not every card's number follows the citizens' rule.
  if (applicant.source === 'card' && kind === 'person') return faults;
  const number = kind === 'person' ? parseIdNumber(applicant.idNumber) : parseCreditCode(applicant.idNumber);
  if (typeof number !== 'string') faults.push({ field: 'idNumber', message: number.message });
  return faults;
}

/** What is wrong with whoever files for the applicant, as entered so far. */
export function agentFaults({
  agent,
  applicant,
}: {
  readonly agent: CaseAgent | null;
  readonly applicant: Applicant | null;
}): PersonFault[] {
  if (agent === null) return [];
  const faults: PersonFault[] = [];
  if (agent.name.trim() === '') faults.push({ field: 'name', message: '请填写代办人姓名。' });
  const number = agent.source === 'card' ? agent.idNumber : parseIdNumber(agent.idNumber);
  if (typeof number !== 'string') faults.push({ field: 'idNumber', message: `代办人：${number.message}` });
  if (agent.idNumber !== '' && agent.idNumber === applicant?.idNumber)
    faults.push({
      field: 'idNumber',
      message: '代办人与申请人是同一人。本人来办的请去掉代办人，否则请核对证件。',
    });
  if (agent.relation.trim() === '')
    faults.push({ field: 'relation', message: '请填写代办人与申请人的关系。' });
  return faults;
}

/** Why nobody takes papers from these people, or null. */
export function peopleRefusal(
  applicant: Applicant | null,
  agent: CaseAgent | null,
  matter?: Pick<Matter, 'name' | 'subject'>,
): Refusal | null {
  const [fault] = applicantFaults(applicant, matter);
  if (fault !== undefined) return { code: 'applicantFault', message: fault.message };
  const [agentFault] = agentFaults({ agent, applicant });
  return agentFault === undefined ? null : { code: 'agentFault', message: agentFault.message };
}

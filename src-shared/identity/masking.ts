import type { AgentUnmasked, ApplicantUnmasked } from '../contracts/views.ts';

/** 410104********1234: the area and the last four stay readable; of a passport's nine characters the last four. */
export function maskIdNumber(id: string): string {
  if (id.length >= 15) return `${id.slice(0, 6)}${stars(id.length - 10)}${id.slice(-4)}`;
  return id.length > 8 ? `${stars(id.length - 4)}${id.slice(-4)}` : stars(id.length);
}

/** 138****5678; of a shorter number only the last two, or nothing. */
export function maskPhone(phone: string): string {
  if (phone.length >= 11) return `${phone.slice(0, 3)}****${phone.slice(-4)}`;
  return phone.length >= 7 ? `${stars(phone.length - 2)}${phone.slice(-2)}` : stars(phone.length);
}

const stars = (count: number): string => '*'.repeat(count);

/** 张*, 欧阳*花: all but the first and, from three characters on, the last. Surrogate pairs count as one. */
export function maskName(name: string): string {
  const letters = [...name];
  const [first = ''] = letters;
  if (letters.length <= 1) return name;
  if (letters.length === 2) return `${first}*`;
  return `${first}${'*'.repeat(letters.length - 2)}${letters.at(-1)}`;
}

/**
 * An applicant as everybody may see them. A company's name and code are public, and are to be checked; a person's
 * are not.
 */
export const maskApplicant = <Shown extends ApplicantUnmasked>(applicant: Shown): Shown => ({
  ...applicant,
  ...(applicant.kind === 'person' && {
    name: maskName(applicant.name),
    idNumber: maskIdNumber(applicant.idNumber),
    address: maskAddress(applicant.address),
  }),
  phone: maskPhone(applicant.phone),
  ...(applicant.contactName && { contactName: maskName(applicant.contactName) }),
});

/** Whoever files for an applicant, as everybody may see them. */
export const maskAgent = <Shown extends Pick<AgentUnmasked, 'name' | 'idNumber' | 'phone'>>(
  agent: Shown,
): Shown => ({
  ...agent,
  name: maskName(agent.name),
  idNumber: maskIdNumber(agent.idNumber),
  phone: maskPhone(agent.phone),
});

/** The first six characters of an address stay: enough to see the district, not the door. */
export const maskAddress = (address: string): string => {
  const letters = [...address];
  return letters.length <= 6 ? address : `${letters.slice(0, 6).join('')}……`;
};

/** 410104********1234: the area and the last four stay readable. */
export const maskIdNumber = (id: string): string =>
  id.length <= 8 ? '*'.repeat(id.length) : `${id.slice(0, 6)}${'*'.repeat(id.length - 10)}${id.slice(-4)}`;

/** 138****5678. */
export const maskPhone = (phone: string): string =>
  phone.length < 7 ? '*'.repeat(phone.length) : `${phone.slice(0, 3)}****${phone.slice(-4)}`;

/** 张*, 欧阳*花: all but the first and, from three characters on, the last. Surrogate pairs count as one. */
export function maskName(name: string): string {
  const letters = [...name];
  const [first = ''] = letters;
  if (letters.length <= 1) return name;
  if (letters.length === 2) return `${first}*`;
  return `${first}${'*'.repeat(letters.length - 2)}${letters.at(-1)}`;
}

/** The first six characters of an address stay: enough to see the district, not the door. */
export const maskAddress = (address: string): string => {
  const letters = [...address];
  return letters.length <= 6 ? address : `${letters.slice(0, 6).join('')}……`;
};

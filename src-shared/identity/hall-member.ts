import { type InstallationKind, installationKinds } from '../contracts/district.ts';

/** Who a certificate names: an installation, the hall that it belongs to, what it is there, and the counter it stands at. */
export interface HallMember {
  readonly installationId: string;
  readonly hallId: string;
  readonly kind: InstallationKind;
  readonly counterId: string | null;
}

/** Whether such an installation may keep its hall's queue: a staff machine, and none that the public stands at. */
export const mayKeepHall = (kind: InstallationKind): boolean => kind === 'counter' || kind === 'backOffice';

const scheme = 'urn:yichuang-hall';

/** A member as a certificate names it: a URI in its alternative names. */
export const nameOfMember = ({ hallId, kind, installationId, counterId }: HallMember): string =>
  [scheme, ...[hallId, kind, installationId, counterId ?? ''].map(encodeURIComponent)].join(':');

/** The member that a URI names; null for any other URI. */
export function memberOfName(name: string): HallMember | null {
  if (!name.startsWith(`${scheme}:`)) return null;
  const parts = name.slice(scheme.length + 1).split(':');
  const [hallId, kindName, installationId, counterId] = parts.map(decoded);
  const kind = installationKinds.find((each) => each === kindName);
  if (parts.length !== 4 || !hallId || !installationId || kind === undefined || counterId === undefined)
    return null;
  return { installationId, hallId, kind, counterId: counterId || null };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
}

import type { ReactNode } from 'react';
import type { MatterListRow } from '#shared/contracts/office-matters.ts';

const classes: Readonly<Record<MatterListRow['standing'], string>> = {
  inForce: 'office-tag office-tag-good',
  upcoming: 'office-tag office-tag-hint',
  superseded: 'office-tag',
  ended: 'office-tag office-tag-bad',
};

/** Whether a version is in force, still to come, or over. */
export function StandingTag({
  standing,
  children,
}: {
  readonly standing: MatterListRow['standing'];
  readonly children: ReactNode;
}) {
  return <span className={classes[standing]}>{children}</span>;
}

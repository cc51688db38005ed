import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { memo } from 'react';
import { queries } from '../desk.ts';

/** The labels among what is typed, each with its `#`, parted by spaces. */
export const labelsIn = (text: string): string =>
  text
    .split(/\s+/u)
    .filter((word) => word.startsWith('#'))
    .join(' ');

/** Tags and situations to filter by. Drawn again only where one of them was picked, not at every key. */
export const MatterLabels = memo(function MatterLabels({
  typed,
  onPick,
}: {
  readonly typed: string;
  readonly onPick: (label: string) => void;
}) {
  const { data: labels = [] } = useQuery(queries.matters.labels.queryOptions());
  if (labels.length === 0) return null;
  const picked = typed.split(' ');
  return (
    <fieldset className="matter-labels" aria-label="按标签、情形筛选">
      {labels.map((label) => (
        <Button
          key={label}
          size="small"
          type={picked.includes(`#${label}`) ? 'primary' : 'default'}
          onClick={() => onPick(label)}
        >
          {label}
        </Button>
      ))}
    </fieldset>
  );
});

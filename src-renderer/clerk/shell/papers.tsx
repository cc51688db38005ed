import { useQuery } from '@tanstack/react-query';
import { PapersPage } from '../../ui/papers/papers-page.tsx';
import { ArchiveVolumes } from '../cases/archive.tsx';
import { clerk, queries } from '../desk.ts';

/** The papers at this counter, handing them on, and closing the volumes of what is over. */
export function Papers() {
  const { data = [] } = useQuery(queries.custody.here.queryOptions());
  return (
    <>
      <PapersPage list={data} client={clerk.custody} />
      <ArchiveVolumes />
    </>
  );
}

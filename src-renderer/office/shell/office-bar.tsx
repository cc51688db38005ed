import type { OfficeDesk } from '#shared/contracts/office.ts';
import { DeskBar } from '../../ui/theme/desk-bar.tsx';
import { type OfficePage, pageKeys, pagesFor } from './pages.ts';

/** The office, its pages, the person, and how the district is. */
export function OfficeBar({
  desk,
  person,
  page,
  onPage,
}: {
  readonly desk: OfficeDesk;
  readonly person: NonNullable<OfficeDesk['person']>;
  readonly page: OfficePage;
  readonly onPage: (page: OfficePage) => void;
}) {
  return (
    <DeskBar<OfficePage>
      {...{ desk, person, page, onPage }}
      name={
        <strong className="desk-bar-name" title={desk.officeName}>
          管理端
        </strong>
      }
      unit="项"
      tabs={pagesFor(desk).map(([name, label, count]) => ({
        ...{ page: name, label, count },
        keyName: pageKeys[name],
      }))}
    />
  );
}

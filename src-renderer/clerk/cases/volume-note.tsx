import { useQuery } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { formatDate } from '#shared/clock/beijing.ts';
import type { CaseDetail } from '#shared/contracts/case-views.ts';
import { queries } from '../desk.ts';
import { openDocuments } from '../shell/place.ts';

/** How the archive volume of a case stands that is over: closed by itself, or what is still missing in it. */
export function VolumeNote({
  detail: { id, volume },
  lead = '',
}: {
  readonly detail: CaseDetail;
  /** Which case it is, where that does not stand beside it. */
  readonly lead?: string;
}) {
  if (volume === null) return null;
  if (volume.until !== null)
    return (
      <Alert
        type="success"
        showIcon
        title={`${lead}卷宗已齐全，自动立卷归档，保管至${formatDate(volume.until)}。`}
      />
    );
  return (
    <Alert
      type="warning"
      showIcon
      title={`${lead}卷宗还没有归档，补齐下列内容后自动立卷归档`}
      description={
        <ul className="case-history-facts">
          {volume.gaps.map((gap) => (
            <li key={gap}>{gap}</li>
          ))}
        </ul>
      }
      action={<Button onClick={() => openDocuments(id)}>打印文书</Button>}
    />
  );
}

/** The same for the case that was just handed over. */
export function VolumeOf({ caseId }: { readonly caseId: string }) {
  const { data } = useQuery(queries.cases.get.queryOptions({ input: { caseId } }));
  return data === null || data === undefined ? null : (
    <VolumeNote detail={data} lead={`${data.matterName}（${data.applicantName}）已送达，`} />
  );
}

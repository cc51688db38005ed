import { useQuery } from '@tanstack/react-query';
import { office, queries } from '../desk.ts';
import { WorkbookDialog } from '../workbooks/workbook-dialog.tsx';

/** Takes versions of matters in from a workbook. */
export function MatterImportDialog({ onClose }: { readonly onClose: () => void }) {
  const { data: report = null } = useQuery(queries.matters.sheetReport.queryOptions());
  return (
    <WorkbookDialog
      title="从表格导入事项清单"
      advice="可以先导出现行清单，改好再导入。有一处错误就全部不导入，并按表、行、列列出；与现行版本相同的自动跳过，其余报法制、编办、财政审核。"
      example="按省政务服务事项清单调整"
      most={{ bytes: 5_000_000, complaint: '文件超过5MB，请只留“事项”和“材料”两张表，分批导入。' }}
      width={820}
      report={report}
      importSheet={(file) => office.matters.importSheet(file)}
      template={() => office.matters.exportSheet({ template: true })}
      onClose={onClose}
    />
  );
}

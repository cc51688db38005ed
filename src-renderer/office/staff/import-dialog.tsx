import { useQuery } from '@tanstack/react-query';
import { office, queries } from '../desk.ts';
import { WorkbookDialog } from '../workbooks/workbook-dialog.tsx';

/** Takes people in from a sheet. */
export function ImportDialog({ onClose }: { readonly onClose: () => void }) {
  const { data: report = null } = useQuery(queries.staff.sheetReport.queryOptions());
  return (
    <WorkbookDialog
      title="从表格导入人员"
      advice="表头按模板填写；有一处错误就全部不导入，并逐行列出。新增和有变动的各提出一项报审，与登记相同的自动跳过。"
      example="2026年第四季度派驻人员调整"
      most={{ bytes: 3_000_000, complaint: '文件超过3MB，请只留花名册一张表，分批导入。' }}
      width={760}
      report={report}
      importSheet={(file) => office.staff.importSheet(file)}
      template={() => office.staff.exportSheet({ template: true })}
      onClose={onClose}
    />
  );
}

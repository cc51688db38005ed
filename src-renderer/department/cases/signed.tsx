import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import { formatBeijing } from '#shared/clock/beijing.ts';
import type { CaseDetail } from '#shared/contracts/case-views.ts';
import { ActDialog } from '../../ui/action/act-dialog.tsx';
import { ReasonItem } from '../../ui/action/reason-item.tsx';
import { Refusal } from '../../ui/action/refusal.tsx';
import { saveAsFile } from '../../ui/action/save-as-file.ts';
import { useAction } from '../../ui/action/use-action.ts';
import { outcomeNames } from '../../ui/signing/outcome-names.ts';
import { department, useDesk } from '../desk.ts';

/** The decision as it stands; after the signature, the way to the next case. */
export function Signed({ detail, onNext }: { readonly detail: CaseDetail; readonly onNext?: () => void }) {
  const { decision } = detail;
  const own = useDesk(({ desk }) => desk?.departmentName === detail.departmentName);
  return (
    <aside className="department-sign" aria-label="签批">
      <h3>签批</h3>
      {detail.ending !== null ? (
        <>
          <p>{detail.ending.name}，不再签批。</p>
          <p className="department-faint">{detail.ending.reason}</p>
        </>
      ) : decision === null && !own ? (
        <p>由{detail.departmentName}签批；本部门只答复征询，请在办件中填写。</p>
      ) : decision === null ? (
        <p>窗口受理后才能签批，当前状态：{detail.statusName}。请在左边选择其他办件。</p>
      ) : (
        <>
          <p className={`department-signed department-signed-${decision.outcome}`}>
            已签批：{outcomeNames[decision.outcome]}
          </p>
          <p>{decision.opinion}</p>
          <p className="department-faint">
            {decision.decidedBy}　{formatBeijing(decision.decidedAt)}
            {decision.under !== '' && `　${decision.under}`}
          </p>
          {decision.departsFromDraft && <p className="case-attention">结论与拟办意见不一致</p>}
          {detail.certificate !== null && <Revoke detail={detail} certificate={detail.certificate} />}
          {decision.signed && <ExportProof caseId={detail.id} />}
          {decision.sentTo !== null && (
            <p className="department-faint">已送{decision.sentTo}作事中事后监管。</p>
          )}
          <p className="department-faint">
            {detail.pending > 0
              ? '结果已保存，连通后自动送回原收件窗口。'
              : '结果已送回原收件窗口，由窗口发证、送达。'}
          </p>
          {onNext !== undefined && (
            <Button type="primary" autoFocus onClick={onNext}>
              看下一件
            </Button>
          )}
        </>
      )}
    </aside>
  );
}

/** The signature with everything that verifies it, one file after the other. */
function ExportProof({ caseId }: { readonly caseId: string }) {
  const save = useAction(
    () => department.signing.exportProof({ caseId }),
    ({ files }) => {
      for (const { name, base64 } of files)
        saveAsFile({ fileName: name, text: Uint8Array.from(atob(base64), (each) => each.charCodeAt(0)) });
    },
  );
  return (
    <>
      <Button size="small" loading={save.slow} onClick={() => save.run()}>
        导出签名和验证方法
      </Button>
      <Refusal>{save.sentence}</Refusal>
    </>
  );
}

interface Revocation {
  readonly reason: string;
  readonly basis: string;
}

/** The certificate that went out upon the decision, and its revocation by the chief representative. */
function Revoke({
  detail,
  certificate,
}: {
  readonly detail: CaseDetail;
  readonly certificate: NonNullable<CaseDetail['certificate']>;
}) {
  const role = useDesk(({ desk }) => desk?.person?.role);
  const own = useDesk(({ desk }) => desk?.departmentName === detail.departmentName);
  const [open, setOpen] = useState(false);
  const close = (): void => setOpen(false);
  const revoke = useAction(
    (given: Revocation) => department.cases.revokeCertificate({ caseId: detail.id, ...given }),
    close,
  );
  return (
    <>
      <p className="department-faint">
        {certificate.name}　{certificate.number}
        {certificate.revoked && '　已撤销'}
      </p>
      {role === 'chiefRepresentative' && own && !certificate.revoked && (
        <Button size="small" onClick={() => setOpen(true)}>
          撤销证照
        </Button>
      )}
      <ActDialog<Revocation>
        {...{ open, action: revoke }}
        onClose={close}
        title="撤销证照"
        okText="确认撤销"
        danger
        initialValues={{}}
      >
        <p className="act-dialog-note">
          撤销“{certificate.name}”{certificate.number}
          。撤销后证照库立即标为已撤销，各窗口都能查到，不能恢复；请另行书面告知持证人。
        </p>
        <ReasonItem label="撤销理由" autoFocus phrases={['以欺骗手段取得。', '持证人不再符合条件。']} />
        <Form.Item
          name="basis"
          label="撤销依据"
          rules={[{ required: true, whitespace: true, message: '请填写依据的条文。' }]}
        >
          <Input maxLength={300} placeholder="例如《行政许可法》第六十九条" autoComplete="off" />
        </Form.Item>
      </ActDialog>
    </>
  );
}

import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { formatBeijing, formatDate } from '#shared/clock/beijing.ts';
import type { CaseDetail } from '#shared/contracts/case-views.ts';
import { KeyHint } from '../../ui/keys/key-hint.tsx';
import { useKeys } from '../../ui/keys/use-keys.ts';
import { queries } from '../desk.ts';
import { ExtensionDialog } from './extension-dialog.tsx';
import { type OpenStep, StepDialog } from './step-dialog.tsx';
import './procedures.css';

const advices = { approve: '建议准予', reject: '建议不予', open: '未作结论' } as const;

/** The special procedures and extensions of a case, and what can be done about them. */
export function Procedures({ detail }: { readonly detail: CaseDetail }) {
  const { procedures, extensions, extensionRequest, extensionLeft, status, deemedAccepted, decision } =
    detail;
  const { data: signing } = useQuery(queries.signing.of.queryOptions({ input: { caseId: detail.id } }));
  const [step, setStep] = useState<OpenStep | null>(null);
  const [settles, setSettles] = useState(false);
  // Whoever may decide the case approves what is done to its limits.
  const mayApprove = signing?.stopped === null;
  const open = decision === null && (status === 'accepted' || deemedAccepted);
  const start = () => setStep({ name: 'startProcedure' });
  const waits = open && extensionRequest !== null && extensionRequest.rejected === null;
  const extend = () =>
    waits ? setSettles(true) : setStep({ name: mayApprove ? 'extendCase' : 'requestExtension' });
  const mayExtend = open && extensionLeft !== 0;
  useKeys({ 'Alt+S': open ? start : undefined, 'Alt+E': mayExtend ? extend : undefined });
  if (!open && procedures.length === 0 && extensions.length === 0 && extensionRequest === null) return null;
  return (
    <section className="procedures">
      <h3>特别程序与延期</h3>
      <ul>
        {procedures.map((procedure) => (
          <li key={procedure.procedureId}>
            <div>
              <strong>{procedure.name}</strong>　{formatDate(procedure.first)}至{formatDate(procedure.last)}
              <span className={procedure.stopsClock ? 'procedure-stops' : 'procedure-runs'}>
                {procedure.stopsClock ? '期间不计时' : '照常计时'}
              </span>
              {procedure.departed && <span className="case-attention">签批与意见不一致</span>}
            </div>
            <p>{procedure.reason}</p>
            {procedure.opinion !== null && (
              <p>
                意见（{advices[procedure.opinion.advice]}）：{procedure.opinion.text}　{procedure.opinion.by}
                　{formatBeijing(procedure.opinion.at)}
              </p>
            )}
            {procedure.notHeld !== null && <p>未进行：{procedure.notHeld.reason}</p>}
            {open && procedure.opinion === null && procedure.notHeld === null && (
              <div className="procedure-acts">
                <Button size="small" onClick={() => setStep({ name: 'endProcedure', procedure })}>
                  登记意见
                </Button>
                <Button
                  size="small"
                  type="text"
                  onClick={() => setStep({ name: 'dropProcedure', procedure })}
                >
                  未进行
                </Button>
              </div>
            )}
          </li>
        ))}
        {extensions.map((extension) => (
          <li key={extension.at}>
            <div>
              <strong>延期{extension.days}个工作日</strong>　{extension.by}批准　{formatBeijing(extension.at)}
              {extension.grant !== '' && <span className="department-faint">　{extension.grant}</span>}
            </div>
            <p>
              {extension.reason}
              {extension.requestedBy !== null && `　${extension.requestedBy}提出`}
            </p>
          </li>
        ))}
        {extensionRequest !== null && (
          <li>
            <div>
              <strong>申请延期{extensionRequest.days}个工作日</strong>　{extensionRequest.by}　
              {formatBeijing(extensionRequest.at)}
              {waits && <span className="case-attention">等待批准</span>}
            </div>
            <p>{extensionRequest.reason}</p>
            {extensionRequest.rejected !== null && (
              <p>
                没有批准：{extensionRequest.rejected.reason}　{extensionRequest.rejected.by}　
                {formatBeijing(extensionRequest.rejected.at)}
              </p>
            )}
          </li>
        )}
      </ul>
      {open && (
        <div className="procedure-acts">
          <Button onClick={start}>
            启动特别程序
            <KeyHint>Alt+S</KeyHint>
          </Button>
          <Button disabled={!mayExtend} onClick={extend}>
            {!mayExtend ? '已不能再延期' : waits ? '批准延期' : mayApprove ? '延期' : '申请延期'}
            <KeyHint>Alt+E</KeyHint>
          </Button>
        </div>
      )}
      <StepDialog detail={detail} step={step} onClose={() => setStep(null)} />
      <ExtensionDialog {...{ detail, mayApprove }} open={settles} onClose={() => setSettles(false)} />
    </section>
  );
}

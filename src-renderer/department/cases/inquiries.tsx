import { useQuery } from '@tanstack/react-query';
import { Button, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import {
  addCalendarDays,
  type BeijingDate,
  beijingDateOf,
  beijingDateSchema,
  formatBeijing,
  formatDate,
} from '#shared/clock/beijing.ts';
import type { CaseDetail } from '#shared/contracts/case-views.ts';
import { Refusal } from '../../ui/action/refusal.tsx';
import { useAction } from '../../ui/action/use-action.ts';
import { KeyHint } from '../../ui/keys/key-hint.tsx';
import { useKeys, useKeysResting } from '../../ui/keys/use-keys.ts';
import { department, queries, useDesk } from '../desk.ts';

/** What other departments were asked about a case, and what they answered (部门信息征询). */
export function Inquiries({ detail, own }: { readonly detail: CaseDetail; readonly own: boolean }) {
  const [asking, setAsking] = useState(false);
  const open = detail.decision === null && (detail.status === 'accepted' || detail.deemedAccepted);
  const ask = open && own ? () => setAsking(true) : undefined;
  useKeys({ 'Alt+Q': ask });
  if (ask === undefined && detail.inquiries.length === 0) return null;
  return (
    <section aria-label="部门征询">
      <h3>部门征询</h3>
      {detail.inquiries.map((inquiry) => (
        <Shown key={inquiry.inquiryId} caseId={detail.id} inquiry={inquiry} open={open} />
      ))}
      {ask !== undefined && (
        <div className="review-acts">
          <Button onClick={ask}>
            征询其他部门
            <KeyHint>Alt+Q</KeyHint>
          </Button>
        </div>
      )}
      <AskDialog caseId={detail.id} open={asking} onClose={() => setAsking(false)} />
    </section>
  );
}

function Shown({
  caseId,
  inquiry,
  open,
}: {
  readonly caseId: string;
  readonly inquiry: CaseDetail['inquiries'][number];
  readonly open: boolean;
}) {
  const ours = useDesk(({ desk }) => desk?.departmentName === inquiry.departmentName);
  const [text, setText] = useState('');
  const answer = useAction(
    () => department.review.answer({ caseId, inquiryId: inquiry.inquiryId, answer: text.trim() }),
    () => setText(''),
  );
  return (
    <div className="inquiry">
      <div>
        <strong>{inquiry.departmentName}</strong>　{formatDate(inquiry.due)}前答复
        {inquiry.late && <span className="case-attention">已超期</span>}
      </div>
      <p>
        问：{inquiry.question}　{inquiry.by}　{formatBeijing(inquiry.at)}
      </p>
      {inquiry.answer !== null && (
        <p>
          答：{inquiry.answer.text}　{inquiry.answer.by}　{formatBeijing(inquiry.answer.at)}
        </p>
      )}
      {inquiry.answer === null && ours && open && (
        <>
          <Input.TextArea
            rows={3}
            maxLength={2000}
            aria-label="答复"
            placeholder="写明核对的结果"
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
          <Refusal>{answer.sentence}</Refusal>
          <Button
            type="primary"
            disabled={text.trim() === ''}
            loading={answer.slow}
            onClick={() => answer.run()}
          >
            答复
          </Button>
        </>
      )}
      {inquiry.answer === null && !ours && <p className="department-faint">等待答复</p>}
    </div>
  );
}

function AskDialog({
  caseId,
  open,
  onClose,
}: {
  readonly caseId: string;
  readonly open: boolean;
  readonly onClose: () => void;
}) {
  useKeysResting(open);
  const today = useDesk(({ desk }) => (desk === null ? null : beijingDateOf(desk.now)));
  const { data: departments = [] } = useQuery(queries.review.departments.queryOptions());
  const [departmentId, setDepartmentId] = useState<string | null>(null);
  const [question, setQuestion] = useState('');
  const [due, setDue] = useState('');
  const wanted = due === '' && today !== null ? addCalendarDays(today, 5) : due;
  const day = beijingDateSchema.safeParse(wanted);
  const ask = useAction(
    (given: BeijingDate) =>
      department.review.ask({
        caseId,
        departmentId: departmentId ?? '',
        question: question.trim(),
        due: given,
      }),
    close,
  );
  function close(): void {
    setDepartmentId(null);
    setQuestion('');
    setDue('');
    onClose();
  }
  return (
    <Modal
      open={open}
      title="征询其他部门"
      okText="发出征询"
      cancelText="取消"
      destroyOnHidden
      confirmLoading={ask.slow}
      okButtonProps={{ disabled: departmentId === null || question.trim() === '' || !day.success }}
      onCancel={close}
      onOk={() => day.success && ask.run(day.data)}
    >
      <div className="review-choices">
        <Select
          autoFocus
          showSearch
          optionFilterProp="label"
          aria-label="征询的部门"
          placeholder="选择部门"
          value={departmentId}
          options={departments.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={setDepartmentId}
        />
        <Input.TextArea
          rows={4}
          maxLength={2000}
          aria-label="征询的问题"
          placeholder="要核对什么，写明是为了判断哪一项条件"
          value={question}
          onChange={(event) => setQuestion(event.target.value)}
        />
        <label htmlFor="inquiry-due">
          答复期限
          <Input
            id="inquiry-due"
            placeholder="例如 2026-12-01"
            maxLength={10}
            aria-label="答复期限"
            value={wanted}
            onChange={(event) => setDue(event.target.value)}
          />
        </label>
      </div>
      <p className="department-faint">征询不停止计时；对方答复后会出现在这个办件上。</p>
      <Refusal>{ask.sentence}</Refusal>
    </Modal>
  );
}

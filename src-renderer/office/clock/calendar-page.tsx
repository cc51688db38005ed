import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Input, Modal, Segmented } from 'antd';
import { useRef, useState } from 'react';
import { formatBeijing } from '#shared/clock/beijing.ts';
import type { YearDays } from '#shared/clock/calendar-year.ts';
import type { OfficeDesk } from '#shared/contracts/office.ts';
import type { CalendarYearRow } from '#shared/contracts/office-calendar.ts';
import { Refusal } from '../../ui/action/refusal.tsx';
import { useAction } from '../../ui/action/use-action.ts';
import { useKeysResting } from '../../ui/keys/use-keys.ts';
import { sentenceOf } from '../../ui/link/no-answer.ts';
import { office, queries } from '../desk.ts';
import { TextField } from '../fields.tsx';
import { YearGrid } from './year-grid.tsx';
import './calendar-page.css';

/** The working calendars, year by year: read, taken over from the notice, corrected by hand, published. */
export function CalendarPage({ desk }: { readonly desk: OfficeDesk }) {
  const { data: years = [], error } = useQuery(queries.calendar.years.queryOptions());
  const thisYear = desk.now.slice(0, 4);
  const [chosen, setChosen] = useState<string | null>(null);
  // The year that is missing is the one that somebody came for.
  const missing = years.findLast(({ published, year }) => !published && year >= thisYear);
  const year = chosen ?? missing?.year ?? thisYear;
  // Once it is published no other year comes in its place.
  if (chosen === null && years.length > 0) setChosen(year);
  const row = years.find((each) => each.year === year);
  return (
    <section className="desk-page" aria-label="工作日历">
      <header className="desk-page-head">
        <div>
          <h1>工作日历</h1>
          <p>承诺时限、法定时限都按这里的工作日计算；发布后各窗口自动更新，暂定的期限随之重算。</p>
        </div>
        <div className="desk-page-tools">
          <Segmented
            value={year}
            onChange={setChosen}
            options={years
              .slice(0, 5)
              .toReversed()
              .map((each) => ({ value: each.year, label: `${each.year}年` }))}
          />
        </div>
      </header>
      <Refusal>{error === null ? '' : sentenceOf(error)}</Refusal>
      {row !== undefined && (
        <Year key={`${row.year} ${row.publication?.at}`} row={row} mayPublish={desk.may.publishCalendar} />
      )}
    </section>
  );
}

function Year({ row, mayPublish }: { readonly row: CalendarYearRow; readonly mayPublish: boolean }) {
  const { year } = row;
  const [days, setDays] = useState<YearDays>({ off: row.off, worked: row.worked });
  const [opened, setOpened] = useState<'read' | 'publish' | null>(null);
  const edits = mayPublish && row.mayChange;
  const { data: check } = useQuery({
    ...queries.calendar.check.queryOptions({ input: { year, ...days } }),
    enabled: edits,
    placeholderData: (before) => before,
  });
  const isChanged =
    JSON.stringify([days.off, days.worked]) !== JSON.stringify([[...row.off].sort(), [...row.worked].sort()]);
  return (
    <div className="desk-page-body calendar-year">
      {row.attention !== null && <Alert type="warning" showIcon title={row.attention} />}
      <div className="calendar-year-head">
        <p className="calendar-keys">
          <Standing row={row} />
          <span>
            放假{days.off.length}天，调休上班{days.worked.length}天
          </span>
          {isChanged && <strong>有改动，尚未发布</strong>}
        </p>
        {edits && (
          <div className="calendar-year-tools">
            {isChanged && (
              <Button onClick={() => setDays({ off: row.off, worked: row.worked })}>放弃改动</Button>
            )}
            <Button onClick={() => setOpened('read')}>从通知读取</Button>
            <Button
              type="primary"
              disabled={!isChanged || check === undefined || check.faults.length > 0}
              onClick={() => setOpened('publish')}
            >
              发布{year}年日历
            </Button>
          </div>
        )}
      </div>
      {isChanged && check !== undefined && <Refusal>{check.faults.join('；')}</Refusal>}
      <p className="office-faint calendar-keys">
        <span>
          <i className="calendar-key calendar-key-off">休</i>放假
        </span>
        <span>
          <i className="calendar-key calendar-key-worked">班</i>周末调休上班
        </span>
        {edits && <span>点日子（或按空格）在放假、上班和平常之间切换，方向键移动。</span>}
      </p>
      <YearGrid year={year} days={days} onChange={edits ? setDays : null} />
      {opened === 'read' && (
        <ReadDialog
          year={year}
          onRead={(read) => {
            setDays(read);
            setOpened(null);
          }}
          onClose={() => setOpened(null)}
        />
      )}
      {opened === 'publish' && (
        <PublishDialog
          year={year}
          days={days}
          changed={check?.changed ?? 0}
          onClose={() => setOpened(null)}
        />
      )}
    </div>
  );
}

function Standing({ row: { pending, publication, published } }: { readonly row: CalendarYearRow }) {
  if (pending) return <span className="office-tag office-tag-hint">等待区级平台确认</span>;
  if (!published) return <span className="office-tag office-tag-warn">尚未发布，跨入该年的期限是暂定的</span>;
  return (
    <>
      <span className="office-tag office-tag-good">已发布</span>
      {publication !== null &&
        `　依据${publication.notice}，${publication.by}发布于${formatBeijing(publication.at)}`}
    </>
  );
}

/** Takes the days over from what the office has: the text of the notice, or a calendar file. */
function ReadDialog({
  year,
  onRead,
  onClose,
}: {
  readonly year: string;
  readonly onRead: (days: YearDays) => void;
  readonly onClose: () => void;
}) {
  useKeysResting(true);
  const [text, setText] = useState('');
  const file = useRef<HTMLInputElement>(null);
  const read = useAction(() => office.calendar.read({ year, text }), onRead);
  return (
    <Modal
      open
      title={`读取${year}年放假安排`}
      width={640}
      okText="读取"
      cancelText="取消"
      confirmLoading={read.slow}
      onCancel={onClose}
      onOk={() => read.run()}
    >
      <div className="office-form">
        <p>
          粘贴国务院办公厅《关于{year}
          年部分节假日安排的通知》的正文，或选择上级下发的日历文件。读取后请在日历上核对，再发布。
        </p>
        <Input.TextArea
          autoFocus
          rows={9}
          maxLength={60_000}
          value={text}
          aria-label="通知正文"
          placeholder="例如：一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。"
          onChange={({ target }) => setText(target.value)}
        />
        <div>
          <Button onClick={() => file.current?.click()}>选择日历文件</Button>
          <input
            ref={file}
            type="file"
            hidden
            accept=".json,.txt,application/json,text/plain"
            aria-label="日历文件"
            onChange={({ target }) => {
              void target.files?.[0]?.text().then(setText);
            }}
          />
        </div>
        <Refusal>{read.sentence}</Refusal>
      </div>
    </Modal>
  );
}

/** Asks for the notice that it is taken from; says what follows. */
function PublishDialog({
  year,
  days,
  changed,
  onClose,
}: {
  readonly year: string;
  readonly days: YearDays;
  readonly changed: number;
  readonly onClose: () => void;
}) {
  useKeysResting(true);
  const [notice, setNotice] = useState('');
  const [complaint, setComplaint] = useState('');
  const publish = useAction(
    () => office.calendar.publish({ year, off: days.off, worked: days.worked, notice: notice.trim() }),
    onClose,
  );
  return (
    <Modal
      open
      title={`发布${year}年日历？`}
      okText="发布"
      cancelText="再核对一下"
      confirmLoading={publish.slow}
      onCancel={onClose}
      onOk={() => (notice.trim() === '' ? setComplaint('请写明依据的通知文号。') : publish.run())}
    >
      <div className="office-form">
        <p>
          与现行日历相比，{changed}天的上班或放假会改变。发布后全区各窗口自动更新，没有到期的期限随之重算。
        </p>
        <TextField
          label="依据（通知文号）*"
          autoFocus
          maxLength={100}
          placeholder="例如 国办发明电〔2026〕9号"
          value={notice}
          onChange={(value) => {
            setNotice(value);
            setComplaint('');
          }}
        />
        <Refusal>{complaint || publish.sentence}</Refusal>
      </div>
    </Modal>
  );
}

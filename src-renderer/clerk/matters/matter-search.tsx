import { useQuery } from '@tanstack/react-query';
import { Button, Input, type InputRef } from 'antd';
import {
  type KeyboardEvent,
  type RefObject,
  useCallback,
  useEffect,
  useImperativeHandle,
  useRef,
  useState,
} from 'react';
import { Refusal } from '../../ui/action/refusal.tsx';
import { useAction } from '../../ui/action/use-action.ts';
import { KeyHint } from '../../ui/keys/key-hint.tsx';
import { sentenceOf } from '../../ui/link/no-answer.ts';
import { EmptyHint } from '../../ui/theme/empty-hint.tsx';
import { clerk, queries } from '../desk.ts';
import { keyMap } from '../shell/key-map.ts';
import { labelsIn, MatterLabels } from './matter-labels.tsx';
import { MatterOption, optionId } from './matter-option.tsx';
import './matter-search.css';

/** One input finds a matter by name, by the initials of its pinyin or by code; arrows and Enter choose. */
export function MatterSearch({
  inputRef,
  autoFocus,
  onChosen,
  onBack,
}: {
  readonly inputRef: RefObject<HTMLInputElement | null>;
  readonly autoFocus: boolean;
  readonly onChosen: () => void;
  /** Where a matter is chosen already: back to it. */
  readonly onBack?: () => void;
}) {
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const field = useRef<InputRef>(null);
  useImperativeHandle<HTMLInputElement | null, HTMLInputElement | null>(
    inputRef,
    () => field.current?.input ?? null,
  );
  const {
    data: rows = [],
    error,
    isPlaceholderData,
    isFetching,
  } = useQuery({
    ...queries.matters.search.queryOptions({ input: { text: text.trim() } }),
    placeholderData: (before) => before,
  });
  // As long as nothing is typed the list goes by the ticket, and the one of the ticket before may still be there.
  const stale = isPlaceholderData || (isFetching && text.trim() === '');
  /** Puts a label into what is typed, or takes it out. */
  const pick = useCallback((label: string): void => {
    const mark = `#${label}`;
    setText((typed) => {
      const words = typed.split(/\s+/u).filter((word) => word !== '');
      return words.includes(mark)
        ? words.filter((word) => word !== mark).join(' ')
        : [mark, ...words].join(' ');
    });
    setAt(0);
    field.current?.focus();
  }, []);
  const choose = useAction((code: string) => clerk.draft.setMatter({ code }), onChosen);
  const active = rows[Math.min(at, rows.length - 1)];

  // Enter may come before the answer to what was typed: it chooses from that answer, never from the list before.
  const [entered, setEntered] = useState(false);
  useEffect(() => {
    if (!entered || stale) return;
    setEntered(false);
    if (active !== undefined) choose.run(active.code);
  }, [entered, stale, active, choose]);

  useEffect(() => {
    if (autoFocus) field.current?.focus();
  }, [autoFocus]);
  useEffect(() => {
    if (active !== undefined) {
      document.getElementById(optionId(active.code))?.scrollIntoView({ block: 'nearest' });
    }
  }, [active]);

  const press = (event: KeyboardEvent<HTMLInputElement>): void => {
    // Enter and the arrows belong to the input method while a word is composed.
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown') setAt(Math.min(at + 1, rows.length - 1));
    else if (event.key === 'ArrowUp') setAt(Math.max(at - 1, 0));
    else if (event.key === 'Enter') setEntered(true);
    else if (event.key === 'Escape' && (text !== '' || onBack !== undefined)) {
      if (text !== '') setText('');
      else onBack?.();
    } else return;
    event.preventDefault();
  };

  return (
    <section className="intake-card matter-search" aria-label="事项">
      <header className="intake-card-head">
        <h2>事项</h2>
        <Input
          ref={field}
          size="large"
          value={text}
          maxLength={100}
          autoComplete="off"
          placeholder="输入事项名称、拼音首字母、编码或 #标签"
          aria-label="查找事项"
          role="combobox"
          aria-expanded={rows.length > 0}
          aria-controls="matter-options"
          aria-activedescendant={active === undefined ? undefined : optionId(active.code)}
          suffix={<KeyHint>{keyMap.matterSearch}</KeyHint>}
          onChange={(event) => {
            setText(event.target.value);
            setEntered(false);
            setAt(0);
          }}
          onKeyDown={press}
        />
        {onBack !== undefined && <Button onClick={onBack}>不更换</Button>}
      </header>
      <MatterLabels typed={labelsIn(text)} onPick={pick} />
      <Refusal>{choose.sentence || (error === null ? '' : sentenceOf(error))}</Refusal>
      {rows.length === 0 ? (
        <EmptyHint title={text.trim() === '' ? '输入几个字就能找到事项' : '没有找到这个事项'}>
          <p>可以换一种说法，或用拼音首字母，例如“低保”或“db”。</p>
        </EmptyHint>
      ) : (
        <div id="matter-options" className="matter-options" role="listbox" aria-label="事项列表">
          {rows.map((row, index) => (
            <MatterOption
              key={row.code}
              row={row}
              active={row === active}
              onPoint={() => setAt(index)}
              onChoose={() => choose.run(row.code)}
            />
          ))}
        </div>
      )}
    </section>
  );
}

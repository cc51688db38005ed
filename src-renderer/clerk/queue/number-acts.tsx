import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import type { Desk } from '#shared/contracts/clerk.ts';
import { KeyHint } from '../../ui/keys/key-hint.tsx';
import { useKeys } from '../../ui/keys/use-keys.ts';
import { keyMap } from '../shell/key-map.ts';
import { BookDialog } from './book-dialog.tsx';
import { IssueDialog } from './issue-dialog.tsx';

/**
 * Taking a number and booking a time for somebody, by key wherever this is used: the buttons, to be put where there is room
 * for them, and the dialogs, which stay open whatever becomes of the buttons.
 */
export function useNumberActs({ queue: { hall }, now }: Pick<Desk, 'queue' | 'now'>): {
  readonly buttons: ReactNode;
  readonly dialogs: ReactNode;
} {
  const [open, setOpen] = useState<'issue' | 'book' | null>(null);
  const close = () => setOpen(null);
  const { categories } = hall;
  // A number is one of a category: a counter without a hall gives none.
  const numbered = categories.length > 0;
  useKeys({
    [keyMap.issueTicket]: numbered ? () => setOpen('issue') : undefined,
    [keyMap.book]: numbered ? () => setOpen('book') : undefined,
  });
  return {
    buttons: numbered && (
      <>
        <Button onClick={() => setOpen('issue')}>
          取号
          <KeyHint>{keyMap.issueTicket}</KeyHint>
        </Button>
        <Button onClick={() => setOpen('book')}>
          预约
          <KeyHint>{keyMap.book}</KeyHint>
        </Button>
      </>
    ),
    dialogs: (
      <>
        <BookDialog open={open === 'book'} {...{ now, categories }} onClose={close} />
        <IssueDialog open={open === 'issue'} {...{ categories }} onClose={close} />
      </>
    ),
  };
}

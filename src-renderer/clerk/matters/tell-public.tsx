import { Button } from 'antd';
import { useCallback, useState } from 'react';
import { beijingDateOf, type Instant } from '#shared/clock/beijing.ts';
import type { MatterDetail } from '#shared/contracts/matter-views.ts';
import { matterGuide } from '#shared/matters/guide.ts';
import { GuidePaper } from '../../print/guide-paper.tsx';
import { Refusal } from '../../ui/action/refusal.tsx';
import { useAction } from '../../ui/action/use-action.ts';
import { KeyHint } from '../../ui/keys/key-hint.tsx';
import { useKeys } from '../../ui/keys/use-keys.ts';
import { clerk, useDesk } from '../desk.ts';
import { keyMap } from '../shell/key-map.ts';

/** What the public is told about a matter: on the citizen's screen, on ticket paper, on A4. One key each. */
export function TellPublic({ code }: { readonly code: string }) {
  const desk = useDesk((state) => state.desk);
  const [paper, setPaper] = useState<MatterDetail | null>(null);
  const isShown = desk?.shownMatterCode === code;
  const show = useAction(() => clerk.matters.show({ code: isShown ? null : code }));
  const print = useAction(() => clerk.matters.printSlip({ code }));
  const prepare = useAction(
    async () => ({ kind: 'done' as const, matter: await clerk.matters.get({ code }) }),
    ({ matter }) => {
      setTrouble('');
      setPaper(matter);
    },
  );
  useKeys({
    [keyMap.showPublic]: () => show.run(),
    [keyMap.printGuide]: () => print.run(),
    [keyMap.printGuideA4]: () => prepare.run(),
  });
  const [trouble, setTrouble] = useState('');
  const printed = useCallback((reason: string) => {
    setPaper(null);
    setTrouble(reason);
  }, []);
  return (
    <div className="tell-public">
      <Button
        size="small"
        type={isShown ? 'primary' : 'default'}
        aria-pressed={isShown}
        onClick={() => show.run()}
      >
        {isShown ? '收回' : '群众屏'}
        <KeyHint>{keyMap.showPublic}</KeyHint>
      </Button>
      <Button size="small" loading={print.slow} onClick={() => print.run()}>
        小票
        <KeyHint>{keyMap.printGuide}</KeyHint>
      </Button>
      <Button size="small" loading={prepare.slow} onClick={() => prepare.run()}>
        A4
        <KeyHint>{keyMap.printGuideA4}</KeyHint>
      </Button>
      <Refusal>{show.sentence || print.sentence || prepare.sentence || trouble}</Refusal>
      {paper !== null && desk !== null && (
        <GuidePaper
          guide={matterGuide(paper, {
            organisationName: desk.organisationName,
            today: beijingDateOf(desk.now as Instant),
          })}
          onPrinted={printed}
        />
      )}
    </div>
  );
}

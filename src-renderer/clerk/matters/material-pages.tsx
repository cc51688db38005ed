import { Button, Input } from 'antd';
import { useState } from 'react';
import { Refusal } from '../../ui/action/refusal.tsx';
import { useAction } from '../../ui/action/use-action.ts';
import { PageStrip } from '../../ui/papers/page-strip.tsx';
import { PageViewer } from '../../ui/papers/page-viewer.tsx';
import { clerk, type Draft } from '../desk.ts';
import { AddingNews, AddingWays } from './adding-ways.tsx';
import type { AddingPages } from './use-adding-pages.ts';

type Material = NonNullable<Draft['matter']>['materials'][number];

/** What has been scanned of one paper, whether it is on file, and the ways of adding to it. */
export function MaterialPages({
  material,
  draft,
  adding,
  onScan,
}: {
  readonly material: Material;
  readonly draft: Draft;
  readonly adding: AddingPages;
  readonly onScan: () => void;
}) {
  const { id: materialId, name } = material;
  const pages = draft.pages.filter((page) => page.materialId === materialId);
  const [viewing, setViewing] = useState<number | null>(null);
  const remove = useAction((hash: string) => clerk.pages.remove({ materialId, hash }));
  const move = useAction((hash: string, to: number) => clerk.pages.move({ materialId, hash, to }));
  return (
    <>
      <AddingWays materialId={materialId} name={name} adding={adding} onScan={onScan} />
      <OnFile materialId={materialId} draft={draft} />
      <AddingNews materialId={materialId} adding={adding} />
      <Refusal>{remove.sentence || move.sentence}</Refusal>
      <PageStrip
        pages={pages}
        client={clerk.pages}
        label={name}
        caseId={null}
        onOpen={setViewing}
        onRemove={({ hash }) => remove.run(hash)}
        onMove={({ hash }, to) => move.run(hash, to)}
      />
      <PageViewer
        pages={pages}
        at={viewing}
        title={name}
        caseId={null}
        client={clerk.pages}
        onMove={setViewing}
        onClose={() => setViewing(null)}
      />
    </>
  );
}

/** That a paper need not be asked for, since it is on file; taking it over is one key, asking all the same wants a reason. */
function OnFile({ materialId, draft }: { readonly materialId: string; readonly draft: Draft }) {
  const held = draft.onFile.find((each) => each.materialId === materialId);
  const takenFrom = draft.takenOnFile[materialId];
  const because = draft.askedThough[materialId];
  const [asking, setAsking] = useState(false);
  const take = useAction((taken: boolean) => clerk.pages.takeOnFile({ materialId, taken }));
  const ask = useAction((reason: string) => clerk.pages.askThough({ materialId, reason }));
  const sentence = take.sentence || ask.sentence;
  if (takenFrom !== undefined)
    return (
      <span className="material-on-file material-taken">
        已取用：{takenFrom}
        <Button size="small" data-way="give-up" tabIndex={-1} onClick={() => take.run(false)}>
          不取用<kbd>Y</kbd>
        </Button>
        <Refusal>{sentence}</Refusal>
      </span>
    );
  if (held === undefined) return null;
  if (because !== undefined)
    return (
      <span className="material-on-file">
        在档仍要收：{because}
        <Button size="small" tabIndex={-1} onClick={() => ask.run('')}>
          撤回
        </Button>
      </span>
    );
  return (
    <span className="material-on-file">
      已在档：{held.from}
      {held.pages > 0 && `，${held.pages}页`}
      <Button size="small" type="primary" data-way="on-file" tabIndex={-1} onClick={() => take.run(true)}>
        取用<kbd>Y</kbd>
      </Button>
      {asking ? (
        <Input
          size="small"
          autoFocus
          maxLength={200}
          placeholder="为什么还要收，如：证件已换发。回车保存"
          onBlur={() => setAsking(false)}
          onPressEnter={({ currentTarget }) => {
            if (currentTarget.value.trim() !== '') ask.run(currentTarget.value);
            setAsking(false);
          }}
          onKeyDown={(event) => event.key === 'Escape' && setAsking(false)}
        />
      ) : (
        <Button size="small" data-way="ask-though" tabIndex={-1} onClick={() => setAsking(true)}>
          仍要收<kbd>N</kbd>
        </Button>
      )}
      <Refusal>{sentence}</Refusal>
    </span>
  );
}

import { Button } from 'antd';
import { useRef, useState } from 'react';
import type { Refused } from '#shared/contracts/answer.ts';
import { Refusal } from '../action/refusal.tsx';
import { saveAsFile } from '../action/save-as-file.ts';
import { useAction } from '../action/use-action.ts';
import './carried-panel.css';

interface Kept {
  readonly name: string;
  readonly text: string;
}

/** What a desk is asked about sealed files. */
export interface CarriedCalls {
  seal(): Promise<{ kind: 'done'; file: Kept; steps: number; left: number } | Refused>;
  carry(input: { text: string }): Promise<{ kind: 'done'; file: Kept } | Refused>;
  open(input: { text: string }): Promise<{ kind: 'done' } | Refused>;
}

const save = ({ name, text }: Kept) => saveAsFile({ fileName: name, text });

/** Handing in without a network: a sealed file goes on a stick to any desk that has one, and its answer comes back. */
export function CarriedPanel({ calls }: { readonly calls: CarriedCalls }) {
  const [said, setSaid] = useState('');
  const seal = useAction(calls.seal, ({ file, steps, left }) => {
    save(file);
    setSaid(
      `已导出“${file.name}”，含${steps}步${left > 0 ? `，另有${left}步放不下，收到回执后再导出一次` : ''}。请拷到U盘，拿到任一能联网的窗口电脑，在“待上传”页选“替别处上传”。`,
    );
  });
  const carry = useAction(
    async (chosen: File) => calls.carry({ text: await chosen.text() }),
    ({ file }) => {
      save(file);
      setSaid(`已上传，区级平台的回执存为“${file.name}”。请拷回U盘，拿回原电脑选“导入回执”。`);
    },
  );
  const open = useAction(
    async (chosen: File) => calls.open({ text: await chosen.text() }),
    () => setSaid('回执已导入，区级平台的答复已经生效。'),
  );
  const busy = seal.busy || carry.busy || open.busy;
  const begin = (act: () => void) => {
    setSaid('');
    for (const each of [seal, carry, open]) each.clear();
    act();
  };
  return (
    <section className="carried-panel" aria-label="代传文件">
      <p>
        <b>长时间没有网络？</b>
        可以把待上传的内容导出成密封文件，由任何人带到能联网的窗口代传；途中打不开，也改不了。
      </p>
      <div className="carried-ways">
        <Button disabled={busy} loading={seal.slow} onClick={() => begin(seal.run)}>
          导出代传文件
        </Button>
        <PickFile
          label="替别处上传"
          busy={busy}
          loading={carry.slow}
          onPick={(file) => begin(() => carry.run(file))}
        />
        <PickFile
          label="导入回执"
          busy={busy}
          loading={open.slow}
          onPick={(file) => begin(() => open.run(file))}
        />
      </div>
      <p role="status">{said}</p>
      <Refusal>{seal.sentence || carry.sentence || open.sentence}</Refusal>
    </section>
  );
}

function PickFile({
  label,
  busy,
  loading,
  onPick,
}: {
  readonly label: string;
  readonly busy: boolean;
  readonly loading: boolean;
  readonly onPick: (file: File) => void;
}) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button disabled={busy} loading={loading} onClick={() => input.current?.click()}>
        {label}
      </Button>
      <input
        ref={input}
        type="file"
        accept=".ycf"
        aria-label={`${label}的文件`}
        hidden
        onChange={({ target }) => {
          const [chosen] = target.files ?? [];
          if (chosen !== undefined) onPick(chosen);
          // The same file can be chosen again.
          target.value = '';
        }}
      />
    </>
  );
}

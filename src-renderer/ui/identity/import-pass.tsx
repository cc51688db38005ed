import { Button } from 'antd';
import { useRef, useState } from 'react';
import { Refusal } from '../action/refusal.tsx';
import { useAction } from '../action/use-action.ts';
import { useDeskIdentity } from './desk-identity.ts';

/** Takes in a pass from a file that somebody has brought along, where there is no network to ask. */
export function ImportPass({ onTaken }: { readonly onTaken: (staffNumber: string) => void }) {
  const desk = useDeskIdentity();
  const file = useRef<HTMLInputElement>(null);
  const [taken, setTaken] = useState('');
  const take = useAction(
    async (chosen: File) =>
      // Whatever is longer is no pass: it need not be read to be refused.
      desk.identity.importPass({ text: await chosen.slice(0, 10_000).text() }),
    ({ staffNumber, name }) => {
      setTaken(`已导入${name}（${staffNumber}）的离线通行证，请输入密码登录。`);
      onTaken(staffNumber);
    },
  );
  return (
    <div className="import-pass">
      <Button type="link" size="small" loading={take.slow} onClick={() => file.current?.click()}>
        没有网络？导入离线通行证
      </Button>
      <input
        ref={file}
        type="file"
        accept=".json,application/json"
        aria-label="离线通行证文件"
        hidden
        onChange={({ target }) => {
          const [chosen] = target.files ?? [];
          setTaken('');
          if (chosen !== undefined) take.run(chosen);
          // The same file can be chosen again.
          target.value = '';
        }}
      />
      <p role="status">{taken}</p>
      <Refusal>{take.sentence}</Refusal>
    </div>
  );
}

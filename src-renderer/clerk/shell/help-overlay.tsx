import { Modal } from 'antd';
import { useKeysResting } from '../../ui/keys/use-keys.ts';
import { keyHelp } from './key-map.ts';
import { showHelp } from './place.ts';
import './help-overlay.css';

export function HelpOverlay({ open }: { readonly open: boolean }) {
  useKeysResting(open);
  return (
    <Modal
      open={open}
      title="按键说明"
      width={1120}
      centered
      styles={{ body: { maxHeight: 'calc(100vh - 120px)', overflow: 'auto' } }}
      footer={null}
      onCancel={() => showHelp(false)}
      destroyOnHidden
    >
      <div className="help-columns">
        {keyHelp.map(({ title, keys }) => (
          <section key={title}>
            <h3>{title}</h3>
            <dl>
              {keys.map(([key, does]) => (
                <div key={key + does}>
                  <dt>{key}</dt>
                  <dd>{does}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}

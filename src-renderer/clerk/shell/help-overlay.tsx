import { Modal } from 'antd';
import { useKeysResting } from '../../ui/keys/use-keys.ts';
import { backOfficeKeyHelp, keyHelp } from './key-map.ts';
import { showHelp } from './place.ts';
import './help-overlay.css';

export function HelpOverlay({
  open,
  isBackOffice,
}: {
  readonly open: boolean;
  readonly isBackOffice: boolean;
}) {
  useKeysResting(open);
  return (
    <Modal
      open={open}
      title="按键说明"
      width={isBackOffice ? 420 : 1120}
      centered
      styles={{ body: { maxHeight: 'calc(100vh - 120px)', overflow: 'auto' } }}
      footer={null}
      onCancel={() => showHelp(false)}
      destroyOnHidden
    >
      <div className={isBackOffice ? 'help-columns help-columns-one' : 'help-columns'}>
        {(isBackOffice ? backOfficeKeyHelp : keyHelp).map(({ title, keys }) => (
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

import { Button } from 'antd';
import { useRef } from 'react';
import { Refusal } from '../../ui/action/refusal.tsx';
import type { AddingPages } from './use-adding-pages.ts';
import './adding-ways.css';

/** The two ways of adding pages to a paper: the document camera, and files. */
export function AddingWays({
  materialId,
  name,
  adding,
  onScan,
}: {
  readonly materialId: string;
  readonly name: string;
  readonly adding: AddingPages;
  readonly onScan: () => void;
}) {
  const picker = useRef<HTMLInputElement>(null);
  return (
    <div className="material-ways">
      <Button size="small" data-way="scan" tabIndex={-1} aria-label={`扫描${name}`} onClick={onScan}>
        扫描<kbd>S</kbd>
      </Button>
      <Button
        size="small"
        data-way="file"
        tabIndex={-1}
        aria-label={`为${name}添加文件`}
        onClick={() => picker.current?.click()}
      >
        文件<kbd>O</kbd>
      </Button>
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        accept="image/*,application/pdf"
        aria-label={`为${name}选择文件`}
        onChange={({ target }) => {
          adding.add(materialId, [...(target.files ?? [])]);
          target.value = '';
        }}
      />
    </div>
  );
}

/** What is still being added to a paper, and why something was not. */
export function AddingNews({
  materialId,
  adding,
}: {
  readonly materialId: string;
  readonly adding: AddingPages;
}) {
  const { left, refusals } = adding.of(materialId);
  return (
    <>
      {left > 0 && <p role="status">正在添加，还有{left}个文件…</p>}
      {refusals.length > 0 && (
        <div className="material-refusals">
          <Refusal>{refusals.join('　')}</Refusal>
          <Button size="small" onClick={() => adding.read(materialId)}>
            知道了
          </Button>
        </div>
      )}
    </>
  );
}

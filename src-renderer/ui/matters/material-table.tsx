import type { MatterMaterial } from '#shared/contracts/matter-views.ts';
import { materialRemark } from '#shared/matters/material-remark.ts';
import './material-table.css';

/** The materials of a matter: what, from whom, on what basis, in which form and number. */
export function MaterialTable({ materials }: { readonly materials: readonly MatterMaterial[] }) {
  if (materials.length === 0) return <p>本事项不需要材料。</p>;
  return (
    <table className="material-table" aria-label="材料清单">
      <thead>
        <tr>
          <th>材料</th>
          <th>出具单位</th>
          <th>要求依据</th>
          <th>形式、份数</th>
        </tr>
      </thead>
      <tbody>
        {materials.map((material) => (
          <tr key={material.id}>
            <td>
              {material.name}
              {materialRemark(material) !== '' && <small>{materialRemark(material)}</small>}
            </td>
            <td>{material.issuer}</td>
            <td>{material.basis}</td>
            <td>
              {material.formName} {material.copies}份
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

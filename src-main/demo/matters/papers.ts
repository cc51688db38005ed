/** Papers that several matters ask for: one id each, so that one on file serves them all. */
import { form, type Paper, paper } from './draft.ts';

export const idCard: Paper = paper(
  'resident-id-card',
  '居民身份证',
  '公安机关',
  '《中华人民共和国居民身份证法》第十三条、第十四条',
);

/** The card of an enterprise's legal representative or of whoever runs it. */
export const operatorIdCard: Paper = { ...idCard, name: '法定代表人（经营者）居民身份证' };

export const householdRegister = (basis: string, changes: Partial<Paper> = {}): Paper =>
  paper('household-register', '居民户口簿', '公安机关', basis, changes);

export const bankAccount = (basis: string): Paper =>
  paper('bank-account', '本人银行账号（社会保障卡或存折）', '开户银行', basis, { form: 'copy' });

export const disabilityCard = (basis: string, changes: Partial<Paper> = {}): Paper =>
  paper('disability-card', '残疾人证', '残疾人联合会', basis, changes);

export const businessLicence = (basis: string): Paper =>
  paper('business-licence', '营业执照', '市场监督管理部门', basis, { form: 'copy' });

export const premisesProof = (basis: string): Paper =>
  paper('premises-proof', '住所（经营场所）使用证明（产权证明或租赁合同）', '不动产登记机构或出租人', basis, {
    form: 'copy',
  });

/** Somebody files for the applicant: what changes in the list of materials by that. */
export const byAgent = { id: 'by-agent', name: '代理人办理' };
export const agentPapers: readonly Paper[] = [
  paper('agent-id-card', '代理人居民身份证', '公安机关', '《中华人民共和国居民身份证法》第十三条、第十四条', {
    situations: [byAgent.id],
  }),
  form('authorisation-letter', '授权委托书', '《中华人民共和国民法典》第一百六十五条', {
    situations: [byAgent.id],
  }),
];

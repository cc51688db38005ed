/** Housing, land, planning and real estate. */
import { demoDepartments } from './departments.ts';
import { form, matter, noLimit, paper, workingDays } from './draft.ts';
import { idCard } from './papers.ts';

const { housing, resources, township } = demoDepartments;

const publicRental = '《公共租赁住房管理办法》（住房和城乡建设部令第11号）';
const land = '《中华人民共和国土地管理法》';
const homestead = '《农业农村部 自然资源部关于规范农村宅基地审批管理的通知》（农经发〔2019〕6号）';
const planning = '《中华人民共和国城乡规划法》';
const farmFacilities = '《自然资源部 农业农村部关于设施农业用地管理有关问题的通知》（自然资规〔2019〕4号）';
const registration = '《不动产登记暂行条例》';

const property = { category: 'property', sunk: false } as const;

const registrationFee = {
  charged: true,
  basis: '《国家发展改革委 财政部关于不动产登记收费标准等有关问题的通知》（发改价格规〔2016〕2559号）',
  items: [
    { name: '住宅', amount: 8_000, unit: '件' },
    { name: '非住宅', amount: 55_000, unit: '件' },
  ],
} as const;

const registrationApplication = form(
  'property-registration-application',
  '不动产登记申请书',
  `${registration}第十六条`,
);

export const propertyMatters = [
  matter(housing, {
    ...property,
    code: '11410104999900062X4000717113000',
    name: '公共租赁住房资格确认',
    aliases: ['公租房', '公租房申请', '廉租房'],
    powerType: '07',
    subject: 'person',
    levels: ['district', 'street'],
    basis: [`${publicRental}第七条、第八条、第九条`],
    conditions: [
      '在本地无住房，或者住房面积低于规定标准。',
      '收入、财产低于规定标准。',
      '外来务工人员在本地稳定就业达到规定年限。',
    ],
    procedure: [
      '窗口收件，核对申请材料。',
      '街道初审，有关部门核查住房和收入。',
      '公示审核结果。',
      '区住房保障中心确认资格，窗口送达。',
    ],
    result: '公共租赁住房保障资格证明',
    promised: workingDays(20),
    statutory: noLimit,
    materials: [
      idCard,
      form('public-rental-application', '公共租赁住房申请表', `${publicRental}第八条`),
      paper(
        'insurance-or-residence',
        '社会保险缴费证明或居住证',
        '社会保险经办机构或公安机关',
        `${publicRental}第七条、第八条`,
        { form: 'copy' },
      ),
      form('housing-check-authorisation', '住房情况核查授权书', `${publicRental}第八条、第九条`),
    ],
  }),
  matter(township, {
    ...property,
    code: '11410104999900070Q5000120114000',
    name: '农村宅基地审批',
    aliases: ['宅基地', '农村建房', '盖房审批'],
    powerType: '01',
    subject: 'person',
    levels: ['street'],
    basis: [`${land}第六十二条`, homestead],
    conditions: [
      '申请人是本村集体经济组织成员。',
      '符合一户一宅的规定。',
      '用地符合国土空间规划和村庄规划。',
    ],
    procedure: [
      '窗口收件，核对村级审查和公示材料。',
      '乡人民政府组织现场查看。',
      '农业农村、自然资源等机构联合审查。',
      '乡人民政府审批，窗口发放批准书。',
    ],
    result: '农村宅基地批准书',
    promised: workingDays(15),
    statutory: workingDays(20),
    materials: [
      idCard,
      form('homestead-application', '农村宅基地和建房（规划许可）申请表', homestead),
      form('homestead-commitment', '农村宅基地使用承诺书', homestead),
      paper('village-notice', '村级公示和审查意见', '村民委员会', homestead),
    ],
  }),
  matter(resources, {
    ...property,
    code: '11410104999900089M4000115115000',
    name: '乡村建设规划许可',
    aliases: ['规划许可', '乡村规划许可证'],
    powerType: '01',
    subject: 'both',
    levels: ['district', 'street'],
    basis: [`${planning}第四十一条`],
    conditions: ['建设项目符合乡规划、村庄规划。', '已经取得村民委员会的书面意见。'],
    procedure: [
      '窗口收件，核对申请材料。',
      '区自然资源和规划局审查建设方案，现场勘验。',
      '首席代表签批。',
      '窗口发证。',
    ],
    result: '乡村建设规划许可证',
    promised: workingDays(10),
    statutory: workingDays(20),
    materials: [
      idCard,
      form('rural-planning-application', '乡村建设规划许可证申请表', `${planning}第四十一条`),
      paper('village-opinion', '村民委员会书面意见', '村民委员会', `${planning}第四十一条`),
      paper('building-scheme', '建设工程设计方案', '设计单位或申请人', `${planning}第四十一条`, {
        copies: 2,
      }),
    ],
  }),
  matter(township, {
    ...property,
    code: '11410104999900070Q5001020116000',
    name: '设施农业用地备案',
    aliases: ['设施农用地', '大棚用地', '养殖用地备案'],
    powerType: '10',
    subject: 'both',
    levels: ['street'],
    basis: [farmFacilities],
    conditions: [
      '用地用于作物种植、畜禽水产养殖等设施农业。',
      '与农村集体经济组织签订用地协议，并公告不少于5日。',
      '不占用永久基本农田，或者符合占用和补划的规定。',
    ],
    procedure: ['窗口收件，核对用地协议和方案。', '乡人民政府核实用地情况。', '办理备案，窗口送达备案表。'],
    result: '设施农业用地备案表',
    promised: workingDays(5),
    statutory: noLimit,
    materials: [
      idCard,
      paper('land-use-agreement', '设施农业用地协议', '农村集体经济组织与申请人', farmFacilities),
      paper('farm-facility-scheme', '设施建设方案', '申请人', farmFacilities),
      paper('reclamation-scheme', '土地复垦方案', '申请人', farmFacilities),
    ],
  }),
  matter(resources, {
    ...property,
    code: '11410104999900089M4001015117000',
    name: '农用地转用审查',
    aliases: ['农转用', '农用地转建设用地'],
    powerType: '10',
    subject: 'enterprise',
    levels: ['district'],
    basis: [`${land}第四十四条`],
    conditions: ['建设项目符合国土空间规划和土地利用年度计划。', '补偿安置和耕地占补平衡已经落实。'],
    procedure: [
      '窗口收件，核对用地申请和图件。',
      '区自然资源和规划局审查，组织现场勘验。',
      '首席代表按照集体研究意见签批，按权限上报。',
      '窗口送达批复。',
    ],
    result: '农用地转用批复',
    promised: workingDays(20),
    statutory: workingDays(20),
    materials: [
      { ...idCard, name: '法定代表人居民身份证' },
      form('land-conversion-application', '建设用地申请表', `${land}第四十四条`),
      paper('survey-maps', '勘测定界图等图件', '具备资质的测绘单位', `${land}第四十四条`, { copies: 2 }),
      paper('compensation-papers', '补偿安置落实材料', '用地单位', `${land}第四十四条、第四十八条`, {
        form: 'copy',
      }),
    ],
  }),
  matter(resources, {
    ...property,
    code: '11410104999900089M4000715118000',
    name: '不动产转移登记',
    aliases: ['房产过户', '二手房过户', '房产证过户', '不动产过户'],
    powerType: '07',
    subject: 'both',
    levels: ['district', 'street'],
    basis: [`${registration}第十六条、第二十条`],
    conditions: ['不动产已经登记，没有查封等限制。', '转移双方共同申请。', '应缴税款已经缴清。'],
    procedure: [
      '窗口收件，查验申请材料。',
      '登记机构审核。',
      '记载于不动产登记簿。',
      '缴纳登记费后，窗口发证。',
    ],
    result: '不动产权证书',
    fee: registrationFee,
    promised: workingDays(5),
    statutory: workingDays(30),
    materials: [
      idCard,
      registrationApplication,
      paper('property-contract', '买卖（赠与、互换）合同', '转移双方', `${registration}第十六条`),
      paper('tax-receipt', '完税凭证', '税务机关', '《中华人民共和国契税法》第十一条', { form: 'copy' }),
      paper('property-certificate', '原不动产权证书', '不动产登记机构', `${registration}第十六条`),
    ],
  }),
  matter(resources, {
    ...property,
    code: '11410104999900089M4000715119000',
    name: '不动产首次登记',
    aliases: ['新房办证', '房屋初始登记', '不动产初始登记'],
    powerType: '07',
    subject: 'both',
    levels: ['district'],
    basis: [`${registration}第十六条、第二十条`],
    conditions: ['不动产权属来源合法。', '权籍调查成果齐全，界址清楚。'],
    procedure: [
      '窗口收件，查验申请材料。',
      '登记机构审核，必要时实地查看。',
      '记载于不动产登记簿。',
      '缴纳登记费后，窗口发证。',
    ],
    result: '不动产权证书',
    fee: registrationFee,
    promised: workingDays(10),
    statutory: workingDays(30),
    materials: [
      idCard,
      registrationApplication,
      paper(
        'title-source',
        '土地使用权和建设工程权属来源材料',
        '自然资源和规划部门、建设单位',
        `${registration}第十六条`,
        { form: 'originalAndCopy' },
      ),
      paper('survey-result', '权籍调查测绘成果', '具备资质的测绘单位', `${registration}第十六条`),
    ],
  }),
];

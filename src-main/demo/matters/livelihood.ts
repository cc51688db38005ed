/** Work, insurance, family and legal aid, and the farm machinery subsidy. */
import { demoDepartments } from './departments.ts';
import { calendarDays, form, matter, noLimit, onTheSpot, paper, workingDays } from './draft.ts';
import { bankAccount, idCard } from './papers.ts';

const { agriculture, health, justice, labour, medical } = demoDepartments;

const employment = '《中华人民共和国就业促进法》';
const henanEmployment = '《河南省就业促进条例》';
const socialInsurance = '《中华人民共和国社会保险法》';
const population = '《河南省人口与计划生育条例》';
const legalAid = '《中华人民共和国法律援助法》';
const machinery = '《中华人民共和国农业机械化促进法》';

const person = { category: 'civil', subject: 'person' } as const;
const everyLevel = ['district', 'street', 'community'] as const;

export const livelihoodMatters = [
  matter(labour, {
    ...person,
    code: '11410104999900038D4000714108000',
    name: '就业困难人员认定',
    aliases: ['就业援助', '就业援助证', '4050人员认定'],
    powerType: '07',
    levels: ['district', 'street'],
    sunk: false,
    basis: [`${henanEmployment}第四十三条、第四十四条`],
    conditions: ['申请人在法定劳动年龄内，有劳动能力和就业愿望。', '属于条例规定的就业困难情形。'],
    procedure: ['窗口收件，核对申请表。', '街道审核并公示。', '区人力资源和社会保障局认定。', '窗口发证。'],
    result: '就业援助证',
    promised: workingDays(7),
    statutory: noLimit,
    materials: [
      idCard,
      form('employment-aid-application', '就业援助证申请表', `${henanEmployment}第四十四条`, { copies: 2 }),
    ],
  }),
  matter(labour, {
    ...person,
    code: '11410104999900038D4002014109000',
    name: '失业登记',
    aliases: ['登记失业', '就业创业证', '失业证'],
    powerType: '20',
    levels: ['district', 'street'],
    sunk: false,
    basis: [`${employment}第三十五条`],
    conditions: ['申请人在法定劳动年龄内，有劳动能力和就业要求。', '目前处于无业状态。'],
    procedure: ['窗口收件，核对身份和就业状态。', '当场登记并发证。'],
    result: '就业创业证',
    promised: onTheSpot,
    statutory: noLimit,
    materials: [
      { ...idCard, name: '居民身份证或社会保障卡' },
      form('unemployment-registration', '失业登记表', `${employment}第三十五条`),
    ],
  }),
  matter(medical, {
    ...person,
    code: '1141010499990004684002036110000',
    name: '城乡居民基本医疗保险参保登记',
    aliases: ['医保参保', '居民医保', '新农合'],
    powerType: '20',
    levels: everyLevel,
    sunk: true,
    basis: [`${socialInsurance}第二十五条`],
    conditions: ['申请人具有本地户籍，或者持有本地居住证。', '没有参加职工基本医疗保险。'],
    procedure: ['窗口收件，核对身份证件。', '当场录入参保信息。', '打印参保凭证，告知缴费方式。'],
    result: '城乡居民基本医疗保险参保凭证',
    promised: onTheSpot,
    statutory: noLimit,
    materials: [
      idCard,
      form(
        'medical-insurance-registration',
        '城乡居民基本医疗保险参保登记表',
        `${socialInsurance}第二十五条`,
      ),
    ],
  }),
  matter(labour, {
    ...person,
    code: '11410104999900038D4002014111000',
    name: '城乡居民基本养老保险参保登记',
    aliases: ['养老参保', '居民养老', '养老保险'],
    powerType: '20',
    levels: everyLevel,
    sunk: true,
    basis: [`${socialInsurance}第二十条、第二十一条、第二十二条`],
    conditions: [
      '申请人年满16周岁，不含在校学生。',
      '具有本地户籍。',
      '不属于职工基本养老保险制度覆盖范围。',
    ],
    procedure: ['窗口收件，核对身份证件。', '当场录入参保信息。', '打印登记表，由申请人签字确认。'],
    result: '城乡居民基本养老保险参保登记表',
    promised: onTheSpot,
    statutory: noLimit,
    materials: [
      idCard,
      form(
        'pension-registration',
        '城乡居民基本养老保险参保登记表',
        `${socialInsurance}第二十条、第二十二条`,
      ),
    ],
  }),
  matter(health, {
    ...person,
    code: '1141010499990005434001023112000',
    name: '生育登记',
    aliases: ['生育服务证', '准生证', '一孩登记', '二孩登记', '三孩登记'],
    powerType: '10',
    tags: ['婚育'],
    levels: everyLevel,
    sunk: true,
    basis: ['《中华人民共和国人口与计划生育法》第十八条', population],
    conditions: ['夫妻一方的户籍或者居住地在本地。', '已经怀孕或者已经生育。'],
    procedure: ['窗口收件，核对身份和婚姻信息。', '当场登记。', '打印生育登记单。'],
    result: '生育登记单',
    promised: onTheSpot,
    statutory: noLimit,
    materials: [
      { ...idCard, name: '居民身份证或户口簿' },
      paper('marriage-certificate', '结婚证', '婚姻登记机关', population, { required: false }),
    ],
  }),
  matter(justice, {
    code: '1141010499990011814000512128000',
    name: '法律援助申请',
    aliases: ['法援', '免费律师', '法律帮助'],
    powerType: '05',
    category: 'other',
    subject: 'person',
    levels: everyLevel,
    sunk: true,
    basis: [`${legalAid}第四十三条`],
    conditions: [
      '申请事项属于法律援助的范围。',
      '因经济困难没有委托代理人，或者属于免予核查经济困难的人员。',
    ],
    procedure: [
      '窗口收件，核对申请表和困难说明。',
      '区法律援助机构审查，作出是否给予援助的决定。',
      '由原收件窗口送达决定书，指派律师等人员提供援助。',
    ],
    result: '给予（不予）法律援助决定书',
    promised: workingDays(3),
    statutory: calendarDays(7),
    materials: [
      idCard,
      form('legal-aid-application', '法律援助申请表', `${legalAid}第四十一条`),
      form('hardship-statement', '经济困难状况说明或诚信承诺书', `${legalAid}第四十一条、第四十二条`),
    ],
  }),
  matter(agriculture, {
    code: '11410104999900134N4000520130000',
    name: '农机购置补贴申领',
    aliases: ['农机补贴', '农业机械补贴', '拖拉机补贴'],
    powerType: '05',
    category: 'other',
    subject: 'both',
    levels: ['district', 'street'],
    sunk: false,
    basis: [`${machinery}第二十七条`],
    conditions: ['申请人是从事农业生产的个人或者农业生产经营组织。', '购买的机具在补贴目录范围内。'],
    procedure: [
      '窗口收件，核对购机发票。',
      '区农业农村局核验机具。',
      '公示补贴信息。',
      '向申请人账户兑付补贴资金。',
    ],
    result: '农机购置补贴兑付',
    promised: workingDays(15),
    statutory: noLimit,
    materials: [
      idCard,
      paper('machinery-invoice', '购机发票', '农机销售企业', `${machinery}第二十七条`, {
        form: 'originalAndCopy',
      }),
      paper('machinery-photos', '机具照片（人机合影和铭牌）', '申请人', `${machinery}第二十七条`),
      bankAccount(`${machinery}第二十七条`),
    ],
  }),
];

/** Marriage, birth, identity and residence. */
import { demoDepartments } from './departments.ts';
import { calendarDays, form, matter, onTheSpot, paper, workingDays } from './draft.ts';
import { householdRegister, idCard } from './papers.ts';

const { civil, police } = demoDepartments;

const marriage = '《婚姻登记条例》（国务院令第804号）';
const identityCards = '《中华人民共和国居民身份证法》';
const residence = '《居住证暂行条例》';
const households = '《中华人民共和国户口登记条例》';

const registry = { category: 'household', subject: 'person', sunk: false, powerType: '07' } as const;

export const registryMatters = [
  matter(civil, {
    ...registry,
    code: '11410104999900011M4000711101000',
    name: '结婚登记',
    aliases: ['领结婚证', '结婚证', '婚姻登记'],
    tags: ['婚育'],
    yields: 'marriage-certificate',
    levels: ['district'],
    basis: ['《中华人民共和国民法典》第一千零四十六条至第一千零四十九条', marriage],
    conditions: [
      '男女双方自愿结婚，并亲自到场。',
      '男方年满22周岁，女方年满20周岁。',
      '双方均无配偶，没有直系血亲和三代以内旁系血亲关系。',
    ],
    procedure: ['窗口查验身份证件，询问有关情况。', '双方填写声明并签名。', '当场登记，发给结婚证。'],
    result: '结婚证',
    promised: onTheSpot,
    statutory: onTheSpot,
    materials: [
      { ...idCard, name: '男女双方居民身份证', copies: 2 },
      form('no-spouse-declaration', '本人无配偶、与对方无直系血亲和三代以内旁系血亲关系的声明', marriage, {
        copies: 2,
      }),
    ],
  }),
  matter(police, {
    ...registry,
    code: '1141010499990010X14000709125000',
    name: '居民身份证换领',
    aliases: ['换身份证', '身份证到期', '身份证补办', '补领身份证'],
    levels: ['district'],
    basis: [`${identityCards}第十一条、第十二条`],
    conditions: ['身份证有效期满，姓名变更，或者证件严重损坏不能辨认。', '证件丢失的可以申请补领。'],
    procedure: [
      '窗口核对户口簿，采集人像和指纹。',
      '缴纳工本费。',
      '公安机关审核、制证。',
      '窗口发证，交回旧证。',
    ],
    result: '居民身份证',
    fee: {
      charged: true,
      basis:
        '《国家发展改革委 财政部关于居民身份证收费标准及有关问题的通知》（发改价格〔2003〕2322号）；财税〔2018〕37号',
      items: [
        { name: '首次申领', amount: 0, unit: '证' },
        { name: '换领', amount: 2_000, unit: '证' },
        { name: '补领', amount: 4_000, unit: '证' },
      ],
    },
    promised: workingDays(20),
    statutory: calendarDays(60),
    materials: [
      { ...idCard, name: '原居民身份证', basis: `${identityCards}第十一条`, required: false },
      householdRegister(`${identityCards}第十条`),
      paper('portrait-fingerprint', '人像和指纹信息（窗口现场采集）', '公安机关', `${identityCards}第三条`),
    ],
  }),
  matter(police, {
    ...registry,
    code: '1141010499990010X14000709126000',
    name: '居住证办理',
    aliases: ['居住证', '暂住证', '居住登记'],
    levels: ['district', 'street'],
    basis: [`${residence}第二条、第九条、第十条`],
    conditions: [
      '离开常住户口所在地，在本地居住半年以上。',
      '有合法稳定就业、合法稳定住所或者连续就读的情形之一。',
    ],
    procedure: ['窗口收件，核对身份和居住材料。', '公安机关审核、制证。', '窗口发证。'],
    result: '居住证',
    promised: workingDays(10),
    statutory: calendarDays(15),
    materials: [
      idCard,
      paper(
        'residence-proof',
        '住所、就业或就读证明（任选一项）',
        '出租人、用人单位或学校',
        `${residence}第九条`,
        { form: 'copy' },
      ),
      paper('photo-one-inch', '近期免冠照片', '申请人', `${residence}第九条`),
    ],
  }),
  matter(police, {
    ...registry,
    code: '1141010499990010X14000709127000',
    name: '出生登记',
    aliases: ['新生儿落户', '上户口', '婴儿落户', '报户口'],
    tags: ['婚育'],
    levels: ['district', 'street'],
    basis: [`${households}第七条`],
    conditions: ['婴儿已经出生，随父或者随母落户。', '父亲或者母亲具有本地户籍。'],
    procedure: ['窗口核对出生医学证明和户口簿。', '当场登记，打印户口簿页。'],
    result: '居民户口簿',
    promised: onTheSpot,
    statutory: onTheSpot,
    materials: [
      { ...idCard, name: '父母居民身份证' },
      paper('birth-certificate', '出生医学证明', '助产医疗机构', '《中华人民共和国母婴保健法》第二十三条'),
      householdRegister(`${households}第七条`),
    ],
  }),
];

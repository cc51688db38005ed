/** Social relief and allowances: the matters that street centres and stations take for the departments. */
import { demoDepartments } from './departments.ts';
import { demoStreetId, form, matter, noLimit, paper, workingDays } from './draft.ts';
import { agentPapers, bankAccount, byAgent, disabilityCard, householdRegister, idCard } from './papers.ts';

const { civil, disabled, veterans } = demoDepartments;

const assistance = '《社会救助暂行办法》';
const minimumLiving = '《最低生活保障审核确认办法》（民发〔2021〕57号）';
const destitute = '《特困人员认定办法》（民发〔2021〕43号）';
const disabilityCardRules = '《中华人民共和国残疾人证管理办法》（残联发〔2017〕34号）';
const disabilitySubsidies =
  '《国务院关于全面建立困难残疾人生活补贴和重度残疾人护理补贴制度的意见》（国发〔2015〕52号）';
const oldAge = '《郑州市高龄津贴办法》';
const servicePensions = '《军人抚恤优待条例》（国务院、中央军事委员会令第788号）';

const below = { sunk: true, category: 'civil', subject: 'person' } as const;
const everyLevel = ['district', 'street', 'community'] as const;

export const reliefMatters = [
  matter(civil, {
    ...below,
    code: '11410104999900011M4000511102000',
    name: '最低生活保障审核确认',
    aliases: ['低保', '最低生活保障金', '办低保'],
    powerType: '05',
    tags: ['救助'],
    yields: 'minimum-living-proof',
    longestExtension: 15,
    publicNoticeDays: 7,
    levels: ['street', 'community'],
    basis: [`${assistance}第九条、第十条、第十一条`, minimumLiving],
    conditions: [
      '家庭成员具有本地户籍，或者符合在本地申请的其他规定。',
      '共同生活的家庭成员人均收入低于当地最低生活保障标准。',
      '家庭财产状况符合当地规定。',
    ],
    procedure: [
      '窗口收件，核对申请材料和核对授权书。',
      '街道开展家庭经济状况核对和入户调查，提出审核意见。',
      '审核结果在所在社区公示7天。',
      '区民政局审核确认并作出决定。',
      '由原收件窗口送达结果，从批准之日的次月起发放低保金。',
    ],
    result: '最低生活保障审核确认书',
    promised: workingDays(25),
    statutory: workingDays(30),
    materials: [
      idCard,
      form('minimum-living-application', '最低生活保障申请书', `${minimumLiving}第八条`),
      form('means-check-authorisation', '家庭经济状况核对授权书', `${minimumLiving}第八条`),
      form('income-property-declaration', '家庭收入和财产状况声明', `${minimumLiving}第八条`),
    ],
  }),
  matter(civil, {
    ...below,
    code: '11410104999900011M4000511103000',
    name: '特困人员认定',
    aliases: ['特困供养', '五保', '特困救助供养'],
    powerType: '05',
    levels: ['street', 'community'],
    basis: [`${assistance}第十四条、第十五条、第十六条`, destitute],
    conditions: [
      '申请人是老年人、残疾人或者未成年人。',
      '无劳动能力，无生活来源。',
      '无法定赡养、抚养、扶养义务人，或者义务人无履行能力。',
    ],
    procedure: [
      '窗口收件，核对申请材料。',
      '街道开展调查核实和生活自理能力评估，提出初审意见并公示。',
      '区民政局审核确认并作出决定。',
      '由原收件窗口送达结果，建立救助供养档案。',
    ],
    result: '特困人员救助供养证',
    certificate: { name: '特困人员救助供养证', prefix: '管民特', validYears: null },
    promised: workingDays(20),
    statutory: workingDays(30),
    materials: [
      idCard,
      form('destitute-application', '特困人员救助供养申请书', `${destitute}第十一条`),
      form('destitute-commitment', '无生活来源、无履行义务能力人承诺书', `${destitute}第十一条`),
      disabilityCard(`${destitute}第十一条`, { form: 'copy', required: false }),
    ],
  }),
  matter(civil, {
    ...below,
    code: '11410104999900011M4000511104000',
    name: '临时救助',
    aliases: ['困难救助', '急难救助', '临时困难补助'],
    powerType: '05',
    tags: ['救助'],
    discretion: [
      { circumstances: '支出型困难', standard: '不超过当地月低保标准的6倍', basis: '郑政〔2014〕30号' },
      {
        circumstances: '急难型困难',
        standard: '不超过当地月低保标准的3倍，可先行救助',
        basis: '郑政〔2014〕30号',
      },
    ],
    levels: ['street', 'community'],
    basis: [
      `${assistance}第四十七条、第四十八条、第四十九条、第五十条`,
      '郑州市临时救助规定（郑政〔2014〕30号）',
    ],
    conditions: [
      '因火灾、交通事故等意外事件，家庭成员突发重大疾病等原因，基本生活暂时出现严重困难。',
      '其他社会救助暂时无法覆盖，或者救助后基本生活仍有严重困难。',
    ],
    procedure: [
      '窗口收件，情况紧急的可以先行救助后补手续。',
      '街道调查核实，在所在社区公示，提出审核意见。',
      '区民政局审批，小额救助由街道审批。',
      '发放救助金，由原收件窗口告知申请人。',
    ],
    result: '临时救助金',
    promised: workingDays(20),
    statutory: noLimit,
    materials: [
      idCard,
      form('temporary-relief-application', '临时救助申请表', `${assistance}第四十八条`),
      paper(
        'hardship-proof',
        '疾病诊断、灾害或事故的证明材料',
        '医疗机构、应急管理部门或公安机关',
        `${assistance}第四十七条、第四十八条`,
        { form: 'copy' },
      ),
      { ...bankAccount(`${assistance}第四十八条`), mayFollowWithin: 5 },
    ],
  }),
  matter(disabled, {
    ...below,
    code: '1141010499990002XD4000771105000',
    name: '残疾人证办理',
    aliases: ['残疾证', '残疾人证新办', '残疾评定'],
    powerType: '07',
    tags: ['残疾人'],
    situations: [byAgent],
    yields: 'disability-card',
    publicNoticeDays: 5,
    levels: everyLevel,
    basis: [disabilityCardRules],
    conditions: ['申请人具有本地户籍。', '经指定机构评定，符合《残疾人残疾分类和分级》国家标准。'],
    procedure: [
      '窗口收件，核对身份和照片。',
      '到指定评定机构进行残疾评定。',
      '区残疾人联合会审核，评定结果公示5个工作日。',
      '批准后制证，由原收件窗口发证。',
    ],
    result: '中华人民共和国残疾人证',
    promised: workingDays(15),
    statutory: workingDays(20),
    materials: [
      idCard,
      form('disability-card-application', '残疾人证申请表', disabilityCardRules),
      paper('disability-assessment', '残疾评定表', '指定残疾评定机构', disabilityCardRules),
      paper('photo-two-inch', '两寸近期免冠白底彩色照片', '申请人', disabilityCardRules, { copies: 3 }),
      ...agentPapers,
    ],
  }),
  matter(civil, {
    ...below,
    code: '11410104999900011M4000511106000',
    name: '残疾人两项补贴资格审定',
    aliases: ['两项补贴', '困难残疾人生活补贴', '重度残疾人护理补贴', '残疾补贴'],
    powerType: '05',
    tags: ['残疾人'],
    situations: [byAgent, { id: 'living', name: '申请困难残疾人生活补贴' }],
    levels: everyLevel,
    basis: [disabilitySubsidies],
    conditions: [
      '申请人持有有效的残疾人证。',
      '申请生活补贴的，属于低保家庭中的残疾人；申请护理补贴的，残疾等级为一级或二级且需要长期照护。',
    ],
    procedure: [
      '窗口收件，核对残疾人证信息。',
      '街道初审后推送区残疾人联合会审核。',
      '区民政局审定补贴资格。',
      '由原收件窗口告知结果，补贴按月发放。',
    ],
    result: '残疾人两项补贴审定结果',
    promised: workingDays(10),
    statutory: workingDays(16),
    materials: [
      idCard,
      disabilityCard(disabilitySubsidies),
      paper('minimum-living-proof', '最低生活保障证明', '民政部门', disabilitySubsidies, {
        form: 'copy',
        situations: ['living'],
        fromRegister: true,
      }),
      bankAccount(disabilitySubsidies),
      ...agentPapers,
    ],
  }),
  matter(civil, {
    ...below,
    code: '11410104999900011M4000511107000',
    name: '高龄津贴申领',
    aliases: ['高龄补贴', '老年津贴', '老年人补贴', '八十岁补贴'],
    powerType: '05',
    tags: ['老年人'],
    situations: [byAgent],
    levels: everyLevel,
    basis: ['《中华人民共和国老年人权益保障法》第三十三条', oldAge],
    conditions: ['申请人具有本地户籍。', '年满80周岁。'],
    procedure: [
      '窗口收件，核对年龄和户籍。',
      '街道审核。',
      '区民政局审定。',
      '按月发放津贴，由原收件窗口告知申请人。',
    ],
    result: '高龄津贴',
    promised: workingDays(5),
    statutory: noLimit,
    materials: [idCard, householdRegister(oldAge, { form: 'copy' }), bankAccount(oldAge), ...agentPapers],
  }),
  matter(veterans, {
    ...below,
    code: '11410104999900126U4000524129000',
    name: '优抚待遇认定',
    aliases: ['优抚', '优待抚恤', '退役军人优待', '伤残军人抚恤'],
    powerType: '05',
    levels: everyLevel,
    // Not at the stations yet: the archives lie at the street.
    takenAt: [demoStreetId],
    basis: [servicePensions],
    conditions: [
      '申请人属于条例规定的抚恤优待对象。',
      '申请人户籍在本地。',
      '服役、伤残等情况有档案或者证件可以核实。',
    ],
    procedure: [
      '窗口收件，核对退役或者伤残材料。',
      '街道退役军人服务站初审。',
      '区退役军人事务局复核认定。',
      '由原收件窗口送达认定结果，待遇按规定发放。',
    ],
    result: '优抚对象待遇认定表',
    promised: workingDays(20),
    statutory: noLimit,
    materials: [
      idCard,
      form('service-pension-application', '优抚待遇申请表', servicePensions),
      paper('service-proof', '退役军人证件或伤残证件', '退役军人事务部门或部队', servicePensions, {
        form: 'originalAndCopy',
      }),
      bankAccount(servicePensions),
    ],
  }),
];

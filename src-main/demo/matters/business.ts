/** Setting up and running a business, and the tax certificate. */
import { demoDepartments } from './departments.ts';
import { form, matter, noLimit, onTheSpot, paper, workingDays } from './draft.ts';
import { businessLicence, idCard, operatorIdCard, premisesProof } from './papers.ts';

const { health, labour, market, tax } = demoDepartments;

const entities = '《中华人民共和国市场主体登记管理条例》';
const foodSafety = '《中华人民共和国食品安全法》';
const foodPermits = '《食品经营许可和备案管理办法》（国家市场监督管理总局令第78号）';
const sanitaryRules = '《公共场所卫生管理条例实施细则》第二十三条';
const dispatchPermits = '《劳务派遣行政许可实施办法》第八条';
const taxCollection = '《中华人民共和国税收征收管理法》';

export const businessMatters = [
  matter(market, {
    code: '11410104999900097G4000131120000',
    name: '个体工商户设立登记',
    aliases: ['个体户', '办营业执照', '个体营业执照', '开店'],
    powerType: '01',
    category: 'business',
    subject: 'person',
    tags: ['企业开办一件事'],
    levels: ['district', 'street'],
    sunk: false,
    basis: [`${entities}第十六条、第十九条`],
    conditions: ['经营者具有完全民事行为能力。', '有经营场所。', '经营范围不属于禁止经营的项目。'],
    procedure: ['窗口收件，核对申请材料和身份。', '材料齐全、符合法定形式的当场登记。', '窗口发照。'],
    result: '营业执照',
    promised: onTheSpot,
    statutory: workingDays(3),
    materials: [
      operatorIdCard,
      form('sole-trader-application', '个体工商户登记申请书', `${entities}第十六条`),
      premisesProof(`${entities}第十六条`),
    ],
  }),
  matter(market, {
    code: '11410104999900097G4000131127004',
    name: '公司设立登记',
    aliases: ['开公司', '注册公司', '公司营业执照', '企业开办'],
    powerType: '01',
    category: 'business',
    subject: 'both',
    tags: ['企业开办一件事'],
    levels: ['district', 'street'],
    sunk: false,
    basis: [`${entities}第十六条、第十九条`],
    conditions: ['有符合规定的公司名称和住所。', '股东、法定代表人符合任职规定。', '公司章程符合法律规定。'],
    procedure: [
      '窗口收件，核对申请材料和身份。',
      '区市场监督管理局对材料进行形式审查。',
      '予以登记，窗口发照。',
    ],
    result: '营业执照',
    promised: workingDays(1),
    statutory: workingDays(3),
    materials: [
      operatorIdCard,
      form('company-application', '公司登记（备案）申请书', `${entities}第十六条`),
      paper('articles-of-association', '公司章程', '全体股东', `${entities}第十六条`),
      premisesProof(`${entities}第十六条`),
    ],
  }),
  matter(market, {
    code: '11410104999900097G4000131122000',
    name: '食品经营许可',
    aliases: ['食品证', '餐饮许可', '食品流通许可', '开饭店'],
    powerType: '01',
    category: 'business',
    subject: 'both',
    levels: ['district', 'street'],
    sunk: false,
    basis: [`${foodSafety}第三十五条`, foodPermits],
    conditions: [
      '已经取得营业执照等主体资格。',
      '经营场所、设备布局和工艺流程合理，符合卫生要求。',
      '有食品安全管理人员和管理制度。',
    ],
    procedure: [
      '窗口收件，核对申请材料。',
      '区市场监督管理局审查材料，必要时现场核查。',
      '首席代表签批。',
      '窗口发证。',
    ],
    result: '食品经营许可证（有效期5年）',
    certificate: { name: '食品经营许可证', prefix: '管市监食', validYears: 5 },
    promised: workingDays(5),
    statutory: workingDays(10),
    materials: [
      operatorIdCard,
      businessLicence(foodPermits),
      form('food-permit-application', '食品经营许可申请书', foodPermits),
      paper('food-premises-layout', '经营设备布局和操作流程图', '申请人', foodPermits),
      paper('food-safety-rules', '保证食品安全的规章制度', '申请人', `${foodSafety}第三十三条`, {
        form: 'copy',
        mayFollowWithin: 10,
      }),
    ],
  }),
  matter(health, {
    code: '1141010499990005434000123123000',
    name: '公共场所卫生许可',
    aliases: ['卫生许可证', '理发店卫生许可', '旅馆卫生许可'],
    powerType: '01',
    category: 'business',
    subject: 'both',
    levels: ['district'],
    sunk: false,
    basis: ['《公共场所卫生管理条例》第四条'],
    conditions: [
      '经营场所的选址、设计和设施符合卫生要求。',
      '空气、微小气候等项目检测合格。',
      '有卫生管理制度和管理人员。',
    ],
    procedure: [
      '窗口收件，核对申请材料。',
      '区卫生健康委员会审查材料，进行现场审核。',
      '首席代表签批。',
      '窗口发证。',
    ],
    result: '公共场所卫生许可证（有效期4年）',
    certificate: { name: '公共场所卫生许可证', prefix: '管卫公', validYears: 4 },
    promised: workingDays(10),
    statutory: workingDays(20),
    materials: [
      { ...idCard, name: '法定代表人（负责人）居民身份证' },
      form('sanitary-permit-application', '公共场所卫生许可证申请表', sanitaryRules),
      paper('premises-plan', '公共场所地址方位示意图、平面图', '申请人', sanitaryRules),
      paper('sanitary-test-report', '公共场所卫生检测或评价报告', '具备资质的检测机构', sanitaryRules),
      paper('sanitary-rules', '公共场所卫生管理制度', '申请人', sanitaryRules, {
        form: 'copy',
      }),
    ],
  }),
  matter(labour, {
    code: '11410104999900038D4000114124000',
    name: '劳务派遣经营许可',
    aliases: ['劳务派遣', '派遣公司许可'],
    powerType: '01',
    category: 'business',
    subject: 'enterprise',
    levels: ['district'],
    sunk: false,
    basis: ['《中华人民共和国劳动合同法》第五十七条', '《劳务派遣行政许可实施办法》第八条至第十三条'],
    conditions: [
      '注册资本不少于200万元，并已实缴。',
      '有与业务相适应的固定经营场所和设施。',
      '有符合法律规定的劳务派遣管理制度。',
    ],
    procedure: [
      '窗口收件，核对申请材料。',
      '区人力资源和社会保障局审查材料，必要时现场核实。',
      '首席代表签批。',
      '窗口发证，并向社会公布。',
    ],
    result: '劳务派遣经营许可证（有效期3年）',
    promised: workingDays(10),
    statutory: workingDays(20),
    materials: [
      { ...idCard, name: '法定代表人居民身份证' },
      form('dispatch-permit-application', '劳务派遣经营许可申请书', dispatchPermits),
      businessLicence(dispatchPermits),
      paper('articles-capital-proof', '公司章程和验资报告', '申请人、会计师事务所', dispatchPermits, {
        form: 'copy',
      }),
      premisesProof(dispatchPermits),
      paper('office-facilities', '办公设施、设备清单', '申请人', dispatchPermits),
      paper('dispatch-rules', '劳务派遣管理制度', '申请人', dispatchPermits, {
        form: 'copy',
      }),
      paper('dispatch-agreement', '劳务派遣协议样本', '申请人', dispatchPermits, {
        form: 'copy',
      }),
    ],
  }),
  matter(tax, {
    code: '11410104999900142H4002030131000',
    name: '开具税收完税证明',
    aliases: ['完税证明', '纳税证明', '税票'],
    powerType: '20',
    category: 'other',
    subject: 'both',
    levels: ['district', 'street'],
    sunk: false,
    basis: [`${taxCollection}第三十四条`],
    conditions: ['申请人已经缴纳税款，或者税款已由扣缴义务人代扣代缴。'],
    procedure: ['窗口核对身份和纳税记录。', '当场开具完税证明。'],
    result: '税收完税证明',
    promised: onTheSpot,
    statutory: noLimit,
    materials: [idCard],
  }),
];

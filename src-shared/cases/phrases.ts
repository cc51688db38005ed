/** Why a paper has to be brought or put right, as a clerk picks it; what fits none is written. */
export const missingReasons = [
  '未提交',
  '未提交原件',
  '份数不足',
  '填写不完整',
  '未签名或盖章',
  '字迹不清',
  '已过有效期',
  '与证件信息不一致',
] as const;

/** The grounds of a refusal to accept, each with the sentence and the basis that it usually has. */
export const nonAcceptancePhrases = {
  notNeeded: {
    name: '依法不需要办理',
    reason: '申请事项依法不需要取得行政许可（不需要办理）。',
    basis: '《中华人民共和国行政许可法》第三十二条第一款第一项',
  },
  notOurPower: {
    name: '不属于本机关职权',
    reason: '申请事项依法不属于本机关职权范围。',
    basis: '《中华人民共和国行政许可法》第三十二条第一款第二项',
  },
  notEligible: { name: '依法不予受理的其他情形', reason: '', basis: '' },
} as const;

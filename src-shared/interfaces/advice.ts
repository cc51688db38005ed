/** Why a message did not arrive or a call came to nothing: for programs by a code, for the administrator in a sentence. */
export const transferFaults = [
  'status',
  'refused',
  'timeout',
  'nameUnknown',
  'unreachable',
  'certificate',
  'forbidden',
  'broken',
] as const;
export type TransferFault = (typeof transferFaults)[number];

/** What is wrong and what to do. @param status what the receiver answered; null where it did not */
export function transferAdvice(fault: TransferFault | null, status: number | null): string {
  switch (fault) {
    case null:
      return '发送途中区级平台的节点停过，没有记下结果，已安排重发；对方按编号去重即可。';
    case 'refused':
      return '对方的机器在，但接收程序没有开，请对方启动接收程序。';
    case 'timeout':
      return '对方在时限内没有答复，请对方先收下、再处理，或检查是否卡住。';
    case 'nameUnknown':
      return '地址里的域名查不到，请核对订阅地址，或检查区级平台的域名解析。';
    case 'unreachable':
      return '连不到对方的网络，请网络管理人员检查线路和防火墙。';
    case 'certificate':
      return '对方的证书不被信任或已过期，请对方更换证书；自建证书机构要先加入区级平台的信任。';
    case 'forbidden':
      return '地址属于没有开放的网络，没有发送；请对方换地址，或在 WEBHOOK_NETWORKS 开放这个网段。';
    case 'broken':
      return '连接中途断开，请对方检查接收程序和前面的代理。';
    case 'status':
      return statusAdvice(status ?? 0);
  }
}

function statusAdvice(status: number): string {
  if (status === 401 || status === 403) return '对方没有认可签名，请对方核对订阅时给的签名密钥。';
  if (status === 404 || status === 410) return '对方没有这个地址了，请对方核对地址后重新订阅。';
  if (status === 413) return '对方嫌内容太大，请对方放宽请求体上限，一条不到1 KB。';
  if (status === 429) return '对方说太忙，会自动放慢重发，不用处理。';
  if (status >= 300 && status < 400)
    return '对方要求转到别的地址，为安全没有跟随；请对方按最终地址重新订阅。';
  if (status >= 500) return '对方的接收程序出错，请对方查看它的日志，修好后在这里重发。';
  return '对方拒收，请对方查看它的日志，核对接收程序是否按接口文档读取内容。';
}

/** The same of a call that came in and was not answered with what was asked for. */
export function callAdvice(status: number): string {
  switch (status) {
    case 400:
      return '对方的参数不符合接口说明，请对方按 /openapi.json 核对。';
    case 401:
      return '凭据不对、到期或已撤销，请与对方核对；不认识的来源持续出现，请网络管理人员拦截。';
    case 403:
      return '这个单位已被暂停；要继续使用，请在上面恢复。';
    case 404:
      return '对方查的编号没有，或不在授权的部门和事项里；确需读取的，重新开通时放宽范围。';
    case 429:
      return '对方问得太频繁，或平台正忙，已请对方稍后再来；持续出现请对方降低频率。';
    default:
      return status >= 500 ? '区级平台出错，请查看服务器日志。' : '对方的请求不符合接口说明，请对方核对。';
  }
}

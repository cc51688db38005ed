import { describe, expect, it } from 'vitest';
import { mayGoTo, networksOf, urlFault } from './address.ts';

const open = { loopback: false, networks: [] };
const demo = { loopback: true, networks: [] };
const inner = { loopback: false, networks: ['10.20.0.0/16', 'fd00:1::/32'] };

describe('a message goes to an address', () => {
  it.each(['1.2.4.8', '223.5.5.5', '2400:3200::1'])('that is public: %s', (address) => {
    expect(mayGoTo(address, open)).toBe(true);
  });

  it.each([
    ...['127.0.0.1', '127.9.9.9', '::1', '::ffff:127.0.0.1', '::ffff:7f00:1', '0.0.0.0', '::', '10.20.1.1'],
    ...[
      '172.16.0.1',
      '172.31.255.255',
      '192.168.1.1',
      '100.64.0.1',
      '169.254.169.254',
      '::ffff:169.254.169.254',
    ],
    ...[
      '224.0.0.1',
      '255.255.255.255',
      'fc00::1',
      'fd12::1',
      'fe80::1',
      'ff02::1',
      '64:ff9b::a00:1',
      '::a00:1',
    ],
    ...['2002:a00:1::', 'nonsense', ''],
  ])('and not to one that is this machine’s, somebody’s within, or nobody’s: %s', (address) => {
    expect(mayGoTo(address, open)).toBe(false);
  });

  it('on this machine in a demo, and within where the setting names the network, and nowhere beside it', () => {
    expect(mayGoTo('127.0.0.1', demo)).toBe(true);
    expect(mayGoTo('10.20.1.1', demo)).toBe(false);
    expect(mayGoTo('10.20.1.1', inner)).toBe(true);
    expect(mayGoTo('fd00:1::9', inner)).toBe(true);
    expect(mayGoTo('10.21.1.1', inner)).toBe(false);
    expect(mayGoTo('127.0.0.1', inner)).toBe(false);
  });

  it('that no setting opens: what a cloud keeps its keys at', () => {
    expect(mayGoTo('169.254.169.254', { loopback: true, networks: ['169.254.0.0/16', '0.0.0.0/0'] })).toBe(
      false,
    );
  });
});

describe('a URL', () => {
  it.each([
    ['https://platform.example.invalid/news', open, null],
    ['https://10.20.1.1:8443/news', inner, null],
    ['http://127.0.0.1:9000/news', demo, null],
    ['http://platform.example.invalid/news', demo, 'https'],
    ['http://127.0.0.1:9000/news', open, 'https'],
    ['http://10.20.1.1/news', inner, 'https'],
    ['https://10.21.1.1/news', inner, '没有开放'],
    ['https://[::ffff:10.0.0.1]/', open, '没有开放'],
    ['https://2130706433/', open, '没有开放'],
    ['https://0x7f.1/', open, '没有开放'],
    ['https://somebody:secret@platform.example.invalid/', open, '用户名'],
    ['ftp://platform.example.invalid/', demo, 'https'],
    ['news', open, '格式'],
  ])('%s', (url, policy, fault) => {
    if (fault === null) expect(urlFault(url, policy)).toBeNull();
    else expect(urlFault(url, policy)).toContain(fault);
  });
});

it('a setting of networks is read, and what is none is said', () => {
  expect(networksOf('10.20.0.0/16, fd00:1::/32')).toEqual(['10.20.0.0/16', 'fd00:1::/32']);
  expect(networksOf(undefined)).toEqual([]);
  for (const wrong of ['10.20.0.0', '10.20.0.0/33', 'here/8'])
    expect(() => networksOf(wrong)).toThrow('WEBHOOK_NETWORKS');
});

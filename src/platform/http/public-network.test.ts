import { describe, expect, it } from 'vitest';
import { isPublicAddress, publicNetwork } from './public-network.ts';

describe('the public internet', () => {
  it.each(['93.184.216.34', '8.8.8.8', '2606:4700::1111', '172.15.0.1', '172.32.0.1'])(
    'has %s',
    (address) => {
      expect(isPublicAddress(address)).toBe(true);
    },
  );

  it.each([
    ...['0.0.0.0', '10.1.2.3', '100.64.0.1', '127.0.0.1', '127.255.255.254', '169.254.169.254', '172.16.0.1'],
    ...[
      '172.31.255.255',
      '192.0.0.1',
      '192.0.2.1',
      '192.168.1.1',
      '198.18.0.1',
      '198.51.100.1',
      '203.0.113.1',
    ],
    ...['224.0.0.1', '240.0.0.1', '255.255.255.255', '192.88.99.1'],
    ...['::', '::1', '::127.0.0.1', '::ffff:8.8.8.8', '64:ff9b::8.8.8.8', '64:ff9b:1::1', '2002:808:808::1'],
    ...['2001:0:1::1', '2001:db8::1', 'fc00::1', 'fd12::1', 'fe80::1', 'fec0::1', 'ff02::1', 'fe80::1%eth0'],
    ...['', 'shop.test', '1.2.3', '0x7f.1'],
  ])('has no %j', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  it.each([22, 25, 53, 445, 0, 65_536])('has no web server at port %d', (port) => {
    expect(publicNetwork.allows('93.184.216.34', port)).toBe(false);
  });
});

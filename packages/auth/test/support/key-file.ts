/** The publisher's public test key: 32 bytes of 0x11. Never a credential. */
export const keyFile = {
  key_id: '8a4f1e2b-6c3d-4e5f-8a9b-0c1d2e3f4a5b',
  label: 'test',
  fingerprint: 'test',
  created_at: '2026-09-24T00:00:00Z',
  private_key: {
    kty: 'EC',
    crv: 'P-256',
    x: 'AhfmF_C2RDkoJ4-WmZ5pojpPLBUr321s32bluAKC1O0',
    y: 'GUp968uXcS0t2jyoWqh2Wlb0X8dYWZZS8ol8ZTBuV5Q',
    d: 'ERERERERERERERERERERERERERERERERERERERERERE',
  },
}

/** Its public half, compressed. */
export const publicKey = '020217e617f0b6443928278f96999e69a23a4f2c152bdf6d6cdf66e5b80282d4ed'

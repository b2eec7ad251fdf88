// X.509 certificates with any dates, for what a program must say of one that it would never make.
import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';

function der(tag, ...parts) {
  const body = Buffer.concat(parts);
  const n = body.length;
  const length = n < 0x80 ? [n] : n < 0x100 ? [0x81, n] : [0x82, n >> 8, n & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), body]);
}

const sequence = (...parts) => der(0x30, ...parts);
const hex = (text) => Buffer.from(text, 'hex');

const kVersion3 = hex('a003020102');
const kSerial = hex('020101');
const kRsaWithSha256 = hex('300d06092a864886f70d01010b0500');
const kCommonName = hex('0603550403');

const named = (name) => sequence(der(0x31, sequence(kCommonName, der(0x0c, Buffer.from(name)))));
const moment = (date) => der(0x18, Buffer.from(date.toISOString().replace(/[-:T]|\.\d+/g, '')));

/**
 * A self-signed certificate as PEM text: for the RSA key of `privateKey` (PEM), or for one that
 * nobody keeps.
 */
export function certificate({ privateKey, from, to }) {
  const key = privateKey
    ? createPrivateKey(privateKey)
    : generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  const signed = sequence(
    kVersion3,
    kSerial,
    kRsaWithSha256,
    named('e2e'),
    sequence(moment(from), moment(to)),
    named('e2e'),
    createPublicKey(key).export({ type: 'spki', format: 'der' }),
  );
  const signature = der(0x03, hex('00'), sign('sha256', signed, key));
  const text = sequence(signed, kRsaWithSha256, signature).toString('base64');
  const lines = text.match(/.{1,64}/g).join('\n');
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
}

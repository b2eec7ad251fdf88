// Tokens signed with the host's own key, so that a test can change one thing in a good token and
// nothing else.
import { createPrivateKey, sign } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const encode = (value) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

const decode = (part) => JSON.parse(Buffer.from(part, 'base64url'));

/** {header, claims} of a token, unverified. */
export function open(token) {
  const [header, claims] = token.split('.').slice(0, 2).map(decode);
  return { header, claims };
}

/** The private key with which this installation signs tokens. */
export function signingKey(installation) {
  const [file] = globSync(join(installation.stateDir, '**/token-signing.pem'));
  return createPrivateKey(readFileSync(file));
}

/** A token of any header and claims (objects, or JSON text), signed as ES256 with `key`. */
export function forge(key, header, claims) {
  const signed = `${encode(header)}.${encode(claims)}`;
  const signature = sign('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' });
  return `${signed}.${signature.toString('base64url')}`;
}

/** Joins parts as they are: for tokens that no signer makes. */
export const assemble = (header, claims, signature) =>
  `${encode(header)}.${encode(claims)}.${signature}`;

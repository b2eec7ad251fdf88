// A browser without a window: cookies, forms, and no redirect followed unless asked.
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';

/** A PKCE pair. */
export function pkce() {
  const verifier = randomBytes(32).toString('base64url');
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
}

const kEntities = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
const unescape = (text) => text.replace(/&(#39|\w+);/g, (_, name) => kEntities[name]);

export class Browser {
  constructor(host) {
    this.host = host;
    this.cookie = undefined;
  }

  /** {status, headers, text, location}; the page's form is remembered. */
  async send(path, { headers = {}, ...options } = {}) {
    const response = await fetch(new URL(path, this.host.url), {
      redirect: 'manual',
      ...options,
      headers: { ...(this.cookie && { Cookie: this.cookie }), ...headers },
    });
    const set = response.headers.get('set-cookie');
    if (set) this.cookie = set.split(';')[0];
    const text = await response.text();
    const form = /name="request" value="([^"]*)"/.exec(text);
    if (form) this.form = unescape(form[1]);
    return {
      status: response.status,
      headers: response.headers,
      text,
      location: response.headers.get('location'),
    };
  }

  open(url) {
    return this.send(url);
  }

  submit(path, fields, headers = {}) {
    const body = String(new URLSearchParams({ request: this.form ?? '', ...fields }));
    const own = {
      'Content-Type': 'application/x-www-form-urlencoded',
      Origin: this.host.url,
      'Sec-Fetch-Site': 'same-origin',
    };
    return this.send(path, { method: 'POST', body, headers: { ...own, ...headers } });
  }

  signIn(user, password) {
    return this.submit('/oauth/login', { user, password, decision: 'sign-in' });
  }

  decide(decision) {
    return this.submit('/oauth/consent', { decision });
  }

  /** From a client's request to the redirect that answers it. */
  async authorize(url, user, password) {
    let answer = await this.open(url);
    if (answer.text.includes('/oauth/login')) answer = await this.signIn(user, password);
    if (answer.text.includes('/oauth/consent')) answer = await this.decide('allow');
    assert.equal(answer.status, 303, answer.text);
    return new URL(answer.location);
  }
}

// The sign-in and consent pages in a real browser without scripts: by keyboard alone, on a phone, in the dark.
// With SCREENSHOTS=DIR, pictures of them are left there.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { chromium } from 'playwright-core';
import { pkce } from './harness/browser.mjs';
import { scratchFolder } from './harness/folders.mjs';
import { Installation } from './harness/host.mjs';

const kPassword = 'correct horse battery';
const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find(existsSync);
const pictures = process.env.SCREENSHOTS ?? scratchFolder();
const skip = executablePath ? false : 'there is no chromium (Debian: apt-get install chromium)';

let host;
let client;
let browser;
let callback;
let arrived;

before(async () => {
  if (skip) return;
  callback = createServer((sent, answer) => {
    const visited = new URL(sent.url, 'http://127.0.0.1');
    if (visited.pathname === '/callback') arrived = visited; // a browser asks for an icon, too
    answer.setHeader('Content-Type', 'text/html').end('<p id="done">done</p>');
  });
  await new Promise((resolve) => callback.listen(0, '127.0.0.1', resolve));
  host = await new Installation({
    'servicenow.dev.url': 'https://dev12345.service-now.com',
    'servicenow.dev.grant': 'passthrough',
    'servicenow.token_header': 'X-ServiceNow-Token',
  }).serve();
  await host.installation.addUser('beth.anglin', kPassword);
  client = await host.installation.addClient({
    name: 'Visual Studio Code',
    redirectUri: 'http://127.0.0.1/callback',
    words: ['--public'],
  });
  browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
});

after(async () => {
  await browser?.close();
  callback?.close();
  await host?.stop();
});

function address() {
  const parameters = {
    response_type: 'code',
    client_id: client.client_id,
    redirect_uri: `http://127.0.0.1:${callback.address().port}/callback`,
    code_challenge: pkce().challenge,
    code_challenge_method: 'S256',
    state: 'state',
  };
  return `${host.url}/oauth/authorize?${new URLSearchParams(parameters)}`;
}

/** A page in a fresh browser; complaints of the browser's console are collected. */
async function visit(options = {}) {
  const context = await browser.newContext({ javaScriptEnabled: false, ...options });
  const page = await context.newPage();
  page.complaints = [];
  page.on('console', (message) => page.complaints.push(message.text()));
  await page.goto(address());
  return page;
}

const picture = (page, name) => page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });

test('a person signs in and allows with the keyboard alone', { skip }, async () => {
  const page = await visit();
  await page.locator('input:focus').waitFor(); // the page puts the cursor there, in a moment
  await page.keyboard.type('beth.anglin');
  await page.keyboard.press('Tab');
  await page.keyboard.type(kPassword);
  await page.keyboard.press('Enter');
  await page.waitForSelector('text=act as you?');
  const focused = async () => page.locator(':focus').innerText();
  for (let presses = 0; presses < 10; ++presses) {
    await page.keyboard.press('Tab');
    if ((await page.locator(':focus').count()) > 0 && (await focused()) === 'Allow') break;
  }
  assert.equal(await focused(), 'Allow');
  await page.keyboard.press('Enter');
  await page.waitForSelector('#done');
  assert.ok(arrived.searchParams.get('code'));
  assert.equal(arrived.searchParams.get('iss'), host.url);
  assert.deepEqual(page.complaints, []);
});

test('the pages say what they ask and name every field', { skip }, async () => {
  const page = await visit();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await page.getByLabel('User name').fill('beth.anglin');
  await page.getByLabel('Password').fill('not the password');
  await page.getByRole('button', { name: 'Sign in' }).click();
  assert.match(await page.getByRole('alert').innerText(), /wrong/);
  assert.equal(await page.getByLabel('User name').inputValue(), 'beth.anglin');
  assert.equal(await page.getByLabel('Password').inputValue(), '');
  await page.getByLabel('Password').fill(kPassword);
  await page.getByRole('button', { name: 'Sign in' }).click();
  const text = await page.locator('main').innerText();
  for (const said of [
    'Visual Studio Code',
    `http://127.0.0.1:${callback.address().port}`,
    'dev12345.service-now.com',
    'beth.anglin',
    'Any program on this device can pass for this one',
  ]) {
    assert.ok(text.includes(said), `${said} is not in: ${text}`);
  }
  assert.equal(await page.locator('html').getAttribute('lang'), 'en');
  await page.getByRole('button', { name: 'Deny' }).click();
  await page.waitForSelector('#done');
  assert.equal(arrived.searchParams.get('error'), 'access_denied');
});

const looks = {
  desktop: { viewport: { width: 1280, height: 900 } },
  'desktop-dark': { viewport: { width: 1280, height: 900 }, colorScheme: 'dark' },
  phone: { viewport: { width: 360, height: 740 }, isMobile: true },
  'phone-dark': { viewport: { width: 360, height: 740 }, isMobile: true, colorScheme: 'dark' },
};

for (const [name, options] of Object.entries(looks)) {
  test(`the pages fit: ${name}`, { skip }, async () => {
    const page = await visit(options);
    const assertFits = async (what) => {
      await picture(page, `${name}-${what}`);
      const box = await page.locator('main').boundingBox();
      assert.ok(box.x >= 0 && box.x + box.width <= options.viewport.width, what);
      const styled = await page.locator('main').evaluate((main) => getComputedStyle(main).borderRadius);
      assert.equal(styled, '14px', 'the style sheet was refused');
      const button = await page.locator('button.main').boundingBox();
      if (button) assert.ok(button.height >= 40, 'too small for a finger');
    };
    await assertFits('sign-in');
    await page.getByLabel('User name').fill('beth.anglin');
    await page.getByLabel('Password').fill(kPassword);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForSelector('text=act as you?');
    await assertFits('consent');
  });
}

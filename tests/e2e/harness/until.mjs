// Waiting without guessing: a condition is asked again until it holds or its deadline passes.
import { setTimeout as pause } from 'node:timers/promises';

/**
 * The first truthy value that `ask` gives (it may be async). Throws, saying what was awaited,
 * when `deadlineMs` have passed.
 */
export async function until(what, ask, deadlineMs = 20_000) {
  const end = performance.now() + deadlineMs;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (performance.now() > end) throw new Error(`waited ${deadlineMs} ms in vain until ${what}`);
    await pause(10);
  }
}

/** The promise's value, or an error that says what took longer than `deadlineMs`. */
export async function within(what, promise, deadlineMs = 10_000) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} took over ${deadlineMs} ms`)), deadlineMs);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

// A simulated instance and a host that serves it, for all tests of a file.
import { after, before } from 'node:test';
import { serveWith } from './host.mjs';
import { callTool } from './mcp.mjs';
import { Simulator, users } from './simulator.mjs';

/**
 * Both are there from before the file's tests until after them, as `simulator` and `host` of what
 * this returns; `call` asks a tool as one of the simulator's users, who are told by their roles.
 */
export function useSite() {
  const tokens = {};
  const site = { call: (role, tool, args) => callTool(site.host, tokens[role], tool, args) };
  before(async () => {
    site.simulator = await Simulator.start();
    site.host = await serveWith(site.simulator);
    for (const [role, user] of Object.entries(users))
      tokens[role] = await site.host.installation.tokenFor(user);
  });
  after(async () => {
    await site.host?.stop();
    await site.simulator?.stop();
  });
  return site;
}

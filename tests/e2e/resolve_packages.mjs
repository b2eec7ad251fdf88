// Lets files of the source tree import the packages that setup.sh installed into build/node.
// Given to node with --import.
import { registerHooks } from 'node:module';

const sourceTree = new URL('../', import.meta.url).href;
const packages = new URL('../../build/node/package.json', import.meta.url).href;

const isPackage = (specifier) => !/^([./]|[a-z]+:)/.test(specifier);

registerHooks({
  resolve(specifier, context, nextResolve) {
    const ours = context.parentURL?.startsWith(sourceTree) && isPackage(specifier);
    return nextResolve(specifier, ours ? { ...context, parentURL: packages } : context);
  },
});

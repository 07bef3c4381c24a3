import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename } from 'node:path';
import type { INodeType, INodeTypeDescription } from 'n8n-workflow';

const root = new URL('../', import.meta.url);
const require = createRequire(import.meta.url);

const { n8n } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as {
	n8n: { nodes: string[]; credentials: string[] };
};

/** The nodes that the package names, as built. */
export function builtDescriptions(): INodeTypeDescription[] {
	return n8n.nodes.map((path) => {
		const exported = require(new URL(path, root).pathname) as Record<string, new () => INodeType>;
		return new exported[basename(path, '.node.js')]().description;
	});
}

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename } from 'node:path';
import type { INodeType, INodeTypeDescription } from 'n8n-workflow';

const root = new URL('../', import.meta.url);
const require = createRequire(import.meta.url);

const { n8n } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as {
	n8n: { nodes: string[]; credentials: string[] };
};

/** The nodes that package.json names: the one list for all tests. */
export const NODES = n8n.nodes.map((path) => {
	const className = basename(path, '.node.js');
	return {
		className,
		/** The last part of the type, e.g. `sendPush`. */
		type: className[0].toLowerCase() + className.slice(1),
		/** As files about the node are named, e.g. `send-push`. */
		fileName: className.replace(/\B[A-Z]/g, (letter) => `-${letter}`).toLowerCase(),
		built: new URL(path, root).pathname,
		source: new URL(path.replace(/^dist\/(.*)\.js$/, '$1.ts'), root).pathname,
	};
});

export const NODE_TYPES = NODES.map(({ type }) => type);

/** The nodes as built. */
export function builtDescriptions(): INodeTypeDescription[] {
	return NODES.map(({ built, className }) => descriptionIn(require(built), className));
}

/** The nodes as they stand in the sources, for tests that need no build. */
export async function sourceDescriptions(): Promise<INodeTypeDescription[]> {
	return await Promise.all(
		NODES.map(async ({ source, className }) => descriptionIn(await import(source), className)),
	);
}

function descriptionIn(
	exported: Record<string, new () => INodeType>,
	className: string,
): INodeTypeDescription {
	return new exported[className]().description;
}

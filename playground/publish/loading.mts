import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { loadPackage } from '../engine/nodeTypes.mts';
import { readManifest } from './content.mts';

/** Loads the unpacked tarball as n8n does after an installation: beside nothing but n8n-workflow. */
export async function loadingProblems(folder: string, root: string): Promise<string[]> {
	const modules = join(dirname(folder), 'node_modules');
	mkdirSync(modules, { recursive: true });
	symlinkSync(join(root, 'node_modules', 'n8n-workflow'), join(modules, 'n8n-workflow'), 'dir');

	const { nodes: nodeFiles = [], credentials: credentialFiles = [] } = readManifest(folder).n8n ?? {};
	const { nodes, credentials } = await loadPackage(folder);
	const problems: string[] = [];
	for (const file of nodeFiles) {
		const name = lowerFirst(baseName(file, '.node.js'));
		const { description } = nodes[name] ?? {};
		if (description === undefined) problems.push(`${file} gives no node '${name}'`);
		else if (!existsSync(join(folder, file.replace(/\.js$/, '.json'))))
			problems.push(`${file} has no codex file`);
		else if (Object.values(description.iconUrl ?? {}).length === 0) problems.push(`${file} has no icon`);
		else problems.push(...missingIcons(folder, file, description.iconUrl));
		for (const used of description?.credentials ?? []) {
			if (credentials[used.name] === undefined)
				problems.push(`'${name}' uses the credential '${used.name}' of another package`);
		}
	}
	for (const file of credentialFiles) {
		const name = lowerFirst(baseName(file, '.credentials.js'));
		const credential = credentials[name];
		if (credential === undefined) problems.push(`${file} gives no credential '${name}'`);
		else problems.push(...missingIcons(folder, file, credential.iconUrl));
	}
	if (Object.keys(nodes).length !== nodeFiles.length)
		problems.push('the number of nodes differs from the manifest');
	return problems;
}

/** n8n's loader turns an icon into the address that it is served under: `icons/<package>/<path in the package>`. */
function missingIcons(folder: string, file: string, iconUrl: unknown): string[] {
	const urls =
		typeof iconUrl === 'string' ? [iconUrl] : Object.values((iconUrl ?? {}) as Record<string, string>);
	if (urls.length < 2) return [`${file} has no light and dark icon`];
	return urls
		.filter((url) => !existsSync(join(folder, url.replace(/^icons\/[^/]+\//, ''))))
		.map((url) => `${file}: ${url} is missing`);
}

const baseName = (file: string, ending: string) => (file.split('/').at(-1) ?? '').slice(0, -ending.length);
const lowerFirst = (name: string) => name.charAt(0).toLowerCase() + name.slice(1);

import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

interface Manifest {
	name: string;
	version: string;
	license?: string;
	homepage?: string;
	keywords?: string[];
	author?: { name?: string; email?: string };
	repository?: { url?: string };
	files?: string[];
	scripts?: Record<string, string>;
	dependencies?: object;
	optionalDependencies?: object;
	bundledDependencies?: unknown;
	overrides?: unknown;
	peerDependencies?: object;
	n8n?: { n8nNodesApiVersion?: number; strict?: boolean; nodes?: string[]; credentials?: string[] };
}

export function readManifest(folder: string): Manifest {
	return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
}

/** What n8n demands of the package.json of a community package. */
export function manifestProblems(folder: string): string[] {
	const manifest = readManifest(folder);
	const { n8n, scripts = {} } = manifest;
	const rules: Array<[boolean, string]> = [
		[/^n8n-nodes-/.test(manifest.name), "its name doesn't begin with n8n-nodes-"],
		[/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(manifest.version), 'its version is none'],
		[manifest.license === 'MIT', "its license isn't MIT"],
		[
			manifest.keywords?.includes('n8n-community-node-package') === true,
			'the keyword n8n-community-node-package is missing',
		],
		[Boolean(manifest.author?.name && manifest.author.email), "its author's name or e-mail is missing"],
		[/^https:\/\//.test(manifest.homepage ?? ''), 'its homepage is missing'],
		[
			/github\.com\//.test(manifest.repository?.url ?? ''),
			"its repository isn't on GitHub, which provenance needs",
		],
		[Object.keys(manifest.dependencies ?? {}).length === 0, 'it has runtime dependencies'],
		[
			manifest.optionalDependencies === undefined && manifest.bundledDependencies === undefined,
			'it has optional or bundled dependencies',
		],
		[manifest.overrides === undefined, 'it has overrides'],
		[
			JSON.stringify(manifest.peerDependencies) === '{"n8n-workflow":"*"}',
			'its peerDependencies aren\'t exactly { "n8n-workflow": "*" }',
		],
		[JSON.stringify(manifest.files) === '["dist"]', 'its files aren\'t exactly ["dist"]'],
		[
			!['prepare', 'preinstall', 'install', 'postinstall'].some((name) => name in scripts),
			'it has a script that runs when it is installed',
		],
		[n8n?.strict === true && n8n.n8nNodesApiVersion === 1, "n8n.strict or n8n.n8nNodesApiVersion isn't set"],
		[
			[...(n8n?.nodes ?? []), ...(n8n?.credentials ?? [])].every((path) => path.startsWith('dist/')),
			'it lists files outside dist',
		],
	];
	return rules.filter(([isKept]) => !isKept).map(([, problem]) => problem);
}

const ALLOWED = /^(dist\/.+\.(js|svg|node\.json)|README\.md|LICENSE|CHANGELOG\.md|package\.json)$/;

/** Looks at every file of the tarball. */
export function contentProblems(folder: string, files: string[]): string[] {
	const problems = files
		.filter((path) => !ALLOWED.test(path))
		.map((path) => `${path} doesn't belong into the tarball`);
	for (const needed of ['README.md', 'LICENSE']) {
		if (!files.includes(needed)) problems.push(`${needed} is missing`);
	}
	for (const path of files) {
		const text = readFileSync(join(folder, path), 'utf8');
		for (const [what, pattern] of FORBIDDEN) {
			const found = pattern.exec(text)?.[0];
			if (found !== undefined) problems.push(`${path} holds ${what}: ${found.slice(0, 60)}`);
		}
	}
	return problems;
}

/** The GitHub release quotes the changelog, so it has to say something about the version. */
export function changelogProblems(root: string): string[] {
	const { version } = readManifest(root);
	const lines = readFileSync(join(root, 'CHANGELOG.md'), 'utf8').split('\n');
	return lines.includes(`## ${version}`) ? [] : [`CHANGELOG.md says nothing about ${version}`];
}

const FORBIDDEN: ReadonlyArray<readonly [string, RegExp]> = [
	['a source map', /\/\/[#@]\s*sourceMappingURL=/],
	['a private key', /-----BEGIN (RSA |EC )?PRIVATE KEY-----[\\n\s]*MI/],
	['an access token', /\bya29\.[\w-]{20,}/],
	['a server key', /\bAAAA[\w-]{7}:[\w-]{140}/],
	['a signed token', /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}/],
	['an npm token', /\bnpm_[A-Za-z0-9]{30,}/],
	['a path of a machine', /(?:\/home\/|\/Users\/|\/root\/|[A-Z]:\\\\?Users\\)[\w.-]+/],
	["this machine's home", new RegExp(`${homedir().replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}/\\w`)],
	['a file URL', /\bfile:\/\/\/\w/],
];

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { N8nApi } from '../n8n/api.mts';
import { installN8n } from '../n8n/installation.mts';
import { N8nServer } from '../n8n/server.mts';
import { startSandbox, type Sandbox } from '../sandbox/index.mts';
import { playgroundCredentials } from './credentials.mts';
import { requirePorts } from './ports.mts';
import { playgroundSeed } from './seed.mts';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface PlaygroundOptions {
	/** Keeps n8n's database between starts; a throw-away folder when absent. */
	userFolder?: string;
	n8nPort: number;
	sandboxPort: number;
	report: (line: string) => void;
	/** More settings of n8n. */
	settings?: Record<string, string>;
}

/** A real n8n with the package, the sandbox, working credentials and all examples. */
export interface Playground {
	server: N8nServer;
	api: N8nApi;
	sandbox: Sandbox;
	userFolder: string;
	close(): Promise<void>;
}

/** Starts everything, on loopback only. @throws Error with a sentence for the user; what was started is ended again */
export async function startPlayground(options: PlaygroundOptions): Promise<Playground> {
	const { n8nPort, sandboxPort, report } = options;
	await requirePorts(n8nPort, sandboxPort);
	const installation = await installN8n(report);

	const ownFolder = options.userFolder === undefined;
	const userFolder = options.userFolder ?? mkdtempSync(join(tmpdir(), 'n8n-playground-'));
	mkdirSync(userFolder, { recursive: true });
	const server = new N8nServer(installation, {
		userFolder,
		port: n8nPort,
		tarball: packPackage(userFolder),
		settings: options.settings,
	});
	const sandbox = await startSandbox({ port: sandboxPort, serviceAccount: true, seed: playgroundSeed });
	const close = async () => {
		await server.stop();
		await sandbox.close();
		if (ownFolder) rmSync(userFolder, { recursive: true, force: true });
	};
	try {
		report('Installing the package into n8n …');
		await server.installPackage();
		await importOnce(server, userFolder, 'credentials', playgroundCredentials(sandbox), report);
		await importOnce(server, userFolder, 'workflow', readExamples(), report);
		report('Starting n8n …');
		await server.start();
		const api = new N8nApi(server.url);
		await api.signIn();
		return { server, api, sandbox, userFolder, close };
	} catch (error) {
		await close();
		throw error;
	}
}

/** The workflows of examples/ (those in basics/ want rows from the demo), each with an ID of its own that stays the same. */
export function readExamples(): Array<Record<string, unknown> & { id: string; name: string }> {
	const folder = join(root, 'examples');
	return readdirSync(folder)
		.filter((file) => file.endsWith('.json'))
		.sort()
		.map((file) => {
			const workflow = JSON.parse(readFileSync(join(folder, file), 'utf8')) as { name: string };
			const id = createHash('sha256').update(file).digest('hex').slice(0, 16);
			return { id, active: false, ...workflow };
		});
}

/** Runs n8n's import command unless the same content was imported before: each run costs seconds. */
async function importOnce(
	server: N8nServer,
	userFolder: string,
	what: 'credentials' | 'workflow',
	content: object[],
	report: (line: string) => void,
): Promise<void> {
	const text = JSON.stringify(content);
	const file = join(userFolder, `import-${what}.json`);
	if (existsSync(file) && readFileSync(file, 'utf8') === text) return;
	report(`Importing ${what === 'workflow' ? 'the examples' : 'the credentials'} …`);
	rmSync(file, { force: true });
	writeFileSync(file, text, { mode: 0o600 });
	await server.command(`import:${what}`, `--input=${file}`);
}

/** @returns the tarball's path */
export function packPackage(folder: string): string {
	const output = execFileSync('npm', ['pack', '--silent', '--pack-destination', folder], {
		cwd: root,
		encoding: 'utf8',
	});
	return join(folder, output.trim().split('\n').at(-1)!);
}

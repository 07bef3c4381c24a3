import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { N8nApi } from '../../n8n/api.mts';
import type { Installation } from '../../n8n/installation.mts';
import { N8nServer } from '../../n8n/server.mts';
import { nodeCredentials } from '../credentials.mts';
import type { Services } from '../workers/sandboxWorker.mts';
import { readCpuMs, readMemory, resetPeak, type Usage } from '../workers/usage.mts';
import { readExecution } from './eventLog.mts';
import {
	HEADER_CREDENTIAL,
	workflowName,
	workflowOf,
	workNodes,
	type Build,
	type CredentialIds,
} from './workflows.mts';

export interface N8nMeasurement extends Usage {
	/** Milliseconds from the start of the first node that works to the end of the last. */
	timeMs: number;
	/** n8n's main process alone; `peakMb` and `grownMb` add its process for Code nodes. */
	mainPeakMb: number;
}

/** A real n8n with the package and the workflows of all builds. Its folder is gone after `remove()`. */
export class BenchInstance {
	readonly #server: N8nServer;
	readonly #folder: string;

	private constructor(server: N8nServer, folder: string) {
		this.#server = server;
		this.#folder = folder;
	}

	/** Packs and installs the package as a user would, starts n8n, and saves credentials and workflows in it. */
	static async create(
		installation: Installation,
		packageDir: string,
		services: Services,
		builds: Build[],
	): Promise<BenchInstance> {
		const folder = mkdtempSync(join(tmpdir(), 'n8n-bench-'));
		const server = new N8nServer(installation, {
			userFolder: folder,
			port: await freePort(),
			tarball: pack(packageDir, folder),
			settings: { N8N_CUSTOM_EXTENSIONS: fileURLToPath(new URL('rows', import.meta.url)) },
		});
		const instance = new BenchInstance(server, folder);
		try {
			await server.installPackage();
			await instance.start();
			await setUp(server.url, services, builds);
			return instance;
		} catch (error) {
			await instance.remove();
			throw error;
		}
	}

	async start(): Promise<void> {
		await this.#server.start();
	}

	async stop(): Promise<void> {
		await this.#server.stop();
	}

	async remove(): Promise<void> {
		await this.stop();
		rmSync(this.#folder, { recursive: true, force: true });
	}

	/** Runs a workflow once. @throws Error when n8n doesn't report success */
	async run(build: Build, items: number): Promise<N8nMeasurement> {
		const name = workflowName(build);
		const main = this.#server.pid ?? 0;
		const processes = [main, ...childrenOf(main)];
		processes.forEach(resetPeak);
		const before = processes.map((pid) => ({ ...readMemory(pid), cpuMs: readCpuMs(pid) }));
		const called = Date.now();
		const answer = await fetch(`${this.#server.url}/webhook/${name}?items=${items}`);
		if (!answer.ok) throw new Error(`${name}: n8n answered ${answer.status} ${await answer.text()}`);
		const after = processes.map((pid) => ({ ...readMemory(pid), cpuMs: readCpuMs(pid) }));

		const timeMs = await this.#workTime(build, name, called);
		const sum = (of: (index: number) => number) =>
			processes.reduce((total, _, index) => total + of(index), 0);
		return {
			timeMs,
			cpuMs: sum((index) => (after[index]?.cpuMs ?? 0) - (before[index]?.cpuMs ?? 0)),
			peakMb: sum((index) => after[index]?.peakMb ?? 0),
			grownMb: sum((index) => (after[index]?.peakMb ?? 0) - (before[index]?.residentMb ?? 0)),
			mainPeakMb: after[0]?.peakMb ?? 0,
		};
	}

	async #workTime({ way }: Build, name: string, called: number): Promise<number> {
		const file = join(this.#folder, '.n8n', 'n8nEventLog.log');
		const { succeeded, started, finished } = await readExecution(file, name, called);
		if (!succeeded) throw new Error(`${name}: the execution failed`);
		const nodes = workNodes(way);
		return (finished.get(nodes.at(-1) ?? '') ?? NaN) - (started.get(nodes[0] ?? '') ?? NaN);
	}
}

async function setUp(url: string, services: Services, builds: Build[]): Promise<void> {
	const api = new N8nApi(url);
	await api.signIn();
	const save = async (type: string, data: object) =>
		(await api.call<{ id: string }>('POST', '/rest/credentials', { name: type, type, data })).id;
	const credentials: CredentialIds = {
		[HEADER_CREDENTIAL]: await save(HEADER_CREDENTIAL, {
			name: 'Authorization',
			value: `Bearer ${services.accessToken}`,
		}),
	};
	for (const { type, data } of Object.values(nodeCredentials(services)))
		credentials[type] = await save(type, data);
	for (const build of builds) {
		const spec = workflowOf(build, services, credentials);
		const { id, versionId } = await api.call<{ id: string; versionId: string }>(
			'POST',
			'/rest/workflows',
			spec,
		);
		await api.call('POST', `/rest/workflows/${id}/activate`, { versionId });
	}
}

function pack(packageDir: string, folder: string): string {
	const options = { cwd: packageDir, encoding: 'utf8' } as const;
	const listed = execFileSync(
		'npm',
		['pack', '--json', '--ignore-scripts', '--pack-destination', folder],
		options,
	);
	const [{ filename }] = JSON.parse(listed) as [{ filename: string }];
	return join(folder, filename);
}

function childrenOf(pid: number): number[] {
	return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
}

/** Any free port whose neighbour n8n can take for its task runners. */
async function freePort(): Promise<number> {
	const server = createServer().listen(0, '127.0.0.1');
	await new Promise((resolve) => server.once('listening', resolve));
	const { port } = server.address() as AddressInfo;
	await new Promise((resolve) => server.close(resolve));
	return port;
}

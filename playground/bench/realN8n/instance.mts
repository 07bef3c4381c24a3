import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { N8nApi } from '../../n8n/api.mts';
import type { Installation } from '../../n8n/installation.mts';
import { N8nServer } from '../../n8n/server.mts';
import { nodeCredentials } from '../credentials.mts';
import type { Job } from '../jobs/job.mts';
import type { Services } from '../workers/sandboxWorker.mts';
import { readCpuMs, readMemory, resetPeak, type Usage } from '../workers/usage.mts';
import { HEADER_CREDENTIAL, webhookPath, workflowOf, workNodes, type CredentialIds, type Way } from './workflows.mts';

export interface Entry {
	job: Job;
	way: Way;
}

export interface N8nMeasurement extends Usage {
	items: number;
	/** Milliseconds from the start of the first node that works to the end of the last. */
	timeMs: number;
	/** Most memory of n8n's process for Code nodes, which only the chain needs for its work. */
	runnerPeakMb: number;
}

/** A real n8n with the package and the workflows of all entries, to be started as often as wanted. */
export class BenchInstance {
	readonly #server: N8nServer;
	readonly #folder: string;
	#api: N8nApi;

	private constructor(server: N8nServer, folder: string) {
		this.#server = server;
		this.#folder = folder;
		this.#api = new N8nApi(server.url);
	}
}

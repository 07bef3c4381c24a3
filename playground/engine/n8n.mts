import { AsyncLocalStorage } from 'node:async_hooks';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type * as N8nCore from 'n8n-core';
import type * as N8nWorkflow from 'n8n-workflow';

import { CapturingLogger, type LogLine } from './logs.mts';

/** What belongs to one run and must reach code deep inside n8n-core: found again by async context. */
export interface RunScope {
	logs: LogLine[];
	/** What `getInstanceId()` answers in this run; the process's own one when absent. */
	instanceId?: string;
	/** Handed to the helper node `playground.agent`. */
	toolCalls?: ToolCallPlan;
}

/** What the helper node `playground.agent` does with the tool connected to it. */
export interface ToolCallPlan {
	via: 'invocation' | 'engineRequest';
	calls: N8nWorkflow.IDataObject[];
}

export interface N8n {
	core: typeof N8nCore;
	workflow: typeof N8nWorkflow;
	scope: AsyncLocalStorage<RunScope>;
	/** n8n's ErrorReporter: logs the error and its causes. */
	reportError(error: unknown): void;
}

interface Container {
	get<T>(token: unknown): T;
	set(token: unknown, value: unknown): void;
}

const PROCESS_KEY = Symbol.for('n8n-nodes-pushwoosh-fcm.engine');
const processWide = globalThis as typeof globalThis & { [PROCESS_KEY]?: N8n };

/**
 * n8n-core and n8n-workflow, loaded once a process (about 2 s).
 *
 * Both are taken as CommonJS, the way n8n loads them: an `import` of n8n-workflow would bring its ESM build, a
 * second copy whose error classes, logger and expression engine n8n-core knows nothing of.
 * The instance's settings come from a temporary folder that is gone when this returns: nothing of the machine's
 * own n8n is read or written, and environment variables named `N8N_*` have no effect.
 */
export function loadN8n(): N8n {
	processWide[PROCESS_KEY] ??= load();
	return processWide[PROCESS_KEY];
}

function load(): N8n {
	const scope = new AsyncLocalStorage<RunScope>();
	// Another version of n8n-core than the one that is installed here: `npm run test:compat`.
	const require = createRequire(
		process.env.COMPAT_FOLDER ? join(process.env.COMPAT_FOLDER, 'package.json') : import.meta.url,
	);
	const requireAsCore = createRequire(require.resolve('n8n-core'));

	const restoreEnvironment = hideN8nEnvironment();
	const userFolder = mkdtempSync(join(tmpdir(), 'n8n-engine-'));
	process.env.N8N_USER_FOLDER = userFolder;
	process.env.N8N_ENCRYPTION_KEY = 'only-for-runs-inside-this-process';
	try {
		const { Container } = requireAsCore('@n8n/di') as { Container: Container };
		const { Logger } = requireAsCore('@n8n/backend-common') as { Logger: unknown };
		const { GlobalConfig } = requireAsCore('@n8n/config') as { GlobalConfig: unknown };
		Container.get(GlobalConfig);

		const logger = new CapturingLogger((line) => scope.getStore()?.logs.push(line));
		Container.set(Logger, logger);
		const workflow = require('n8n-workflow') as typeof N8nWorkflow;
		workflow.LoggerProxy.init(logger);

		const core = require('n8n-core') as typeof N8nCore;
		const settings = Container.get<N8nCore.InstanceSettings>(core.InstanceSettings);
		const { instanceId } = settings;
		Object.defineProperty(settings, 'instanceId', {
			get: () => scope.getStore()?.instanceId ?? instanceId,
		});
		const reporter = Container.get<N8nCore.ErrorReporter>(core.ErrorReporter);
		return { core, workflow, scope, reportError: (error) => reporter.error(error) };
	} finally {
		rmSync(userFolder, { recursive: true, force: true });
		restoreEnvironment();
		reachLoopbackDirectly();
	}
}

/** A proxy of the developer's machine must not get the requests to the stand-in services on this machine. */
function reachLoopbackDirectly(): void {
	const hosts = [process.env.NO_PROXY ?? process.env.no_proxy, 'localhost', '127.0.0.1', '[::1]'];
	process.env.NO_PROXY = process.env.no_proxy = hosts.filter(Boolean).join(',');
}

function hideN8nEnvironment(): () => void {
	const ours = (name: string) => name.startsWith('N8N_');
	const before = Object.entries(process.env).filter(([name]) => ours(name));
	const clear = () => {
		for (const name of Object.keys(process.env).filter(ours)) delete process.env[name];
	};
	clear();
	return () => {
		clear();
		Object.assign(process.env, Object.fromEntries(before));
	};
}

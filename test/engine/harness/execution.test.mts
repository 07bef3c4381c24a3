import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { beforeEach, describe, expect, it } from 'vitest';

import {
	createEngine,
	FAILED,
	NODE,
	singleNode,
	SUCCESS,
	type Engine,
} from '../../../playground/engine/index.mts';
import { useFixturePackage } from './fixture/package.mts';

const packageDir = useFixturePackage();
let engine: Engine;

beforeEach(async () => {
	engine = await createEngine({ packageDir: packageDir() });
});

describe('what the node learns of its surroundings', () => {
	const context = singleNode('probe', { operation: 'context' });

	it('is what the run was started with', async () => {
		const withZone = await createEngine({ packageDir: packageDir(), timezone: 'Asia/Tokyo' });
		const options = {
			executionId: '77',
			instanceId: 'instance-a',
			workflowId: 'wf-9',
			mode: 'webhook',
		} as const;
		const result = await withZone.run(context, options);
		expect(result.node(NODE).success[0]?.json).toEqual({
			executionId: '77',
			instanceId: 'instance-a',
			workflowId: 'wf-9',
			timezone: 'Asia/Tokyo',
			mode: 'webhook',
			type: 'n8n-nodes-fixture.probe',
			tool: false,
		});
	});

	it('has sensible defaults: execution IDs count up, the instance stays the same', async () => {
		const [first, second] = [await engine.run(context), await engine.run(context)].map(
			(result) => result.node(NODE).success[0]?.json,
		);
		expect(first).toMatchObject({ executionId: '1', timezone: 'UTC', mode: 'trigger' });
		expect(second).toMatchObject({ executionId: '2', instanceId: first?.instanceId });
	});

	it('may lack an execution ID, and is kept apart between runs at the same time', async () => {
		const results = await Promise.all([
			engine.run(context, { executionId: null, instanceId: 'one' }),
			engine.run(context, { executionId: null, instanceId: 'two' }),
		]);
		expect(results.map((result) => result.node(NODE).success[0]?.json)).toMatchObject([
			{ executionId: null, instanceId: 'one' },
			{ executionId: null, instanceId: 'two' },
		]);
	});
});

describe('the loaded package', () => {
	it('shows its types as n8n loaded them', () => {
		expect(engine.nodeType('probe').description).toMatchObject({
			name: 'probe',
			communityNodePackageVersion: '1.0.0',
		});
		expect(engine.credentialType('probeApi').displayName).toBe('Probe API');
		expect(() => engine.nodeType('nothing')).toThrow('Unrecognized node type: n8n-nodes-fixture.nothing');
		expect(() => engine.credentialType('nothing')).toThrow('Unrecognized credential type: nothing');
	});

	it('must be built', async () => {
		const folder = await mkdtemp(join(tmpdir(), 'engine-unbuilt-'));
		const n8n = { nodes: ['dist/nodes/Missing.node.js'] };
		await writeFile(
			join(folder, 'package.json'),
			JSON.stringify({ name: 'n8n-nodes-unbuilt', version: '1.0.0', n8n }),
		);
		await expect(createEngine({ packageDir: folder })).rejects.toThrow("Run 'npm run build' first");
		await rm(folder, { recursive: true });
	});
});

describe('cancelling', () => {
	const waiting = singleNode('probe', { operation: 'waitForCancel' }, { onError: 'continueErrorOutput' });

	it.each([
		['after a time', () => ({ cancelAfter: 20 })],
		['by a signal', () => ({ signal: AbortSignal.timeout(20) })],
	])('%s stops the node through its cancel signal', async (_, options) => {
		const result = await engine.run(waiting, options());
		expect(result.status).toBe('canceled');
		expect(result.node(NODE).error?.message).toBe('Execution was canceled: 0 of 9 units done');
		expect(result.node(SUCCESS).runs).toEqual([]);
		expect(result.node(FAILED).runs).toEqual([]);
	});

	it('before the start runs nothing', async () => {
		const result = await engine.run(waiting, { signal: AbortSignal.abort() });
		expect(result.status).toBe('canceled');
		expect(result.node(NODE).runs).toEqual([]);
	});
});

describe('what is left of a run', () => {
	it('hints stand at the run that gave them', async () => {
		const result = await engine.run(singleNode('probe', { operation: 'hint', value: 'this' }));
		expect(result.node(NODE).hints).toEqual([{ message: 'Look at this', type: 'warning' }]);
	});

	it('log lines of all levels are kept, with what stands beside them', async () => {
		const { logs } = await engine.run(singleNode('probe', { operation: 'log', value: 'x' }));
		const ours = logs.filter(({ message }) => message.endsWith(' x'));
		expect(ours.map(({ level, message }) => `${level}: ${message}`)).toEqual([
			'error: error x',
			'warn: warn x',
			'info: info x',
			'debug: debug x',
		]);
		expect(ours[0]?.metadata.cause).toMatchObject({ name: 'Error', message: 'inner' });
	});

	it('a log level keeps the less severe lines out', async () => {
		const quiet = await createEngine({ packageDir: packageDir(), logLevel: 'warn' });
		const { logs } = await quiet.run(singleNode('probe', { operation: 'log', value: 'x' }));
		expect(logs.map(({ message }) => message)).toEqual(['error x', 'warn x']);
	});

	it('a text is found wherever it was stored or logged', async () => {
		const secret = 'line one\n"line two"';
		const found = await engine.run(singleNode('probe', { operation: 'log', value: secret }));
		expect(found.placesOf(secret).filter((place) => place.startsWith('logs.'))).toHaveLength(4);

		const emitted = await engine.run(singleNode('probe', { value: secret }));
		expect(emitted.placesOf(secret)).toContain('data.resultData.runData.Node.0.data.main.0.0.json.value');
		expect(emitted.placesOf('nowhere')).toEqual([]);
	});
});

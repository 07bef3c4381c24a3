import { beforeEach, describe, expect, it } from 'vitest';

import { createEngine, TOOL, type Engine } from '../../../playground/engine/index.mts';
import { useFixturePackage } from './fixture/package.mts';

const packageDir = useFixturePackage();
let engine: Engine;

beforeEach(async () => {
	engine = await createEngine({ packageDir: packageDir() });
});

const fromAi = "={{ $fromAI('word', 'Any word', 'string') }}";
const calls = [{ word: 'one' }, { word: 'two' }];

describe.each(['invocation', 'engineRequest'] as const)('a node as a tool, by %s', (via) => {
	it('is called several times in one execution, with what the model chose and a growing run index', async () => {
		const result = await engine.runAsTool('probe', { value: fromAi }, calls, { via });
		expect(result.status).toBe('success');
		expect(result.answers.map(({ ok, data }) => [ok, data])).toEqual([
			[true, [{ value: 'one', runIndex: 0 }]],
			[true, [{ value: 'two', runIndex: 1 }]],
		]);
		expect(result.node(TOOL).runs.map(({ runIndex, status }) => [runIndex, status])).toEqual([
			[0, 'success'],
			[1, 'success'],
		]);
	});

	it('runs under a type name that ends in Tool', async () => {
		const result = await engine.runAsTool('probe', { operation: 'context' }, [{}], { via, executionId: '5' });
		expect(result.answers[0]?.data).toMatchObject([
			{ type: 'n8n-nodes-fixture.probeTool', executionId: '5', tool: via === 'invocation' },
		]);
	});

	it('answers a failure, which names the description where the agent sees nothing else', async () => {
		const result = await engine.runAsTool('probe', { operation: 'throwAlways', value: fromAi }, calls, {
			via,
		});
		expect(result.answers.map(({ ok }) => ok)).toEqual([false, false]);
		expect(result.answers[0]?.text).toBe(
			via === 'invocation' ? 'Refused one\n\nDetails: Ask again' : 'Refused one',
		);
		expect(result.answers[1]?.error?.message).toContain('Refused two');
	});

	it('runs again with Retry On Fail', async () => {
		const node = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };
		const result = await engine.runAsTool('probe', { operation: 'failTwice' }, [{}], { via, node });
		expect(result.answers[0]?.data).toEqual([{ value: 'default value', attempts: 3 }]);
	});

	it('can be cancelled', async () => {
		const result = await engine.runAsTool('probe', { operation: 'waitForCancel' }, [{}], {
			via,
			cancelAfter: 20,
		});
		expect(result.status).toBe('canceled');
		expect(result.answers.filter(({ ok }) => ok)).toEqual([]);
	});
});

describe('as a tool', () => {
	it('a call that lacks a value the model had to choose is refused before the node runs', async () => {
		const result = await engine.runAsTool('probe', { value: fromAi }, [{}]);
		expect(result.answers[0]).toMatchObject({ ok: false });
		expect(result.node(TOOL).runs).toEqual([]);
	});

	it('hints of the node are kept', async () => {
		const result = await engine.runAsTool('probe', { operation: 'hint', value: 'x' }, [{}]);
		expect(result.node(TOOL).hints).toEqual([{ message: 'Look at x', type: 'warning' }]);
	});

	it('only a node that is usable as one can run', async () => {
		await expect(engine.runAsTool('playground.merge', {}, [{}])).rejects.toThrow('Unrecognized node type');
	});
});

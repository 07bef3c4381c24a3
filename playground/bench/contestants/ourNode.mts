import { createRequire } from 'node:module';

import type { IExecuteFunctions, INodeType } from 'n8n-workflow';

import { createEngine, FAILED, NODE, SUCCESS, workflow, type WorkflowSpec } from '../../engine/index.mts';
import { nodeCredentials } from '../credentials.mts';
import type { Job, Row } from '../jobs/job.mts';
import { expectResults, type Contestant } from './contestant.mts';

const ROWS = 'Rows';

/** Our node in n8n's own engine, in this process: rows → node → success and error branch. */
export const ourNode: Contestant = async ({ job, services, packageDir }) => {
	let rows: Row[] = [];
	const { type, data } = nodeCredentials(services)[job.service];
	const engine = await createEngine({
		packageDir,
		credentials: { [type]: data },
		logLevel: 'error',
		nodeTypes: { 'bench.rows': rowsNode(() => rows) },
	});
	const spec = specOf(job, type);
	return (given, signsIn) => {
		rows = given;
		return async () => {
			if (signsIn && job.service === 'google') engine.credentials.patch(type, { accessToken: '' });
			const evaluated = countEvaluations();
			const result = await engine.run(spec);
			if (result.status !== 'success')
				throw new Error(`${job.id}: ${result.error?.message ?? result.status}`);
			const { success, failed, runs } = result.node(NODE);
			const expected = job.fails ? failed : success;
			const results = job.isFaulty ? [...success, ...failed] : expected;
			expectResults(`${job.id} in our node`, results.length, given.length);
			if (!job.fails && success.some(({ json }) => json.success === false || json.found === false)) {
				throw new Error(`${job.id}: our node reported a failure`);
			}
			return { timeMs: runs[0]?.executionTime ?? Number.NaN, evaluations: evaluated() };
		};
	};
};

function specOf({ node }: Job, credentials: string): WorkflowSpec {
	return workflow(
		[
			{ name: ROWS, type: 'bench.rows' },
			{ name: NODE, ...node, credentials },
			{ name: SUCCESS, type: 'playground.collect' },
			{ name: FAILED, type: 'playground.collect' },
		],
		[[ROWS, NODE], [NODE, SUCCESS], ...(node.onError ? [[NODE, FAILED, 1] as [string, string, number]] : [])],
	);
}

/** Emits rows that exist already, so that making them isn't measured. */
function rowsNode(rows: () => Row[]): INodeType {
	return {
		description: {
			displayName: 'Rows',
			name: 'rows',
			group: ['input'],
			version: 1,
			description: '',
			defaults: { name: ROWS },
			inputs: ['main'],
			outputs: ['main'],
			properties: [],
		},
		async execute(this: IExecuteFunctions) {
			return [rows().map((json) => ({ json, pairedItem: { item: 0 } }))];
		},
	};
}

interface WithExpressions {
	Expression: { prototype: { renderExpression: (...args: unknown[]) => unknown } };
}

/** Counts how often n8n evaluates an expression from now on; the returned function ends it and gives the number. */
function countEvaluations(): () => number {
	const { Expression } = createRequire(import.meta.url)('n8n-workflow') as WithExpressions;
	const original = Expression.prototype.renderExpression;
	let count = 0;
	Expression.prototype.renderExpression = function counted(...args) {
		count++;
		return original.apply(this, args);
	};
	return () => {
		Expression.prototype.renderExpression = original;
		return count;
	};
}

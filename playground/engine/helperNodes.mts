import type { IExecuteFunctions, INodeExecutionData, INodeType, ISourceData } from 'n8n-workflow';

import { agentNode } from './agentNode.mts';
import { describeHelper } from './helperDescription.mts';

/** Hands on what it gets. As a first node it emits the items of the run, as a trigger does. */
const passThrough: INodeType = {
	description: describeHelper('passThrough', ['main'], ['main']),
	async execute(this: IExecuteFunctions) {
		return [this.getInputData()];
	},
};

/** Two inputs, one output: the items of the first input, then those of the second. */
const merge: INodeType = {
	description: describeHelper('merge', ['main', 'main'], ['main']),
	async execute(this: IExecuteFunctions) {
		const merged = [0, 1].flatMap((input) =>
			this.getInputData(input).map((data, item) => ({ ...data, pairedItem: { item, input } })),
		);
		return [merged];
	},
};

interface LoopState {
	waiting?: INodeExecutionData[];
	done: INodeExecutionData[];
}

/**
 * Loop Over Items: output 1 (loop) emits `batchSize` items a turn, what comes back to the input is gathered, output 0
 * (done) emits all of it at the end. The nodes between output 1 and the input run once a turn, with a growing run index.
 */
const loop: INodeType = {
	description: describeHelper(
		'loop',
		['main'],
		['main', 'main'],
		[{ displayName: 'Batch Size', name: 'batchSize', type: 'number', default: 1 }],
	),
	async execute(this: IExecuteFunctions) {
		const state = this.getContext('node') as unknown as LoopState;
		const input = this.getInputData();
		if (state.waiting === undefined) {
			const sourceOverwrite = this.getInputSourceData() as ISourceData;
			state.waiting = input.map((data, item) => ({ ...data, pairedItem: { item, sourceOverwrite } }));
			state.done = [];
		} else {
			state.done.push(...input);
		}
		const batch = state.waiting.splice(0, this.getNodeParameter('batchSize', 0) as number);
		if (batch.length > 0) return [[], batch];
		return [state.done, []];
	},
};

/**
 * The node types a bench workflow is built from, by full name. The ones named `n8n-nodes-base.*` let exported
 * workflows run that start with n8n's manual trigger; they behave like n8n's for what is described here.
 */
export const helperNodes: Record<string, INodeType> = {
	'playground.source': passThrough,
	'playground.collect': passThrough,
	'playground.merge': merge,
	'playground.loop': loop,
	'playground.agent': agentNode,
	'n8n-nodes-base.manualTrigger': passThrough,
	'n8n-nodes-base.noOp': passThrough,
	'n8n-nodes-base.stickyNote': passThrough,
};

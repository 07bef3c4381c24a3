import type { IDataObject } from 'n8n-workflow';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';

import {
	createEngine,
	singleNode,
	type Engine,
	type RunOptions,
	type SingleNodeOptions,
} from '../../../playground/engine/index.mts';
import { readRun, type BenchRun } from '../bench.mts';
import { createSharedPackage } from './fixture/package.mts';
import { startDelivery, type DeliveryService } from './service.mts';

export const CONTINUE = 'continueErrorOutput' as const;

export interface Setup extends SingleNodeOptions, Pick<RunOptions, 'cancelAfter'> {
	options?: IDataObject;
}

/** A service and an engine with the Deliver node and its credential, made anew for each test. */
export interface DeliveryBench {
	service: DeliveryService;
	engine: Engine;
	/** Changes fields of the credential. */
	credential(changes: IDataObject): void;
	/** Runs the node on items with these tokens; retries are off unless asked for. */
	run(tokens: string[], setup?: Setup): Promise<BenchRun>;
}

export function useDeliveryBench(): DeliveryBench {
	let packageDir: string;
	let remove: () => Promise<void>;

	const bench: DeliveryBench = {
		service: undefined as never,
		engine: undefined as never,
		credential: (changes) => {
			const data = {
				apiKey: 'very-secret-key',
				baseUrl: bench.service.url,
				accessToken: 'stored-token',
				...changes,
			};
			bench.engine.credentials.set('deliverApi', 'deliverApi', data as never);
		},
		run: async (tokens, { options, cancelAfter, ...node } = {}) => {
			const parameters = { tokens: '={{ $json.tokens }}', options: { maxRetries: 0, ...options } };
			const spec = singleNode('deliver', parameters as never, { credentials: 'deliverApi', ...node });
			const items = tokens.map((each, at) => ({ tokens: each, row: at }));
			return readRun(await bench.engine.run(spec, { items, cancelAfter }));
		},
	};

	beforeAll(async () => {
		({ packageDir, remove } = await createSharedPackage());
	});

	beforeEach(async () => {
		bench.service = await startDelivery();
		bench.service.good.add('stored-token');
		bench.engine = await createEngine({ packageDir });
		bench.credential({});
	});

	afterEach(async () => await bench.service.close());

	afterAll(async () => await remove());

	return bench;
}

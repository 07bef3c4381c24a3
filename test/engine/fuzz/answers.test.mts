import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import {
	createEngine,
	NODE,
	singleNode,
	type Engine,
	type RunResult,
} from '../../../playground/engine/index.mts';
import { createServiceAccountKey } from '../../../playground/sandbox/google/serviceAccountKey.mts';
import { NODE_TYPES } from '../../nodes.mts';
import { hostilities, type Hostility } from './answers.mts';
import { ok, startHostileServer, type HostileServer } from './hostileServer.mts';
import { credentialsFor, subjects, type Subject } from './subjects.mts';

/**
 * Random and hostile answers to every operation. `FUZZ_SEED` repeats a run, `FUZZ_RUNS` makes it longer (40 runs of up to 20
 * answers for each operation when absent).
 */
const SEED = Number(process.env.FUZZ_SEED ?? 20261122);
const RUNS = Number(process.env.FUZZ_RUNS ?? 40);
const ITEMS = 20;
const TIMEOUT_MS = 2000;

type OnError = 'stopWorkflow' | 'continueRegularOutput' | 'continueErrorOutput';
type Json = Record<string, unknown>;

let service: HostileServer;
let elsewhere: HostileServer;
let engine: Engine;
let answers = 0;
let results = 0;
let successes = 0;

beforeAll(async () => {
	service = await startHostileServer();
	elsewhere = await startHostileServer();
	elsewhere.script(() => ok({}));
	const { key } = await createServiceAccountKey({
		projectId: 'fuzz-project',
		clientEmail: 'fuzz@fuzz-project.iam.gserviceaccount.com',
		tokenUri: `${service.url}/token`,
	});
	const credentials = credentialsFor(service.url, JSON.stringify(key));
	engine = await createEngine({ credentials });
});

afterAll(async () => {
	console.log(
		`Fuzz of answers: ${answers} answers to ${subjects.length} operations, ${results} results judged, ${successes} of them successes.`,
	);
	await service.close();
	await elsewhere.close();
});

const items = Array.from({ length: ITEMS }, (_, at) => ({
	id: `id-${at}`,
	few: String(at % 5),
	apns: at.toString(16).padStart(64, 'a'),
}));

async function run(subject: Subject, hostile: Hostility[], onError: OnError): Promise<RunResult> {
	service.script((asked, at) => {
		answers++;
		return (hostile[at % hostile.length] as Hostility)(asked, subject.truth(asked));
	});
	const { options = {}, ...parameters } = subject.parameters;
	const spec = singleNode(
		subject.type,
		{ ...parameters, options: { maxRetries: 0, timeout: TIMEOUT_MS, ...(options as object) } },
		{ credentials: subject.credential, onError },
	);
	return await engine.run(spec, { items });
}

function isFailure(json: Json): boolean {
	return 'error' in json && typeof json.details === 'object';
}

function check(subject: Subject, result: RunResult, onError: OnError): void {
	const { success, failed, error, runs } = result.node(NODE);
	expect(result.duration).toBeLessThan(15_000);
	expect(runs.length).toBe(1);
	const emitted = [...success, ...failed];
	results += emitted.length;
	if (onError === 'stopWorkflow' && error) {
		expect(emitted).toEqual([]);
		expect(error.message).toMatch(/ \[item \d+\]$/);
		expect(error.description).toMatch(/ \d+ [\w ]+ done, \d+ not done\.$/);
		expect(error.message).not.toMatch(/canceled|undefined|\[object/);
		return;
	}
	expect(error).toBeUndefined();
	const verdicts = new Map<number, { fine: number; failed: number }>();
	for (const { json, pairedItem } of emitted) {
		const { item } = pairedItem as { item: number };
		const verdict = verdicts.get(item) ?? { fine: 0, failed: 0 };
		verdicts.set(item, verdict);
		if (!isFailure(json)) {
			verdict.fine++;
			successes++;
			expect({ json, isProven: subject.proven(json, service.exchanges) }).toEqual({ json, isProven: true });
			continue;
		}
		verdict.failed++;
		expect(typeof json.error === 'string' && json.error.length > 10 && json.error.length < 3000).toBe(true);
		// What stands in quotes is the service's own text.
		expect(String(json.error).replace(/“[^”]*”/g, '')).not.toMatch(
			/undefined|\[object|is not a function|Cannot read|not iterable|call stack/,
		);
		expect(String(json.error).replace(/“[^”]*”/g, '').length).toBeLessThan(160);
		expect((json.details as Json).advice).toEqual(expect.stringMatching(/./));
		expect((json.details as Json).code).toEqual(expect.stringMatching(/./));
		expect((json.details as Json).code).not.toBe('UNEXPECTED');
	}
	for (let item = 0; item < ITEMS; item++) {
		const { fine, failed: refused } = verdicts.get(item) ?? { fine: 0, failed: 0 };
		if (subject.many) expect(fine === 0 || refused === 0).toBe(true);
		else expect({ item, verdicts: fine + refused }).toEqual({ item, verdicts: 1 });
		expect(refused).toBeLessThanOrEqual(1);
	}
}

it('every node is a subject', () => {
	expect(new Set(subjects.map(({ type }) => type))).toEqual(new Set(NODE_TYPES));
});

describe.each(subjects.map((subject) => [subject.name, subject] as const))('%s', (_, subject) => {
	it(
		'gives each item one verdict and claims nothing that no answer proves',
		{ timeout: 300_000 },
		async () => {
			const before = successes;
			await fc.assert(
				fc.asyncProperty(
					fc.array(
						hostilities(() => elsewhere.url),
						{ minLength: 1, maxLength: ITEMS },
					),
					fc.constantFrom<OnError>(
						'stopWorkflow',
						'continueRegularOutput',
						'continueErrorOutput',
						'continueErrorOutput',
					),
					async (hostile, onError) => check(subject, await run(subject, hostile, onError), onError),
				),
				{ seed: SEED, numRuns: RUNS, endOnFailure: true },
			);
			expect(successes).toBeGreaterThan(before);
			expect(elsewhere.exchanges).toEqual([]);
		},
	);
});

import { describe, expect, it } from 'vitest';

import { API_TOKEN, useBench } from '../bench.mts';
import { onNewerN8n } from '../newerN8n.mts';
import { chosen, DEMO } from './support.mts';

const bench = useBench('manageSegment');

const node = { credentials: 'pushwooshApi' };

describe.each(['invocation' as const, ...onNewerN8n('engineRequest' as const)])(
	'as a tool of an AI agent, by %s',
	(via) => {
		it('counts what the model asks for, within the application', async () => {
			const result = await bench.engine.runAsTool(
				'manageSegment',
				{
					resource: 'device',
					operation: 'count',
					application: chosen(DEMO),
					filterMode: 'builder',
					filterConditions: {
						condition: [{ tag: 'City', operator: 'EQ', value: "={{ $fromAI('city', 'A city', 'string') }}" }],
					},
					options: { pollInterval: 0.1 },
				},
				[{ city: 'Madrid' }, { city: 'Atlantis' }],
				{ via, node },
			);
			const real = bench.sandbox.pushwoosh.select(`A("${DEMO}") * T("City", EQ, "Madrid")`).length;
			expect(result.answers.map(({ data }) => data)).toEqual([
				[{ devicesCount: real }],
				[{ devicesCount: 0 }],
			]);
			expect(bench.bodies('exportSegment')[0]).toEqual({
				auth: API_TOKEN,
				filterExpression: `(A("${DEMO}") * (T("City", EQ, "Madrid")))`,
				exportCsv: false,
			});
		});

		it('an agent reads in the message what happened and what to do', async () => {
			const result = await bench.engine.runAsTool(
				'manageSegment',
				{
					operation: 'get',
					application: chosen(DEMO),
					segment: chosen("={{ $fromAI('name', 'A segment', 'string') }}", 'name'),
				},
				[{ name: 'nope' }],
				{ via, node },
			);
			const told = JSON.stringify(result.answers) + result.stored;
			expect(told).toContain("This application has no segment 'nope'");
			expect(told).toContain('Pick it from the list');
			expect(result.placesOf(API_TOKEN)).toEqual([]);
		});
	},
);

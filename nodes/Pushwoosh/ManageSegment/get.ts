import type { IDataObject } from 'n8n-workflow';
import { doneAndFailed } from '../../shared/engine/hints';
import type { Operation, PartAnswer } from '../../shared/engine/operation';
import { defineOperation } from '../../shared/node/operationEntry';
import { CONCURRENCY } from '../api/plainCall';
import { reportOf } from '../api/reporting';
import { listSegmentsRequest, SEGMENT_KEYS, type SegmentList } from '../api/segments';
import type { PushwooshSession } from '../api/session';
import { segmentField } from '../fields/segmentField';
import { oneSegment, listedApplication, onlyMatch, SEGMENT, type ChosenSegment } from './shared/segment';

interface Found {
	segment: IDataObject;
	warning?: string;
}

/** Finds segments by name or code. All items of one application share one request. */
export const getSegment = defineOperation({
	option: {
		name: 'Get',
		value: 'get',
		action: 'Get segment',
		description: 'Find one segment by name or code',
	},
	fields: [
		listedApplication,
		segmentField({ required: true, description: 'The segment to find' }, { byCode: true }),
	],
	limits: { concurrency: CONCURRENCY },
	start: (): Operation<ChosenSegment, Found, PushwooshSession> => ({
		...oneSegment,
		parts: ({ application, by, value }) => [{ group: application, id: `${by}\n${value}` }],
		bundle: {
			size: Infinity,
			key: ({ application }) => application,
			async send(batches, { http, session }) {
				const { value } = await http.request(listSegmentsRequest(session, batches[0].sample.application));
				return batches.map(({ sample }) => [pick(value, sample)]);
			},
		},
		outputKeys: () => SEGMENT_KEYS,
		report: (_unit, parts) => reportOf(parts, ({ segment }) => ({ json: { ...segment } })),
		summary: (run) => doneAndFailed(run, SEGMENT, 'found'),
	}),
});

function pick({ segments, warning }: SegmentList, wanted: ChosenSegment): PartAnswer<Found> {
	const advice = "Choose the segment 'By Code', or use the operation 'Get Many'.";
	const found = onlyMatch(segments, wanted, advice);
	if ('failure' in found) return { kind: 'failed', failure: found.failure };
	return { kind: 'succeeded', data: { segment: found.segment, warning } };
}

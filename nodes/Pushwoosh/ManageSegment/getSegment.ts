import type { IDataObject } from 'n8n-workflow';
import { doneAndFailed } from '../../shared/engine/hints';
import { oneBatch } from '../../shared/engine/oneBatch';
import type { Operation, PartAnswer } from '../../shared/engine/operation';
import type { OperationSetup } from '../../shared/engine/run';
import { listSegmentsRequest, SEGMENT_KEYS, type SegmentList } from '../api/segments';
import { runSession } from '../api/session';
import {
	ambiguous,
	identifiedBySegment,
	identifySegment,
	matching,
	notFound,
	readChosenSegment,
	type ChosenSegment,
} from './chosenSegment';
import { CONCURRENCY, dataOf, SEGMENT, warnings, WHOLE_GROUP } from './common';

interface Found {
	segment: IDataObject;
	warning?: string;
}

/** Finds segments by name or code. All items of one application share one request. */
export function getSegment({ context }: OperationSetup): Operation<ChosenSegment> {
	const session = runSession(context);
	return {
		unit: SEGMENT,
		limits: { concurrency: CONCURRENCY, batchSize: WHOLE_GROUP },
		open: session.open,
		read: (item) => [readChosenSegment(item)],
		identify: identifySegment,
		identifiedBy: identifiedBySegment,
		parts: ({ application, by, value }) => [{ group: application, id: `${by}\n${value}` }],
		send: oneBatch(async ({ sample, parts }, http) => {
			const { value } = await http.request(listSegmentsRequest(session.baseUrl(), sample.application));
			return parts.map(({ unit }) => pick(value, unit));
		}),
		outputKeys: () => SEGMENT_KEYS,
		report: (_unit, parts) => {
			const answered = dataOf<Found>(parts);
			return 'kind' in answered ? answered : { kind: 'done', json: { ...answered.data.segment } };
		},
		summary: (run) => doneAndFailed(run, SEGMENT, 'found'),
		hints: warnings,
	};
}

function pick({ segments, warning }: SegmentList, wanted: ChosenSegment): PartAnswer {
	const found = matching(segments, wanted);
	if (found.length === 1) return { kind: 'accepted', data: { segment: found[0], warning } satisfies Found };
	if (found.length === 0) return { kind: 'failed', failure: notFound(wanted) };
	const advice = "Choose the segment 'By Code', or use the operation 'Get Many'.";
	return { kind: 'failed', failure: ambiguous(wanted, found, advice) };
}

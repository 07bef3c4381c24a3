import { oneBatch } from '../../shared/engine/oneBatch';
import type { Operation } from '../../shared/engine/operation';
import type { OperationSetup } from '../../shared/engine/run';
import { count } from '../../shared/engine/throwing';
import type { ItemReader } from '../../shared/items/itemReader';
import { toNumberWithin } from '../../shared/items/values';
import { listSegmentsRequest, SEGMENT_KEYS, type SegmentList } from '../api/segments';
import { runSession } from '../api/session';
import { CONCURRENCY, dataOf, SEGMENT, warnings } from './common';

const LIST = { one: 'list', many: 'lists' };

interface Listing {
	application: string;
	/** Undefined: all. */
	limit?: number;
}

/** Lists the segments of an application. Items of one application share one request, whatever their limits. */
export function getSegments({ context }: OperationSetup): Operation<Listing> {
	const session = runSession(context);
	return {
		unit: LIST,
		limits: { concurrency: CONCURRENCY },
		open: session.open,
		read: (item) => [readListing(item)],
		identify: () => ({}),
		names: ({ application }) => [application],
		parts: ({ application }) => [{ group: application, id: 'list' }],
		send: oneBatch(async ({ sample }, http) => {
			const { value } = await http.request(listSegmentsRequest(session.baseUrl(), sample.application));
			return [{ kind: 'accepted', data: value }];
		}),
		outputKeys: () => SEGMENT_KEYS,
		report: ({ limit }, parts) => {
			const answered = dataOf<SegmentList>(parts);
			if ('kind' in answered) return answered;
			return {
				kind: 'done',
				json: answered.data.segments.slice(0, limit).map((segment) => ({ ...segment })),
			};
		},
		summary: ({ units, reports, failed }) => {
			const listed = reports.reduce((sum, report) => {
				return report.kind === 'done' && Array.isArray(report.json) ? sum + report.json.length : sum;
			}, 0);
			const applications = new Set(units.map(({ unit }) => unit.application)).size;
			const head = `${count(listed, SEGMENT)} of ${count(applications, { one: 'application', many: 'applications' })} listed`;
			return failed > 0 ? `${head}; ${count(failed, LIST)} failed` : head;
		},
		hints: warnings,
	};
}

function readListing(item: ItemReader): Listing {
	const application = item.locator('application').value;
	if (item.boolean('returnAll', false)) return { application };
	const limit = toNumberWithin(item.raw('limit', 50), item.field('limit'), { least: 1, whole: true });
	return { application, limit };
}

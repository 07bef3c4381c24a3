import { oneBatch } from '../../shared/engine/oneBatch';
import { RequestFailure, withExtra, type Failure } from '../../shared/failure';
import { doneAndFailed } from '../../shared/engine/hints';
import type { Operation, RequestSender } from '../../shared/engine/operation';
import type { OperationSetup } from '../../shared/engine/run';
import { SegmentLists } from '../api/segmentLists';
import { deleteSegmentRequest, segmentName, type SegmentList } from '../api/segments';
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
import { CONCURRENCY, dataOf, SEGMENT, warnings } from './common';

interface Deleted {
	name: string;
	warning?: string;
}

/**
 * Deletes segments. Pushwoosh deletes by name only, and nothing says that a name is unique: so the list of the
 * application is asked for first (once a run), and a name that several segments bear isn't deleted.
 */
export function deleteSegment({ context }: OperationSetup): Operation<ChosenSegment> {
	const session = runSession(context);
	const lists = new SegmentLists(session.baseUrl);
	const deletions = new Map<string, Promise<Deleted>>();

	const deleteOnce = async (name: string, application: string, http: RequestSender) => {
		const key = `${application}\n${name}`;
		let deletion = deletions.get(key);
		if (!deletion) {
			const request = deleteSegmentRequest(session.baseUrl(), name, application);
			deletion = http.request(request).then(
				({ value }) => ({ name, warning: value.warning }),
				(error: unknown) => {
					throw withExtra(error, { name });
				},
			);
			deletions.set(key, deletion);
		}
		return await deletion;
	};

	return {
		unit: SEGMENT,
		limits: { concurrency: CONCURRENCY },
		open: session.open,
		read: (item) => [readChosenSegment(item)],
		identify: identifySegment,
		identifiedBy: identifiedBySegment,
		parts: ({ application, by, value }) => [{ group: `${application}\n${by}\n${value}`, id: 'delete' }],
		send: oneBatch(async ({ sample, parts: [part] }, http) => {
			const resolved = resolveName(await lists.once(sample.application, http), sample);
			if ('failure' in resolved) {
				// Gone from the list, and before n8n repeated the node a deletion may have been acted on: it was.
				const isDeleted = resolved.failure.code === 'NOT_FOUND' && typeof part.begun === 'string';
				return [isDeleted ? { kind: 'accepted', data: { name: part.begun } } : { kind: 'failed', failure: resolved.failure }];
			}
			const deleted = await deleteOnce(resolved.name, sample.application, http).catch((error: unknown) => {
				if (error instanceof RequestFailure && error.mayHaveBeenActedOn) part.begun = resolved.name;
				throw error;
			});
			return [{ kind: 'accepted', data: deleted }];
		}),
		outputKeys: () => ['deleted', 'name'],
		report: (_unit, parts) => {
			const answered = dataOf<Deleted>(parts);
			return 'kind' in answered
				? answered
				: { kind: 'done', json: { deleted: true, name: answered.data.name } };
		},
		summary: (run) => doneAndFailed(run, SEGMENT, 'deleted'),
		hints: warnings,
	};
}

/**
 * Whether deleteFilter keeps to the application that it is given isn't documented: so only what stands in the
 * application's list is deleted, under the name that it has there.
 */
function resolveName(
	{ segments }: SegmentList,
	wanted: ChosenSegment,
): { name: string } | { failure: Failure } {
	const [chosen] = matching(segments, wanted);
	const name = chosen && segmentName(chosen);
	if (name === undefined) return { failure: notFound(wanted) };
	const byName: ChosenSegment = { ...wanted, by: 'name', value: name };
	const named = matching(segments, byName);
	if (named.length === 1) return { name };
	const advice =
		'None was deleted: Pushwoosh deletes by name and might pick another. Delete or rename one in the Control Panel.';
	return { failure: { ...ambiguous(byName, named, advice), extra: { name } } };
}

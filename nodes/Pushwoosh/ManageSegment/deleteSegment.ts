import { oneBatch } from '../../shared/engine/oneBatch';
import { RequestFailure, withExtra, type Failure } from '../../shared/engine/failure';
import type { Operation, RequestSender } from '../../shared/engine/operation';
import type { OperationSetup } from '../../shared/engine/run';
import { count } from '../../shared/engine/throwing';
import { SegmentLists } from '../api/segmentLists';
import { deleteSegmentRequest, segmentName, type SegmentList } from '../api/segments';
import { runSession } from '../api/session';
import {
	codesOf,
	identifiedBySegment,
	identifySegment,
	matching,
	notFound,
	readChosenSegment,
	type ChosenSegment,
} from './chosenSegment';
import { CONCURRENCY, dataOf, warnings } from './common';

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
		unit: { one: 'segment', many: 'segments' },
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
		report: (_unit, parts) => {
			const answered = dataOf<Deleted>(parts);
			return 'kind' in answered
				? answered
				: { kind: 'done', json: { deleted: true, name: answered.data.name } };
		},
		summary: ({ done }) =>
			done > 0 ? `${count(done, { one: 'segment', many: 'segments' })} deleted` : undefined,
		hints: warnings,
	};
}

/** A name that the list doesn't hold goes to Pushwoosh all the same: it is for the service to say that there is none. */
function resolveName(
	{ segments }: SegmentList,
	wanted: ChosenSegment,
): { name: string } | { failure: Failure } {
	const [chosen] = matching(segments, wanted);
	if (!chosen) return wanted.by === 'name' ? { name: wanted.value } : { failure: notFound(wanted) };
	const name = segmentName(chosen);
	if (name === undefined) return { failure: notFound(wanted) };
	const named = matching(segments, { ...wanted, by: 'name', value: name });
	if (named.length === 1) return { name };
	return {
		failure: {
			code: 'AMBIGUOUS',
			message: `${named.length} segments of application ${wanted.application} are called “${name}” (${codesOf(named)}), so none was deleted`,
			advice:
				'Pushwoosh deletes segments by name only, and it may pick another one: delete or rename it in the Control Panel.',
			extra: { name },
		},
	};
}

import { doneAndFailed } from '../../shared/engine/hints';
import type { Hands, Operation } from '../../shared/engine/operation';
import { RequestFailure, withExtra, type Failure } from '../../shared/failure';
import { defineOperation } from '../../shared/node/operationEntry';
import { CONCURRENCY } from '../api/plainCall';
import { reportOf, warnings } from '../api/reporting';
import { SegmentLists } from '../api/segmentLists';
import { deleteSegmentRequest, segmentName, type SegmentList } from '../api/segments';
import { openPushwoosh, type PushwooshSession } from '../api/session';
import { segmentField } from '../fields/segmentField';
import {
	ambiguous,
	identifiedBySegment,
	identifySegment,
	listedApplication,
	matching,
	notFound,
	readChosenSegment,
	SEGMENT,
	type ChosenSegment,
} from './shared/segment';

interface Deleted {
	name: string;
	warning?: string;
}

/**
 * Deletes segments. Pushwoosh deletes by name only, and nothing says that a name is unique: so the list of the
 * application is asked for first (once a run), and a name that several segments bear isn't deleted.
 */
export const deleteSegment = defineOperation({
	option: {
		name: 'Delete',
		value: 'delete',
		action: 'Delete segment',
		description: 'Remove a segment for good',
	},
	fields: [
		listedApplication,
		segmentField(
			{
				required: true,
				description:
					'The segment to delete. Pushwoosh deletes by name: if several have the same name, none is deleted.',
			},
			{ byCode: true },
		),
	],
	limits: { concurrency: CONCURRENCY },
	start: (): Operation<ChosenSegment, Deleted, PushwooshSession> => {
		const lists = new SegmentLists();
		const deletions = new Map<string, Promise<Deleted>>();
		return {
			unit: SEGMENT,
			open: openPushwoosh,
			read: (item) => [readChosenSegment(item)],
			identify: identifySegment,
			identifiedBy: identifiedBySegment,
			parts: ({ application, by, value }) => [{ group: `${application}\n${by}\n${value}`, id: 'delete' }],
			async send({ sample: { application }, sample, parts: [part] }, hands) {
				const resolved = resolveName(await lists.once(application, hands), sample);
				if ('failure' in resolved) {
					// Gone from the list, and before n8n ran the node again a deletion may have been acted on: it was.
					const isDeleted = resolved.failure.code === 'NOT_FOUND' && part.begun !== undefined;
					return [
						isDeleted
							? { kind: 'succeeded', data: { name: part.begun ?? '' } }
							: { kind: 'failed', failure: resolved.failure },
					];
				}
				const { name } = resolved;
				const key = `${application}\n${name}`;
				const deletion = deletions.get(key) ?? deleteByName(name, application, hands);
				deletions.set(key, deletion);
				const data = await deletion.catch((error: unknown) => {
					if (error instanceof RequestFailure && error.mayHaveBeenActedOn) part.begun = name;
					throw withExtra(error, { name });
				});
				return [{ kind: 'succeeded', data }];
			},
			outputKeys: () => ['deleted', 'name'],
			report: (_unit, parts) => reportOf(parts, ({ name }) => ({ json: { deleted: true, name } })),
			summary: (run) => doneAndFailed(run, SEGMENT, 'deleted'),
			hints: warnings,
		};
	},
});

async function deleteByName(
	name: string,
	application: string,
	{ http, session }: Hands<PushwooshSession>,
): Promise<Deleted> {
	const { value } = await http.request(deleteSegmentRequest(session, name, application));
	return { name, warning: value.warning };
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

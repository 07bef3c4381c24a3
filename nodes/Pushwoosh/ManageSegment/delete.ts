import { doneAndFailed } from '../../shared/engine/hints';
import type { Hands, Operation } from '../../shared/engine/operation';
import { RequestFailure, withExtra } from '../../shared/failure';
import { defineOperation } from '../../shared/node/operationEntry';
import { CONCURRENCY } from '../api/plainCall';
import { reportOf } from '../api/reporting';
import { SegmentLists } from '../api/segmentLists';
import { deleteSegmentRequest, segmentName } from '../api/segments';
import type { PushwooshSession } from '../api/session';
import { segmentField } from '../fields/segmentField';
import {
	oneSegment,
	listedApplication,
	matching,
	notFound,
	onlyMatch,
	SEGMENT,
	type ChosenSegment,
} from './shared/segment';

interface Deleted {
	name: string;
	warning?: string;
}

/**
 * Deletes segments. Pushwoosh deletes by name only, and nothing says that a name is unique: so the list of the
 * application is asked for first (once a run), and a name that several segments bear isn't deleted. Whether deleteFilter
 * keeps to the application that it is given isn't documented, either: only what stands in the list is deleted, under the
 * name that it has there.
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
			...oneSegment,
			parts: ({ application, by, value }) => [{ group: `${application}\n${by}\n${value}`, id: 'delete' }],
			async send({ sample, parts: [part] }, hands) {
				const { application } = sample;
				const { segments } = await lists.once(application, hands);
				const [chosen] = matching(segments, sample);
				const name = chosen && segmentName(chosen);
				if (name === undefined) {
					if (part.begun === undefined) throw new RequestFailure(notFound(sample));
					// Gone from the list, and before n8n ran the node again a deletion may have been acted on: it was.
					return [{ kind: 'succeeded', data: { name: part.begun } }];
				}
				const named = onlyMatch(segments, { application, by: 'name', value: name }, NONE_DELETED);
				if ('failure' in named) throw new RequestFailure({ ...named.failure, extra: { name } });
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
		};
	},
});

const NONE_DELETED =
	'None was deleted: Pushwoosh deletes by name and might pick another. Delete or rename one in the Control Panel.';

async function deleteByName(
	name: string,
	application: string,
	{ http, session }: Hands<PushwooshSession>,
): Promise<Deleted> {
	const { value } = await http.request(deleteSegmentRequest(session, name, application));
	return { name, warning: value.warning };
}

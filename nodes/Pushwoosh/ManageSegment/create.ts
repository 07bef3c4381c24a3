import type { NodeExecutionHint } from 'n8n-workflow';
import { doneAndFailed } from '../../shared/engine/hints';
import type { Hands, Operation, RunSummary } from '../../shared/engine/operation';
import { ItemProblem, toFailure } from '../../shared/failure';
import type { ItemReader } from '../../shared/form/itemReader';
import { defineOperation } from '../../shared/node/operationEntry';
import { count } from '../../shared/wording';
import { toCalendarDate } from '../api/calendarDate';
import { CONCURRENCY } from '../api/plainCall';
import { reportOf, warnings } from '../api/reporting';
import { SegmentLists } from '../api/segmentLists';
import { createSegmentRequest, segmentCode, segmentName } from '../api/segments';
import { openPushwoosh, type PushwooshSession } from '../api/session';
import { applicationField } from '../fields/applicationField';
import { filterFields, readFilter } from '../fields/filterFields';
import { requiredText } from '../fields/requiredText';
import { SEGMENT } from './shared/segment';

type Creation = ReturnType<typeof readCreation>;

interface Created {
	code?: string;
	/** Why there is no code although an application was given. */
	noCode?: string;
	warning?: string;
}

/** Creates segments; Pushwoosh answers with the name only, so the code is looked up in the application's list. */
export const createSegment = defineOperation({
	option: {
		name: 'Create',
		value: 'create',
		action: 'Create segment',
		description: 'Save a filter as a new segment',
	},
	fields: [
		requiredText('Name', 'name', 'The name by which pushes are sent to the segment later', 'Madrid adults'),
		...filterFields(),
		{
			displayName: 'Additional Fields',
			name: 'additionalFields',
			type: 'collection',
			default: {},
			placeholder: 'Add Field',
			options: [
				applicationField({
					description: "Where to look up the new segment's code, which Pushwoosh doesn't answer with",
				}),
				{
					displayName: 'Expiration Date',
					name: 'expirationDate',
					type: 'dateTime',
					default: '',
					description:
						'The day on which Pushwoosh deletes the segment, unless a preset or RSS feed uses it; the time of day is ignored',
				},
				{
					displayName: 'Restrict to Application',
					name: 'restrictToApplication',
					type: 'boolean',
					default: false,
					description:
						'Whether the segment belongs to the chosen application only. Works only for Pushwoosh accounts with a High-Speed Setup.',
				},
			],
		},
	],
	limits: { concurrency: CONCURRENCY },
	start: (): Operation<Creation, Created, PushwooshSession> => {
		const lists = new SegmentLists();
		return {
			unit: SEGMENT,
			open: openPushwoosh,
			read: (item) => [readCreation(item)],
			identify: ({ segment }) => ({ name: segment.name }),
			identifiedBy: { name: 'name' },
			// Two items that ask for the same segment ask for two of them.
			parts: () => [{ id: 'create' }],
			async send({ sample: { segment, application } }, hands) {
				const { value } = await hands.http.request(createSegmentRequest(hands.session, segment));
				const found = application === '' ? {} : await findCode(lists, application, segment.name, hands);
				return [{ kind: 'succeeded', data: { ...found, warning: value.warning } }];
			},
			outputKeys: () => ['name', 'code', 'filterExpression'],
			report: ({ segment: { name, filterExpression } }, parts) =>
				reportOf(parts, ({ code }) => ({
					json: { name, ...(code === undefined ? {} : { code }), filterExpression },
				})),
			summary: (run) => doneAndFailed(run, SEGMENT, 'created'),
			hints: (run) => [...warnings(run), ...withoutCode(run)],
		};
	},
});

/** @returns also where the code is looked for; an empty application: nowhere */
function readCreation(item: ItemReader) {
	const name = item.requiredText('name');
	const filterExpression = readFilter(item);
	const more = item.collection('additionalFields');
	const application = more.optionalLocator('application').value;
	const isRestricted = more.boolean('restrictToApplication');
	if (isRestricted && application === '') {
		throw new ItemProblem(
			"'Restrict to Application' is on, but no 'Application' is chosen",
			"Add 'Application' in the additional fields, or switch 'Restrict to Application' off.",
		);
	}
	const expirationDate = more.has('expirationDate')
		? toCalendarDate(more.raw('expirationDate'), more.field('expirationDate'))
		: undefined;
	const segment = {
		name,
		filterExpression,
		application: isRestricted ? application : undefined,
		expirationDate,
	};
	return { segment, application };
}

/** The segment exists by now, so nothing that goes wrong here may look like a failed creation. */
async function findCode(
	lists: SegmentLists,
	application: string,
	name: string,
	hands: Hands<PushwooshSession>,
): Promise<Pick<Created, 'code' | 'noCode'>> {
	try {
		const { segments } = await lists.fresh(application, hands);
		const named = segments.filter((segment) => segmentName(segment) === name);
		const code = named.length === 1 ? segmentCode(named[0]) : undefined;
		if (code !== undefined) return { code };
		if (named.length > 1) {
			const problem = `${named.length} segments are called “${name}”, so pushes and deletions may hit the other one`;
			return { noCode: `${problem}: rename or delete one in the Control Panel` };
		}
		return { noCode: `the list of application ${application} doesn't hold “${name}” with a code` };
	} catch (error) {
		return { noCode: toFailure(error).message };
	}
}

function withoutCode({ units }: RunSummary<Creation, Created>): NodeExecutionHint[] {
	const reasons = units.flatMap(({ parts: [{ answer }] }) =>
		answer?.kind === 'succeeded' ? (answer.data.noCode ?? []) : [],
	);
	if (reasons.length === 0) return [];
	const created = count(reasons.length, { one: 'segment was', many: 'segments were' });
	const named = [...new Set(reasons)].slice(0, 3).join('; ');
	const message = `${created} created, but without a code in the output: ${named}`;
	return [{ message, location: 'outputPane', type: 'warning' }];
}

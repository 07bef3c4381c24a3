import type { NodeExecutionHint } from 'n8n-workflow';
import { ItemProblem, toFailure } from '../../shared/failure';
import { doneAndFailed } from '../../shared/engine/hints';
import { oneBatch } from '../../shared/engine/oneBatch';
import type { Operation, RequestSender } from '../../shared/engine/operation';
import type { OperationSetup } from '../../shared/engine/run';
import { count } from '../../shared/wording';
import type { ItemReader } from '../../shared/form/itemReader';
import { readLocator } from '../../shared/form/itemReader';
import { toBoolean } from '../../shared/form/values';
import { toCalendarDate } from '../api/calendarDate';
import { SegmentLists } from '../api/segmentLists';
import { createSegmentRequest, segmentCode, segmentName, type NewSegment } from '../api/segments';
import { runSession } from '../api/session';
import { CONCURRENCY, dataOf, SEGMENT, warnings } from './common';
import { readFilter } from './readFilter';

interface Creation {
	segment: NewSegment;
	/** Where the code is looked for; undefined: it isn't. */
	application?: string;
}

interface Created {
	code?: string;
	/** Why there is no code although an application was given. */
	noCode?: string;
	warning?: string;
}

/** Creates segments; Pushwoosh answers with the name only, so the code is looked up in the application's list. */
export function createSegment({ context }: OperationSetup): Operation<Creation> {
	const session = runSession(context);
	const lists = new SegmentLists(session.baseUrl);
	return {
		unit: SEGMENT,
		limits: { concurrency: CONCURRENCY },
		open: session.open,
		read: (item) => [readCreation(item)],
		identify: ({ segment }) => ({ name: segment.name }),
		identifiedBy: { name: 'name' },
		// Two items that ask for the same segment ask for two of them.
		parts: () => [{ id: 'create' }],
		send: oneBatch(async ({ sample }, http) => {
			const { value } = await http.request(createSegmentRequest(session.baseUrl(), sample.segment));
			const found =
				sample.application === undefined
					? {}
					: await findCode(lists, sample.application, sample.segment.name, http);
			return [{ kind: 'accepted', data: { ...found, warning: value.warning } satisfies Created }];
		}),
		outputKeys: () => ['name', 'code', 'filterExpression'],
		report: ({ segment: { name, filterExpression } }, parts) => {
			const answered = dataOf<Created>(parts);
			if ('kind' in answered) return answered;
			const { code } = answered.data;
			return { kind: 'done', json: { name, ...(code === undefined ? {} : { code }), filterExpression } };
		},
		summary: (run) => doneAndFailed(run, SEGMENT, 'created'),
		hints: (run) => [...warnings(run), ...withoutCode(run.units.map(({ parts }) => parts[0].answer))],
	};
}

function readCreation(item: ItemReader): Creation {
	const name = item.requiredText('name');
	const filterExpression = readFilter(item);
	const more = item.collection('additionalFields');
	const application = readLocator(more.application, { name: 'application', label: 'Application' }).value;
	const isRestricted =
		more.restrictToApplication !== undefined &&
		toBoolean(more.restrictToApplication, {
			name: 'restrictToApplication',
			label: 'Restrict to Application',
		});
	if (isRestricted && application === '') {
		throw new ItemProblem(
			"'Restrict to Application' is on, but no 'Application' is chosen",
			"Add 'Application' in the additional fields, or switch 'Restrict to Application' off.",
		);
	}
	return {
		segment: {
			name,
			filterExpression,
			...(isRestricted ? { application } : {}),
			...('expirationDate' in more
				? {
						expirationDate: toCalendarDate(more.expirationDate, {
							name: 'expirationDate',
							label: 'Expiration Date',
						}),
					}
				: {}),
		},
		...(application === '' ? {} : { application }),
	};
}

/** The segment exists by now, so nothing that goes wrong here may look like a failed creation. */
async function findCode(
	lists: SegmentLists,
	application: string,
	name: string,
	http: RequestSender,
): Promise<Pick<Created, 'code' | 'noCode'>> {
	try {
		const { segments } = await lists.fresh(application, http);
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

function withoutCode(answers: Array<{ kind: string; data?: unknown } | undefined>): NodeExecutionHint[] {
	const reasons = answers.flatMap((answer) => (answer?.data as Created | undefined)?.noCode ?? []);
	if (reasons.length === 0) return [];
	const created = count(reasons.length, { one: 'segment was', many: 'segments were' });
	return [
		{
			message: `${created} created, but without a code in the output: ${[...new Set(reasons)].slice(0, 3).join('; ')}`,
			location: 'outputPane',
			type: 'warning',
		},
	];
}

import type { IDataObject, NodeExecutionHint } from 'n8n-workflow';
import { doneAndFailed } from '../../shared/engine/hints';
import type { DecidedPart, Hands, Operation, PartAnswer, RunSummary } from '../../shared/engine/operation';
import { orFailed, RequestFailure, type Failure } from '../../shared/failure';
import { defineOperation } from '../../shared/node/operationEntry';
import { CONCURRENCY } from '../api/plainCall';
import { SegmentLists } from '../api/segmentLists';
import { createSegmentRequest, segmentCode, segmentName } from '../api/segments';
import { openPushwoosh, type PushwooshSession } from '../api/session';
import { addTagRequest, LIST_TAG } from '../api/tags';
import { requiredText } from '../fields/requiredText';
import { writeTagCondition } from '../segmentationLanguage/expression';
import { BULK_KEYS, bulkOptions, BulkRun, type BulkResult } from './shared/bulkSending';
import { application, identifierFields, readIdentifier, ROW } from './shared/identifier';
import { reportTagging, taggingId, taggingParts, TagWriter, type Tagging } from './shared/tagging';

interface Import extends Tagging {
	segmentName: string;
	tagName: string;
	/** What makes the segment of the tag. */
	expression: string;
}

/** A segment that the rows are found by. */
interface ImportedSegment {
	name: string;
	code?: string;
	created: boolean;
	/** It was there before, and its filter isn't about the tag. */
	isForeign: boolean;
}

interface ImportResult extends BulkResult {
	/** Those that the identifier is in by this run. */
	segments?: ImportedSegment[];
}

/** Makes a segment of rows: a mark in a list tag of each, and a filter on that tag, since the API has no import. */
export const importSegment = defineOperation({
	option: {
		name: 'Import Segment',
		value: 'import',
		action: 'Import a segment',
		description: 'Make a segment of the users or devices in the rows: each gets a mark in a list tag',
	},
	fields: [
		application,
		...identifierFields({ pushToken: true }),
		requiredText(
			'Segment Name',
			'segmentName',
			'The segment that the row belongs to; it is made if the application has none of that name',
			'Fair visitors',
		),
		{
			displayName: 'Tag Name',
			name: 'tagName',
			type: 'string',
			required: true,
			default: 'n8n_import',
			description: 'The list tag that takes the mark; it is made if there is none',
		},
	],
	options: bulkOptions,
	limits: { concurrency: CONCURRENCY, batch: { most: 1000, what: 'users or devices' } },
	start: (setup): Operation<Import, ImportResult, PushwooshSession> => {
		const tags = new TagWriter(new BulkRun(setup));
		const segments = new ImportedSegments();
		return {
			unit: ROW,
			open: openPushwoosh,
			read: (item) => {
				const name = item.requiredText('segmentName');
				const tagName = item.requiredText('tagName');
				return [
					{
						application: item.locator('application').value,
						...readIdentifier(item),
						given: { values: { [tagName]: [name] }, types: { [tagName]: 'list' }, fallback: 'list' },
						operator: 'append',
						createMissing: false,
						wait: true,
						segmentName: name,
						tagName,
						expression: writeTagCondition({ tag: tagName, operator: 'IN', operands: [name] }),
					},
				];
			},
			identify: ({ identifier, segmentName: name }) => ({ identifier, name }),
			identifiedBy: { identifier: 'identifier', name: 'segmentName' },
			check: async (units, hands) => {
				const refused = await tags.check(units, hands);
				await prepareTags(tags, units, hands);
				return refused;
			},
			parts: taggingParts,
			async send(batch, hands) {
				const answers: Array<PartAnswer<ImportResult>> = await tags.send(batch, hands);
				const unitsOf = new Map<string, Import[]>();
				for (const unit of batch.units()) {
					const id = taggingId(unit);
					unitsOf.set(id, [...(unitsOf.get(id) ?? []), unit]);
				}
				for (const [index, { id }] of batch.parts.entries()) {
					const answer = answers[index];
					// Without its mark a row isn't in the segment.
					if (answer.kind !== 'succeeded' || answer.data.skipped.length > 0) continue;
					const found = await orFailed(segments.ensureAll(unitsOf.get(id) ?? [], hands));
					if ('value' in found) answer.data.segments = found.value;
					else answers[index] = { kind: 'failed', failure: withoutSegment(found.failed.failure) };
				}
				return answers;
			},
			outputKeys: () => ['identifier', ...BULK_KEYS, 'tags', 'skippedTags', 'segment'],
			report: (unit, parts) => reportTagging(unit, parts, { segment: segmentOf(unit, parts) }),
			summary: (run) => doneAndFailed(run, ROW, 'imported'),
			hints: (run) => [...tags.hints(run), ...foreignSegments(run)],
		};
	},
});

/** Makes the tags that aren't there. @throws RequestFailure where one holds no lists: that ends the run */
async function prepareTags(
	{ types }: TagWriter,
	units: Import[],
	{ http, session }: Hands<PushwooshSession>,
): Promise<void> {
	if (types === undefined) return;
	const names = [...new Set(units.map(({ tagName }) => tagName))];
	const wrong = names.find((name) => (types.get(name) ?? LIST_TAG) !== LIST_TAG);
	if (wrong !== undefined) {
		throw new RequestFailure({
			code: 'WRONG_TAG_TYPE',
			message: `The tag '${wrong}' holds no lists, so it can't take the marks of an import`,
			advice: "Choose another 'Tag Name': one of a list tag, or a new one, which is then made.",
			endsRun: true,
		});
	}
	for (const name of names.filter((one) => !types.has(one))) {
		await http.request(addTagRequest(session, name, LIST_TAG));
		types.set(name, LIST_TAG);
	}
}

/** The row has its mark by now: that is told beside what went wrong. */
function withoutSegment(failure: Failure): Failure {
	return {
		...failure,
		advice:
			`The row has its mark, only the segment is missing: run the items that failed again. ${failure.advice ?? ''}`.trim(),
		extra: { ...failure.extra, tagged: true },
	};
}

/** Finds or makes the segments of a run, each once. */
class ImportedSegments {
	private readonly lists = new SegmentLists();
	private readonly segments = new Map<string, Promise<ImportedSegment>>();

	/** @returns the segments of these units, in order @throws RequestFailure */
	async ensureAll(units: Import[], hands: Hands<PushwooshSession>): Promise<ImportedSegment[]> {
		const ensured: ImportedSegment[] = [];
		for (const unit of units) {
			const key = JSON.stringify([unit.application, unit.segmentName, unit.tagName]);
			const segment = this.segments.get(key) ?? this.findOrMake(unit, hands);
			this.segments.set(key, segment);
			ensured.push(await segment);
		}
		return ensured;
	}

	private async findOrMake(
		{ application: code, segmentName: name, tagName, expression }: Import,
		hands: Hands<PushwooshSession>,
	): Promise<ImportedSegment> {
		const named = async (list: 'once' | 'fresh') =>
			(await this.lists[list](code, hands)).segments.filter((segment) => segmentName(segment) === name);
		const there = await named('once');
		if (there.length > 0) {
			const filter = String(there[0].filter_expression ?? tagName).toLowerCase();
			const its = there.length === 1 ? segmentCode(there[0]) : undefined;
			return { name, code: its, created: false, isForeign: !filter.includes(tagName.toLowerCase()) };
		}
		await hands.http.request(createSegmentRequest(hands.session, { name, filterExpression: expression }));
		// It exists by now: that its code can't be found is no failure.
		const made = await named('fresh').catch(() => []);
		const found = made.length === 1 ? segmentCode(made[0]) : undefined;
		return { name, code: found, created: true, isForeign: false };
	}
}

function segmentOf(
	{ segmentName: wanted }: Import,
	[{ answer }]: Array<DecidedPart<Import, ImportResult>>,
): IDataObject {
	const { code, created = false } = answer.data?.segments?.find(({ name }) => name === wanted) ?? {};
	return { name: wanted, ...(code === undefined ? {} : { code }), created };
}

function foreignSegments({ units }: RunSummary<Import, ImportResult>): NodeExecutionHint[] {
	const segments = units.flatMap(({ parts: [{ answer }] }) =>
		answer?.kind === 'succeeded' ? (answer.data.segments ?? []) : [],
	);
	const names = new Set(segments.filter(({ isForeign }) => isForeign).map(({ name }) => `“${name}”`));
	if (names.size === 0) return [];
	const message = `There was a segment ${[...names].slice(0, 3).join(', ')} already, and its filter isn't about the tag of this import: it may hold others. Choose another name.`;
	return [{ message, location: 'outputPane', type: 'warning' }];
}
